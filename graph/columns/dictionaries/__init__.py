"""The distinct strings of text columns, as Python strings, as UTF-8 or as numbers."""
