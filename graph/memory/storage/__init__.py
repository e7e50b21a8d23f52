"""The property graph in arrays: frozen tables, the delta since, adjacency, indexes, snapshots."""
