// Conflicts
//
// Question: Which claims contradict each other, and in which texts?
// Param: actor STRING = null -- one end: a name, alias or id; null for all [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: top INTEGER = 1000 -- how many conflicts to show
// Derived: $conflicts where with $actor first $top
// Needs: polarity or contradicts
// Note: `kind` is `between texts`, `within a text`, `one voice` (it both affirms and denies) or `proposed` (the dates of the two sides exclude each other, so there may be no conflict).
// Note: A denial contradicts only claims of its own modality: to deny a plan is not to deny the deed. `coded` marks claims that a sheet joins by `contradicts`; `against` then shows what contradicts the tie.
//
UNWIND $conflicts AS conflict
OPTIONAL MATCH (t:RelationType {type: conflict.type})
RETURN conflict.kind AS kind,
       conflict.source_name AS from,
       coalesce(t.forward, conflict.type) AS how,
       conflict.target_name AS to,
       conflict.modality AS modality,
       conflict.voices AS said_by,
       [claim IN conflict.claims | claim.in_words] AS claims,
       conflict.voices_against AS said_against_by,
       [claim IN conflict.claims_against | claim.in_words] AS against,
       conflict.is_coded AS coded,
       COLLECT {
         UNWIND conflict.claims + conflict.claims_against AS claim
         MATCH (a)-[r]->(b)
         WHERE elementId(a) = claim.start AND elementId(b) = claim.end AND elementId(r) = claim.relationship
         RETURN r
         ORDER BY r.id, elementId(r)
       } AS tie
ORDER BY from, to, type(head(tie)), modality, coded, claims
