"""Operators that write to the graph."""
