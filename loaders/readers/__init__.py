"""From a file to sheets: encoding, delimiter, cells."""
