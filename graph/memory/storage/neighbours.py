"""Relationships of nodes: the part of a snapshot that reads the adjacency.

Most methods have two forms: one takes and returns arrays; the other takes a few nodes and returns lists,
which is faster for them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from operator import itemgetter
from typing import Any, TypeVar

import numpy as np

from sociogram.graph.columns import LIST_LIMIT, AnyArray, BoolArray, IntArray, integers_for
from sociogram.graph.memory.storage.adjacency import CompressedRows, ListedHops, Neighbours, interleave
from sociogram.graph.memory.storage.delta import Delta, mask_of
from sociogram.graph.memory.storage.delta_adjacency import DeltaAdjacency
from sociogram.graph.memory.storage.tables import Tables
from sociogram.graph.model import Direction

Made = TypeVar("Made")

_NONE = np.zeros(0, dtype=np.int64)


class AdjacencyView:
    """The relationships of a graph at one moment, by slot."""

    __slots__ = ("__weakref__", "_changes", "_tables")

    def __init__(self, tables: Tables, changes: Delta) -> None:
        self._tables = tables
        self._changes = changes

    def _derived(self, name: Hashable, version: Any, make: Callable[[], Made]) -> Made:
        """Return the object cached for this version, or make it."""
        cache = self._changes.derived
        found = cache.get(name)
        if found is not None and found[0] == version:
            return found[1]  # type: ignore[no-any-return]
        made = make()
        cache[name] = (version, made)
        return made

    @property
    def node_slots(self) -> int:
        """The length of the node table, holes included."""
        return self._changes.node_slots

    @property
    def relationship_slots(self) -> int:
        """The length of the relationship table, holes included."""
        return self._changes.relationship_slots

    def is_relationship(self, slot: int) -> bool:
        """Return whether a slot holds a relationship."""
        dead = self._tables.dead_relationships
        if slot in self._changes.dead_relationships or not 0 <= slot < self._changes.relationship_slots:
            return False
        return dead is None or slot >= len(dead) or not dead[slot]

    def start_of(self, slot: int) -> int:
        """Return the start node of a relationship."""
        offset = self._tables.relationship_slots
        return self._tables.start_of(slot) if slot < offset else self._changes.added.start[slot - offset]

    def end_of(self, slot: int) -> int:
        """Return the end node of a relationship."""
        offset = self._tables.relationship_slots
        return self._tables.end_of(slot) if slot < offset else self._changes.added.end[slot - offset]

    def type_code(self, slot: int) -> int:
        """Return the code of a relationship's type."""
        offset = self._tables.relationship_slots
        return self._tables.type_code_of(slot) if slot < offset else self._changes.added.codes[slot - offset]

    def expand(
        self,
        nodes: IntArray,
        direction: Direction,
        types: Sequence[str] | None = None,
        among: BoolArray | None = None,
    ) -> Neighbours:
        """Return the relationships of each node; ``nodes`` has no nulls.

        Args:
            nodes: slots of nodes, int64.
            direction: ``BOTH`` returns a self-loop once.
            types: relationship types; None for all.
            among: mask by slot of the nodes that may be at the other end; None for all.
        """
        codes = self._codes(types)
        parts: list[Neighbours] = []
        if direction is not Direction.INCOMING:
            parts += self._parts(nodes, Direction.OUTGOING, codes, among)
        if direction is not Direction.OUTGOING:
            incoming = self._parts(nodes, Direction.INCOMING, codes, among)
            if direction is Direction.BOTH and len(self._loops()):
                incoming = [part.filtered(nodes[part.rows] != part.neighbours) for part in incoming]
            parts += incoming
        return interleave(parts, len(nodes))

    def positions(
        self, nodes: IntArray, direction: Direction, types: Sequence[str] | None = None
    ) -> tuple[IntArray, IntArray, CompressedRows] | None:
        """Return what ``expand`` finds as positions, so that the caller reads the rest only if necessary.

        Returns:
            For each relationship, the position in ``nodes`` that it was expanded from and its position in the
            table's rows; and the rows. None if the frozen tables alone, in one direction, do not suffice.
        """
        frozen = self._as_frozen() and self.node_slots == self._tables.node_slots
        codes = self._frozen_codes(self._codes(types))
        if direction is Direction.BOTH or not frozen or (codes is not None and not codes):
            return None
        return self._tables.adjacency(direction).positions(nodes, codes)

    def _parts(
        self, nodes: IntArray, direction: Direction, codes: Sequence[int] | None, among: BoolArray | None
    ) -> list[Neighbours]:
        """Return the frozen and the added relationships of each node in one direction."""
        parts = []
        known = self._frozen_codes(codes)
        if known is None or known:
            parts.append(self._frozen_part(nodes, direction, known, among))
        added = self._added(direction)
        if len(added) and (part := added.part(nodes, codes)) is not None:
            parts.append(part if among is None else part.filtered(among[part.neighbours]))
        return parts

    def _frozen_part(
        self, nodes: IntArray, direction: Direction, codes: Sequence[int] | None, among: BoolArray | None
    ) -> Neighbours:
        tables = self._tables
        adjacency = tables.adjacency(direction)
        if self.node_slots > tables.node_slots and not (inside := nodes < tables.node_slots).all():
            part = adjacency.gather(nodes[inside], codes, among)
            part = part._replace(rows=np.flatnonzero(inside)[part.rows])
        else:
            part = adjacency.gather(nodes, codes, among)
        if self._changes.dead_relationships and len(part.rows):
            dead = self._derived("dead mask", self._changes.relationships_version, self._dead_mask)
            part = part.filtered(~dead[part.relationships])
        return part

    def _dead_mask(self) -> BoolArray:
        return mask_of(self._changes.dead_relationships, self.relationship_slots)

    def expand_one(
        self, node: int, direction: Direction, types: Sequence[str] | None = None
    ) -> tuple[list[int], list[int]]:
        """Return the relationships of one node and the nodes at their other ends, without NumPy calls."""
        return self._expand_coded(node, direction, self._codes(types))

    def expand_listed(
        self, nodes: Sequence[int], direction: Direction, types: Sequence[str] | None, most: int
    ) -> ListedHops | None:
        """Return the relationships of a few nodes as lists, like ``expand``; -1 has none.

        None if there are more than ``most`` of them: arrays are faster then.
        """
        codes = self._codes(types)
        tables = self._tables
        if not self._as_frozen_at(nodes):
            found: ListedHops = [], [], []
            for row, node in enumerate(nodes):
                some, others = self._expand_coded(node, direction, codes)
                found[0].extend([row] * len(some))
                found[1].extend(some)
                found[2].extend(others)
                if len(found[0]) > most:
                    return None
            return found
        known = self._frozen_codes(codes)
        if direction is not Direction.BOTH:
            return tables.adjacency(direction).of_nodes(nodes, known, most)
        out, into = tables.outgoing.of_nodes(nodes, known, most), tables.incoming.of_nodes(nodes, known, most)
        return None if out is None or into is None else _both_directions(nodes, out, into)

    def listed_degrees(
        self, nodes: Sequence[int], direction: Direction, types: Sequence[str] | None
    ) -> list[int]:
        """Return the number of relationships of each of a few nodes, like ``degree``; -1 has none."""
        codes = self._codes(types)
        if not (self._as_frozen() or (direction is not Direction.BOTH and self._as_frozen_at(nodes))):
            return [len(self._expand_coded(node, direction, codes)[0]) for node in nodes]
        tables = self._tables
        known = self._frozen_codes(codes)
        if direction is not Direction.BOTH:
            return tables.adjacency(direction).listed_degrees(nodes, known)
        out, into = tables.outgoing.listed_degrees(nodes, known), tables.incoming.listed_degrees(nodes, known)
        looped = self._derived("looped", self._delta_version(), self._loops().nodes)
        return [
            len(self._expand_coded(node, direction, codes)[0]) if node in looped else one + other
            for node, one, other in zip(nodes, out, into, strict=True)
        ]

    def _as_frozen(self) -> bool:
        """Return whether the relationships are those of the tables: none added, none deleted."""
        changes = self._changes
        return not changes.dead_relationships and (
            changes.relationship_slots == self._tables.relationship_slots
        )

    def _as_frozen_at(self, nodes: Sequence[int]) -> bool:
        """Return whether the relationships of some nodes are unchanged; may be False even if they are."""
        return self._as_frozen() or self._changes.added.touched.isdisjoint(nodes)

    def _expand_coded(
        self, node: int, direction: Direction, codes: Sequence[int] | None
    ) -> tuple[list[int], list[int]]:
        if direction is not Direction.BOTH:
            return self._expand_one(node, direction, codes)
        relationships, neighbours = self._expand_one(node, Direction.OUTGOING, codes)
        others, sources = self._expand_one(node, Direction.INCOMING, codes)
        if node in sources:
            others = [slot for slot, source in zip(others, sources, strict=True) if source != node]
            sources = [source for source in sources if source != node]
        return relationships + others, neighbours + sources

    def _expand_one(
        self, node: int, direction: Direction, codes: Sequence[int] | None
    ) -> tuple[list[int], list[int]]:
        tables, changes = self._tables, self._changes
        relationships: list[int] = []
        neighbours: list[int] = []
        known = self._frozen_codes(codes)
        if node < tables.node_slots and (known is None or known):
            adjacency = tables.adjacency(direction)
            relationships, neighbours = adjacency.one(node, known)
        dead = changes.dead_relationships
        if dead and not dead.isdisjoint(relationships):
            pairs = zip(relationships, neighbours, strict=True)
            neighbours = [neighbour for slot, neighbour in pairs if slot not in dead]
            relationships = [slot for slot in relationships if slot not in dead]
        new = changes.added
        added = (new.outgoing if direction is Direction.OUTGOING else new.incoming).get(node)
        if added is not None:
            others = new.end if direction is Direction.OUTGOING else new.start
            offset, length = tables.relationship_slots, changes.relationship_slots
            for slot in added:
                if (
                    slot < length
                    and slot not in dead
                    and (codes is None or new.codes[slot - offset] in codes)
                ):
                    relationships.append(slot)
                    neighbours.append(others[slot - offset])
        return relationships, neighbours

    def degree(self, nodes: IntArray, direction: Direction, types: Sequence[str] | None = None) -> IntArray:
        """Return the number of relationships of each node; ``BOTH`` counts a self-loop once."""
        changes = self._changes
        if len(nodes) <= LIST_LIMIT and (changes.added.start or changes.dead_relationships):
            # The array path would first sort everything written since the tables were frozen.
            return np.array(self.listed_degrees(nodes.tolist(), direction, types), np.int64)
        codes = self._codes(types)
        if direction is not Direction.BOTH:
            return self._degree(nodes, direction, codes)
        both = self._degree(nodes, Direction.OUTGOING, codes) + self._degree(nodes, Direction.INCOMING, codes)
        loops = self._loops()
        return both - loops.counts(nodes, codes) if len(loops) else both

    def degrees(self, direction: Direction, types: Sequence[str] | None = None) -> AnyArray:
        """Return the degree of every slot, 0 at holes; cached, for callers that need many.

        The dtype is the narrowest that holds all degrees, so that more of them fit in the processor's cache.
        """
        name = ("degrees", direction, None if types is None else tuple(types))
        version = (self._changes.nodes_version, self._changes.relationships_version)

        def make() -> AnyArray:
            counts = self.degree(np.arange(self.node_slots, dtype=np.int64), direction, types)
            return counts.astype(integers_for(0, int(counts.max(initial=0))))

        return self._derived(name, version, make)

    def positive_degrees(
        self, direction: Direction, types: Sequence[str] | None = None
    ) -> tuple[IntArray, AnyArray]:
        """Return the slots with a positive degree, ascending, and their degrees; cached like ``degrees``."""
        name = ("positive degrees", direction, None if types is None else tuple(types))

        def make() -> tuple[IntArray, AnyArray]:
            degrees = self.degrees(direction, types)
            slots = np.flatnonzero(degrees != 0)  # flatnonzero of a boolean mask takes a quarter of the time
            return slots, degrees[slots]

        return self._derived(name, (self._changes.nodes_version, self._changes.relationships_version), make)

    def _degree(self, nodes: IntArray, direction: Direction, codes: Sequence[int] | None) -> IntArray:
        tables, changes = self._tables, self._changes
        adjacency = tables.adjacency(direction)
        known = self._frozen_codes(codes)
        if known is not None and not known:
            degrees = np.zeros(len(nodes), dtype=np.int64)
        elif self.node_slots > tables.node_slots and not (inside := nodes < tables.node_slots).all():
            degrees = np.zeros(len(nodes), dtype=np.int64)
            degrees[inside] = adjacency.degrees(nodes[inside], known)
        else:
            degrees = adjacency.degrees(nodes, known)
        added = self._added(direction)
        if len(added):
            degrees = degrees + added.counts(nodes, codes)
        if changes.dead_relationships:
            removed = self._removed(direction)
            if len(removed):
                degrees = degrees - removed.counts(nodes, codes)
        return degrees

    def _codes(self, types: Sequence[str] | None) -> Sequence[int] | None:
        if types is None:
            return None
        find = self._tables.type_names.find
        if len(types) == 1:
            code = find(types[0])
            return (code,) if code >= 0 else ()
        return sorted({code for name in types if (code := find(name)) >= 0})

    def _frozen_codes(self, codes: Sequence[int] | None) -> Sequence[int] | None:
        """Return the codes of types that the frozen tables have."""
        types = self._tables.types
        if codes is None or (codes and max(codes) < types):
            return codes
        return [code for code in codes if code < types]

    def _delta_version(self) -> tuple[int, int]:
        return self._changes.relationships_version, self._changes.node_slots

    def _delta_adjacency(self, slots: list[int], direction: Direction) -> DeltaAdjacency:
        at, to = (
            (self.start_of, self.end_of) if direction is Direction.OUTGOING else (self.end_of, self.start_of)
        )
        # Slot by slot: the int64 arrays of all ends may not exist yet.
        codes = [self.type_code(slot) for slot in slots]
        rows = np.array([slots, list(map(at, slots)), list(map(to, slots)), codes], dtype=np.int64)
        return DeltaAdjacency(rows[1], rows[0], rows[2], rows[3], self.node_slots)

    def _added(self, direction: Direction) -> DeltaAdjacency:
        """Return the relationships added since the tables were frozen."""
        first, last = self._tables.relationship_slots, self.relationship_slots
        if first == last:
            return _NO_DELTA

        def make() -> DeltaAdjacency:
            at, to, codes = self._changes.added.arrays(last - first)
            if direction is Direction.INCOMING:
                at, to = to, at
            dead = [slot - first for slot in self._changes.dead_relationships if slot >= first]
            slots = np.arange(first, last, dtype=np.int64)
            if dead:
                remaining = np.flatnonzero(~mask_of(dead, last - first))
                at, slots, to, codes = at[remaining], slots[remaining], to[remaining], codes[remaining]
            return DeltaAdjacency(at, slots, to, codes, self.node_slots)

        return self._derived(("added", direction), self._delta_version(), make)

    def _removed(self, direction: Direction) -> DeltaAdjacency:
        """Return the frozen relationships that have been deleted."""

        def make() -> DeltaAdjacency:
            frozen = self._tables.relationship_slots
            return self._delta_adjacency(
                sorted(slot for slot in self._changes.dead_relationships if slot < frozen), direction
            )

        return self._derived(("removed", direction), self._delta_version(), make)

    def _loops(self) -> DeltaAdjacency:
        """Return the self-loops."""

        def make() -> DeltaAdjacency:
            first, last, new = self._tables.relationship_slots, self.relationship_slots, self._changes.added
            added = [slot for slot in range(first, last) if new.start[slot - first] == new.end[slot - first]]
            loops = [*self._tables.loops, *added]
            return self._delta_adjacency(
                [slot for slot in loops if self.is_relationship(slot)], Direction.OUTGOING
            )

        return self._derived("loops", self._delta_version(), make)


_NO_DELTA = DeltaAdjacency(_NONE, _NONE, _NONE, _NONE, 0)


def _both_directions(nodes: Sequence[int], out: ListedHops, into: ListedHops) -> ListedHops:
    """Merge both directions row by row; a self-loop counts once."""
    incoming = [step for step in zip(*into, strict=True) if step[2] != nodes[step[0]]]
    steps = [*zip(*out, strict=True), *incoming]
    if len(nodes) > 1:
        steps.sort(key=itemgetter(0))
    return [row for row, _, _ in steps], [slot for _, slot, _ in steps], [node for _, _, node in steps]
