// Ties with a single claimant
//
// Question: Which ties rest on one voice alone?
// Param: type STRING = null -- a type of ties; null for all [type]
// Suggest type: MATCH (:Entity)-[r]->(:Entity) RETURN DISTINCT type(r) AS suggestion ORDER BY suggestion
// Param: top INTEGER = 1000 -- how many ties to show
// Derived: $ties where single_voice, of_type $type first $top
// Needs: claimed_by or sources
// Note: Each of these is one voice: a voice that several texts repeat, a voice and those who relay it, a text and its translation, and all who rely on one document that nobody has read.
//
UNWIND $ties AS tie
OPTIONAL MATCH (t:RelationType {type: tie.type})
RETURN tie.claim.voice_name AS claimant,
       tie.source_name AS from,
       coalesce(t.forward, tie.type) AS how,
       tie.target_name AS to,
       tie.claim.role AS role,
       tie.claim.certainty AS certainty,
       tie.claim.since AS since,
       tie.claim.paragraph AS paragraph,
       tie.texts AS sources,
       tie.denying_voices AS denied_by,
       COLLECT {
         UNWIND tie.claims AS claim
         WITH claim WHERE claim.standing = 'live' AND claim.modality = 'actual'
         MATCH (a)-[r]->(b)
         WHERE elementId(a) = claim.start AND elementId(b) = claim.end AND elementId(r) = claim.relationship
         RETURN r
         ORDER BY r.id, elementId(r)
       } AS tie
ORDER BY from, to, type(head(tie))
