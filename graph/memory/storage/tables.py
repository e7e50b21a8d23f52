"""The frozen tables of a graph in memory. They never change; all readers share them."""

from __future__ import annotations

import mmap
import threading
from collections.abc import Iterable

import numpy as np

from sociogram.graph.columns import AnyArray, BoolArray, Column, IntArray
from sociogram.graph.common.memory import release_freed
from sociogram.graph.memory.storage.adjacency import Adjacency, Int32Array
from sociogram.graph.memory.storage.value_index import ValueIndex
from sociogram.graph.model import Direction


class LabelSets:
    """Every set of labels that any node has had, by code; sets are only added."""

    __slots__ = ("_codes", "sets")

    def __init__(self) -> None:
        self.sets: list[tuple[str, ...]] = []
        self._codes: dict[tuple[str, ...], int] = {}

    def code(self, labels: Iterable[str]) -> int:
        """Return the code of a set of labels in any order; add the set if it is new."""
        key = tuple(sorted(set(labels)))
        code = self._codes.get(key)
        if code is None:
            code = len(self.sets)
            self._codes[key] = code
            self.sets.append(key)
        return code


class TypeNames:
    """Every relationship type that has been used, by code; types are only added."""

    __slots__ = ("_codes", "names")

    def __init__(self) -> None:
        self.names: list[str] = []
        self._codes: dict[str, int] = {}

    def code(self, name: str) -> int:
        """Return the code of a type; add the type if it is new."""
        code = self._codes.get(name)
        if code is None:
            code = len(self.names)
            self._codes[name] = code
            self.names.append(name)
        return code

    def find(self, name: str) -> int:
        """Return the code of a type, or -1 if it has none."""
        return self._codes.get(name, -1)


class GrowingArray:
    """An int64 array that only grows at its end, so a view of its beginning never changes."""

    __slots__ = ("_buffer", "_growing", "_length")

    def __init__(self, values: AnyArray) -> None:
        self._buffer = values.astype(np.int64)
        self._length = len(values)
        self._growing = threading.Lock()

    def view(self, length: int, added: list[int], offset: int) -> IntArray:
        """Return the first ``length`` values; ``added[i]`` is the value at ``offset + i``."""
        if length > self._length:
            with self._growing:
                self._grow(length, added, offset)
        view = self._buffer[:length]
        view.flags.writeable = False
        return view

    def _grow(self, length: int, added: list[int], offset: int) -> None:
        """Append the added values; set ``_length`` last, for readers that take no lock."""
        held = self._length
        if length <= held:
            return
        if length > len(self._buffer):
            grown = np.empty(length + length // 8 + 64, dtype=np.int64)
            grown[:held] = self._buffer[:held]
            self._buffer = grown
        self._buffer[held:length] = added[held - offset : length - offset]
        self._length = length


Counts = tuple[list[int], list[int]]


class Tables:
    """Nodes and relationships as frozen columns.

    Args:
        label_sets: the label sets by code.
        type_names: the relationship types by code.
        label_codes: the code of each node's label set.
        node_columns: node properties by name; each column has one row per slot.
        start: the slot of each relationship's start node.
        end: the slot of each relationship's end node.
        type_codes: the code of each relationship's type.
        relationship_columns: relationship properties by name.
        dead_nodes: True for slots that are holes; None if there are none.
        dead_relationships: the same for relationships.
    """

    __slots__ = (
        "_arrays",
        "_counts",
        "_loops",
        "_views",
        "dead_nodes",
        "dead_relationships",
        "end",
        "incoming",
        "label_codes",
        "label_sets",
        "lookups",
        "mapped",
        "node_columns",
        "node_slots",
        "outgoing",
        "relationship_columns",
        "relationship_slots",
        "start",
        "type_codes",
        "type_names",
        "types",
    )

    def __init__(
        self,
        *,
        label_sets: LabelSets,
        type_names: TypeNames,
        label_codes: Int32Array,
        node_columns: dict[str, Column],
        start: Int32Array,
        end: Int32Array,
        type_codes: Int32Array,
        relationship_columns: dict[str, Column],
        dead_nodes: BoolArray | None = None,
        dead_relationships: BoolArray | None = None,
    ) -> None:
        self.label_sets: LabelSets = label_sets
        self.type_names: TypeNames = type_names
        self.label_codes: Int32Array = label_codes
        self.node_columns: dict[str, Column] = node_columns
        self.start: Int32Array = start
        self.end: Int32Array = end
        self.type_codes: Int32Array = type_codes
        self.relationship_columns: dict[str, Column] = relationship_columns
        self.dead_nodes: BoolArray | None = dead_nodes
        self.dead_relationships: BoolArray | None = dead_relationships
        self.node_slots: int = len(label_codes)
        self.relationship_slots: int = len(start)
        self.types: int = max(1, len(type_names.names))
        self.lookups: dict[str, ValueIndex] = {}
        self.mapped: mmap.mmap | None = None
        self._arrays: dict[str, GrowingArray] = {}
        self._loops: list[int] | None = None
        self._counts: Counts | None = None
        self._views = start.data, end.data, type_codes.data, label_codes.data
        live = None if dead_relationships is None else np.flatnonzero(~dead_relationships)
        nodes, types = self.node_slots, self.types
        self.outgoing: Adjacency = Adjacency(start, end, type_codes, nodes=nodes, types=types, live=live)
        self.incoming: Adjacency = Adjacency(end, start, type_codes, nodes=nodes, types=types, live=live)

    def release(self) -> None:
        """Release memory that was freed, and the arrays and mapped pages that can be read again."""
        self._arrays.clear()
        release_freed()
        if self.mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
            self.mapped.madvise(mmap.MADV_DONTNEED)

    @classmethod
    def empty(cls) -> Tables:
        """Create tables without rows."""
        nothing = np.zeros(0, dtype=np.int32)
        return cls(
            label_sets=LabelSets(),
            type_names=TypeNames(),
            label_codes=nothing,
            node_columns={},
            start=nothing,
            end=nothing,
            type_codes=nothing,
            relationship_columns={},
        )

    @property
    def counts(self) -> Counts:
        """The number of nodes with each label set and of relationships of each type, by code."""
        if self._counts is None:
            nodes, relationships = self.label_codes, self.type_codes
            if self.dead_nodes is not None:
                nodes = nodes[~self.dead_nodes]
            if self.dead_relationships is not None:
                relationships = relationships[~self.dead_relationships]
            self._counts = np.bincount(nodes).tolist(), np.bincount(relationships).tolist()
        return self._counts

    def take_counts(self, counts: Counts) -> None:
        """Use counts that were computed before, so that no table is read for them."""
        self._counts = counts

    @property
    def loops(self) -> list[int]:
        """The relationships whose start and end are the same node."""
        if self._loops is None:
            self._loops = np.flatnonzero(self.start == self.end).tolist()
        return self._loops

    def start_of(self, slot: int) -> int:
        """Return the start node of a relationship."""
        return self._views[0][slot]

    def end_of(self, slot: int) -> int:
        """Return the end node of a relationship."""
        return self._views[1][slot]

    def type_code_of(self, slot: int) -> int:
        """Return the code of a relationship's type."""
        return self._views[2][slot]

    def label_code_of(self, slot: int) -> int:
        """Return the code of a node's label set."""
        return self._views[3][slot]

    def adjacency(self, direction: Direction) -> Adjacency:
        """Return the adjacency in one direction."""
        return self.outgoing if direction is Direction.OUTGOING else self.incoming

    def array(self, name: str, values: Int32Array) -> GrowingArray:
        """Return an array of relationships as int64, to which added ones are appended."""
        found = self._arrays.get(name)
        if found is None:
            found = self._arrays[name] = GrowingArray(values)
        return found

    def lookup(self, key: str) -> ValueIndex | None:
        """Return the value index of a node property, or None if no node has the property."""
        found = self.lookups.get(key)
        if found is None and (column := self.node_columns.get(key)) is not None:
            found = self.lookups[key] = ValueIndex(column)
        return found
