"""Turn the text of cells into typed values."""
