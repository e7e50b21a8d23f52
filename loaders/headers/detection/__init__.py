"""Detects columns by titles and cells: actors, the ends of ties, ids, parts of names."""
