// Components
//
// Question: Into which separate groups do the actors fall?
// Param: show INTEGER = 5 -- how many names of each group to show
// Note: Each group is found from its actor with the lowest id: meant for some thousands of actors, not for more.
//
// The lowest id of a group has no lower one near it.
MATCH (low:Entity)
WHERE NOT EXISTS {
  MATCH (low)-[*1..2]-(near:Entity)
  WHERE near.id < low.id
}
WITH low
ORDER BY low.id
WITH collect(low) AS lows
// Most of them are in the group of the very lowest; the rest are told apart by pairs.
WITH lows, head(lows) AS first
UNWIND lows AS low
WITH first, low
WHERE low = first
   OR (low <> first AND shortestPath((first)-[*]-(low)) IS NULL)
WITH collect(low) AS lows
UNWIND lows AS root
WITH root, lows
WHERE none(low IN lows WHERE low.id < root.id AND shortestPath((low)-[*]-(root)) IS NOT NULL)
MATCH (member:Entity)
WHERE member = root
   OR (member <> root AND shortestPath((root)-[*]-(member)) IS NOT NULL)
WITH root, member
ORDER BY member.name
WITH root, collect(member.name) AS members
RETURN size(members) AS actors,
       members[..$show] AS names
ORDER BY actors DESC, names
