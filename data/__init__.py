"""The article that ships with the package, as a folder of CSV files."""
