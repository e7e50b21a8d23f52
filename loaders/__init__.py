"""From files to data sets: reads sheets, recognizes their headers, checks cells and converts them to values.

Input: files in the supported formats, tables, texts and data folders. Output: a data set, which is merged
into a graph or a folder, and a report of what was read, rejected and changed.
"""
