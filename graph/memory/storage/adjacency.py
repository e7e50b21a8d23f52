"""Adjacency in compressed sparse rows: every relationship in one array, sorted by (type, node).

The relationships of one type at one node begin at ``pointers[type * nodes + node]``. So one type is
contiguous, a set of types is the same gather over more keys, and degrees are differences of pointers. If
types times nodes far exceeds the number of relationships, only the keys that occur are stored and found by
bisection.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sociogram.graph.columns import LIST_LIMIT, AnyArray, BoolArray, CodeArray, IntArray
from sociogram.graph.columns.arrays import expand_ranges

Int32Array = CodeArray

_TYPED_KEYS = 8
"""Up to this many types, looking up all types reads the rows by type."""


def stable_order(keys: IntArray) -> IntArray:
    """Return a stable sorting order of non-negative keys; faster than argsort if they fit in 62 bits."""
    count = len(keys)
    if count == 0:
        return np.zeros(0, dtype=np.int64)
    position_bits = max(1, (count - 1).bit_length())
    if int(keys.max()).bit_length() + position_bits > 62:
        return np.argsort(keys, kind="stable")
    packed = (keys << position_bits) | np.arange(count, dtype=np.int64)
    packed.sort()
    return packed & ((1 << position_bits) - 1)


ListedHops = tuple[list[int], list[int], list[int]]
"""Relationships of a few nodes, as lists: position of the node, slot, node at the other end."""

HOP_LIMIT = 32 * LIST_LIMIT
"""Up to this many relationships, lists and sets are faster than arrays."""


class Neighbours(NamedTuple):
    """Some of the relationships of several nodes.

    Attributes:
        rows: for each relationship, the position of the node that it was expanded from, ascending.
        relationships: their slots.
        neighbours: the nodes at their other ends.
    """

    rows: IntArray
    relationships: AnyArray
    neighbours: AnyArray

    def filtered(self, mask: BoolArray) -> Neighbours:
        """Keep the relationships where ``mask`` is true."""
        return self if mask.all() else Neighbours(*(values[mask] for values in self))


class CompressedRows:
    """Relationships by key, where a key is ``type * nodes + node``."""

    __slots__ = (
        "_keys_view",
        "_neighbours_view",
        "_pointers_view",
        "_relationships_view",
        "keys",
        "neighbours",
        "nodes",
        "pointers",
        "relationships",
        "types",
    )

    def __init__(
        self, keys: IntArray, neighbours: Int32Array, relationships: Int32Array, *, nodes: int, types: int
    ) -> None:
        order = stable_order(keys)
        size = nodes * types
        found: IntArray | None = None
        if size <= 4 * (nodes + len(keys)) + 1_000_000:
            counts = np.bincount(keys, minlength=size) if len(keys) else np.zeros(size, dtype=np.int64)
        else:
            found, counts = np.unique(keys[order], return_counts=True)
        pointers: AnyArray = np.zeros(len(counts) + 1, dtype=np.int32 if len(keys) < 2**31 else np.int64)
        np.cumsum(counts, out=pointers[1:])
        self._hold(neighbours[order], relationships[order], pointers, found, nodes, types)

    @classmethod
    def of_arrays(
        cls,
        *,
        neighbours: Int32Array,
        relationships: Int32Array,
        pointers: AnyArray,
        keys: IntArray | None,
        nodes: int,
        types: int,
    ) -> CompressedRows:
        """Create rows from arrays that were built before."""
        rows = cls.__new__(cls)
        rows._hold(neighbours, relationships, pointers, keys, nodes, types)
        return rows

    def _hold(
        self,
        neighbours: Int32Array,
        relationships: Int32Array,
        pointers: AnyArray,
        keys: IntArray | None,
        nodes: int,
        types: int,
    ) -> None:
        self.nodes: int = nodes
        self.types: int = types
        self.neighbours: Int32Array = neighbours
        self.relationships: Int32Array = relationships
        self.pointers: AnyArray = pointers
        self.keys: IntArray | None = keys
        self._keys_view = None if keys is None else keys.data
        self._pointers_view = pointers.data
        self._neighbours_view = neighbours.data
        self._relationships_view = relationships.data

    def bounds(self, keys: IntArray) -> tuple[IntArray, IntArray]:
        """Return the position of each key's first relationship, and how many it has."""
        if self.keys is None:
            first = self.pointers[keys]
            return first.astype(np.int64), (self.pointers[keys + 1] - first).astype(np.int64)
        position = np.searchsorted(self.keys, keys)
        position[position == len(self.keys)] = 0
        found = self.keys[position] == keys if len(self.keys) else np.zeros(len(keys), dtype=np.bool_)
        first = self.pointers[position].astype(np.int64)
        counts = np.where(found, self.pointers[position + found] - first, 0)
        return first, counts.astype(np.int64)

    def bounds_of_one(self, key: int) -> tuple[int, int]:
        """Return the range of one key's relationships, without NumPy calls."""
        pointers = self._pointers_view
        if self._keys_view is not None:
            keys = self._keys_view
            position = bisect_left(keys, key)
            if position == len(keys) or keys[position] != key:
                return 0, 0
            key = position
        return pointers[key], pointers[key + 1]

    def reaching(
        self, of: IntArray, positions: IntArray, among: BoolArray
    ) -> tuple[IntArray, IntArray, Int32Array]:
        """Return the given rows and positions that lead to nodes in the mask ``among``, and those nodes."""
        neighbours = self.neighbours.take(positions)
        remaining = np.flatnonzero(among.take(neighbours))
        return of.take(remaining), positions.take(remaining), neighbours.take(remaining)

    def between(self, first: int, last: int) -> tuple[list[int], list[int]]:
        """Return the relationships and neighbours at positions ``first`` up to ``last``."""
        return self._relationships_view[first:last].tolist(), self._neighbours_view[first:last].tolist()


class Adjacency:
    """The relationships of a frozen table in one direction, built on first use.

    Args:
        at: the node from which each relationship is looked up.
        to: the node at its other end.
        codes: the type of each relationship.
        nodes: the number of node slots.
        types: the number of type codes.
        live: the relationships that are not deleted; None if none is.
    """

    __slots__ = ("_any_type", "_at", "_by_type", "_codes", "_live", "_to", "nodes", "types")

    def __init__(
        self,
        at: Int32Array,
        to: Int32Array,
        codes: Int32Array,
        *,
        nodes: int,
        types: int,
        live: IntArray | None,
    ) -> None:
        self._at = at
        self._to = to
        self._codes = codes
        self._live = live
        self.nodes: int = nodes
        self.types: int = types
        self._by_type: CompressedRows | None = None
        self._any_type: CompressedRows | None = None

    def _build(self, *, typed: bool) -> CompressedRows:
        at, to, codes = self._at, self._to, self._codes
        if self._live is None:
            positions = np.arange(len(at), dtype=np.int32)
        else:
            positions = self._live.astype(np.int32)
            at, to, codes = at[positions], to[positions], codes[positions]
        keys = at.astype(np.int64)
        if typed:
            keys += codes.astype(np.int64) * self.nodes
        return CompressedRows(keys, to, positions, nodes=self.nodes, types=self.types if typed else 1)

    def _rows(self, codes: Sequence[int] | None) -> tuple[CompressedRows, Sequence[int]]:
        """Return the rows to read and the type codes to look up in them."""
        if codes is None and self._any_type is None and self.types <= _TYPED_KEYS:
            codes = range(self.types)
        if codes is None:
            if self._any_type is None:
                self._any_type = self._build(typed=False)
            return self._any_type, (0,)
        if self._by_type is None:
            self._by_type = self._build(typed=True)
        return self._by_type, codes

    def all_rows(self) -> list[CompressedRows]:
        """Build and return the rows: by type, and those of any type if looking up all types uses them."""
        rows = [self._rows((0,))[0]]
        return rows if self.types <= _TYPED_KEYS else [*rows, self._rows(None)[0]]

    def take_rows(self, rows: Sequence[CompressedRows]) -> None:
        """Use rows that were built before, in the form that ``all_rows`` returns."""
        self._by_type = rows[0]
        if len(rows) > 1:
            self._any_type = rows[1]

    def gather(
        self, nodes: IntArray, codes: Sequence[int] | None, among: BoolArray | None = None
    ) -> Neighbours:
        """Return the relationships of each node; ``among``, a mask by slot, limits the neighbours."""
        of, positions, rows = self.positions(nodes, codes)
        if among is None:
            neighbours = rows.neighbours.take(positions)
        else:
            of, positions, neighbours = rows.reaching(of, positions, among)
        return Neighbours(of, rows.relationships.take(positions), neighbours)

    def positions(
        self, nodes: IntArray, codes: Sequence[int] | None
    ) -> tuple[IntArray, IntArray, CompressedRows]:
        """Return the position of each relationship's node, its position in the rows, and the rows."""
        rows, codes = self._rows(codes)
        first, counts = self._bounds(rows, nodes, codes)
        of, positions = expand_ranges(first, counts)
        if len(codes) != 1:
            of //= len(codes)
        return of, positions, rows

    def degrees(self, nodes: IntArray, codes: Sequence[int] | None) -> IntArray:
        """Return the number of relationships of each node."""
        rows, codes = self._rows(codes)
        _, counts = self._bounds(rows, nodes, codes)
        return counts if len(codes) == 1 else counts.reshape(len(nodes), len(codes)).sum(axis=1)

    def one(self, node: int, codes: Sequence[int] | None) -> tuple[list[int], list[int]]:
        """Return the relationships and neighbours of one node."""
        rows, codes = self._rows(codes)
        relationships: list[int] = []
        neighbours: list[int] = []
        for code in codes:
            first, last = rows.bounds_of_one(code * rows.nodes + node)
            if first < last:
                some, others = rows.between(first, last)
                relationships += some
                neighbours += others
        return relationships, neighbours

    def of_nodes(self, nodes: Sequence[int], codes: Sequence[int] | None, most: int) -> ListedHops | None:
        """Return the relationships of a few nodes; None if there are more than ``most``.

        Null (-1) and nodes newer than the table have none.
        """
        rows, spans = self._spans(nodes, codes)
        if sum([last - first for _, first, last in spans]) > most:
            return None
        return self._taken(rows, spans)

    def listed_degrees(self, nodes: Sequence[int], codes: Sequence[int] | None) -> list[int]:
        """Return the number of relationships of each of a few nodes."""
        degrees = [0] * len(nodes)
        for position, first, last in self._spans(nodes, codes)[1]:
            degrees[position] += last - first
        return degrees

    def _spans(
        self, nodes: Sequence[int], codes: Sequence[int] | None
    ) -> tuple[CompressedRows, list[tuple[int, int, int]]]:
        """Return the rows and, for each node and type, the node's position and its range of relationships."""
        rows, codes = self._rows(codes)
        width, pointers, bounds = rows.nodes, rows._pointers_view, rows.bounds_of_one
        offsets = [code * width for code in codes]
        dense = rows.keys is None
        spans = []
        for position, node in enumerate(nodes):
            if 0 <= node < width:
                for offset in offsets:
                    key = offset + node
                    first, last = (pointers[key], pointers[key + 1]) if dense else bounds(key)
                    if first < last:
                        spans.append((position, first, last))
        return rows, spans

    @staticmethod
    def _taken(rows: CompressedRows, spans: list[tuple[int, int, int]]) -> ListedHops:
        if len(spans) == 1:
            position, first, last = spans[0]
            return [position] * (last - first), *rows.between(first, last)
        positions: list[int] = []
        relationships: list[int] = []
        neighbours: list[int] = []
        for position, first, last in spans:
            some, others = rows.between(first, last)
            positions += [position] * (last - first)
            relationships += some
            neighbours += others
        return positions, relationships, neighbours

    @staticmethod
    def _bounds(rows: CompressedRows, nodes: IntArray, codes: Sequence[int]) -> tuple[IntArray, IntArray]:
        if len(codes) == 1:
            return rows.bounds(nodes + codes[0] * rows.nodes)
        offsets = np.array(codes, dtype=np.int64) * rows.nodes
        return rows.bounds((nodes[:, None] + offsets[None, :]).ravel())


def interleave(parts: Sequence[Neighbours], length: int) -> Neighbours:
    """Merge parts, each with relationships of the same ``length`` nodes, in order of node, then part."""
    parts = [part for part in parts if len(part.rows)]
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return Neighbours(nothing, nothing, nothing)
    if len(parts) == 1:
        rows, relationships, neighbours = parts[0]
        return Neighbours(rows, relationships.astype(np.int64), neighbours.astype(np.int64))
    total = sum(len(part.rows) for part in parts)
    together = Neighbours(*(np.empty(total, dtype=np.int64) for _ in Neighbours._fields))
    ends = [np.cumsum(np.bincount(part.rows, minlength=length)) for part in parts]
    for number, part in enumerate(parts):
        # A part's relationships of a node come after those that the others have of earlier nodes, and
        # after those that earlier parts have of this node.
        before = np.zeros(length + 1, dtype=np.int64)
        for other, end in enumerate(ends):
            if other != number:
                before[int(other > number) :][:length] += end
        positions = before.take(part.rows)
        positions += np.arange(len(part.rows), dtype=np.int64)
        for values, into in zip(part, together, strict=True):
            into[positions] = values
    return together
