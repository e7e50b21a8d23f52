"""Create, read and compute temporal values."""
