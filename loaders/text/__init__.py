"""A text from which claims are read: its paragraphs, and the positions of words in it."""
