"""The actors of rows: ids given, former or shared, decisions on duplicates, several names in one cell."""
