"""A graph on a Neo4j server: the same face as the one in memory, over the official driver."""
