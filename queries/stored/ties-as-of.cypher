// Ties as of a date
//
// Question: Which dated ties held on this day, in this month or in this year?
// Param: date STRING -- a date, whole or partial: 2022, 2022-12, 2022-12-07 [date]
// Suggest date: MATCH (:Entity)-[r]->(:Entity) WHERE r.start_date IS NOT NULL RETURN DISTINCT r.start_date AS suggestion ORDER BY suggestion
// Param: actor STRING = null -- one end: a name, alias or id; null for all [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Param: text_voices MAP = {} -- the voice to show for claims without a claimant, by text; sociogram fills it in [text voices]
// Needs: start_date
// Note: Ties without a start date are omitted; ties without an end date continue.
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
WHERE r.start_date <= $date + '~'
  AND (r.end_date IS NULL OR r.end_date + '~' >= $date)
  AND coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
  AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
  AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
  AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
// In this order, a server finds the columns of the first rows before those of the others.
WITH r, b, r.start_date AS since, r.paragraph AS paragraph, a.name AS from
ORDER BY since, paragraph, from
OPTIONAL MATCH (t:RelationType {type: type(r)})
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
RETURN from,
       coalesce(t.forward, type(r)) AS how,
       b.name AS to,
       r.role AS role,
       since,
       r.end_date AS until,
       coalesce(c.name, r.claimed_by, $text_voices[toStringOrNull(([] + r.sources)[0])].name, ([] + r.sources)[0]) AS claimant,
       r.date_certainty AS date_certainty,
       r.certainty AS certainty,
       paragraph,
       COLLECT {
         UNWIND r.sources AS cited
         OPTIONAL MATCH (s:Source {id: cited})
         RETURN coalesce(s.title, cited)
       } AS sources,
       r AS tie
ORDER BY since, paragraph, from, how, to, role, tie.id
