"""Turn the rows of sheets into rows of the four tables."""
