// Ties in a paragraph
//
// Question: What does this paragraph claim, and about whom?
// Param: paragraph INTEGER -- the number of a paragraph in the text, from 1
// Suggest paragraph: MATCH (:Entity)-[r]->(:Entity) WHERE r.paragraph IS NOT NULL RETURN DISTINCT r.paragraph AS suggestion ORDER BY suggestion
// Param: source STRING = null -- the id or title of a source; null for all [source]
// Suggest source: MATCH (:Entity)-[r]->(:Entity) UNWIND r.sources AS suggestion RETURN DISTINCT suggestion ORDER BY suggestion
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Param: text_voices MAP = {} -- the voice to show for claims without a claimant, by text; sociogram fills it in [text voices]
// Needs: paragraph
// Note: Shows every claim, including denials, plans, drafts and claims that were taken back: see `polarity`, `modality` and `standing`.
//
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.paragraph = $paragraph
  AND ($source IS NULL OR $source IN [] + coalesce(r.sources, []))
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
       r.role AS role,
       r.summary AS summary,
       coalesce(c.name, r.claimed_by, $text_voices[toStringOrNull(([] + r.sources)[0])].name, ([] + r.sources)[0]) AS claimant,
       r.certainty AS certainty,
       r.start_date AS since,
       COLLECT {
         UNWIND r.sources AS cited
         OPTIONAL MATCH (s:Source {id: cited})
         RETURN coalesce(s.title, cited)
       } AS sources,
       r AS tie
ORDER BY from, how, to, role, polarity, tie.id
