// Who supports or trains whom
//
// Question: Who backs, praises or trains whom, and who says so?
// Param: whom STRING = null -- whose supporters to show: a name, alias or id; null for all [actor]
// Suggest whom: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Param: text_voices MAP = {} -- the voice to show for claims without a claimant, by text; sociogram fills it in [text voices]
// Note: Shows claims that affirm an actual tie. Denials, plans, drafts, and retracted or taken back claims are left out; evidence-for-tie shows them.
//
CALL () {
  WITH $whom AS whom
  WHERE whom IS NULL
  MATCH (a:Entity)-[r:SUPPORTS|TRAINS]->(b:Entity)
  RETURN a, r, b
  UNION ALL
  MATCH (b:Entity)
  WHERE b.id = $whom OR b.name = $whom
  MATCH (a:Entity)-[r:SUPPORTS|TRAINS]->(b)
  RETURN a, r, b
}
WITH a, r, b
WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
  AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
  AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
  AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
OPTIONAL MATCH (t:RelationType {type: type(r)})
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
RETURN a.name AS from,
       coalesce(t.forward, type(r)) AS how,
       b.name AS to,
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
ORDER BY to, from, paragraph, how, role, tie.id
