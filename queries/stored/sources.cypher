// Sources
//
// Question: Which sources are there, and how much rests on each?
//
MATCH (s:Source)
RETURN s.id AS id,
       s.title AS title,
       s.author AS author,
       s.date AS date,
       COUNT {
         MATCH (:Entity)-[r]->(:Entity)
         WHERE s.id IN r.sources
       } AS ties
ORDER BY ties DESC, id
