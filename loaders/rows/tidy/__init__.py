"""Tidies a sheet before its rows are checked: totals, headings, titles in two rows, merged cells."""
