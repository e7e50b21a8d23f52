"""The graph in memory: frozen columns, changes on top, and networkx as its other face."""
