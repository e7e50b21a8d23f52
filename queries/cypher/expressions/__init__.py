"""Compile expressions to functions from a batch to a column."""
