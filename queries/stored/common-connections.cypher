// Common connections of two actors
//
// Question: Who is tied to both of these actors, and how to each?
// Param: from STRING -- a name, alias or id [actor]
// Suggest from: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: to STRING -- a name, alias or id [actor]
// Suggest to: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Param: text_voices MAP = {} -- the voice to show for claims without a claimant, by text; sociogram fills it in [text voices]
// Note: Counts the ties that some claim affirms: several claims about one tie count once. Denials, plans, drafts, and retracted or taken back claims do not count.
//
MATCH (a:Entity)-[r]-(both:Entity)-[s]-(b:Entity)
WHERE (a.id = $from OR a.name = $from)
  AND (b.id = $to OR b.name = $to)
  AND a <> b
  AND both <> a
  AND both <> b
  AND coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
  AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
  AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
  AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
  AND coalesce(toLower(toStringOrNull(s.polarity)), '') <> 'denies'
  AND NOT coalesce(toLower(toStringOrNull(s.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
  AND NOT coalesce(toLower(toStringOrNull(s.review)), '') IN ['draft', 'retracted']
  AND (size($taken_back) = 0 OR NOT elementId(s) IN $taken_back)
WITH DISTINCT a, b, both
UNWIND [a, b] AS actor
MATCH (actor)-[r]-(both)
WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
  AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
  AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
  AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
OPTIONAL MATCH (t:RelationType {type: type(r)})
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
RETURN both.name AS common,
       actor.name AS actor,
       CASE
         WHEN startNode(r) = actor THEN coalesce(t.forward, type(r))
         ELSE coalesce(t.backward, '<- ' + type(r))
       END AS how,
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
ORDER BY common, actor, paragraph, how, role, tie.id
