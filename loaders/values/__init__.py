"""Converts the text of cells to typed values."""
