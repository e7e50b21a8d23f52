"""The two parts of a graph in memory: frozen tables, and the delta of changes made since.

Tables never change; all readers share them. A delta is small and grows with each write; it is copied only if
a write would alter one that a reader holds (``Delta.fork``). The cost of a copy depends on the number of
changed properties, not on the size of the graph.
"""

from __future__ import annotations

import mmap
import threading
from collections.abc import Collection, Hashable, Iterable
from typing import Any

import numpy as np

from sociogram.graph.columns import AnyArray, BoolArray, Column, ConstantColumn, IntArray
from sociogram.graph.columns.patch import patch
from sociogram.graph.memory.storage.adjacency import Adjacency, Int32Array
from sociogram.graph.memory.storage.value_index import ValueIndex, value_key
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
        """Give back the memory of pages that were read of a mapped file; the next use reads them again."""
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


class PropertyDelta:
    """The values written to one property since the tables were frozen.

    Several readers may request its column at once. ``_patched`` holds the latest column and the writes that
    it does not include; they are replaced as one tuple, so no reader sees an inconsistent pair.
    """

    __slots__ = ("_lookup", "_patched", "changes", "owner")

    def __init__(self, owner: object) -> None:
        self.owner: object = owner
        self.changes: dict[int, Any] = {}
        self._patched: tuple[Column | None, dict[int, Any]] = None, {}
        self._lookup: dict[Hashable, dict[int, None]] | None = None

    def fork(self, owner: object) -> PropertyDelta:
        """Return a copy; writes to it do not affect this one."""
        copy = PropertyDelta(owner)
        copy.changes = self.changes.copy()
        column, unpatched = self._patched
        copy._patched = column, unpatched.copy()
        return copy

    def set(self, slot: int, value: Any) -> None:
        """Write a value; None removes it."""
        if self._lookup is not None:
            self._forget(slot)
            key = value_key(value)
            if key is not None:
                self._lookup.setdefault(key, {})[slot] = None
        self.changes[slot] = value
        self._patched[1][slot] = value

    def has_values(self) -> bool:
        """Return whether any written value is not null."""
        return any(value is not None for value in self.changes.values())

    def _forget(self, slot: int) -> None:
        old = value_key(self.changes.get(slot))
        if old is not None and self._lookup is not None:
            self._lookup[old].pop(slot, None)

    def column(self, base: Column | None, length: int) -> Column:
        """Return the whole property as a column; apply only the writes since the last call if possible."""
        column, unpatched = self._patched
        if column is not None and len(column) == length and not unpatched:
            return column
        if column is None or len(column) > length:
            made = patch(base if base is not None else ConstantColumn(None, 0), length, self.changes)
        else:
            made = patch(column, length, unpatched)
        if column is None or len(column) <= length:
            self._patched = made, {}
        return made

    def find(self, value: Any) -> Collection[int]:
        """Return the changed slots whose value now equals ``value``."""
        lookup = self._lookup
        if lookup is None:
            lookup = {}
            for slot, held in self.changes.items():
                if (key := value_key(held)) is not None:
                    lookup.setdefault(key, {})[slot] = None
            self._lookup = lookup
        key = value_key(value)
        return lookup.get(key, ()) if key is not None else ()


class AddedRelationships:
    """Relationships added since the tables were frozen. It only grows, so all readers share it.

    Attributes:
        start: start node by position.
        end: end node by position.
        codes: code of the type by position.
        outgoing: slots of relationships by start node.
        incoming: slots of relationships by end node.
        touched: the nodes whose relationships were added to or deleted.
    """

    __slots__ = ("_arrays", "codes", "end", "incoming", "outgoing", "start", "touched")

    def __init__(self) -> None:
        self.start: list[int] = []
        self.end: list[int] = []
        self.codes: list[int] = []
        self.outgoing: dict[int, list[int]] = {}
        self.incoming: dict[int, list[int]] = {}
        self.touched: set[int] = set()
        self._arrays = tuple(GrowingArray(np.zeros(0, dtype=np.int64)) for _ in range(3))

    def arrays(self, length: int) -> tuple[IntArray, IntArray, IntArray]:
        """Return the start nodes, end nodes and type codes of the first ``length`` relationships."""
        start, end, codes = self._arrays
        return (
            start.view(length, self.start, 0),
            end.view(length, self.end, 0),
            codes.view(length, self.codes, 0),
        )

    def add(self, slot: int, start: int, end: int, code: int) -> None:
        """Add a relationship at the next slot."""
        self.start.append(start)
        self.end.append(end)
        self.codes.append(code)
        self.outgoing.setdefault(start, []).append(slot)
        self.incoming.setdefault(end, []).append(slot)
        self.touched.update((start, end))


class Delta:
    """Every write since the tables were frozen."""

    __slots__ = (
        "dead_nodes",
        "dead_relationships",
        "derived",
        "label_counts",
        "labels",
        "node_count",
        "node_slots",
        "node_values",
        "nodes_version",
        "operations",
        "relationship_count",
        "relationship_slots",
        "relationship_values",
        "relationships_version",
        "tail",
        "type_counts",
    )

    def __init__(self, tables: Tables) -> None:
        self.node_slots: int = tables.node_slots
        self.relationship_slots: int = tables.relationship_slots
        self.operations: int = 0
        self.nodes_version: int = 0
        self.relationships_version: int = 0
        self.dead_nodes: set[int] = set()
        self.dead_relationships: set[int] = set()
        self.labels: dict[int, int] = {}
        self.node_values: dict[str, PropertyDelta] = {}
        self.relationship_values: dict[str, PropertyDelta] = {}
        self.tail: AddedRelationships = AddedRelationships()
        self.label_counts: dict[str, int] = {}
        self.type_counts: dict[int, int] = {}
        self.node_count: int = 0
        self.relationship_count: int = 0
        self.derived: dict[Hashable, tuple[Any, Any]] = {}
        self._count(tables)

    def _count(self, tables: Tables) -> None:
        labels, types = tables.counts
        self.node_count = sum(labels)
        for code, count in enumerate(labels):
            for label in tables.label_sets.sets[code]:
                self.label_counts[label] = self.label_counts.get(label, 0) + count
        self.relationship_count = sum(types)
        self.type_counts = dict(enumerate(types))

    def fork(self) -> Delta:
        """Return a copy; writes to it do not affect this one."""
        copy = Delta.__new__(Delta)
        for name in Delta.__slots__:
            setattr(copy, name, getattr(self, name))
        copy.dead_nodes = self.dead_nodes.copy()
        copy.dead_relationships = self.dead_relationships.copy()
        copy.labels = self.labels.copy()
        copy.node_values = self.node_values.copy()
        copy.relationship_values = self.relationship_values.copy()
        copy.label_counts = self.label_counts.copy()
        copy.type_counts = self.type_counts.copy()
        copy.derived = self.derived.copy()
        return copy

    def restored(self, later: Delta, no_labels: int) -> Delta:
        """Return a copy without the writes made ``later``.

        Slots are never reused: nodes and relationships created since count as deleted.

        Args:
            later: the delta that this one has become.
            no_labels: the code of the empty label set.
        """
        copy = self.fork()
        created = range(self.node_slots, later.node_slots)
        copy.labels.update(dict.fromkeys(created, no_labels))
        copy.dead_nodes.update(created)
        copy.dead_relationships.update(range(self.relationship_slots, later.relationship_slots))
        copy.node_slots, copy.relationship_slots = later.node_slots, later.relationship_slots
        copy.operations = later.operations
        copy.nodes_version = later.nodes_version + 1
        copy.relationships_version = later.relationships_version + 1
        return copy

    def writable(self, overlays: dict[str, PropertyDelta], key: str) -> PropertyDelta:
        """Return the delta of a property that may be written to; fork it if an older reader holds it."""
        overlay = overlays.get(key)
        if overlay is None:
            overlay = overlays[key] = PropertyDelta(self)
        elif overlay.owner is not self:
            overlay = overlays[key] = overlay.fork(self)
        return overlay


def mask_of(slots: Iterable[int], length: int) -> BoolArray:
    """Return a mask that is true at ``slots``."""
    mask = np.zeros(length, dtype=np.bool_)
    mask[list(slots)] = True
    return mask
