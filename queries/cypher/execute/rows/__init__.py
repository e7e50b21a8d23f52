"""Operators that read, change, join, group and order rows."""
