"""The data folder: reading it, writing it, replacing its files atomically."""
