"""Find which denied, planned or other claims would connect two actors, or connect them by fewer ties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sociogram.queries.claims.conditions import KINDS
from sociogram.queries.paths.search import PathLayers


@dataclass(frozen=True, slots=True)
class Alternative:
    """Paths that would exist if the search followed further kinds of claims.

    Attributes:
        kinds: the kinds, such as ``denied``.
        length: the number of ties on each of the paths.
        is_shorter: whether there are paths without these kinds, which are then longer.
    """

    kinds: tuple[str, ...]
    length: int
    is_shorter: bool

    def __str__(self) -> str:
        paths = "a shorter path, of" if self.is_shorter else "a path of"
        ties = "1 tie" if self.length == 1 else f"{self.length} ties"
        return f"With {' and '.join(self.kinds)} ties, there would be {paths} {ties}"


def alternatives(found: PathLayers) -> list[Alternative]:
    """Return which kinds of claims would connect two nodes, or connect them by fewer ties.

    Each kind is tried alone; if none is sufficient, all are tried together.
    """
    search, length = found.search, found.length
    kinds = [] if length == 1 else search.kinds()

    def shorter(*more: str) -> int | None:
        wider = replace(search, including=search.including | set(more))
        return wider.distance(found.start, found.end, length)

    if not kinds or shorter(*kinds) is None:
        return []
    alone = [
        Alternative((kind,), distance, length is not None)
        for kind in kinds
        if (distance := shorter(kind)) is not None
    ]
    return alone or [_together(found, kinds)]


def _together(found: PathLayers, kinds: Iterable[str]) -> Alternative:
    """Return the kinds of claims on the first path of a search that follows all kinds."""
    search = found.search
    wider = replace(search, including=search.including | set(kinds)).between(found.start, found.end)
    [path], _ = wider.first(1)
    used = set().union(*(search.kinds_of(claim) for claim in path)) - search.including
    return Alternative(tuple(kind for kind in KINDS if kind in used), len(path), found.length is not None)
