// Chain of a claim
//
// Question: Who said this first, who passed it on, and where can it be read?
// Param: claim STRING -- the id of a claim
// Suggest claim: MATCH (:Entity)-[r]->(:Entity) WHERE r.id IS NOT NULL RETURN r.id AS suggestion ORDER BY suggestion
// Derived: $claims where of_claim $claim
// Note: From the first voice through those who relay it to the text where it can be read, and to the unread documents that it cites. `standing` is live, draft, retracted or taken back.
//
UNWIND $claims AS claim
WITH claim,
     CASE WHEN claim.voice_name IS NULL THEN [] ELSE [['first voice', claim.voice_name]] END
       + [relay IN claim.relays | ['passes it on', relay]]
       + CASE WHEN claim.text_title IS NULL THEN [] ELSE [['text', claim.text_title]] END
       + [document IN claim.documents | ['cited, not read', document]] AS links
UNWIND range(0, size(links) - 1) AS place
OPTIONAL MATCH (a)-[r]->(b)
WHERE elementId(a) = claim.start
  AND elementId(b) = claim.end
  AND elementId(r) = claim.relationship
RETURN place + 1 AS step,
       links[place][0] AS as,
       links[place][1] AS who,
       claim.in_words AS claim,
       claim.standing AS standing,
       claim.quote AS quote,
       claim.paragraph AS paragraph,
       claim.text_date AS date,
       r AS tie
ORDER BY step
