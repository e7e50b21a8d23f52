"""The id column of a list of actors, if no title means ``id``."""

from __future__ import annotations

from collections.abc import Sequence

from sociogram.loaders.headers.detection.actors import role_and_stem
from sociogram.loaders.headers.evidence import MOSTLY, Reading, SheetView
from sociogram.loaders.headers.profile import DATE, ID, NUMBER
from sociogram.loaders.headers.titles import Title
from sociogram.loaders.headers.vocabulary.actor_titles import (
    ATTRIBUTE_WORDS,
    KEY_WORDS,
    REGISTER_WORDS,
    SHARED_CODES,
)
from sociogram.loaders.headers.vocabulary.related_titles import RELATED_TITLES

_NODES = ("node", "vertex", "entity", "actor")
"""Titles of an id column, if another column holds the names."""

_REPLACED = "originalid"
"""The key of the title of ids that were replaced by others."""

_LONG = 5
"""A number with this many digits is unlikely to occur in another sheet by chance."""


def own_key(view: SheetView, reading: Reading, named: Title) -> Title | None:
    """Return the title of the id column next to names: a register number, or one to which other sheets refer.

    Short numbers may just count the rows, so they are ids only if other sheets refer to them.
    """
    held = view.profile(named.number)
    are_codes = held is not None and held.shape == ID
    for title in view.titles:
        is_free = title.number not in reading.fields and title != named and title.key != _REPLACED
        is_free &= not set(title.words) & ATTRIBUTE_WORDS and not _is_key_of_another(view, title, named)
        found = view.profile(title.number) if is_free else None
        if found is None or not found.is_unique:
            continue
        # A number of four digits looks like a year.
        if found.share(ID, NUMBER, *((DATE,) if _means_key(title) else ())) <= MOSTLY:
            continue
        is_key = not are_codes and _means_key(title) and all(map(_is_long, found.texts))
        is_key &= not set(title.words[:-1]) & SHARED_CODES
        if is_key or view.is_referenced(title.number):
            return title
    return None


def referenced_key(view: SheetView) -> Title | None:
    """Return the title of a column of keys that other sheets or the graph have, for a list without names."""
    return next(
        (title for title in view.titles if _means_key(title) and view.meets(title.number) > MOSTLY), None
    )


def is_related_after(title: Title, stem: Sequence[str], named: Title) -> bool:
    """Return whether a title after the name refers to another actor by its tie: ``name, employer id``.

    Before the name, it is the id of the row's actor, as in a list of employers: ``employer id, name``.
    """
    return title.number > named.number and " ".join(stem) in RELATED_TITLES


def _is_key_of_another(view: SheetView, title: Title, named: Title) -> bool:
    """Return whether a column holds ids of other actors, such as employers or those that a column names."""
    parsed = role_and_stem(title.words)
    if parsed is None or parsed[0] != "id" or not parsed[1]:
        return False
    if is_related_after(title, parsed[1], named):
        return True
    others = (role_and_stem(one.words) for one in view.titles if one not in (title, named))
    return any(
        other is not None and other[0] in ("plain", "name") and other[1] == parsed[1] for other in others
    )


def _means_key(title: Title) -> bool:
    words = title.words
    is_key = bool(words) and words[-1] in KEY_WORDS and len(words[-1]) > 1
    return is_key or bool(set(words) & REGISTER_WORDS) or title.key in _NODES


def _is_long(text: str) -> bool:
    return not text.isdigit() or len(text) >= _LONG
