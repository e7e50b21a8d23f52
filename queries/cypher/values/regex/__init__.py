"""Java's regular expressions, by the package ``regex``."""
