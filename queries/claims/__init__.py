"""Claims: read from a store, put into words, and which of them count."""
