// Neighbourhood of an actor
//
// Question: Which ties lie within so many steps of this actor?
// Param: actor STRING = 'Marco Marín' -- an actor's name, alias or id [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: depth INTEGER = 2 -- how many ties away, 1 to 6
// Param: top INTEGER = 1000 -- how many ties to show, the nearest first
// Note: A tie is as many steps away as its nearer end, and one more.
//
MATCH (a:Entity)
WHERE a.id = $actor OR a.name = $actor
// Who is one tie away, two ties away and so on: each level is reached from the one before.
WITH collect(a) AS level0
WITH *, COLLECT { UNWIND level0 AS near MATCH (near)--(far) WHERE $depth > 1 RETURN DISTINCT far } AS level1
WITH *, COLLECT { UNWIND level1 AS near MATCH (near)--(far) WHERE $depth > 2 RETURN DISTINCT far } AS level2
WITH *, COLLECT { UNWIND level2 AS near MATCH (near)--(far) WHERE $depth > 3 RETURN DISTINCT far } AS level3
WITH *, COLLECT { UNWIND level3 AS near MATCH (near)--(far) WHERE $depth > 4 RETURN DISTINCT far } AS level4
WITH *, COLLECT { UNWIND level4 AS near MATCH (near)--(far) WHERE $depth > 5 RETURN DISTINCT far } AS level5
WITH [level0, level1, level2, level3, level4, level5] AS levels
UNWIND range(0, size(levels) - 1) AS steps
UNWIND levels[steps] AS node
WITH node, min(steps) AS steps
WHERE node:Entity
MATCH (node)-[r]-(:Entity)
WITH r, min(steps) + 1 AS steps
WITH r, steps, startNode(r) AS one, endNode(r) AS two
ORDER BY steps, one.name, two.name, r.paragraph, type(r), r.role
LIMIT $top
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
