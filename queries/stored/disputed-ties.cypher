// Disputed ties
//
// Question: Which ties do some voices affirm and others deny?
// Param: actor STRING = null -- one end: a name, alias or id; null for all [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: top INTEGER = 1000 -- how many ties to show
// Derived: $ties where called_disputed, with $actor first $top
// Needs: polarity or certainty
// Note: Different voices affirm and deny the tie, for times that can overlap. Drafts, retracted claims and claims that their own voice took back do not count.
// Note: A tie that a sheet itself calls disputed (certainty, contradicted_by) is shown too; `derived` is then false.
//
UNWIND $ties AS tie
OPTIONAL MATCH (t:RelationType {type: tie.type})
RETURN tie.source_name AS from,
       coalesce(t.forward, tie.type) AS how,
       tie.target_name AS to,
       tie.voices AS affirmed_by,
       tie.supports AS supports,
       tie.denying_voices + tie.contradicting_voices AS denied_by,
       tie.denials AS denials,
       [claim IN tie.claims WHERE claim.standing = 'live' AND claim.polarity = 'denies' | claim.in_words] AS denials_in_words,
       tie.texts AS sources,
       tie.is_disputed AS derived,
       COLLECT {
         UNWIND tie.claims AS claim
         WITH claim WHERE claim.standing = 'live' AND claim.modality = 'actual'
         MATCH (a)-[r]->(b)
         WHERE elementId(a) = claim.start AND elementId(b) = claim.end AND elementId(r) = claim.relationship
         RETURN r
         ORDER BY r.id, elementId(r)
       } AS tie
ORDER BY from, to, type(head(tie))
