"""The parser: from query text to a syntax tree, by recursive descent.

The rules are methods of one class that is assembled from mixins; each module uses only those above it in this
table:

======================= ====================================================================
module                  rules for
======================= ====================================================================
``cursor``              the position in the tokens, errors
``types``               ``INTEGER NOT NULL``
``labels``              ``:A|B&!C``
``patterns``            ``(a)-[r:TYPE*1..3]->(b)``, selectors, quantified paths
``atoms``               literals, names, calls, brackets
``forms``               CASE, quantifiers, reduce, EXISTS {}, trim(BOTH …)
``expressions``         operators
``projections``         WITH, RETURN, ORDER BY
``clauses``             MATCH, UNWIND, CALL, FOREACH
``updates``             CREATE, MERGE, SET, REMOVE, DELETE
``schema``              CREATE INDEX, SHOW CONSTRAINTS
``statement``           queries, UNION, EXPLAIN
======================= ====================================================================

The comment above each rule is its production in openCypher's grammar, or in Neo4j's for extensions.
"""

from __future__ import annotations

from sociogram.queries.cypher.syntax.parser.statement import parse

__all__ = ["parse"]
