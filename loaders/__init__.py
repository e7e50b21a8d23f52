"""From files to data sets: reads sheets, recognizes their headers, checks and types their cells.

It takes CSV files and data folders. It gives a data set, which it merges into a graph or a folder,
and a report of what was read, rejected and changed.
"""
