"""Ties of FollowTheMoney in a sheet: a column with their schema, and columns of their ends."""

from __future__ import annotations

from collections.abc import Iterator

from sociogram.loaders.headers.evidence import Reading, SheetView, shown
from sociogram.loaders.headers.titles import title_key
from sociogram.loaders.headers.vocabulary.aliases import RELATIONS
from sociogram.loaders.readers.graphs.ftm import EDGES


def schema_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield ``member`` and ``organization`` if the column ``schema`` holds ``Membership`` in each row."""
    keys = view.by_key()
    found = view.profile(keys["schema"].number) if "schema" in keys else None
    if found is None or len(found.texts) != 1 or found.texts[0] not in EDGES:
        return
    edge = EDGES[found.texts[0]]
    ends = [keys[key] for end in (edge.source, edge.target) if (key := title_key(end)) in keys]
    if len(ends) == 2:
        reading = Reading(RELATIONS, {ends[0].number: "source", ends[1].number: "target"})
        reading.relation_type = edge.type
        yield reading.weigh("the column `schema` says what the ties are", shown(ends))
