"""What several parts of the graph layer share and that knows nothing of graphs."""
