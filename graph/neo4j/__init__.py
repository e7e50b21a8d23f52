"""A graph on a Neo4j server, through the official driver, with the same interface as the graph in memory."""
