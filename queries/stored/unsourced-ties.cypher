// Unsourced ties
//
// Question: Which ties cite no source, or one that is neither described nor a web address?
// Param: top INTEGER = 1000 -- how many ties to show
//
MATCH (a:Entity)-[r]->(b:Entity)
WITH a, r, b,
     [cited IN coalesce(r.sources, [])
       WHERE NOT cited CONTAINS '://'
         AND NOT EXISTS { MATCH (:Source {id: cited}) }] AS unknown
WHERE r.sources IS NULL OR size(unknown) > 0
WITH a, r, b, unknown
ORDER BY a.name, b.name, r.paragraph, type(r), r.role, r.id
LIMIT $top
OPTIONAL MATCH (t:RelationType {type: type(r)})
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
RETURN a.name AS from,
       coalesce(t.forward, type(r)) AS how,
       b.name AS to,
       r.role AS role,
       coalesce(c.name, r.claimed_by) AS claimant,
       r.certainty AS certainty,
       r.paragraph AS paragraph,
       unknown AS unknown_sources,
       r AS tie
ORDER BY from, to, paragraph, how, role, tie.id
