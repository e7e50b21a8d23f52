// Voices
//
// Question: Who makes the claims in this graph, and how certain are they?
//
MATCH (:Entity)-[r]->(:Entity)
WITH r.claimed_by AS voice, r.certainty AS certainty, count(*) AS ties
OPTIONAL MATCH (c:Entity {id: voice})
RETURN coalesce(c.name, voice) AS claimant,
       sum(ties) AS ties,
       sum(CASE certainty WHEN 'stated' THEN ties ELSE 0 END) AS stated,
       sum(CASE certainty WHEN 'reported' THEN ties ELSE 0 END) AS reported,
       sum(CASE certainty WHEN 'alleged' THEN ties ELSE 0 END) AS alleged,
       sum(CASE certainty WHEN 'disputed' THEN ties ELSE 0 END) AS disputed,
       sum(CASE certainty WHEN 'opinion' THEN ties ELSE 0 END) AS opinion
ORDER BY ties DESC, claimant
