"""Readers of tables: CSV, JSON Lines, workbooks, Parquet and Arrow."""
