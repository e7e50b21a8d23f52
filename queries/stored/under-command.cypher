// Chain of command below an actor
//
// Question: Who reports to this actor, level by level?
// Param: actor STRING -- whose subordinates to show: a name, alias or id [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: top INTEGER = 1000 -- how many ties to show, the nearest first
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Param: text_voices MAP = {} -- the voice to show for claims without a claimant, by text; sociogram fills it in [text voices]
// Note: Goes from an organisation to its units, from employer to staff, and to those who are led, commanded or appointed; at most six levels.
// Note: Shows claims that affirm an actual tie. Denials, plans, drafts, and retracted or taken back claims are left out; evidence-for-tie shows them.
//
MATCH (a:Entity)
WHERE a.id = $actor OR a.name = $actor
// Each level is found from the previous one, so cycles do no harm. Ties are listed level by level: a level so
// large that the ties leading to it fill the limit is not followed further.
WITH collect(a) AS level0
WITH *, CASE WHEN size(level0) < 2 * $top THEN level0 ELSE [] END AS near0
WITH *,
     COLLECT { UNWIND near0 AS near MATCH (near)-[r:COMMANDS|LEADS]->(far:Entity) WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies' AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded'] AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted'] AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back) RETURN DISTINCT far }
       + COLLECT { UNWIND near0 AS near MATCH (near)<-[r:PART_OF|WORKS_FOR]-(far:Entity) WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies' AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded'] AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted'] AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back) RETURN DISTINCT far } AS level1
WITH *, CASE WHEN size(level1) < 2 * $top THEN level1 ELSE [] END AS near1
WITH *,
     COLLECT { UNWIND near1 AS near MATCH (near)-[r:COMMANDS|LEADS]->(far:Entity) WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies' AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded'] AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted'] AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back) RETURN DISTINCT far }
       + COLLECT { UNWIND near1 AS near MATCH (near)<-[r:PART_OF|WORKS_FOR]-(far:Entity) WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies' AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded'] AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted'] AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back) RETURN DISTINCT far } AS level2
WITH *, CASE WHEN size(level2) < 2 * $top THEN level2 ELSE [] END AS near2
WITH *,
     COLLECT { UNWIND near2 AS near MATCH (near)-[r:COMMANDS|LEADS]->(far:Entity) WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies' AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded'] AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted'] AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back) RETURN DISTINCT far }
       + COLLECT { UNWIND near2 AS near MATCH (near)<-[r:PART_OF|WORKS_FOR]-(far:Entity) WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies' AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded'] AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted'] AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back) RETURN DISTINCT far } AS level3
WITH *, CASE WHEN size(level3) < 2 * $top THEN level3 ELSE [] END AS near3
WITH *,
     COLLECT { UNWIND near3 AS near MATCH (near)-[r:COMMANDS|LEADS]->(far:Entity) WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies' AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded'] AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted'] AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back) RETURN DISTINCT far }
       + COLLECT { UNWIND near3 AS near MATCH (near)<-[r:PART_OF|WORKS_FOR]-(far:Entity) WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies' AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded'] AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted'] AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back) RETURN DISTINCT far } AS level4
WITH *, CASE WHEN size(level4) < 2 * $top THEN level4 ELSE [] END AS near4
WITH *,
     COLLECT { UNWIND near4 AS near MATCH (near)-[r:COMMANDS|LEADS]->(far:Entity) WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies' AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded'] AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted'] AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back) RETURN DISTINCT far }
       + COLLECT { UNWIND near4 AS near MATCH (near)<-[r:PART_OF|WORKS_FOR]-(far:Entity) WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies' AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded'] AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted'] AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back) RETURN DISTINCT far } AS level5
WITH [level IN [level0, level1, level2, level3, level4, level5] WHERE size(level) < 2 * $top] AS levels
UNWIND range(0, size(levels) - 1) AS steps
UNWIND levels[steps] AS near
WITH near, min(steps) AS steps
MATCH (near)-[r:COMMANDS|LEADS|PART_OF|WORKS_FOR]-(:Entity)
WHERE CASE WHEN type(r) IN ['PART_OF', 'WORKS_FOR'] THEN endNode(r) ELSE startNode(r) END = near
  AND coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
  AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
  AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
  AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
WITH r, min(steps) + 1 AS level
WITH r, level, startNode(r) AS one, endNode(r) AS two
ORDER BY level, one.name, two.name, r.paragraph, type(r), r.role, r.id
LIMIT $top
OPTIONAL MATCH (t:RelationType {type: type(r)})
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
RETURN level,
       one.name AS from,
       coalesce(t.forward, type(r)) AS how,
       two.name AS to,
       r.role AS role,
       coalesce(c.name, r.claimed_by, $text_voices[toStringOrNull(([] + r.sources)[0])].name, ([] + r.sources)[0]) AS claimant,
       r.certainty AS certainty,
       r.start_date AS since,
       r.paragraph AS paragraph,
       COLLECT {
         UNWIND r.sources AS cited
         OPTIONAL MATCH (s:Source {id: cited})
         RETURN coalesce(s.title, cited)
       } AS sources,
       r AS tie
ORDER BY level, from, to, paragraph, how, role, tie.id
