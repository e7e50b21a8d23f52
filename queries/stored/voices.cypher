// Voices
//
// Question: Who makes the claims in this graph, and how certain are they?
// Param: taken_back LIST<STRING> = [] -- claims that their own voice took back; sociogram fills it in [taken back]
// Param: text_voices MAP = {} -- the voice to show for claims without a claimant, by text; sociogram fills it in [text voices]
// Note: `claims` counts affirmations and denials, actual or planned, including `denials`. Drafts, and retracted or taken back claims, do not count.
// Note: A claim without a claimant belongs to its text's author. If the author is not an actor, the author's name is shown, or else the text's title.
//
MATCH (:Entity)-[r]->(:Entity)
WHERE NOT coalesce(toLower(toStringOrNull(r.review)), '') IN ['draft', 'retracted']
  AND (size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)
WITH r.claimed_by AS named,
     CASE WHEN r.claimed_by IS NULL THEN ([] + r.sources)[0] END AS text,
     r.certainty AS certainty,
     coalesce(toLower(toStringOrNull(r.polarity)), '') = 'denies' AS denies,
     count(*) AS claims
WITH coalesce(named, $text_voices[toStringOrNull(text)].actor) AS voice,
     coalesce($text_voices[toStringOrNull(text)].name, text) AS told_by,
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
