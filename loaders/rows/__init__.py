"""From a sheet's rows to rows of the four tables."""
