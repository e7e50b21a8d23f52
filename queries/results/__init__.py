"""The result of a query, and its text formats."""
