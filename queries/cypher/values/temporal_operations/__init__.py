"""Making, reading and computing temporal values."""
