"""Claims in words."""
