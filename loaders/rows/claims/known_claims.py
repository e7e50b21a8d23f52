"""The claims of the target of a load, by id."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from sociogram.graph.dataset import Table

Ends = tuple[str, str]
"""The ids of a claim's source and target."""
FindClaims = Callable[[list[str], Collection[str]], Mapping[str, Mapping[str, Any]]]


class KnownClaims:
    """Claims by id; ``find`` is called once for each id.

    Args:
        find: returns the existing claims among some ids, each with its ``source``, ``target``, ``type`` and
            properties; if property names are given, only claims that have one of them.
        properties: returns those of the given property names that any claim has.
        between: returns the existing claims that go from one actor to another, for some such pairs.
        undirected_types: returns the types of ties that have no direction there.
        source_titles: returns the titles of the sources there, by id.
        cited: returns those of some ids of sources that a claim cites.
        types: returns the types of the ties there.
    """

    def __init__(
        self,
        find: FindClaims | None = None,
        properties: Callable[[Collection[str]], Collection[str]] | None = None,
        between: Callable[[Collection[Ends]], Iterable[Mapping[str, Any]]] | None = None,
        undirected_types: Callable[[], Collection[str]] = frozenset,
        source_titles: Callable[[], Mapping[str, Any]] = dict,
        cited: Callable[[Collection[str]], Collection[str]] = lambda _: (),
        types: Callable[[], Collection[str]] = frozenset,
    ) -> None:
        self.types = types
        self.undirected_types = undirected_types
        self.source_titles = source_titles
        self.cited = cited
        self._find = find
        self._between = between
        self._properties = properties
        self._found: dict[str, Mapping[str, Any] | None] = {}

    def without_actors(self) -> KnownClaims:
        """Return what remains of a target that has no actors: its types of ties and its sources."""
        return KnownClaims(undirected_types=self.undirected_types, source_titles=self.source_titles)

    @property
    def are_none(self) -> bool:
        """Whether there is no target with claims."""
        return self._find is None

    def called(self, ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
        """Return the existing claims among these ids."""
        if self._find is None:
            return {}
        wanted = list(dict.fromkeys(ids))
        new = [one for one in wanted if one not in self._found]
        if new:
            self._found |= dict.fromkeys(new) | dict(self._find(new, ()))
        return {one: claim for one in wanted if (claim := self._found[one]) is not None}

    def called_with(self, ids: Iterable[str], names: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
        """Return the existing claims among these ids that have any of some rare properties."""
        if self._find is None or self._properties is None or not (names := self._properties(names)):
            return {}
        return self._find(list(ids), names)

    def between(self, ends: Collection[Ends]) -> dict[Ends, list[Mapping[str, Any]]]:
        """Return the existing claims between these pairs of actors, by pair."""
        found: dict[Ends, list[Mapping[str, Any]]] = {}
        for claim in () if self._between is None else self._between(ends):
            found.setdefault((str(claim["source"]), str(claim["target"])), []).append(claim)
        return found


class RowView(Mapping[str, Any]):
    """A row of a table as a mapping; values are read on access."""

    __slots__ = ("_row", "_table")

    def __init__(self, table: Table, row: int) -> None:
        self._table = table
        self._row = row

    def __getitem__(self, name: str) -> Any:
        return self._table.columns[name].value(self._row)

    def __iter__(self) -> Iterator[str]:
        return iter(self._table.columns)

    def __len__(self) -> int:
        return len(self._table.columns)
