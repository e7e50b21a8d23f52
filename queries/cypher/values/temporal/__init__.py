"""Dates, times, durations: the engine's own light values and what Cypher does with them.

Inside a query a temporal value is one of the classes of ``types``: a few integers, any year from
-999,999,999 to 999,999,999, nothing to import. What a query gives out, and what it stores, is the
driver's ``neo4j.time`` value (``exchange``), so that both stores return the same Python objects;
importing the driver takes longer than most queries, and its calendar ends at the years 1 and 9999.
"""
