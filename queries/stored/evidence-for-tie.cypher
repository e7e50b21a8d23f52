// Evidence for a tie
//
// Question: Which claims tie these two, in which source, and who makes them?
// Param: first STRING = 'Peruvian Army' -- a name, alias or id [actor]
// Suggest first: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: second STRING = 'Protesters in Peru' -- a name, alias or id [actor]
// Suggest second: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
//
MATCH (a:Entity)-[r]-(b:Entity)
WHERE (a.id = $first OR a.name = $first)
  AND (b.id = $second OR b.name = $second)
WITH DISTINCT r, startNode(r) AS one, endNode(r) AS two
OPTIONAL MATCH (t:RelationType {type: type(r)})
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
UNWIND coalesce(r.sources, [null]) AS cited
OPTIONAL MATCH (s:Source {id: cited})
RETURN one.name AS from,
       coalesce(t.forward, type(r)) AS how,
       two.name AS to,
       r.role AS role,
       r.summary AS summary,
       coalesce(c.name, r.claimed_by) AS claimant,
       r.certainty AS certainty,
       r.start_date AS since,
       r.paragraph AS paragraph,
       coalesce(s.title, cited) AS source,
       s.author AS author,
       s.date AS source_date,
       r AS tie
ORDER BY paragraph, from, how, role, source
