"""Dates, times and durations as lightweight values of the engine.

Inside a query, a temporal value is an object of a class in ``types``: a few integers, with years from
-999,999,999 to 999,999,999. Results and stored values are those of the driver's ``neo4j.time``
(``exchange``), so that both stores return the same Python objects. The engine does not use these itself,
because importing the driver takes longer than most queries, and its calendar is limited to the years 1 to
9999.
"""
