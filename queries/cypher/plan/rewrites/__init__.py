"""Rewrites to equivalent plans with fewer steps."""
