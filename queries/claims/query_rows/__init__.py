"""The rows that a stored query receives as a parameter."""
