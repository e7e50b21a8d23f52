"""Titles that are an end of several ties in each row."""

from __future__ import annotations

from sociogram.loaders.headers.detection.ends import word_pairs
from sociogram.loaders.headers.evidence import SheetView
from sociogram.loaders.headers.titles import Title


def shared_end(view: SheetView) -> Title | None:
    """Return the title of an end that two others are paired with: the child of a mother and a father."""
    pairs = [one for one in word_pairs(view) if one.relation_type is not None]
    for number, one in enumerate(pairs):
        for other in pairs[number + 1 :]:
            shared = one.fields.keys() & other.fields.keys()
            if one.relation_type == other.relation_type and len(shared) == 1:
                return next(title for title in view.titles if title.number in shared)
    return None
