"""Checks of single columns that need more than one cell: their type, their lists, their vocabulary."""
