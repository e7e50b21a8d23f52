// Evidence for a tie
//
// Question: Which claims tie these two, in which source, and who makes them?
// Param: from STRING -- a name, alias or id [actor]
// Suggest from: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Param: to STRING -- a name, alias or id [actor]
// Suggest to: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Derived: $claims where with $from, with $to
// Note: Shows every claim, including denials, plans, drafts and claims that were taken back: see `standing`. `counts` is true for claims that are independent supports; `because` says why another claim is not.
//
UNWIND $claims AS claim
OPTIONAL MATCH (t:RelationType {type: claim.type})
OPTIONAL MATCH (a)-[r]->(b)
WHERE elementId(a) = claim.start
  AND elementId(b) = claim.end
  AND elementId(r) = claim.relationship
OPTIONAL MATCH (s:Source {id: claim.text})
RETURN claim.source_name AS from,
       coalesce(t.forward, claim.type) AS how,
       claim.target_name AS to,
       claim.polarity AS polarity,
       claim.modality AS modality,
       claim.role AS role,
       claim.in_words AS in_words,
       claim.voice_name AS claimant,
       claim.relays AS via,
       claim.certainty AS certainty,
       claim.since AS since,
       claim.paragraph AS paragraph,
       claim.text_title AS source,
       s.author AS author,
       claim.text_date AS source_date,
       claim.documents AS unread_documents,
       claim.standing AS standing,
       claim.is_support AS counts,
       claim.no_support_because AS because,
       claim.id AS claim,
       r AS tie
ORDER BY source_date, source, paragraph, from, how, to, role, claim
