"""Planning MATCH: leaf plans, expansions, shortest paths."""
