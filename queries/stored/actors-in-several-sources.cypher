// Actors in several sources
//
// Question: Which actors have ties in the most sources?
// Param: least INTEGER = 5 -- the least number of sources
//
MATCH (e:Entity)-[r]-(:Entity)
UNWIND r.sources AS cited
WITH cited, collect(DISTINCT e) AS actors
OPTIONAL MATCH (s:Source {id: cited})
WITH coalesce(s.title, cited) AS title, actors
ORDER BY title
UNWIND actors AS e
WITH e, collect(title) AS titles
WHERE size(titles) >= $least
RETURN e.name AS actor,
       size(titles) AS sources,
       titles
ORDER BY sources DESC, actor
