// Accusations and their claimants
//
// Question: Who accuses or investigates whom, of what, and who says so?
// Param: whom STRING = null -- the accused: a name, alias or id; null for all [actor]
// Suggest whom: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Param: text_voices MAP = {} -- the voice to show for claims without a claimant, by text; sociogram fills it in [text voices]
// Note: Shows every claim, including denials, plans, drafts and claims that were taken back: see `polarity`, `modality` and `standing`.
//
CALL () {
  WITH $whom AS whom
  WHERE whom IS NULL
  MATCH (a:Entity)-[r:ACCUSES|INVESTIGATES]->(b:Entity)
  RETURN a, r, b
  UNION ALL
  MATCH (b:Entity)
  WHERE b.id = $whom OR b.name = $whom
  MATCH (a:Entity)-[r:ACCUSES|INVESTIGATES]->(b)
  RETURN a, r, b
}
OPTIONAL MATCH (t:RelationType {type: type(r)})
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
RETURN a.name AS from,
       coalesce(t.forward, type(r)) AS how,
       b.name AS to,
       coalesce(r.polarity, 'affirms') AS polarity,
       coalesce(r.modality, 'actual') AS modality,
       CASE
         WHEN elementId(r) IN $taken_back THEN 'taken back'
         WHEN toLower(toStringOrNull(r.review)) IN ['draft', 'retracted'] THEN toLower(toStringOrNull(r.review))
         ELSE 'live'
       END AS standing,
       r.role AS charge,
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
ORDER BY to, from, paragraph, charge, polarity, tie.id
