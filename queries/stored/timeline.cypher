// Timeline
//
// Question: What began when, and who says so?
// Param: since STRING = null -- the first date, whole or partial; null for any [date]
// Suggest since: MATCH (:Entity)-[r]->(:Entity) WHERE r.start_date IS NOT NULL RETURN DISTINCT r.start_date AS suggestion ORDER BY suggestion
// Param: until STRING = null -- the last date, whole or partial; null for any [date]
// Suggest until: MATCH (:Entity)-[r]->(:Entity) WHERE r.start_date IS NOT NULL RETURN DISTINCT r.start_date AS suggestion ORDER BY suggestion
// Param: actor STRING = null -- one end: a name, alias or id; null for all [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Param: text_voices MAP = {} -- the voice to show for claims without a claimant, by text; sociogram fills it in [text voices]
// Needs: start_date
// Note: `date_certainty` is `within` if a tie held at some time between the two dates, not throughout.
// Note: A partial date means every day in it; '~' sorts after any continuation of a longer date.
// Note: Shows claims that affirm an actual tie. Denials, plans, drafts, and retracted or taken back claims are left out; evidence-for-tie shows them.
//
CALL () {
  WITH $actor AS actor
  WHERE actor IS NULL
  MATCH (:Entity)-[r]->(:Entity)
  RETURN r
  UNION ALL
  MATCH (actor:Entity)
  WHERE actor.id = $actor OR actor.name = $actor
  MATCH (actor)-[r]-(:Entity)
  RETURN DISTINCT r
}
WITH startNode(r) AS a, r, endNode(r) AS b
WHERE r.start_date IS NOT NULL
  AND ($since IS NULL OR r.start_date + '~' >= $since)
  AND ($until IS NULL OR r.start_date <= $until + '~')
  AND coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
  AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
  AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
  AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
OPTIONAL MATCH (t:RelationType {type: type(r)})
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
RETURN r.start_date AS since,
       r.end_date AS until,
       a.name AS from,
       coalesce(t.forward, type(r)) AS how,
       b.name AS to,
       r.role AS role,
       coalesce(c.name, r.claimed_by, $text_voices[toStringOrNull(([] + r.sources)[0])].name, ([] + r.sources)[0]) AS claimant,
       r.date_certainty AS date_certainty,
       r.certainty AS certainty,
       r.paragraph AS paragraph,
       COLLECT {
         UNWIND r.sources AS cited
         OPTIONAL MATCH (s:Source {id: cited})
         RETURN coalesce(s.title, cited)
       } AS sources,
       r AS tie
ORDER BY since, paragraph, from, how, to, role, tie.id
