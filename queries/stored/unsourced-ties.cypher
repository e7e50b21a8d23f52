// Unsourced ties
//
// Question: Which ties cite no source, or one that is neither described nor a web address?
// Param: top INTEGER = 1000 -- how many ties to show
// Param: text_voices MAP = {} -- the voice to show for claims without a claimant, by text; sociogram fills it in [text voices]
// Note: As in `sociogram check`, drafts and retracted claims need no source, and in a graph that describes no sources every name counts as one.
//
WITH EXISTS { MATCH (:Source) } AS described
MATCH (a:Entity)-[r]->(b:Entity)
WITH a, r, b,
     [cited IN [] + coalesce(r.sources, [])
       WHERE described
         AND NOT cited CONTAINS '://'
         AND NOT EXISTS { MATCH (:Source {id: cited}) }] AS unknown
WHERE size(unknown) > 0
  OR (size([] + coalesce(r.sources, [])) = 0
    AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted'])
WITH a, r, b, unknown
ORDER BY a.name, b.name, r.paragraph, type(r), r.role, r.id
LIMIT $top
OPTIONAL MATCH (t:RelationType {type: type(r)})
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
RETURN a.name AS from,
       coalesce(t.forward, type(r)) AS how,
       b.name AS to,
       r.role AS role,
       coalesce(c.name, r.claimed_by, $text_voices[toStringOrNull(([] + r.sources)[0])].name, ([] + r.sources)[0]) AS claimant,
       r.certainty AS certainty,
       r.paragraph AS paragraph,
       unknown AS unknown_sources,
       r AS tie
ORDER BY from, to, paragraph, how, role, tie.id
