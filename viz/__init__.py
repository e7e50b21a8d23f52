"""The page: selects what to draw, lays it out, styles it and puts it into words.

Input: a subgraph with its sources and the wordings of its relation types. Output: one HTML file that needs no
network.
"""
