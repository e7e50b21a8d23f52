// Components
//
// Question: Which separate groups do the actors form?
// Param: show INTEGER = 5 -- how many names of each group to show
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Note: The group around the actor with the most ties is found first; every other group is found from its actor with the lowest id.
// Note: Counts the ties that some claim affirms: several claims about one tie count once. Denials, plans, drafts, and retracted or taken back claims do not count.
//
CALL () {
  MATCH (e:Entity)
  RETURN e, 0 AS reached
  UNION ALL
  MATCH (hub:Entity)
  WITH hub, COUNT { (hub)--() } AS ties
  ORDER BY ties DESC, hub.id
  LIMIT 1
  MATCH (hub)-[steps*0..]-(e:Entity)
  WHERE all(r IN steps WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
    AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
    AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
    AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back))
  RETURN DISTINCT e, 1 AS reached
}
WITH e, max(reached) AS reached
WITH reached, collect(e) AS actors
CALL (reached, actors) {
  WITH reached, actors
  WHERE reached = 1
  RETURN actors AS members
  UNION ALL
  UNWIND actors AS low
  WITH low, reached
  WHERE reached = 0
    // The lowest id of a group has no lower one near it.
    AND NOT EXISTS {
      MATCH (low:Entity)-[steps*1..2]-(near:Entity)
      WHERE near.id < low.id
        AND all(r IN steps WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
        AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
        AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
        AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back))
    }
  MATCH (low:Entity)-[steps*0..]-(e:Entity)
  WHERE all(r IN steps WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
    AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
    AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
    AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back))
  WITH DISTINCT low, e
  WITH low, min(e.id) AS least, collect(e) AS members
  WHERE low.id = least
  RETURN members
}
RETURN size(members) AS actors,
       COLLECT {
         UNWIND members AS member
         WITH member.name AS name
         WHERE name IS NOT NULL
         RETURN name
         ORDER BY name
         LIMIT $show
       } AS names
ORDER BY actors DESC, names
