// Voices
//
// Question: Who makes the claims in this graph, and how certain are they?
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Param: text_voices MAP = {} -- whom to name for claims that name nobody, by text; sociogram fills it in [text voices]
// Note: `claims` counts affirmations and denials, done or planned; `denials` are among them. Drafts, retracted claims and those that were taken back do not count.
// Note: A claim that names nobody is the claim of its text's author; if that is no actor, the author's name stands there, or the text's title.
//
MATCH (:Entity)-[r]->(:Entity)
WHERE NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
  AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
WITH r.claimed_by AS named,
     CASE WHEN r.claimed_by IS NULL THEN ([] + r.sources)[0] END AS text,
     r.certainty AS certainty,
     coalesce(toLower(toStringOrNull(r.polarity)), '') = 'denies' AS denies,
     count(*) AS claims
WITH coalesce(named, $text_voices[text].actor) AS voice,
     coalesce($text_voices[text].name, text) AS told_by,
     certainty,
     denies,
     claims
OPTIONAL MATCH (c:Entity {id: voice})
RETURN coalesce(c.name, voice, told_by) AS claimant,
       sum(claims) AS claims,
       sum(CASE WHEN denies THEN claims ELSE 0 END) AS denials,
       sum(CASE certainty WHEN 'stated' THEN claims ELSE 0 END) AS stated,
       sum(CASE certainty WHEN 'reported' THEN claims ELSE 0 END) AS reported,
       sum(CASE certainty WHEN 'alleged' THEN claims ELSE 0 END) AS alleged,
       sum(CASE certainty WHEN 'disputed' THEN claims ELSE 0 END) AS disputed,
       sum(CASE certainty WHEN 'opinion' THEN claims ELSE 0 END) AS opinion
ORDER BY claims DESC, claimant
