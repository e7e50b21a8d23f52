"""Find all shortest paths between two nodes, and count them without listing them.

A breadth-first search runs from both ends, level by level, and expands the smaller side. Each level takes a
few queries, the same on every store. The nodes on shortest paths form a layered graph that is no larger than
the graph itself, although millions of paths may lead through it.

A step is a tie, no matter how many claims there are about it. The search follows the claims that count, and
others on request; it only reads claims between nodes on the paths.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, product
from typing import Any

from sociogram.graph.claims.texts import as_list
from sociogram.graph.model import (
    RELATION_TYPE_LABEL,
    UNDIRECTED_WORDS,
    Node,
    Path,
    Relationship,
    is_directed,
)
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.conditions import CONDITION_KEYS, KINDS, counts, kinds_of
from sociogram.queries.claims.read import taken_back
from sociogram.queries.run import batches, run
from sociogram.queries.tie_dates import TieDates, tie_dates

FORWARD, BACKWARD = "startNode", "endNode"
"""The end of a tie from which it is followed."""


@dataclass(frozen=True, slots=True)
class PathTie:
    """A tie between two nodes of a path.

    Attributes:
        relationship: the claim that represents the tie: the first one, by id, that counts, else the first one
            that the search follows.
        claims: the claims that the search follows, those that deny the tie, and those that either take back.
    """

    relationship: Relationship
    claims: tuple[Relationship, ...]


@dataclass(frozen=True, slots=True)
class PathSearch:
    """The settings of a search for paths, created by ``open_search``.

    Attributes:
        store: the graph.
        without: the ``elementId()`` of nodes that no path may visit.
        as_of: an ISO date, whole or partial, at which each tie must hold; None for any date.
        including: the kinds of claims to follow in addition to those that count.
        keys: the properties of the graph that decide whether a claim counts.
        taken_back: the claims that their voice took back, with those that supersede each, by ``elementId()``.
        undirected: the undirected relation types.
        types: the relation types to follow; empty for all.
        is_directed: whether directed ties are followed in their direction only.
        dates: the properties that hold the dates of ties.
    """

    store: GraphStore
    without: frozenset[str] = frozenset()
    as_of: str | None = None
    including: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    taken_back: Mapping[str, Sequence[str]] = field(default_factory=dict)
    undirected: frozenset[str] = frozenset()
    types: tuple[str, ...] = ()
    is_directed: bool = False
    dates: TieDates = field(default_factory=TieDates)

    def between(self, start: str, end: str) -> PathLayers:
        """Return all shortest paths between two nodes: along ties in either direction, or as they point."""
        sides = None if {start, end} & self.without else self._meet(start, end)
        if sides is None:
            return PathLayers(self, start, end, [], {})
        met = sides[0][-1] & sides[1][-1]
        successors: dict[str, dict[str, int]] = {}
        before, after = [met], [met]
        # Follow the levels back from the nodes where the sides meet to each end: only nodes that are found
        # again are on a shortest path.
        for level in reversed(sides[0][:-1]):
            pairs = list(self._pairs(before[-1], level, BACKWARD))
            before.append({there for _, there, _ in pairs})
            for here, there, claims in pairs:
                successors.setdefault(there, {})[here] = claims
        for level in reversed(sides[1][:-1]):
            pairs = list(self._pairs(after[-1], level, FORWARD))
            after.append({there for _, there, _ in pairs})
            for here, there, claims in pairs:
                successors.setdefault(here, {})[there] = claims
        several = [(a, b) for a, others in successors.items() for b, claims in others.items() if claims > 1]
        for (here, there), ties in self._tie_counts(several).items():
            successors[here][there] = ties
        return PathLayers(self, start, end, [*reversed(before[1:]), *after], successors)

    def distance(self, start: str, end: str, below: int | None = None) -> int | None:
        """Return the number of ties on the shortest paths; None if it is not less than ``below``."""
        if {start, end} & self.without:
            return None
        sides = self._meet(start, end, below)
        return None if sides is None else sum(len(side) - 1 for side in sides)

    def kinds(self) -> list[str]:
        """Return the kinds of claims that exist in the graph but that the search does not follow."""
        words = {"retracted"} if self.taken_back else set()
        for key in sorted(self.keys):
            query = f"MATCH ()-[r]->() WHERE r.{key} IS NOT NULL RETURN DISTINCT r.{key}"
            words.update(kind for (word,) in run(self.store, query) for kind in kinds_of({key: word}))
        return [kind for kind in KINDS if kind in words and kind not in self.including]

    def kinds_of(self, claim: Relationship) -> set[str]:
        """Return why a claim does not count; see ``conditions.kinds_of``."""
        kinds = kinds_of(claim.properties)
        return kinds | {"retracted"} if claim.id in self.taken_back else kinds

    def _meet(self, start: str, end: str, below: int | None = None) -> list[list[set[str]]] | None:
        """Return the levels from both ends up to where they meet; None if they do not, or not ``below``."""
        sides = [[{start}], [{end}]]
        visited = [{start}, {end}]
        while not sides[0][-1] & sides[1][-1]:
            if below is not None and len(sides[0]) + len(sides[1]) - 1 >= below:
                return None
            side = int(len(sides[1][-1]) < len(sides[0][-1]))
            found = (
                self._neighbours(sides[side][-1], (FORWARD, BACKWARD)[side]) - visited[side] - self.without
            )
            if not found:
                return None
            visited[side] |= found
            sides[side].append(found)
        return sides

    def _holds(self) -> str:
        """Return the condition that a tie ``r`` holds on the date and is of one of the types."""
        end = f"coalesce({self.dates.end('r')}, '9999')"
        condition = (
            f"($as_of IS NULL OR (coalesce({self.dates.start('r')}, '') <= $as_of + '~' "
            f"AND {end} >= left($as_of, size({end}))))"
        )
        return f"{condition} AND type(r) IN $types" if self.types else condition

    def _leads(self, end: str) -> str:
        """Return the condition under which a tie ``r`` may be followed from ``a``, one of its ends."""
        if not self.is_directed or not self.store.is_directed:
            return "true"
        words = list(UNDIRECTED_WORDS)
        undirected = f"type(r) IN $undirected OR coalesce(toLower(toStringOrNull(r.directed)), '') IN {words}"
        return f"({end}(r) = a OR {undirected})"

    def _followed(self, end: str) -> str:
        """Return the condition under which the search follows a claim ``r`` from ``a``, one of its ends."""
        counted = counts("r", including=self.including, keys=self.keys)
        condition = f"{self._holds()} AND {self._leads(end)} AND {counted}"
        if self.taken_back and "retracted" not in self.including:
            condition += " AND NOT elementId(r) IN $taken_back"
        return condition

    def _neighbours(self, nodes: set[str], end: str) -> set[str]:
        condition = f"elementId(a) IN $ids AND {self._followed(end)}"
        rule = self.store.actor_rule
        # If all nodes are actors, the label need not be tested.
        other = "(b)" if rule.is_default and not rule.has_others else rule.pattern("b")
        query = f"MATCH (a)-[r]-{other} WHERE {condition} RETURN DISTINCT elementId(b)"
        return {node for ids in batches(sorted(nodes)) for (node,) in self._run(query, ids=ids)}

    def _pairs(self, near: set[str], far: set[str], end: str) -> Iterator[tuple[str, str, int]]:
        """Yield each pair of tied nodes, one from each set, with the number of claims that are followed."""
        # The second condition follows a WITH; otherwise a server would build all pairs and then look for
        # ties.
        query = f"""
            MATCH (a)-[r]-(b) WHERE elementId(a) IN $ids AND {self._followed(end)}
            WITH elementId(a) AS here, elementId(b) AS there, r WHERE there IN $others
            RETURN here, there, count(r)"""
        for ids in batches(sorted(near)):
            for others in batches(sorted(far)):
                yield from self._run(query, ids=ids, others=others)

    def _tie_counts(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Return the number of ties of each pair of nodes, which may be less than that of its claims."""
        query = f"""
            UNWIND $pairs AS pair
            MATCH (a)-[r]-(b)
            WHERE elementId(a) = pair[0] AND elementId(b) = pair[1] AND {self._followed(FORWARD)}
            RETURN DISTINCT pair[0], pair[1], type(r), elementId(startNode(r)), r.directed"""
        found: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for some in batches(sorted(pairs)):
            for here, there, kind, start, directed in self._run(query, pairs=[list(pair) for pair in some]):
                found.setdefault((here, there), set()).add(self._tie_key(kind, start, directed))
        return {pair: len(keys) for pair, keys in found.items()}

    def _tie_key(self, kind: str, start: str, directed: Any) -> tuple[str, str]:
        """Return a key that all claims about one tie between two nodes share."""
        has_direction = self.store.is_directed and kind not in self.undirected and is_directed(directed)
        return kind, start if has_direction else ""

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """Return nodes by their ``elementId()``."""
        query = "MATCH (n) WHERE elementId(n) IN $ids RETURN n"
        return {node.id: node for some in batches(sorted(ids)) for (node,) in self._run(query, ids=some)}

    def ties(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[PathTie]]:
        """Return the ties of pairs of nodes, in an order that is the same on every store."""
        query = f"""
            UNWIND $pairs AS pair
            MATCH (a)-[r]-(b)
            WHERE elementId(a) = pair[0] AND elementId(b) = pair[1] AND {self._holds()}
                AND {self._leads(FORWARD)}
            RETURN pair[0], pair[1], r"""
        found: dict[tuple[str, str], dict[tuple[str, str], list[Relationship]]] = {}
        for some in batches(sorted(pairs)):
            for here, there, claim in self._run(query, pairs=[list(pair) for pair in some]):
                key = self._tie_key(claim.type, claim.start, claim.get("directed"))
                found.setdefault((here, there), {}).setdefault(key, []).append(claim)
        return {
            pair: sorted(self._followed_ties(claims.values()), key=lambda tie: _tie_order(tie.relationship))
            for pair, claims in found.items()
        }

    def _followed_ties(self, ties: Iterable[list[Relationship]]) -> Iterator[PathTie]:
        """Yield the ties that have at least one claim that the search follows."""
        for unordered in ties:
            kinds = {claim: self.kinds_of(claim) for claim in sorted(unordered, key=_tie_order)}
            followed = [claim for claim, of_claim in kinds.items() if of_claim <= self.including]
            if not followed:
                continue
            first = min(followed, key=lambda claim: len(kinds[claim]))
            listed = [claim for claim, of_claim in kinds.items() if of_claim <= self.including | {"denied"}]
            superseded = {claim_id for claim in listed for claim_id in as_list(claim.get("supersedes"))}
            shown = [
                claim
                for claim in kinds
                if claim in listed or (claim.id in self.taken_back and str(claim.get("id")) in superseded)
            ]
            yield PathTie(first, tuple(shown))

    def _run(self, query: str, **parameters: Any) -> Iterator[Any]:
        fixed = {
            "as_of": self.as_of,
            "taken_back": list(self.taken_back),
            "types": list(self.types),
            "undirected": sorted(self.undirected),
        }
        return run(self.store, query, {**fixed, **parameters}).stream()


def open_search(
    store: GraphStore,
    *,
    without: Iterable[str] = (),
    as_of: str | None = None,
    including: Iterable[str] = (),
    types: Iterable[str] = (),
    directed: bool = False,
) -> PathSearch:
    """Return a search, after reading which properties the graph has and which claims were taken back."""
    known = run(store, f"MATCH (t:{RELATION_TYPE_LABEL}) RETURN t.type, t.directed")
    return PathSearch(
        store,
        frozenset(without),
        as_of,
        frozenset(including),
        frozenset(store.property_keys(CONDITION_KEYS)),
        taken_back(store),
        frozenset(name for name, has_direction in known if not is_directed(has_direction)),
        tuple(types),
        directed,
        tie_dates(store),
    )


@dataclass(frozen=True, slots=True)
class PathLayers:
    """All shortest paths between two nodes, as a layered graph.

    Attributes:
        search: the search that found them.
        start: the first node.
        end: the last node.
        levels: the nodes on the paths, by their distance from the start; empty if there is no path.
        successors: the next nodes of each node on the paths, with the number of ties to each.
    """

    search: PathSearch
    start: str
    end: str
    levels: list[set[str]]
    successors: Mapping[str, Mapping[str, int]] = field(repr=False)

    @property
    def length(self) -> int | None:
        """The number of ties on each path; None if there is no path."""
        return len(self.levels) - 1 if self.levels else None

    def count(self) -> int:
        """Return the number of paths."""
        if not self.levels:
            return 0
        paths = {self.end: 1}
        for level in reversed(self.levels[:-1]):
            for node in level:
                paths[node] = sum(ties * paths[other] for other, ties in self.successors[node].items())
        return paths[self.start]

    def first(self, limit: int) -> tuple[list[Path], dict[str, PathTie]]:
        """Return the first paths, sorted by the names along them, then by the types and ids of their ties.

        Returns:
            The paths, and the ties on them by the ids of the relationships that represent them.
        """
        nodes = self.search.nodes(set().union(*self.levels))
        walks = list(islice(self._walks(nodes), limit))
        ties = self.search.ties({pair for walk in walks for pair in pairwise(walk)})
        paths = (
            Path(tuple(nodes[node] for node in walk), tuple(tie.relationship for tie in chosen))
            for walk in walks
            for chosen in product(*(ties[pair] for pair in pairwise(walk)))
        )
        on_paths = {tie.relationship.id: tie for found in ties.values() for tie in found}
        return list(islice(paths, limit)), on_paths

    def _walks(self, nodes: Mapping[str, Node]) -> Iterator[tuple[str, ...]]:
        """Yield the sequences of nodes of the paths, in order and lazily."""
        ranks = {node.id: rank for rank, node in enumerate(sorted(nodes.values(), key=self._node_order))}
        stack: list[tuple[str, ...]] = [(self.start,)] if self.levels else []
        while stack:
            walk = stack.pop()
            if walk[-1] == self.end:
                yield walk
                continue
            last_first = sorted(self.successors[walk[-1]], key=ranks.__getitem__, reverse=True)
            stack += [(*walk, other) for other in last_first]

    def _node_order(self, node: Node) -> tuple[str, str, str, str]:
        name = self.search.store.actor_rule.name_of(node)
        return name, str(node.get("id", "")), str(sorted(node.properties.items())), node.id

    def nodes_and_ties(self) -> tuple[list[Node], list[Relationship]]:
        """Return all nodes on the paths, and all claims about the ties on them."""
        pairs = {(here, there) for here, others in self.successors.items() for there in others}
        ties = [tie for found in self.search.ties(pairs).values() for tie in found]
        claims = [claim for tie in ties for claim in tie.claims]
        return list(self.search.nodes(set().union(*self.levels)).values()), claims


def _tie_order(tie: Relationship) -> tuple[str, str, str, str]:
    return tie.type, str(tie.get("id", "")), str(sorted(tie.properties.items())), tie.id
