"""Rewrite plans to equivalent ones that create fewer rows."""
