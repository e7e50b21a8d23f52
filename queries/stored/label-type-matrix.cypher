// Labels by relation type
//
// Question: Which kinds of actors are tied by which kinds of ties?
// Param: top INTEGER = 10 -- how many to show
// Note: An actor with two labels counts under each.
//
MATCH (a:Entity)-[r]->(b:Entity)
WITH labels(a) AS starts, type(r) AS type, labels(b) AS ends, count(*) AS alike
UNWIND [label IN starts WHERE label <> 'Entity'] AS from
UNWIND [label IN ends WHERE label <> 'Entity'] AS to
RETURN from,
       type,
       to,
       sum(alike) AS ties
ORDER BY ties DESC, from, type, to
LIMIT $top
