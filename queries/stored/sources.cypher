// Sources
//
// Question: Which sources are there, and how much rests on each?
//
CALL () {
  MATCH (:Entity)-[r]->(:Entity)
  WITH r.sources AS sources, count(*) AS alike
  UNWIND sources AS cited
  WITH DISTINCT sources, cited, alike
  WITH cited, sum(alike) AS ties
  MATCH (s:Source {id: cited})
  RETURN s, ties
  UNION ALL
  MATCH (s:Source)
  RETURN s, 0 AS ties
}
WITH s, max(ties) AS ties
RETURN s.id AS id,
       s.title AS title,
       s.author AS author,
       s.date AS date,
       ties
ORDER BY ties DESC, id
