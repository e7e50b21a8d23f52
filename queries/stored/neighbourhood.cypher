// Neighbourhood of an actor
//
// Question: Which ties lie within so many steps of this actor?
// Param: actor STRING = 'Marco Marín' -- an actor's name, alias or id [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: depth INTEGER = 2 -- how many ties away, 1 to 6
// Note: A tie is as many steps away as its nearer end, and one more.
//
MATCH (a:Entity)
WHERE a.id = $actor OR a.name = $actor
OPTIONAL MATCH p = shortestPath((a)-[*..5]-(near:Entity))
WHERE near <> a
WITH a, collect([near, length(p)]) AS around
UNWIND [[a, 0]] + [place IN around WHERE place[1] < $depth] AS place
WITH place[0] AS node, place[1] AS steps
MATCH (node)-[r]-(:Entity)
WITH r, min(steps) + 1 AS steps
WITH r, steps, startNode(r) AS one, endNode(r) AS two
OPTIONAL MATCH (t:RelationType {type: type(r)})
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
RETURN steps,
       one.name AS from,
       coalesce(t.forward, type(r)) AS how,
       two.name AS to,
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
ORDER BY steps, from, to, paragraph, how, role
