"""Claims: reading them from a store, wording them, and which of them count."""
