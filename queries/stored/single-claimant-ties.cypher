// Ties with a single claimant
//
// Question: Which ties does only one voice claim?
// Param: type STRING = 'REPRESSES' -- a relation type; null for all
// Suggest type: MATCH (t:RelationType) RETURN t.type AS suggestion ORDER BY suggestion
// Param: top INTEGER = 1000 -- how many ties to show
// Note: A second voice claims a tie of the same type, from the same actor, to the same actor.
//
MATCH (a:Entity)-[r]->(b:Entity)
WHERE ($type IS NULL OR type(r) = $type)
  AND NOT EXISTS {
    MATCH (a)-[other]->(b)
    WHERE type(other) = type(r) AND other.claimed_by <> r.claimed_by
  }
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
WITH coalesce(c.name, r.claimed_by) AS claimant, a, r, b
ORDER BY claimant, a.name, b.name, r.paragraph, type(r), r.role
LIMIT $top
OPTIONAL MATCH (t:RelationType {type: type(r)})
RETURN claimant,
       a.name AS from,
       coalesce(t.forward, type(r)) AS how,
       b.name AS to,
       r.role AS role,
       r.certainty AS certainty,
       r.start_date AS since,
       r.paragraph AS paragraph,
       COLLECT {
         UNWIND r.sources AS cited
         OPTIONAL MATCH (s:Source {id: cited})
         RETURN coalesce(s.title, cited)
       } AS sources,
       r AS tie
ORDER BY claimant, from, to, paragraph, how, role
