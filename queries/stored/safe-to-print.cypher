// Ties that are safe to print
//
// Question: Which ties do two independent voices state or report, and nobody denies?
// Param: actor STRING = null -- one end: a name, alias or id; null for all [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: top INTEGER = 1000 -- how many ties to show
// Derived: $ties where safe_to_print, with $actor first $top
// Needs: claimed_by or sources
// Needs: certainty
// Note: Leaves out what is only alleged, an opinion, planned or intended, however many voices say it. Read `voices_tied_by` and `own_word` before you print: related voices may not be independent.
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
       [claim IN tie.claims WHERE claim.is_support AND claim.polarity = 'affirms' AND claim.modality = 'actual' | claim.in_words] AS in_words,
       tie.texts AS sources,
       COLLECT {
         UNWIND tie.claims AS claim
         WITH claim WHERE claim.standing = 'live' AND claim.polarity = 'affirms' AND claim.modality = 'actual'
         MATCH (a)-[r]->(b)
         WHERE elementId(a) = claim.start AND elementId(b) = claim.end AND elementId(r) = claim.relationship
         RETURN r
         ORDER BY r.id, elementId(r)
       } AS tie
ORDER BY from, to, type(head(tie))
