// Find actors
//
// Question: Which actors have this text in their name or an alias?
// Param: text STRING = 'army' -- part of a name; case does not matter
//
MATCH (e:Entity)
WHERE toLower(e.name) CONTAINS toLower($text)
   OR any(alias IN coalesce(e.aliases, []) WHERE toLower(alias) CONTAINS toLower($text))
RETURN e.name AS actor,
       e.id AS id,
       COLLECT {
         UNWIND labels(e) AS label
         WITH label
         WHERE label <> 'Entity'
         RETURN label
         ORDER BY label
       } AS labels,
       coalesce(e.aliases, []) AS aliases,
       e.summary AS summary,
       COUNT { (e)--(:Entity) } AS ties
ORDER BY actor
