// Connections of an actor
//
// Question: Who is tied to this actor, how, and who says so?
// Param: actor STRING = 'Dina Boluarte' -- an actor's name, alias or id [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
//
MATCH (a:Entity)-[r]-(b:Entity)
WHERE a.id = $actor OR a.name = $actor
OPTIONAL MATCH (t:RelationType {type: type(r)})
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
RETURN CASE
         WHEN startNode(r) = a THEN coalesce(t.forward, type(r))
         ELSE coalesce(t.backward, '<- ' + type(r))
       END AS how,
       b.name AS other,
       r.role AS role,
       coalesce(c.name, r.claimed_by) AS claimant,
       r.certainty AS certainty,
       r.start_date AS since,
       r.paragraph AS paragraph,
       COLLECT {
         UNWIND r.sources AS cited
         OPTIONAL MATCH (s:Source {id: cited})
         RETURN coalesce(s.title, cited)
       } AS sources,
       r AS tie
ORDER BY other, paragraph, how, role
