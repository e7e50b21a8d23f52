"""The page: selects what to draw, lays it out, styles it and words it.

It takes a subgraph with its sources, and the wordings of its relation types. It gives one HTML file
that needs no network.
"""
