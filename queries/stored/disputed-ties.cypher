// Disputed ties
//
// Question: Which ties does another voice contradict, and which voice?
// Param: actor STRING = null -- one end: a name, alias or id; null for all [actor]
// Suggest actor: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
//
CALL () {
  WITH $actor AS actor
  WHERE actor IS NULL
  MATCH (:Entity)-[r]->(:Entity)
  RETURN r
  UNION ALL
  MATCH (actor:Entity)
  WHERE actor.id = $actor OR actor.name = $actor
  MATCH (actor)-[r]-(:Entity)
  RETURN DISTINCT r
}
WITH startNode(r) AS a, r, endNode(r) AS b
WHERE (r.certainty = 'disputed' OR r.contradicted_by IS NOT NULL)
OPTIONAL MATCH (t:RelationType {type: type(r)})
OPTIONAL MATCH (c:Entity {id: r.claimed_by})
OPTIONAL MATCH (d:Entity {id: r.contradicted_by})
RETURN a.name AS from,
       coalesce(t.forward, type(r)) AS how,
       b.name AS to,
       r.role AS role,
       coalesce(c.name, r.claimed_by) AS claimant,
       coalesce(d.name, r.contradicted_by) AS contradicted_by,
       r.certainty AS certainty,
       r.start_date AS since,
       r.paragraph AS paragraph,
       COLLECT {
         UNWIND r.sources AS cited
         OPTIONAL MATCH (s:Source {id: cited})
         RETURN coalesce(s.title, cited)
       } AS sources,
       r AS tie
ORDER BY paragraph, from, how, to, role
