"""Recognises the kind of a sheet and the fields of its columns, by titles and cells."""
