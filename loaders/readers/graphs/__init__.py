"""Readers of graphs: files of nodes and edges, or of entities that refer to each other."""
