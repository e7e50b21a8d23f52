"""The property graph: its values and columns, and its two stores, in memory and on a Neo4j server.

Input: data sets (tables of entities, relations, sources and relation types), NetworkX graphs and single
writes. Output: nodes, relationships, snapshots for the query engine, data sets, NetworkX graphs and the
export formats.
"""
