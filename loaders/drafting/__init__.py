"""Drafts a graph from a text: the actors that it names, and empty claims about them."""
