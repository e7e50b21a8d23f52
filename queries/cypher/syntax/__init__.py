"""The front end: from query text to a syntax tree."""
