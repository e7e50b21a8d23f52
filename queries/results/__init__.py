"""The result of a query, and how it is written as text."""
