// Brokers between two camps
//
// Question: Which actors outside these two camps are tied to both?
// Param: from LIST<STRING> -- one camp [actor]
// Suggest from: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: to LIST<STRING> -- the other camp [actor]
// Suggest to: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Note: Counts the ties that some claim affirms: several claims about one tie count once. Denials, plans, drafts, and retracted or taken back claims do not count.
//
WITH COLLECT {
       MATCH (t:RelationType)
       WHERE toLower(toStringOrNull(t.directed)) IN ['false', 'no', 'n', '0', 'undirected']
       RETURN t.type
     } AS undirected
MATCH (a:Entity)-[r]-(broker:Entity)-[s]-(b:Entity)
WHERE (a.id IN $from OR a.name IN $from)
  AND (b.id IN $to OR b.name IN $to)
  AND NOT (broker.id IN $from OR broker.name IN $from)
  AND NOT (broker.id IN $to OR broker.name IN $to)
  AND coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
  AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
  AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
  AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
  AND coalesce(toLower(toStringOrNull(s.polarity)), '') <> 'denies'
  AND NOT coalesce(toLower(toStringOrNull(s.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
  AND NOT coalesce(toLower(toStringOrNull(s.review)), '') IN ['draft', 'retracted']
  AND (size($taken_back) = 0 OR NOT elementId(s) IN $taken_back)
WITH broker,
     count(DISTINCT [elementId(a), type(r), startNode(r) = a AND NOT (type(r) IN undirected OR coalesce(toLower(toStringOrNull(r.directed)), '') IN ['false', 'no', 'n', '0', 'undirected'])]) AS from_ties,
     count(DISTINCT [elementId(b), type(s), startNode(s) = b AND NOT (type(s) IN undirected OR coalesce(toLower(toStringOrNull(s.directed)), '') IN ['false', 'no', 'n', '0', 'undirected'])]) AS to_ties,
     COLLECT {
       MATCH (broker)-[own]-(member:Entity)
       WHERE (member.id IN $from OR member.name IN $from)
         AND coalesce(toLower(toStringOrNull(own.polarity)), '') <> 'denies'
         AND NOT coalesce(toLower(toStringOrNull(own.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
         AND NOT coalesce(toLower(toStringOrNull(own.review)), '') IN ['draft', 'retracted']
         AND (size($taken_back) = 0 OR NOT elementId(own) IN $taken_back)
       RETURN DISTINCT member.name AS name
       ORDER BY name
     } AS from_camp,
     COLLECT {
       MATCH (broker)-[own]-(member:Entity)
       WHERE (member.id IN $to OR member.name IN $to)
         AND coalesce(toLower(toStringOrNull(own.polarity)), '') <> 'denies'
         AND NOT coalesce(toLower(toStringOrNull(own.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
         AND NOT coalesce(toLower(toStringOrNull(own.review)), '') IN ['draft', 'retracted']
         AND (size($taken_back) = 0 OR NOT elementId(own) IN $taken_back)
       RETURN DISTINCT member.name AS name
       ORDER BY name
     } AS to_camp
RETURN broker.name AS broker,
       from_camp,
       to_camp,
       from_ties,
       to_ties
ORDER BY size(from_camp) + size(to_camp) DESC, broker
