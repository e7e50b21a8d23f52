"""Helpers for every layer, independent of graphs: text, dates, files, clocks."""
