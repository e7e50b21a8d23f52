"""Turn the titles of a sheet into fields."""
