"""The commands: one module each, named after it and imported only when it runs."""
