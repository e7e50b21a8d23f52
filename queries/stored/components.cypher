// Components
//
// Question: Into which separate groups do the actors fall?
// Param: show INTEGER = 5 -- how many names of each group to show
// Note: Every actor is searched from the others: meant for some hundreds of actors, not for many thousands.
//
MATCH (root:Entity)
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
