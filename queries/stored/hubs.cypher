// Hubs
//
// Question: Which actors have the most ties, and to how many others?
// Param: top INTEGER = 10 -- how many to show
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Note: Counts the ties that some claim affirms: several claims about one tie count once. Denials, plans, drafts, and retracted or taken back claims do not count. A tie of an actor with itself counts once, as outgoing.
//
WITH COLLECT {
       MATCH (t:RelationType)
       WHERE toLower(toStringOrNull(t.directed)) IN ['false', 'no', 'n', '0', 'undirected']
       RETURN t.type
     } AS undirected
// An actor has at most as many ties as relationships, so those with fewer than the first ones have ties are left out.
MATCH (e:Entity)
WITH undirected, e
ORDER BY COUNT { (e)--() } DESC
LIMIT $top
WITH undirected,
     COUNT {
       MATCH (e)-[r]-(other:Entity)
       WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
         AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
         AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
         AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
       RETURN DISTINCT other, type(r)
     } AS ties
WITH undirected, min(ties) AS least
MATCH (e:Entity)
WHERE COUNT { (e)--() } >= least
WITH e,
     COUNT {
       MATCH (e)-[r]->(other:Entity)
       WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
         AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
         AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
         AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
         AND NOT (type(r) IN undirected OR coalesce(toLower(toStringOrNull(r.directed)), '') IN ['false', 'no', 'n', '0', 'undirected'])
       RETURN DISTINCT other, type(r)
     } AS outgoing,
     COUNT {
       MATCH (e)<-[r]-(other:Entity)
       WHERE other <> e
         AND coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
         AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
         AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
         AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
         AND NOT (type(r) IN undirected OR coalesce(toLower(toStringOrNull(r.directed)), '') IN ['false', 'no', 'n', '0', 'undirected'])
       RETURN DISTINCT other, type(r)
     } AS incoming,
     COUNT {
       MATCH (e)-[r]-(other:Entity)
       WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
         AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
         AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
         AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
         AND (type(r) IN undirected OR coalesce(toLower(toStringOrNull(r.directed)), '') IN ['false', 'no', 'n', '0', 'undirected'])
       RETURN DISTINCT other, type(r)
     } AS undirected,
     COUNT {
       MATCH (e)-[r]-(other:Entity)
       WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
         AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
         AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
         AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
       RETURN DISTINCT other
     } AS partners
RETURN e.name AS actor,
       outgoing + incoming + undirected AS ties,
       outgoing,
       incoming,
       undirected,
       partners
ORDER BY ties DESC, actor
LIMIT $top
