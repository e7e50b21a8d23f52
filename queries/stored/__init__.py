"""The stored queries, their catalogue, and their validation against a graph."""
