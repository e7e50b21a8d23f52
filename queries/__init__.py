"""Cypher: the engine in memory, the stored queries and what is built on both."""
