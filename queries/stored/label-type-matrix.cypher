// Labels by relation type
//
// Question: Which kinds of actors are tied by which kinds of ties?
// Param: top INTEGER = 10 -- how many to show
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Note: An actor with two labels counts under each. For a tie without direction, the labels are in alphabetical order.
// Note: Counts the ties that some claim affirms: several claims about one tie count once. Denials, plans, drafts, and retracted or taken back claims do not count.
//
WITH COLLECT {
       MATCH (t:RelationType)
       WHERE toLower(toStringOrNull(t.directed)) IN ['false', 'no', 'n', '0', 'undirected']
       RETURN t.type
     } AS undirected
MATCH (a:Entity)-[r]->(b:Entity)
WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
  AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
  AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
  AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
WITH a,
     type(r) AS type,
     b,
     type(r) IN undirected OR coalesce(toLower(toStringOrNull(r.directed)), '') IN ['false', 'no', 'n', '0', 'undirected'] AS mutual
WITH mutual,
     type,
     CASE WHEN mutual AND elementId(b) < elementId(a) THEN b ELSE a END AS a,
     CASE WHEN mutual AND elementId(b) < elementId(a) THEN a ELSE b END AS b
WITH DISTINCT mutual, type, a, b
WITH mutual,
     [label IN labels(a) WHERE label <> 'Entity'] AS starts,
     type,
     [label IN labels(b) WHERE label <> 'Entity'] AS ends,
     count(*) AS alike
UNWIND CASE WHEN size(starts) = 0 THEN ['(no label)'] ELSE starts END AS one
UNWIND CASE WHEN size(ends) = 0 THEN ['(no label)'] ELSE ends END AS other
RETURN CASE WHEN mutual AND other < one THEN other ELSE one END AS from,
       type,
       CASE WHEN mutual AND other < one THEN one ELSE other END AS to,
       sum(alike) AS ties
ORDER BY ties DESC, from, type, to
LIMIT $top
