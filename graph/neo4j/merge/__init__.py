"""Merging a data set into a Neo4j database: statements, batches, the load lock."""
