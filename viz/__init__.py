"""The page: lays out a part of a graph and writes it as one HTML file that works offline."""
