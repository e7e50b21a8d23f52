"""From any sheet to checked rows: dialects, headers, validation, the load report."""
