// Triads
//
// Question: Which three actors are all tied to each other?
// Param: actor STRING = null -- one of the three: a name, alias or id; null for all [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Note: For all actors (null), every pair of adjacent ties is checked: about 10 s and 300 MB for a million ties in memory.
// Note: Counts the ties that some claim affirms: several claims about one tie count once. Denials, plans, drafts, and retracted or taken back claims do not count.
//
WITH COLLECT {
       MATCH (t:RelationType)
       WHERE toLower(toStringOrNull(t.directed)) IN ['false', 'no', 'n', '0', 'undirected']
       RETURN t.type
     } AS undirected
CALL () {
  WITH $actor AS actor
  WHERE actor IS NULL
  MATCH (a:Entity)-[r]-(b:Entity)
  WHERE a.id < b.id
    AND coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
    AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
    AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
    AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
  WITH DISTINCT a, b
  MATCH (b)-[s]-(c:Entity)
  WHERE b.id < c.id
    AND coalesce(toLower(toStringOrNull(s.polarity)), '') <> 'denies'
    AND NOT coalesce(toLower(toStringOrNull(s.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
    AND NOT coalesce(toLower(toStringOrNull(s.review)), '') IN ['draft', 'retracted']
    AND (size($taken_back) = 0 OR NOT elementId(s) IN $taken_back)
    AND EXISTS {
      MATCH (c)-[t]-(a)
      WHERE coalesce(toLower(toStringOrNull(t.polarity)), '') <> 'denies'
        AND NOT coalesce(toLower(toStringOrNull(t.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
        AND NOT coalesce(toLower(toStringOrNull(t.review)), '') IN ['draft', 'retracted']
        AND (size($taken_back) = 0 OR NOT elementId(t) IN $taken_back)
    }
  RETURN DISTINCT a, b, c
  UNION
  MATCH (one:Entity)
  WHERE one.id = $actor OR one.name = $actor
  MATCH (one)-[r]-(near:Entity)
  WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
    AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
    AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
    AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
  WITH one, collect(DISTINCT near) AS nears
  UNWIND nears AS low
  MATCH (low:Entity)-[r]-(high:Entity)
  WHERE high IN nears AND low.id < high.id AND one.id <> low.id AND one.id <> high.id
    AND coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
    AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
    AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
    AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
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
       COUNT {
         MATCH (a)-[r]-(b)
         WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
           AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
           AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
           AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
         RETURN DISTINCT type(r), startNode(r) = a AND NOT (type(r) IN undirected OR coalesce(toLower(toStringOrNull(r.directed)), '') IN ['false', 'no', 'n', '0', 'undirected'])
       } AS first_second,
       COUNT {
         MATCH (b)-[r]-(c)
         WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
           AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
           AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
           AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
         RETURN DISTINCT type(r), startNode(r) = b AND NOT (type(r) IN undirected OR coalesce(toLower(toStringOrNull(r.directed)), '') IN ['false', 'no', 'n', '0', 'undirected'])
       } AS second_third,
       COUNT {
         MATCH (a)-[r]-(c)
         WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
           AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
           AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
           AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
         RETURN DISTINCT type(r), startNode(r) = a AND NOT (type(r) IN undirected OR coalesce(toLower(toStringOrNull(r.directed)), '') IN ['false', 'no', 'n', '0', 'undirected'])
       } AS first_third
ORDER BY first, second, third
