// Claims by one voice
//
// Question: What does this voice claim?
// Param: voice STRING -- who makes the claims: a name, alias or id [actor]
// Suggest voice: CALL () { MATCH (:Entity)-[r]->(:Entity) WHERE r.claimed_by IS NOT NULL WITH DISTINCT r.claimed_by AS id MATCH (e:Entity {id: id}) RETURN e.name AS name UNION MATCH (s:Source) WITH DISTINCT s.author AS author MATCH (e:Entity) WHERE e.id = author OR e.name = author RETURN e.name AS name } RETURN name AS suggestion ORDER BY suggestion
// Param: top INTEGER = 1000 -- how many ties to show
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Param: text_voices MAP = {} -- the voice to show for claims without a claimant, by text; sociogram fills it in [text voices]
// Needs: claimed_by or sources
// Note: A claim without a claimant belongs to its text's author.
// Note: Shows every claim, including denials, plans, drafts and claims that were taken back: see `polarity`, `modality` and `standing`.
//
MATCH (c:Entity)
WHERE c.id = $voice OR c.name = $voice
WITH c, [text IN keys($text_voices) WHERE $text_voices[text].actor = c.id] AS texts
MATCH (:Entity)-[r]->(:Entity)
WHERE r.claimed_by = c.id OR (r.claimed_by IS NULL AND ([] + r.sources)[0] IN texts)
WITH c, startNode(r) AS a, r, endNode(r) AS b
ORDER BY r.paragraph, a.name, b.name, type(r), r.role, r.id
LIMIT $top
OPTIONAL MATCH (t:RelationType {type: type(r)})
RETURN c.name AS claimant,
       a.name AS from,
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
       r.certainty AS certainty,
       r.start_date AS since,
       r.paragraph AS paragraph,
       COLLECT {
         UNWIND r.sources AS cited
         OPTIONAL MATCH (s:Source {id: cited})
         RETURN coalesce(s.title, cited)
       } AS sources,
       r AS tie
ORDER BY paragraph, from, to, how, role, polarity, tie.id
