// Actors in several sources
//
// Question: Which actors have ties in the most sources?
// Param: least INTEGER = 5 -- the least number of sources
//
MATCH (e:Entity)-[r]-(:Entity)
UNWIND r.sources AS cited
WITH DISTINCT e, cited
OPTIONAL MATCH (s:Source {id: cited})
WITH e, coalesce(s.title, cited) AS title
ORDER BY title
WITH e, collect(title) AS titles
WHERE size(titles) >= $least
RETURN e.name AS actor,
       size(titles) AS sources,
       titles
ORDER BY sources DESC, actor
