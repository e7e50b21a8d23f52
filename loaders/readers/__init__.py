"""From a file to a sheet: encoding, delimiter, cells."""
