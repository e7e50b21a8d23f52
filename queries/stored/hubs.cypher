// Hubs
//
// Question: Which actors have the most ties, and to how many others?
// Param: top INTEGER = 10 -- how many to show
//
MATCH (e:Entity)
WITH e,
     COUNT { (e)-[]->(:Entity) } AS outgoing,
     COUNT { (e)<-[]-(:Entity) } AS incoming,
     COUNT { MATCH (e)--(other:Entity) RETURN DISTINCT other } AS partners
RETURN e.name AS actor,
       outgoing + incoming AS ties,
       outgoing,
       incoming,
       partners
ORDER BY ties DESC, actor
LIMIT $top
