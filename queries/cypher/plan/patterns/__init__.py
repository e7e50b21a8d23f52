"""Plan MATCH: leaf plans, expansions, shortest paths."""
