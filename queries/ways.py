"""All shortest ways between two nodes, as what they are made of: counted without being listed.

A search goes out from both ends, level by level, and takes the smaller side first; each level is a few
queries, the same on every store. What lies on shortest ways is a graph of levels, of a size that the whole
graph bounds, while the ways through it may be millions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise, product
from typing import Any

from sociogram.graph.model import Node, Path, Relationship
from sociogram.graph.store import GraphStore
from sociogram.queries.run import batches, run

_HOLDS = """
    ($as_of IS NULL OR (coalesce(toStringOrNull(r.start_date), '') <= $as_of + '~'
        AND coalesce(toStringOrNull(r.end_date), '9999')
            >= left($as_of, size(coalesce(toStringOrNull(r.end_date), '')))))"""


@dataclass(frozen=True, slots=True)
class Search:
    """Where to look for ways, and what they may not use.

    Attributes:
        store: the graph.
        without: ids of nodes that no way may touch.
        as_of: an ISO date, whole or partial, at which each tie must have held; None is any time.
    """

    store: GraphStore
    without: frozenset[str] = frozenset()
    as_of: str | None = None

    def between(self, start: str, end: str) -> Between:
        """Return all shortest ways between two nodes, along ties in either direction."""
        levels = [] if {start, end} & self.without else self._levels(start, end)
        following: dict[str, dict[str, int]] = {}
        for near, far in pairwise(levels):
            for here, there, ties in self._pairs(near, far):
                following.setdefault(here, {})[there] = ties
        return Between(self, start, end, levels, following)

    def _levels(self, start: str, end: str) -> list[set[str]]:
        """Return the nodes on shortest ways by their distance from the start; none where no way leads."""
        sides = [[{start}], [{end}]]
        reached = [{start}, {end}]
        while not (met := sides[0][-1] & sides[1][-1]):
            side = int(len(sides[1][-1]) < len(sides[0][-1]))
            found = self._neighbours(sides[side][-1]) - reached[side] - self.without
            if not found:
                return []
            reached[side] |= found
            sides[side].append(found)
        before = self._narrowed(sides[0][:-1], met)
        after = self._narrowed(sides[1][:-1], met)
        return [*reversed(before), met, *after]

    def _narrowed(self, levels: list[set[str]], met: set[str]) -> list[set[str]]:
        """Return of each level, from the last to the first, the nodes that lead to where the sides met."""
        narrowed: list[set[str]] = []
        for level in reversed(levels):
            met = {there for _, there, _ in self._pairs(met, level)}
            narrowed.append(met)
        return narrowed

    def _neighbours(self, nodes: set[str]) -> set[str]:
        query = f"MATCH (a)-[r]-(b) WHERE elementId(a) IN $ids AND {_HOLDS} RETURN DISTINCT elementId(b)"
        return {node for ids in batches(sorted(nodes)) for (node,) in self._run(query, ids=ids)}

    def _pairs(self, near: set[str], far: set[str]) -> Iterator[tuple[str, str, int]]:
        """Give each pair of nodes that ties join, one from each side, and how many ties."""
        # The condition stands apart: a server would make pairs of all, and look for ties of each.
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
class Between:
    """All shortest ways between two nodes.

    Attributes:
        search: what found them.
        start: where they begin.
        end: where they end.
        levels: the nodes on them, by their distance from the start; empty where no way leads.
        following: of each node on them the next ones, and how many ties lead to each.
    """

    search: Search
    start: str
    end: str
    levels: list[set[str]]
    following: Mapping[str, Mapping[str, int]] = field(repr=False)

    def count(self) -> int:
        """Return how many ways there are."""
        if not self.levels:
            return 0
        ways = {self.end: 1}
        for level in reversed(self.levels[:-1]):
            for node in level:
                ways[node] = sum(ties * ways[other] for other, ties in self.following[node].items())
        return ways[self.start]

    def first(self, most: int) -> list[Path]:
        """Return the first ways: by the names along them, then by the types and ids of their ties."""
        known = self.search.nodes(set().union(*self.levels))
        walks = list(islice(self._walks(known), most))
        ties = self.search.ties({pair for walk in walks for pair in pairwise(walk)})
        ways = (
            Path(tuple(known[node] for node in walk), chosen)
            for walk in walks
            for chosen in product(*(ties[pair] for pair in pairwise(walk)))
        )
        return list(islice(ways, most))

    def _walks(self, known: Mapping[str, Node]) -> Iterator[tuple[str, ...]]:
        """Give the ways as nodes, in order, each when it is asked for."""
        places = {node.id: place for place, node in enumerate(sorted(known.values(), key=_node_order))}
        stack: list[tuple[str, ...]] = [(self.start,)] if self.levels else []
        while stack:
            walk = stack.pop()
            if walk[-1] == self.end:
                yield walk
                continue
            last_first = sorted(self.following[walk[-1]], key=places.__getitem__, reverse=True)
            stack += [(*walk, other) for other in last_first]

    def parts(self) -> tuple[list[Node], list[Relationship]]:
        """Return every node and every tie that lies on one of the ways."""
        pairs = {(here, there) for here, others in self.following.items() for there in others}
        ties = [tie for found in self.search.ties(pairs).values() for tie in found]
        return list(self.search.nodes(set().union(*self.levels)).values()), ties


def caption(node: Node) -> str:
    """Return what a node is called: its name, or what stands for one."""
    named = (node.get(key) for key in ("name", "label", "title", "id"))
    return str(next((value for value in named if value is not None), node.id))


def _node_order(node: Node) -> tuple[str, str, str, str]:
    return caption(node), str(node.get("id", "")), str(sorted(node.properties.items())), node.id


def _tie_order(tie: Relationship) -> tuple[str, str, str, str]:
    return tie.type, str(tie.get("id", "")), str(sorted(tie.properties.items())), tie.id
