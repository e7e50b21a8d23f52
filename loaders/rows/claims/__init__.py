"""The claims of rows: corrections, references to other claims, quotes, ties in both directions."""
