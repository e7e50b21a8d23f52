"""How long a test waits for a process or a thread that should end by itself."""

PATIENCE = 300.0
"""Seconds: so many pass only where something hangs, however busy the machine is."""
