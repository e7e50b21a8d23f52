// Find actors
//
// Question: Which actors have this in their name or an alias?
// Param: name STRING -- a name or a part of one; case does not matter
// Suggest name: MATCH (e:Entity) RETURN e.name AS suggestion ORDER BY suggestion
//
MATCH (e:Entity)
WHERE toLower(e.name) CONTAINS toLower($name)
   OR any(alias IN coalesce(e.aliases, []) WHERE toLower(alias) CONTAINS toLower($name))
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
