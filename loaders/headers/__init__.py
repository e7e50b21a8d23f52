"""From the titles of a sheet to fields."""
