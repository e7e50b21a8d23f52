"""The property graph in arrays: frozen tables, the delta on top, adjacency, indexes, snapshots."""
