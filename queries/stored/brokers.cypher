// Brokers between two camps
//
// Question: Which actors outside these two camps are tied to both?
// Param: first LIST<STRING> = ['Biden administration', 'Pentagon', 'United States Southern Command'] -- one camp [actor]
// Suggest first: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: second LIST<STRING> = ['Boluarte government', 'Congress of Peru'] -- the other camp [actor]
// Suggest second: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
//
MATCH (a:Entity)-[r]-(broker:Entity)-[s]-(b:Entity)
WHERE (a.id IN $first OR a.name IN $first)
  AND (b.id IN $second OR b.name IN $second)
  AND NOT (broker.id IN $first OR broker.name IN $first)
  AND NOT (broker.id IN $second OR broker.name IN $second)
WITH broker,
     count(DISTINCT r) AS ties_to_first,
     count(DISTINCT s) AS ties_to_second,
     COLLECT {
       MATCH (broker)--(member:Entity)
       WHERE member.id IN $first OR member.name IN $first
       RETURN DISTINCT member.name AS name
       ORDER BY name
     } AS first_camp,
     COLLECT {
       MATCH (broker)--(member:Entity)
       WHERE member.id IN $second OR member.name IN $second
       RETURN DISTINCT member.name AS name
       ORDER BY name
     } AS second_camp
RETURN broker.name AS broker,
       first_camp,
       second_camp,
       ties_to_first,
       ties_to_second
ORDER BY size(first_camp) + size(second_camp) DESC, broker
