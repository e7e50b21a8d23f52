"""The readings of a sheet's rows as ties, by their two ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sociogram.loaders.headers.detection.actor_pairs import actor_pairs, known_pairs, named_pairs, role_pairs
from sociogram.loaders.headers.detection.schema_ties import schema_pairs
from sociogram.loaders.headers.detection.word_pairs import (
    counted_pairs,
    half_pairs,
    lettered_pairs,
    weighed_pairs,
)
from sociogram.loaders.headers.detection.worded_ties import asked_pairs, repeated_pairs, sourced_pairs
from sociogram.loaders.headers.evidence import Reading, SheetView
from sociogram.loaders.headers.vocabulary.aliases import RELATIONS
from sociogram.loaders.headers.vocabulary.end_words import END_WORDS


def relations_of(view: SheetView) -> Iterator[Reading]:
    """Yield the readings of the rows as relations, by their titles."""
    mapped = {name: number for number, name in view.taken.items()}
    if "source" in mapped or "target" in mapped:
        reading = _mapped(view, mapped)
        if reading is not None:
            yield reading
        return
    yield from (*weighed_pairs(view), *asked_pairs(view), *repeated_pairs(view), *sourced_pairs(view))
    yield from (*counted_pairs(view), *lettered_pairs(view), *actor_pairs(view), *schema_pairs(view))


def other_relations_of(view: SheetView) -> Iterator[Reading]:
    """Yield further readings, for a sheet whose titles name no pair of ends."""
    if not {"source", "target"} & set(view.taken.values()):
        yield from (*half_pairs(view), *known_pairs(view), *named_pairs(view), *role_pairs(view))


def _mapped(view: SheetView, mapped: Mapping[str, int]) -> Reading | None:
    """Return the reading with the user's mapping; the other end may have a title that names it."""
    reading = Reading(RELATIONS).weigh("you mapped its columns")
    if "source" in mapped and "target" in mapped:
        return reading
    side = 1 if "source" in mapped else 0
    keys = view.by_key()
    words = [pair[side] for pair in END_WORDS]
    title = next((keys[word] for word in words if word in keys), None)
    if title is None:
        return None
    reading.fields[title.number] = ("source", "target")[side]
    return reading
