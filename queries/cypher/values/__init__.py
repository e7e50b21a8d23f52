"""The values of Cypher: equality, order, operators, conversion, points, regular expressions."""
