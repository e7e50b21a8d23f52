"""The files of a data folder's tables: their columns and lines."""
