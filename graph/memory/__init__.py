"""The graph in memory: frozen columns with a delta of changes, mirrored as a NetworkX graph."""
