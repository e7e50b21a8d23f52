"""Reads files into sheets: encoding, delimiter, cells."""
