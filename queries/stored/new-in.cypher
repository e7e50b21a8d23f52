// What a text adds
//
// Question: Which ties and voices does this text add to earlier ones?
// Param: source STRING -- the id or title of a text
// Suggest source: MATCH (:Entity)-[r]->(:Entity) UNWIND r.sources AS suggestion RETURN DISTINCT suggestion ORDER BY suggestion
// Param: top INTEGER = 1000 -- how many additions to show
// Derived: $additions where of_text $source first $top
// Note: `what` is `new tie`, `new voice` for a known tie, or `new word of a known voice` (for example, it now denies what it affirmed). Known means that an earlier text says it; of two texts of one day, the one with the lower id is earlier. A translation whose original has the tie adds nothing by the voice of its own author.
//
UNWIND $additions AS addition
OPTIONAL MATCH (t:RelationType {type: addition.type})
RETURN addition.what AS what,
       addition.source_name AS from,
       coalesce(t.forward, addition.type) AS how,
       addition.target_name AS to,
       addition.polarity AS polarity,
       addition.modality AS modality,
       addition.voices AS voices,
       addition.known_voices AS known_voices,
       [claim IN addition.claims | claim.in_words] AS claims,
       COLLECT {
         UNWIND addition.claims AS claim
         MATCH (a)-[r]->(b)
         WHERE elementId(a) = claim.start AND elementId(b) = claim.end AND elementId(r) = claim.relationship
         RETURN r
         ORDER BY r.id, elementId(r)
       } AS tie
ORDER BY from, to, type(head(tie)), polarity, modality
