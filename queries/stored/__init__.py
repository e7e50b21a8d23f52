"""The stored queries, their catalogue, and the check that they fit a graph."""
