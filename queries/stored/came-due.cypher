// Plans that came due
//
// Question: What was planned for a date that has passed, without anybody saying that it was done?
// Param: as_of STRING = null -- the day on which to ask, as in 2024-03-01; null for today
// Suggest as_of: RETURN toString(date()) AS suggestion
// Param: top INTEGER = 1000 -- how many plans to show
// Derived: $plans where came_due $as_of first $top
// Needs: modality
// Note: A plan is due when its whole day, month or year is over. It is left out if a claim of any role affirms the tie after the plan was announced. Those who deny the plan are named; a denied plan may never have existed.
//
UNWIND $plans AS plan
OPTIONAL MATCH (t:RelationType {type: plan.type})
OPTIONAL MATCH (a)-[r]->(b)
WHERE elementId(a) = plan.start
  AND elementId(b) = plan.end
  AND elementId(r) = plan.relationship
RETURN plan.due AS due,
       plan.source_name AS from,
       coalesce(t.forward, plan.type) AS how,
       plan.target_name AS to,
       plan.role AS role,
       plan.in_words AS plan,
       plan.voice_name AS claimant,
       plan.denying_voices AS denied_by,
       [denial IN plan.denials | denial.in_words] AS denials,
       plan.text_title AS source,
       plan.paragraph AS paragraph,
       r AS tie
ORDER BY due, from, to, type(tie), plan
