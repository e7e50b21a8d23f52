"""Helpers shared by every layer; they know nothing of graphs: text, dates, files, clocks."""
