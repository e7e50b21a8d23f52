// Sources
//
// Question: Which sources are there, and how many claims name each?
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Needs: sources or cites or label Source
// Note: A source without a title may be cited but not described. `claims` counts the claims that can be read in it or that cite it. Drafts, and retracted or taken back claims, do not count.
//
CALL () {
  MATCH (:Entity)-[r]->(:Entity)
  UNWIND [] + coalesce(r.sources, []) + coalesce(r.cites, []) AS cited
  RETURN cited,
         count(DISTINCT CASE
           WHEN NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
             AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back) THEN r
         END) AS claims
  UNION ALL
  MATCH (s:Source)
  WHERE s.id IS NOT NULL
  RETURN s.id AS cited, 0 AS claims
}
WITH cited, max(claims) AS claims
OPTIONAL MATCH (s:Source {id: cited})
RETURN cited AS id,
       s.title AS title,
       s.author AS author,
       s.date AS date,
       claims
ORDER BY claims DESC, id
