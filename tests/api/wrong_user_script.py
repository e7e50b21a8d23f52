"""Mistakes that a type checker reports: each marked line must have an error, and no other line."""

from __future__ import annotations

import sociogram

graph = sociogram.open()
graph.load("more.csv", mappings={})  # error: no such option
graph.load(3)  # error: neither a path nor a frame
graph.load("more.csv", on_unknown="ignore")  # error: neither "stub" nor "reject"
graph.path("Kenna", "Castillo", most=3)  # error: no such parameter
graph.export("x.csv", format="xlsx")  # error: no such format
graph.run(7)  # error: not a text
sociogram.opn()  # error: no such name
