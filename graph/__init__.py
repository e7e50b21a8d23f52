"""The property graph: its model, its stores, its columns, its algorithms and its file formats."""
