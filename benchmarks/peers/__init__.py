"""One adapter an engine. Each runs in a process of its own, with the Python of its own environment."""
