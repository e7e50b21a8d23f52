"""Procedures that CALL knows."""
