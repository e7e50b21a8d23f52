// Claims by one voice
//
// Question: What does this voice claim?
// Param: voice STRING = 'Inter-American Commission on Human Rights' -- who makes the claims: a name, alias or id [actor]
// Suggest voice: MATCH (e:Entity) WHERE EXISTS { MATCH (:Entity)-[r]->(:Entity) WHERE r.claimed_by = e.id } RETURN e.name AS suggestion ORDER BY suggestion
// Param: top INTEGER = 1000 -- how many ties to show
//
MATCH (c:Entity)
WHERE c.id = $voice OR c.name = $voice
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.claimed_by = c.id
WITH c, a, r, b
ORDER BY r.paragraph, a.name, b.name, type(r), r.role
LIMIT $top
OPTIONAL MATCH (t:RelationType {type: type(r)})
RETURN c.name AS claimant,
       a.name AS from,
       coalesce(t.forward, type(r)) AS how,
       b.name AS to,
       r.role AS role,
       r.certainty AS certainty,
       r.start_date AS since,
       r.paragraph AS paragraph,
       COLLECT {
         UNWIND r.sources AS cited
         OPTIONAL MATCH (s:Source {id: cited})
         RETURN coalesce(s.title, cited)
       } AS sources,
       r AS tie
ORDER BY paragraph, from, to, how, role
