"""Cypher's values: equality, order, operators, conversion, points, regular expressions."""
