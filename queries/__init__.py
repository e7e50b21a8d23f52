"""Questions to a graph: the Cypher engine, stored queries, path search, statistics and data checks.

It takes a store and Cypher text, the name of a stored query, or the names of actors. It gives results
(rows of values with a summary), paths, findings and subgraphs, the same from every store.
"""
