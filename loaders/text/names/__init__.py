"""Finds the actors that a text names, without a model."""
