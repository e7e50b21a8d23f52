"""All shortest paths between two nodes, counted without listing them.

A breadth-first search runs from both ends, level by level, and expands the smaller side first. Each level
takes a few queries, the same on every store. The nodes on shortest paths form a layered graph no larger than
the graph itself, while the number of paths through it may be in the millions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise, product
from typing import Any

from sociogram.graph.model import Node, Path, Relationship, caption
from sociogram.graph.store import GraphStore
from sociogram.queries.run import batches, run

_HOLDS = """
    ($as_of IS NULL OR (coalesce(toStringOrNull(r.start_date), '') <= $as_of + '~'
        AND coalesce(toStringOrNull(r.end_date), '9999')
            >= left($as_of, size(coalesce(toStringOrNull(r.end_date), '')))))"""


@dataclass(frozen=True, slots=True)
class PathSearch:
    """Where to search for paths, and what they must avoid.

    Attributes:
        store: the graph.
        without: ids of nodes that no path may visit.
        as_of: an ISO date, whole or partial, on which each tie must hold; None is any time.
    """

    store: GraphStore
    without: frozenset[str] = frozenset()
    as_of: str | None = None

    def between(self, start: str, end: str) -> PathLayers:
        """Return all shortest paths between two nodes, along ties in either direction."""
        levels = [] if {start, end} & self.without else self._levels(start, end)
        successors: dict[str, dict[str, int]] = {}
        for near, far in pairwise(levels):
            for here, there, ties in self._pairs(near, far):
                successors.setdefault(here, {})[there] = ties
        return PathLayers(self, start, end, levels, successors)

    def _levels(self, start: str, end: str) -> list[set[str]]:
        """Return the nodes on shortest paths by their distance from the start; empty without a path."""
        sides = [[{start}], [{end}]]
        visited = [{start}, {end}]
        while not (met := sides[0][-1] & sides[1][-1]):
            side = int(len(sides[1][-1]) < len(sides[0][-1]))
            found = self._neighbours(sides[side][-1]) - visited[side] - self.without
            if not found:
                return []
            visited[side] |= found
            sides[side].append(found)
        before = self._pruned(sides[0][:-1], met)
        after = self._pruned(sides[1][:-1], met)
        return [*reversed(before), met, *after]

    def _pruned(self, levels: list[set[str]], met: set[str]) -> list[set[str]]:
        """Return each level, the last one first, reduced to the nodes that lead to the meeting nodes."""
        pruned: list[set[str]] = []
        for level in reversed(levels):
            met = {there for _, there, _ in self._pairs(met, level)}
            pruned.append(met)
        return pruned

    def _neighbours(self, nodes: set[str]) -> set[str]:
        query = f"MATCH (a)-[r]-(b) WHERE elementId(a) IN $ids AND {_HOLDS} RETURN DISTINCT elementId(b)"
        return {node for ids in batches(sorted(nodes)) for (node,) in self._run(query, ids=ids)}

    def _pairs(self, near: set[str], far: set[str]) -> Iterator[tuple[str, str, int]]:
        """Yield each pair of tied nodes, one from each side, and the number of its ties."""
        # The second condition follows WITH: a server would first build all pairs, then look for their ties.
        query = f"""
            MATCH (a)-[r]-(b) WHERE elementId(a) IN $ids AND {_HOLDS}
            WITH elementId(a) AS here, elementId(b) AS there, r WHERE there IN $others
            RETURN here, there, count(r)"""
        for ids in batches(sorted(near)):
            for others in batches(sorted(far)):
                yield from self._run(query, ids=ids, others=others)

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """Return nodes by their ids."""
        query = "MATCH (n) WHERE elementId(n) IN $ids RETURN n"
        return {node.id: node for some in batches(sorted(ids)) for (node,) in self._run(query, ids=some)}

    def ties(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[Relationship]]:
        """Return the ties of pairs of nodes, each in an order that depends on the data alone."""
        query = f"""
            UNWIND $pairs AS pair
            MATCH (a)-[r]-(b) WHERE elementId(a) = pair[0] AND elementId(b) = pair[1] AND {_HOLDS}
            RETURN pair[0], pair[1], r"""
        found: dict[tuple[str, str], list[Relationship]] = {}
        for some in batches(sorted(pairs)):
            for here, there, tie in self._run(query, pairs=[list(pair) for pair in some]):
                found.setdefault((here, there), []).append(tie)
        for ties in found.values():
            ties.sort(key=_tie_order)
        return found

    def _run(self, query: str, **parameters: Any) -> Iterator[Any]:
        return run(self.store, query, {"as_of": self.as_of, **parameters}).stream()


@dataclass(frozen=True, slots=True)
class PathLayers:
    """All shortest paths between two nodes, as a layered graph.

    Attributes:
        search: the search that found them.
        start: the first node.
        end: the last node.
        levels: the nodes on the paths, by their distance from the start; empty without a path.
        successors: for each node on the paths, the next ones and the number of ties to each.
    """

    search: PathSearch
    start: str
    end: str
    levels: list[set[str]]
    successors: Mapping[str, Mapping[str, int]] = field(repr=False)

    def count(self) -> int:
        """Return the number of paths."""
        if not self.levels:
            return 0
        paths = {self.end: 1}
        for level in reversed(self.levels[:-1]):
            for node in level:
                paths[node] = sum(ties * paths[other] for other, ties in self.successors[node].items())
        return paths[self.start]

    def first(self, limit: int) -> list[Path]:
        """Return the first paths: by the names along them, then by the types and ids of their ties."""
        nodes = self.search.nodes(set().union(*self.levels))
        walks = list(islice(self._walks(nodes), limit))
        ties = self.search.ties({pair for walk in walks for pair in pairwise(walk)})
        paths = (
            Path(tuple(nodes[node] for node in walk), chosen)
            for walk in walks
            for chosen in product(*(ties[pair] for pair in pairwise(walk)))
        )
        return list(islice(paths, limit))

    def _walks(self, nodes: Mapping[str, Node]) -> Iterator[tuple[str, ...]]:
        """Yield the node sequences of the paths in order, lazily."""
        ranks = {node.id: rank for rank, node in enumerate(sorted(nodes.values(), key=_node_order))}
        stack: list[tuple[str, ...]] = [(self.start,)] if self.levels else []
        while stack:
            walk = stack.pop()
            if walk[-1] == self.end:
                yield walk
                continue
            last_first = sorted(self.successors[walk[-1]], key=ranks.__getitem__, reverse=True)
            stack += [(*walk, other) for other in last_first]

    def nodes_and_ties(self) -> tuple[list[Node], list[Relationship]]:
        """Return every node and every tie on any of the paths."""
        pairs = {(here, there) for here, others in self.successors.items() for there in others}
        ties = [tie for found in self.search.ties(pairs).values() for tie in found]
        return list(self.search.nodes(set().union(*self.levels)).values()), ties


def _node_order(node: Node) -> tuple[str, str, str, str]:
    return caption(node), str(node.get("id", "")), str(sorted(node.properties.items())), node.id


def _tie_order(tie: Relationship) -> tuple[str, str, str, str]:
    return tie.type, str(tie.get("id", "")), str(sorted(tie.properties.items())), tie.id
