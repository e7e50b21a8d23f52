// How two actors connect
//
// Question: Which shortest paths connect these two actors, and who claims each step?
// Param: from STRING -- where the path begins: a name, alias or id [actor]
// Suggest from: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: to STRING -- where it ends: a name, alias or id [actor]
// Suggest to: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Param: text_voices MAP = {} -- the voice to show for claims without a claimant, by text; sociogram fills it in [text voices]
// Note: Follows ties in both directions; paths of more than ten ties are not searched.
// Note: Counts the ties that some claim affirms: several claims about one tie count once. Denials, plans, drafts, and retracted or taken back claims do not count.
//
MATCH (a:Entity), (b:Entity)
WHERE (a.id = $from OR a.name = $from)
  AND (b.id = $to OR b.name = $to)
  AND a <> b
MATCH p = allShortestPaths((a)-[*..10]-(b))
WHERE all(r IN relationships(p) WHERE coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies'
  AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
  AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
  AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back))
WITH p
ORDER BY [n IN nodes(p) | n.name],
         [r IN relationships(p) | type(r)],
         [r IN relationships(p) | coalesce(r.paragraph, 0)],
         [r IN relationships(p) | coalesce(r.role, '')],
         [r IN relationships(p) | coalesce(toStringOrNull(r.start_date), '')],
         [r IN relationships(p) | r.id]
WITH collect(p) AS paths
UNWIND range(0, size(paths) - 1) AS path
UNWIND range(0, length(paths[path]) - 1) AS step
WITH path + 1 AS path,
     step + 1 AS step,
     nodes(paths[path])[step] AS here,
     relationships(paths[path])[step] AS r,
     nodes(paths[path])[step + 1] AS next
OPTIONAL MATCH (t:RelationType {type: type(r)})
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
RETURN path,
       step,
       here.name AS from,
       CASE
         WHEN startNode(r) = here THEN coalesce(t.forward, type(r))
         ELSE coalesce(t.backward, '<- ' + type(r))
       END AS how,
       next.name AS to,
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
ORDER BY path, step
