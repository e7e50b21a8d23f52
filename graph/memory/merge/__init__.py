"""Merging a data set into a graph in memory."""
