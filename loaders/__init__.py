"""Loading turns tables of any shape into one checked data set.

The input is CSV files, recognised by their titles, and the actors that the target already has.
The output is a ``Dataset`` of entities, relations, sources and relation types, merged into a folder or a
store, and a ``LoadReport`` that accounts for every row.
"""
