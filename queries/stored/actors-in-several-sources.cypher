// Actors in several sources
//
// Question: Which actors have ties in the most sources?
// Param: least INTEGER = 5 -- the minimum number of sources
// Param: top INTEGER = 1000 -- how many actors to show
//
MATCH (e:Entity)-[r]-(:Entity)
UNWIND r.sources AS cited
WITH e, count(DISTINCT cited) AS sources
WHERE sources >= $least
WITH e, e.name AS actor, sources
ORDER BY sources DESC, actor
LIMIT $top
RETURN actor,
       sources,
       COLLECT {
         MATCH (e)-[r]-(:Entity)
         UNWIND r.sources AS cited
         WITH DISTINCT cited
         OPTIONAL MATCH (s:Source {id: cited})
         RETURN coalesce(s.title, cited) AS title
         ORDER BY title
       } AS titles
ORDER BY sources DESC, actor
