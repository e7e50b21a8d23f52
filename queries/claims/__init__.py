"""Claims: reading them from a store, expressing them in words, and deciding which of them count."""
