// Triads
//
// Question: Which three actors are all tied to each other?
// Param: actor STRING = 'Lisa Kenna' -- one of the three: a name, alias or id; null for all [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
//
CALL () {
  WITH $actor AS actor
  WHERE actor IS NULL
  MATCH (a:Entity)--(b:Entity)--(c:Entity)--(a)
  WHERE a.id < b.id AND b.id < c.id
  RETURN DISTINCT a, b, c
  UNION
  MATCH (one:Entity)
  WHERE one.id = $actor OR one.name = $actor
  MATCH (one)--(near:Entity)
  WITH one, collect(DISTINCT near) AS nears
  UNWIND nears AS low
  MATCH (low)--(high:Entity)
  WHERE high IN nears AND low.id < high.id AND one.id <> low.id AND one.id <> high.id
  WITH DISTINCT one, low, high
  WITH CASE
         WHEN one.id < low.id THEN [one, low, high]
         WHEN one.id < high.id THEN [low, one, high]
         ELSE [low, high, one]
       END AS three
  RETURN three[0] AS a, three[1] AS b, three[2] AS c
}
RETURN a.name AS first,
       b.name AS second,
       c.name AS third,
       COUNT { (a)--(b) } AS first_second,
       COUNT { (b)--(c) } AS second_third,
       COUNT { (a)--(c) } AS first_third
ORDER BY first, second, third
