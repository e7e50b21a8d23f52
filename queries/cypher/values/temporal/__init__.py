"""Dates, times and durations: the engine's own lightweight values and their operations.

Inside a query a temporal value is one of the classes of ``types``: a few integers, any year from
-999,999,999 to 999,999,999, and no import. Results and stored values are the driver's ``neo4j.time`` values
(``exchange``), so that both stores return the same Python objects; importing the driver takes longer than
most queries, and its calendar is limited to the years 1 to 9999.
"""
