"""Actors and the ties between them as arrays: an overview counts them without an object for each claim.

A tie that any claim affirms counts once, however many claims are about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from sociogram.graph.claims import Claims
from sociogram.graph.columns import BoolArray, IntArray
from sociogram.graph.model import RELATION_TYPE_LABEL, SOURCE_LABEL, Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.queries.claims.wording.wording import Wording
from sociogram.viz.picture.claims import claims_of
from sociogram.viz.picture.style import certainty_rank
from sociogram.viz.text import as_text

ClaimReader = Callable[[IntArray], Sequence[Relationship]]
"""Returns the relationships of some claims, by their rows."""


class Network:
    """Actors and the claims about their ties.

    Args:
        nodes: the actors.
        claims: the claims after the rules have been applied. Those beyond ``starts`` are not drawn, but take
            back some that are.
        starts: the source of each drawn claim, as a position among ``nodes``.
        ends: its target, likewise.
        read: returns the relationships of the few claims that are drawn one by one.
        taken_back: for each drawn claim, whether one that is not among ``claims`` takes it back.

    Attributes:
        affirming: the rows of the claims that affirm a tie.
        tie_of: for each of these, the number of its tie.
        tie_starts: the source of each affirmed tie, as a position among ``nodes``.
        tie_ends: its target, likewise.
    """

    def __init__(
        self,
        nodes: Sequence[Node],
        claims: Claims,
        starts: IntArray,
        ends: IntArray,
        read: ClaimReader,
        taken_back: BoolArray | None = None,
    ) -> None:
        self.nodes = tuple(nodes)
        self.claims = claims
        self.starts, self.ends = starts, ends
        self._read = read
        count = len(starts)
        affirms = (claims.is_live & ~claims.denies & (claims.modalities == 0))[:count]
        if taken_back is not None:
            affirms &= ~taken_back
        self.affirming: IntArray = np.flatnonzero(affirms)
        _, first, self.tie_of = np.unique(
            claims.tie_numbers[self.affirming], return_index=True, return_inverse=True
        )
        self.tie_starts: IntArray = starts[self.affirming[first]]
        self.tie_ends: IntArray = ends[self.affirming[first]]

    @property
    def has_other_claims(self) -> bool:
        """Whether some claims affirm nothing: they deny, plan, or do not count."""
        return len(self.affirming) < len(self.starts)

    @cached_property
    def degrees(self) -> IntArray:
        """The number of affirmed ties of each actor."""
        others = self.tie_ends[self.tie_starts != self.tie_ends]
        count = len(self.nodes)
        degrees: IntArray = np.bincount(self.tie_starts, minlength=count) + np.bincount(
            others, minlength=count
        )
        return degrees

    @cached_property
    def drawn(self) -> IntArray:
        """The actors: all nodes except sources and relation types without ties."""
        described = {(SOURCE_LABEL,), (RELATION_TYPE_LABEL,)}
        tied = np.zeros(len(self.nodes), dtype=np.bool_)
        tied[self.starts] = tied[self.ends] = True
        other = np.array([node.labels not in described for node in self.nodes], dtype=np.bool_)
        return np.flatnonzero(tied | other)

    @cached_property
    def certainties(self) -> tuple[IntArray, list[str]]:
        """The firmest certainty of each affirmed tie, as a position in a list, and the list."""
        column = self.claims.column("certainty")
        words = column.map(lambda value: as_text(value).strip().lower())
        keys = sorted(set(words.values), key=certainty_rank)
        ranks = words.array(keys.index)[self.affirming]
        firmest = np.full(len(self.tie_starts), len(keys), dtype=np.int64)
        np.minimum.at(firmest, self.tie_of, ranks)
        return firmest, keys

    def strongest(self, count: int, name_of: Callable[[Node], str]) -> Subgraph:
        """Return the ``count`` actors with the most affirmed ties, and every claim among them."""
        degrees = self.degrees.tolist()
        ranked = sorted(
            range(len(self.nodes)),
            key=lambda one: (-degrees[one], name_of(self.nodes[one]), self.nodes[one].id),
        )
        chosen = np.zeros(len(self.nodes), dtype=np.bool_)
        chosen[ranked[:count]] = True
        nodes = tuple(self.nodes[position] for position in np.flatnonzero(chosen).tolist())
        return Subgraph(nodes, self.relationships(np.flatnonzero(chosen[self.starts] & chosen[self.ends])))

    def relationships(self, rows: IntArray) -> tuple[Relationship, ...]:
        """Return the relationships of some claims."""
        return tuple(self._read(rows))


def network_of(
    subgraph: Subgraph, wording: Wording | None = None, later: Iterable[Relationship] = ()
) -> Network:
    """Return the network of a part of a graph that is in memory.

    Args:
        subgraph: actors and claims; it knows which types of ties have no direction.
        wording: the sources and the relation types.
        later: claims that are not drawn and take back some that are.
    """
    positions = {node.id: position for position, node in enumerate(subgraph.nodes)}
    drawn = [one for one in subgraph.relationships if one.start in positions and one.end in positions]
    ids = {one.id for one in drawn}
    beside = [one for one in later if one.id not in ids]
    types = {
        name: Node(name, (RELATION_TYPE_LABEL,), {"type": name, "directed": False})
        for name in subgraph.undirected_types
    }
    known = wording or Wording()
    known = replace(known, relation_types={**types, **known.relation_types})
    ends = {end: end for one in (*drawn, *beside) for end in (one.start, one.end)}
    claims, _ = claims_of([*drawn, *beside], ends, known)
    return drawn_network(subgraph.nodes, claims, positions, drawn)


def drawn_network(
    nodes: Sequence[Node], claims: Claims, positions: Mapping[str, int], drawn: Sequence[Relationship]
) -> Network:
    """Return the network of claims that the rules have been applied to.

    Args:
        nodes: the actors.
        claims: what follows from the relationships, row by row; further rows may follow.
        positions: those of the actors, by their nodes' ids.
        drawn: the relationships.
    """
    starts = np.array([positions[one.start] for one in drawn], dtype=np.int64)
    ends = np.array([positions[one.end] for one in drawn], dtype=np.int64)
    return Network(nodes, claims, starts, ends, lambda rows: [drawn[row] for row in rows.tolist()])
