// Connections of an actor
//
// Question: Who is tied to this actor, how, and who says so?
// Param: actor STRING -- an actor's name, alias or id [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Param: text_voices MAP = {} -- the voice to show for claims without a claimant, by text; sociogram fills it in [text voices]
// Note: A tie that several voices claim is one row; `claims` counts the claims that affirm it, `denied_by` names those who deny it.
// Note: Leaves out ties that nobody affirms as actual: ties that are only denied or planned, drafts, and retracted or taken back claims. evidence-for-tie shows them.
//
WITH COLLECT {
       MATCH (t:RelationType)
       WHERE toLower(toStringOrNull(t.directed)) IN ['false', 'no', 'n', '0', 'undirected']
       RETURN t.type
     } AS undirected
MATCH (a:Entity)-[r]-(b:Entity)
WHERE (a.id = $actor OR a.name = $actor)
  AND NOT coalesce(toLower(toStringOrNull(r.modality)), '') IN ['planned', 'intended', 'possible', 'demanded']
  AND NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
  AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
WITH b,
     r,
     type(r) AS type,
     coalesce(toLower(toStringOrNull(r.polarity)), '') <> 'denies' AS affirms,
     startNode(r) = a
       OR type(r) IN undirected
       OR coalesce(toLower(toStringOrNull(r.directed)), '') IN ['false', 'no', 'n', '0', 'undirected'] AS forward
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
WITH b, type, forward, r, affirms, coalesce(c.name, r.claimed_by, $text_voices[toStringOrNull(([] + r.sources)[0])].name, ([] + r.sources)[0]) AS voice
ORDER BY r.paragraph, r.role, voice, r.id
WITH b,
     type,
     forward,
     collect(CASE WHEN affirms THEN r END) AS claims,
     collect(CASE WHEN NOT affirms THEN r END) AS denials,
     collect(DISTINCT CASE WHEN affirms THEN r.role END) AS roles,
     collect(DISTINCT CASE WHEN affirms THEN voice END) AS voices,
     collect(DISTINCT CASE WHEN NOT affirms THEN coalesce(voice, 'not said') END) AS denied_by,
     collect(DISTINCT CASE WHEN affirms THEN r.certainty END) AS certainties,
     min(CASE WHEN affirms THEN r.start_date END) AS since,
     collect(DISTINCT CASE WHEN affirms THEN r.paragraph END) AS paragraphs
WHERE size(claims) > 0
OPTIONAL MATCH (t:RelationType {type: type})
RETURN CASE
         WHEN forward THEN coalesce(t.forward, type)
         ELSE coalesce(t.backward, '<- ' + type)
       END AS how,
       b.name AS other,
       roles,
       voices,
       denied_by,
       size(claims) AS claims,
       certainties,
       since,
       paragraphs,
       COLLECT {
         UNWIND claims AS claim
         UNWIND claim.sources AS cited
         OPTIONAL MATCH (s:Source {id: cited})
         WITH DISTINCT coalesce(s.title, cited) AS title
         RETURN title
         ORDER BY title
       } AS sources,
       claims + denials AS tie
ORDER BY other, how, type(head(tie)), paragraphs
