"""The next steps of a greedy search, updated incrementally so that no step reads the whole pattern."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable

from sociogram.queries.cypher.plan import cardinality
from sociogram.queries.cypher.plan.patterns.partial import Partial, Predicate
from sociogram.queries.cypher.plan.patterns.query_graph import Connection

START_LIMIT = 24
"""Up to this many starts are planned to the end; of more, only the most promising."""

LIKELY_STARTS = 4
"""The number of most promising starts; planning one costs a traversal of the pattern."""

RowsSought = Callable[[str, tuple[Predicate, ...], frozenset[str]], float]
"""Node, the predicates on it, bound variables → the estimated number of rows that a seek finds."""


class Frontier:
    """The open connections of a partial plan, and the nodes for which a seek finds about one row."""

    def __init__(self, partial: Partial, names: Iterable[str], rows_sought: RowsSought) -> None:
        """Start from ``partial``; ``names`` are the nodes to bind, in pattern order."""
        self._partial = partial
        self._rows_sought = rows_sought
        self._connections = partial.connections
        self._around: dict[str, list[int]] = {}
        self._taken: set[int] = set()
        self._open: list[int] = []
        for position, connection in enumerate(partial.connections):
            ends = {connection.left, connection.right, connection.variable}
            for name in ends:
                self._around.setdefault(name, []).append(position)
            if not ends.isdisjoint(partial.solved):
                self._open.append(position)
        self._order = {name: position for position, name in enumerate(names) if name not in partial.solved}
        self._sought: dict[str, float] = {}
        self._cheap: list[tuple[float, int, str]] = []
        for name in self._order:
            self._seek(name)

    @property
    def connections(self) -> list[Connection]:
        """The connections of which the relationship or an end is bound, in pattern order."""
        return [self._connections[position] for position in self._open]

    @property
    def cheap(self) -> list[str]:
        """The nodes for which a seek finds about one row; of many nodes, those with the fewest rows."""
        if len(self._cheap) <= START_LIMIT:
            return sorted([name for _, _, name in self._cheap], key=self._order.__getitem__)
        return [name for _, _, name in self._cheap[:LIKELY_STARTS]]

    def advance(self, partial: Partial) -> None:
        """Update the frontier for ``partial``, which is one step further."""
        bound = partial.solved - self._partial.solved
        last = partial.done.last
        if last is not None and last is not self._partial.done.last:
            self._take(last)
        self._partial = partial
        for name in bound:
            for position in self._around.get(name, ()):
                self._reach(position)
            self._forget(name)
        about = [names for name in bound for _, names in partial.predicates.about(name)]
        for name in frozenset().union(*about):
            if name in self._order and name not in partial.solved:
                self._forget(name)
                self._seek(name)

    def _take(self, connection: Connection) -> None:
        position = next(p for p in self._around[connection.left] if self._connections[p] is connection)
        self._taken.add(position)
        if position in self._open:
            self._open.remove(position)

    def _reach(self, position: int) -> None:
        at = bisect_left(self._open, position)
        if position not in self._taken and self._open[at : at + 1] != [position]:
            self._open.insert(at, position)

    def _seek(self, name: str) -> None:
        predicates = self._partial.predicates.about(name)
        if not predicates:
            return
        rows = self._rows_sought(name, predicates, self._partial.solved)
        if rows <= cardinality.SEEK_ROWS:
            self._sought[name] = rows
            insort(self._cheap, (rows, self._order[name], name))

    def _forget(self, name: str) -> None:
        rows = self._sought.pop(name, None)
        if rows is not None:
            del self._cheap[bisect_left(self._cheap, (rows, self._order[name], name))]
