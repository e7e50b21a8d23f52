"""Operators that follow relationships."""
