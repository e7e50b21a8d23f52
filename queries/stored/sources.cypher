// Sources
//
// Question: Which sources are there, and how many ties cite each?
//
CALL () {
  MATCH (:Entity)-[r]->(:Entity)
  UNWIND r.sources AS cited
  WITH cited, count(DISTINCT r) AS ties
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
