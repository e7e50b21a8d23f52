"""Batches of rows as columns, and conversions between columns and values."""
