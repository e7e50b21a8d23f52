// Chain of command below an actor
//
// Question: Who stands under this actor, level by level?
// Param: actor STRING = 'United States Southern Command' -- whose subordinates are asked for: a name, alias or id [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
// Note: Down is from a whole to its units, from employer to staff, and to who is led, commanded or appointed; at most six levels.
//
MATCH (a:Entity)
      ((near)-[way:APPOINTED|COMMANDS|LEADS|PART_OF|WORKS_FOR]-()
        WHERE CASE
                WHEN type(way) IN ['PART_OF', 'WORKS_FOR'] THEN endNode(way) = near
                ELSE startNode(way) = near
              END){1,6}
      (:Entity)
WHERE a.id = $actor OR a.name = $actor
UNWIND range(0, size(way) - 1) AS i
WITH way[i] AS r, min(i) + 1 AS level
WITH r, level, startNode(r) AS one, endNode(r) AS two
OPTIONAL MATCH (t:RelationType {type: type(r)})
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
RETURN level,
       one.name AS from,
       coalesce(t.forward, type(r)) AS how,
       two.name AS to,
       r.role AS role,
       coalesce(c.name, r.claimed_by) AS claimant,
       r.certainty AS certainty,
       r.start_date AS since,
       r.paragraph AS paragraph,
       COLLECT {
         UNWIND r.sources AS cited
         OPTIONAL MATCH (s:Source {id: cited})
         RETURN coalesce(s.title, cited)
       } AS sources,
       r AS tie
ORDER BY level, from, to, paragraph, how, role
