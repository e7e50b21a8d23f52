"""Converts rows of sheets to rows of the four tables."""
