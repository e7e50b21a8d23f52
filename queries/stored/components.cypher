// Components
//
// Question: Into which separate groups do the actors fall?
// Param: show INTEGER = 5 -- how many names of each group to show
// Note: Each group is found from its actor with the lowest id: meant for some thousands of actors, not for more.
//
MATCH (root:Entity)
WHERE NOT EXISTS {
  MATCH (root)-[*1..2]-(near:Entity)
  WHERE near.id < root.id
}
WITH root
WHERE NOT EXISTS {
  MATCH (lower:Entity)
  WHERE lower.id < root.id
    AND shortestPath((root)-[*]-(lower)) IS NOT NULL
}
MATCH (member:Entity)
WHERE member = root
   OR (member <> root AND shortestPath((root)-[*]-(member)) IS NOT NULL)
WITH root, member
ORDER BY member.name
WITH root, collect(member.name) AS members
RETURN size(members) AS actors,
       members[..$show] AS names
ORDER BY actors DESC, names
