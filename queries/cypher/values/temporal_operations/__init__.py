"""Creating, reading and computing temporal values."""
