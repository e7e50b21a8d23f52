// Claims in a source
//
// Question: What rests on this source, and what of it rests on nothing else?
// Param: source STRING -- the id or title of a source [source]
// Suggest source: MATCH (:Entity)-[r]->(:Entity) UNWIND r.sources AS suggestion RETURN DISTINCT suggestion ORDER BY suggestion
// Param: top INTEGER = 1000 -- how many claims to show
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Param: text_voices MAP = {} -- the voice to show for claims without a claimant, by text; sociogram fills it in [text voices]
// Note: Shows every claim that is in the source or cites it, including denials, plans, drafts and claims that were taken back: see `polarity`, `modality` and `standing`.
// Note: `elsewhere` counts the claims that affirm the same tie as actual without this source.
//
WITH COLLECT {
       MATCH (t:RelationType)
       WHERE toLower(toStringOrNull(t.directed)) IN ['false', 'no', 'n', '0', 'undirected']
       RETURN t.type
     } AS undirected
MATCH (a:Entity)-[r]->(b:Entity)
WHERE $source IN [] + coalesce(r.sources, []) OR $source IN [] + coalesce(r.cites, [])
WITH undirected, a, r, b
ORDER BY r.paragraph, a.name, b.name, type(r), r.role, r.id
LIMIT $top
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
       coalesce(c.name, r.claimed_by, $text_voices[toStringOrNull(([] + r.sources)[0])].name, ([] + r.sources)[0]) AS claimant,
       r.certainty AS certainty,
       r.start_date AS since,
       r.paragraph AS paragraph,
       COUNT {
         MATCH (a)-[o]-(b)
         WHERE type(o) = type(r)
           AND (type(o) IN undirected
             OR CASE coalesce(toLower(toStringOrNull(r.directed)), '') IN ['false', 'no', 'n', '0', 'undirected']
                  WHEN true THEN coalesce(toLower(toStringOrNull(o.directed)), '') IN ['false', 'no', 'n', '0', 'undirected']
                  ELSE startNode(o) = a AND NOT coalesce(toLower(toStringOrNull(o.directed)), '') IN ['false', 'no', 'n', '0', 'undirected']
                END)
           AND NOT $source IN [] + coalesce(o.sources, [])
           AND NOT $source IN [] + coalesce(o.cites, [])
           AND coalesce(toLower(toStringOrNull(o.polarity)), '') <> 'denies'
           AND NOT coalesce(toLower(toStringOrNull(o.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
           AND NOT coalesce(toLower(toStringOrNull(o.review)), '') IN ['draft', 'retracted']
           AND (size($taken_back) = 0 OR NOT elementId(o) IN $taken_back)
       } AS elsewhere,
       r AS tie
ORDER BY paragraph, from, to, how, role, polarity, tie.id
