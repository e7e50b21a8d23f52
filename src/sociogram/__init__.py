"""Sociogram: who is connected to whom, who says so, and where."""

__version__ = "0.1.0"
