"""From a sheet's titles to fields."""
