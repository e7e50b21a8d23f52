"""What is built on queries: the Cypher engine, stored queries, path search, statistics and data checks.

The input is a store with Cypher text, the name of a stored query, or names of actors. The output is results
(rows of values with a summary), paths, findings and subgraphs; every store gives the same.
"""
