// Triads
//
// Question: Which three actors are all tied to each other?
// Param: actor STRING = 'Lisa Kenna' -- one of the three: a name, alias or id; null for all [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
//
MATCH (a:Entity)--(b:Entity)--(c:Entity)--(a)
WHERE a.id < b.id
  AND b.id < c.id
  AND ($actor IS NULL OR $actor IN [a.id, a.name, b.id, b.name, c.id, c.name])
WITH DISTINCT a, b, c
RETURN a.name AS first,
       b.name AS second,
       c.name AS third,
       COUNT { (a)--(b) } AS first_second,
       COUNT { (b)--(c) } AS second_third,
       COUNT { (a)--(c) } AS first_third
ORDER BY first, second, third
