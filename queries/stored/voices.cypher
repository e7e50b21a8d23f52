// Voices
//
// Question: Whose word does the graph rest on, and how certain is it?
//
MATCH (:Entity)-[r]->(:Entity)
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
RETURN coalesce(c.name, r.claimed_by) AS claimant,
       count(*) AS ties,
       count(CASE r.certainty WHEN 'stated' THEN 1 END) AS stated,
       count(CASE r.certainty WHEN 'reported' THEN 1 END) AS reported,
       count(CASE r.certainty WHEN 'alleged' THEN 1 END) AS alleged,
       count(CASE r.certainty WHEN 'disputed' THEN 1 END) AS disputed,
       count(CASE r.certainty WHEN 'opinion' THEN 1 END) AS opinion
ORDER BY ties DESC, claimant
