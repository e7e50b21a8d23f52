"""Find the source that a name refers to."""

from __future__ import annotations

from collections.abc import Mapping

from sociogram.graph.common.text import did_you_mean, fold_name, nearest
from sociogram.graph.errors import SourceError


def source_named(wanted: str, titles: Mapping[str, str | None]) -> str:
    """Return the id of a source, given its id or title; case and accents do not matter.

    >>> source_named("the lantern", {"s1": "The Lantern", "s2": None})
    's1'

    Args:
        wanted: an id or a title.
        titles: the titles of all sources, by id.

    Raises:
        SourceError: no source has this id or title, or several have this title.
    """
    if wanted in titles:
        return wanted
    called = fold_name(wanted)
    found = [id_ for id_, title in titles.items() if called in (fold_name(id_), fold_name(title or ""))]
    if len(found) == 1:
        return found[0]
    if found:
        raise SourceError(f"'{wanted}' may be any of {', '.join(found)}. Give the id.")
    names = [name for source in titles.items() for name in source if name]
    offer = did_you_mean(nearest(wanted, names)) or "`sociogram query sources` lists them."
    raise SourceError(f"There is no source '{wanted}'. {offer}")
