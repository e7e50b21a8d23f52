// Labels by relation type
//
// Question: Which kinds of actors are tied by which kinds of ties?
// Param: top INTEGER = 10 -- how many to show
// Note: An actor with two labels counts under each.
//
MATCH (a:Entity)-[r]->(b:Entity)
UNWIND [label IN labels(a) WHERE label <> 'Entity'] AS from
UNWIND [label IN labels(b) WHERE label <> 'Entity'] AS to
RETURN from,
       type(r) AS type,
       to,
       count(*) AS ties
ORDER BY ties DESC, from, type, to
LIMIT $top
