// Corroborated ties
//
// Question: Which ties do two or more independent voices affirm?
// Param: type STRING = null -- a type of ties; null for all [type]
// Suggest type: MATCH (:Entity)-[r]->(:Entity) RETURN DISTINCT type(r) AS suggestion ORDER BY suggestion
// Param: top INTEGER = 1000 -- how many ties to show
// Derived: $ties where corroborated, of_type $type first $top
// Needs: claimed_by or sources
// Note: `supports` is the number of independent supports. Each of these is one support: a voice in several texts, a voice and those who relay it, a text and its translation, and all who rely on one document that nobody has read.
// Note: `voices_tied_by` shows ties between the voices, such as a minister and his ministry; `own_word` names the voices that are an end of the tie. Use both to judge how independent the voices are.
//
UNWIND $ties AS tie
OPTIONAL MATCH (t:RelationType {type: tie.type})
RETURN tie.source_name AS from,
       coalesce(t.forward, tie.type) AS how,
       tie.target_name AS to,
       tie.supports AS supports,
       tie.voices AS voices,
       tie.voices_tied_by AS voices_tied_by,
       tie.voices_at_ends AS own_word,
       tie.is_disputed AS disputed,
       tie.denying_voices AS denied_by,
       tie.texts AS sources,
       COLLECT {
         UNWIND tie.claims AS claim
         WITH claim WHERE claim.standing = 'live' AND claim.modality = 'actual'
         MATCH (a)-[r]->(b)
         WHERE elementId(a) = claim.start AND elementId(b) = claim.end AND elementId(r) = claim.relationship
         RETURN r
         ORDER BY r.id, elementId(r)
       } AS tie
ORDER BY from, to, type(head(tie))
