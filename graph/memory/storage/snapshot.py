"""The graph at one moment, as columns by slot for queries to read."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Literal

import numpy as np

from sociogram.graph.columns import (
    AnyArray,
    BoolArray,
    Column,
    ConstantColumn,
    DictionaryColumn,
    IntArray,
    NodeColumn,
    ObjectColumn,
    RelationshipColumn,
    RowIndices,
    TextColumn,
    integers_for,
)
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.graph.columns.patch import patch
from sociogram.graph.columns.scan_selection import ScanSelection
from sociogram.graph.memory.storage.neighbours import AdjacencyView, Made
from sociogram.graph.memory.storage.tables import PropertyDelta

_SPARSE = 8
"""A selection of less than 1/8 of a range is read directly, since gathering the whole list costs more."""


class Snapshot(AdjacencyView):
    """The graph at one moment, by slot.

    A slot is the row number of a node or relationship in the tables. Slots are never reused: a deleted one
    stays as a hole, for which the columns still have the old values. Later writes do not show here;
    ``MemoryGraph.snapshot`` returns a snapshot that has them.
    """

    __slots__ = ()

    def read_selection(self, column: Column, selection: ScanSelection, name: str) -> Column:
        """Return the rows of a column, one row per slot, at the selected slots of a cached list.

        A scan reads the list range by range, and so does the next query. So the column is gathered once for
        the whole list, and each range of it is a slice. A sparse selection is read directly.

        Args:
            column: a column of the node or the relationship table.
            selection: the slots to read.
            name: identifies the column among those gathered for the same list.
        """
        if len(selection.scanned) == len(column):  # every slot, in order
            return selection.gather(column)
        gathered: Column | None = self._cached_along(selection, name, column)
        if gathered is None:
            if len(selection) * _SPARSE < selection.end - selection.begin:
                return column.take(selection.slots())
            gathered = self._cache_along(selection, name, column, column.take(selection.scanned))
        return selection.gather(gathered)

    def _cached_along(self, selection: ScanSelection, name: Hashable, source: object) -> Any:
        """Return the values gathered from ``source`` for the whole list, or None."""
        found = self._changes.derived.get(("along", name, selection.of))
        if found is None or found[0][0] is not source or found[0][1] is not selection.scanned:
            return None
        return found[1]

    def _cache_along(self, selection: ScanSelection, name: Hashable, source: object, made: Made) -> Made:
        self._changes.derived["along", name, selection.of] = (source, selection.scanned), made
        return made

    def starts_of(self, relationships: RelationshipColumn) -> NodeColumn:
        """Return the start node of each relationship; no relationship may be null."""
        return self._nodes_of(relationships, "start")

    def ends_of(self, relationships: RelationshipColumn) -> NodeColumn:
        """Return the end node of each relationship; no relationship may be null."""
        return self._nodes_of(relationships, "end")

    def _nodes_of(self, relationships: RelationshipColumn, side: Literal["start", "end"]) -> NodeColumn:
        selection = relationships.selection
        grown = self.relationship_slots > self._tables.relationship_slots
        nodes: AnyArray = getattr(self if grown else self._tables, side)
        if selection is None:
            return NodeColumn(nodes[relationships.slots], filled=True)
        if len(selection.scanned) != len(nodes):
            name = ("end", side)  # a tuple, since a property may be named "start" or "end"
            found = self._cached_along(selection, name, self._tables)
            if found is None:
                found = self._cache_along(selection, name, self._tables, nodes[selection.scanned])
            nodes = found
        return NodeColumn(selection.slice(nodes), filled=True)

    # Sizes and names

    @property
    def node_count(self) -> int:
        """The number of nodes."""
        return self._changes.node_count

    @property
    def relationship_count(self) -> int:
        """The number of relationships."""
        return self._changes.relationship_count

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels in use, in alphabetical order."""
        return tuple(sorted(label for label, count in self._changes.label_counts.items() if count))

    @property
    def types(self) -> tuple[str, ...]:
        """The types in use, in alphabetical order."""
        names = self._tables.type_names.names
        return tuple(sorted(names[code] for code, count in self._changes.type_counts.items() if count))

    @property
    def type_names(self) -> tuple[str, ...]:
        """The type for each of ``type_codes``, including types no longer in use."""
        return tuple(self._tables.type_names.names)

    @property
    def node_property_keys(self) -> tuple[str, ...]:
        """The names of node properties, in order of first appearance."""
        return _keys(self._tables.node_columns, self._changes.node_values)

    @property
    def relationship_property_keys(self) -> tuple[str, ...]:
        """The names of relationship properties, in order of first appearance."""
        return _keys(self._tables.relationship_columns, self._changes.relationship_values)

    def has_property(self, key: str) -> bool:
        """Return whether any node or relationship has had a property with this name."""
        tables, changes = self._tables, self._changes
        if key in tables.node_columns or key in tables.relationship_columns:
            return True
        written = (changes.node_values.get(key), changes.relationship_values.get(key))
        return any(overlay is not None and overlay.has_values() for overlay in written)

    def cached(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """Return a result derived from the whole graph; ``make`` computes it once for each version."""
        return self._derived(name, self._changes.operations, make)

    # Nodes

    def is_node(self, slot: int) -> bool:
        """Return whether a slot holds a node."""
        dead = self._tables.dead_nodes
        if slot in self._changes.dead_nodes or not 0 <= slot < self._changes.node_slots:
            return False
        return dead is None or slot >= len(dead) or not dead[slot]

    def all_nodes(self) -> IntArray:
        """Return the slots of all nodes, ascending."""
        return self._derived("nodes", self._changes.nodes_version, self._all_nodes)

    def _all_nodes(self) -> IntArray:
        if self.node_count == self.node_slots:
            return np.arange(self.node_slots, dtype=np.int64)
        return np.flatnonzero(self._label_codes() >= 0)

    def _label_codes(self) -> IntArray:
        """Return the code of each node's label set; -1 at holes."""
        return self._derived("labels", self._changes.nodes_version, self._patch_label_codes)

    def _patch_label_codes(self) -> IntArray:
        tables, changes = self._tables, self._changes
        codes = np.empty(changes.node_slots, dtype=np.int64)
        codes[: tables.node_slots] = tables.label_codes
        if changes.labels:
            codes[list(changes.labels)] = list(changes.labels.values())
        if tables.dead_nodes is not None:
            codes[: tables.node_slots][tables.dead_nodes] = -1
        if changes.dead_nodes:
            codes[list(changes.dead_nodes)] = -1
        return codes

    def label_mask(self, label: str) -> BoolArray:
        """Return, for each slot, whether it holds a node with ``label``."""
        return self._derived(("mask", label), self._changes.nodes_version, lambda: self._label_mask(label))

    def _label_mask(self, label: str) -> BoolArray:
        # One more entry for holes, whose code is -1.
        table = np.array([label in labels for labels in self._tables.label_sets.sets] + [False])
        mask: BoolArray = table[self._label_codes()]
        return mask

    def nodes_with_label(self, label: str) -> IntArray:
        """Return the slots of the nodes with ``label``, ascending."""
        if not self.label_count(label):
            return np.zeros(0, dtype=np.int64)
        if self.every_node_has(label):
            return self.all_nodes()
        return self._derived(
            ("label", label), self._changes.nodes_version, lambda: np.flatnonzero(self.label_mask(label))
        )

    def nodes_matching(self, what: Hashable, mask: Callable[[], BoolArray]) -> IntArray:
        """Return the slots of the nodes in a mask, ascending; cached until another mask is asked for.

        Args:
            what: identifies the mask.
            mask: returns it, by slot; its values at holes do not matter.
        """

        def make() -> IntArray:
            if self.node_count == self.node_slots:
                return np.flatnonzero(mask())
            nodes = self.all_nodes()
            return nodes[mask()[nodes]]

        return self._derived("matching", (self._changes.nodes_version, what), make)

    def label_count(self, label: str) -> int:
        """Return the number of nodes with ``label``."""
        return self._changes.label_counts.get(label, 0)

    def every_node_has(self, label: str) -> bool:
        """Return whether all nodes have ``label``, as is common for ``Entity``."""
        return self.label_count(label) == self.node_count

    def node_labels(self, slot: int) -> tuple[str, ...]:
        """Return a node's labels in alphabetical order."""
        return self._tables.label_sets.sets[self._label_code(slot)]

    def labels_by_slot(self) -> DictionaryColumn:
        """Return each node's labels as an alphabetical list, by slot; null at holes."""

        def make() -> DictionaryColumn:
            sets = self._tables.label_sets.sets
            codes = self._label_codes().astype(integers_for(-1, len(sets)))
            return DictionaryColumn(codes, ObjectColumn.of([list(labels) for labels in sets]).values)

        return self._derived("label lists", self._changes.nodes_version, make)

    def _label_code(self, slot: int) -> int:
        code = self._changes.labels.get(slot)
        return self._tables.label_code_of(slot) if code is None else code

    def node_property(self, key: str) -> Column:
        """Return a property of all nodes, by slot."""
        column = self._tables.node_columns.get(key)
        return self._column(column, self._changes.node_values.get(key), self.node_slots, ("node", key))

    def node_property_value(self, slot: int, key: str) -> Any:
        """Return one property of one node; None if it does not have it."""
        return _value(self._tables.node_columns.get(key), self._changes.node_values.get(key), slot)

    def node_property_values(self, slots: list[int], key: str) -> list[Any]:
        """Return one property of a few nodes; None for -1."""
        base, overlay = self._tables.node_columns.get(key), self._changes.node_values.get(key)
        if base is None or overlay is not None or self._changes.node_slots > len(base) or -1 in slots:
            return [None if slot < 0 else _value(base, overlay, slot) for slot in slots]
        return base.values_at(slots)

    def node_properties(self, slot: int) -> dict[str, Any]:
        """Return a node's properties."""
        return _values(self._tables.node_columns, self._changes.node_values, slot)

    def _column(
        self, base: Column | None, overlay: PropertyDelta | None, length: int, name: Hashable
    ) -> Column:
        if overlay is not None:
            return overlay.column(base, length)
        if base is None:
            return ConstantColumn(None, length)
        if len(base) == length:
            return base
        return self._derived(name, length, lambda: patch(base, length, {}))

    def nodes_with_value(self, key: str, value: Any, label: str | None = None) -> IntArray:
        """Return the nodes whose property equals ``value`` by Cypher's rules, ascending."""
        return np.asarray(self.found_nodes(key, value, label), dtype=np.int64)

    def found_nodes(self, key: str, value: Any, label: str | None = None) -> RowIndices:
        """Return the same nodes as ``nodes_with_value``; as a list if there are few."""
        lookup = self._tables.lookup(key)
        found: RowIndices = [] if lookup is None else lookup.found(value)
        overlay = self._changes.node_values.get(key)
        if overlay is not None and overlay.changes:
            found = _as_changed(found, overlay, value)
        whole = self.node_count == self.node_slots
        if label is not None and whole and self.every_node_has(label):
            label = None
        if isinstance(found, list):
            if not whole:
                found = [slot for slot in found if self.is_node(slot)]
            return found if label is None else [slot for slot in found if label in self.node_labels(slot)]
        if label is not None:
            return found[self.label_mask(label)[found]]
        return found if whole else found[self._label_codes()[found] >= 0]

    def nodes_with_texts(
        self, key: str, texts: Sequence[str], label: str | None = None
    ) -> tuple[IntArray, IntArray] | None:
        """Look up many strings of one property at once.

        Returns:
            the position in ``texts`` of each node found, and the node, in the order of one look-up after
            another. None if this is not possible because the property was written to or has values that are
            not strings; call ``nodes_with_value`` for each string then.
        """
        overlay = self._changes.node_values.get(key)
        lookup = self._tables.lookup(key)
        if lookup is None or (overlay is not None and overlay.changes):
            return None
        found = lookup.find_texts(texts)
        if found is None:
            return None
        positions, nodes = found
        if label is None and self.node_count == self.node_slots:
            return positions, nodes
        remaining = self._label_codes()[nodes] >= 0 if label is None else self.label_mask(label)[nodes]
        return positions[remaining], nodes[remaining]

    # Relationships

    @property
    def start(self) -> IntArray:
        """The start node of each relationship, by slot."""
        return self._ends("start", self._tables.start, self._changes.tail.start)

    @property
    def end(self) -> IntArray:
        """The end node of each relationship, by slot."""
        return self._ends("end", self._tables.end, self._changes.tail.end)

    @property
    def type_codes(self) -> IntArray:
        """The code of each relationship's type, by slot: its position in ``type_names``."""
        return self._ends("types", self._tables.type_codes, self._changes.tail.codes)

    def _ends(self, name: str, values: Any, added: list[int]) -> IntArray:
        tables = self._tables
        return tables.array(name, values).view(self.relationship_slots, added, tables.relationship_slots)

    def types_by_slot(self) -> TextColumn:
        """Return the type of each relationship as text, by slot."""

        def make() -> TextColumn:
            dictionary, positions = TextDictionary.of(self.type_names)
            codes = positions[self.type_codes] if len(positions) else np.zeros(0, dtype=np.int32)
            return TextColumn(codes, dictionary)

        return self._derived("type texts", (self.relationship_slots, self.type_names), make)

    def type_name(self, slot: int) -> str:
        """Return a relationship's type, even if the relationship has been deleted."""
        return self._tables.type_names.names[self.type_code(slot)]

    def type_count(self, type: str) -> int:  # noqa: A002 - the plain word
        """Return the number of relationships of ``type``."""
        return self._changes.type_counts.get(self._tables.type_names.find(type), 0)

    def all_relationships(self, types: Sequence[str] | None = None) -> IntArray:
        """Return the slots of all relationships of the given types, ascending; None for all types."""
        name = "relationships" if types is None else ("relationships", tuple(types))
        return self._derived(
            name, self._changes.relationships_version, lambda: self._all_relationships(self._codes(types))
        )

    def _all_relationships(self, codes: Sequence[int] | None) -> IntArray:
        if codes is None and self.relationship_count == self.relationship_slots:
            return np.arange(self.relationship_slots, dtype=np.int64)
        remaining = np.ones(self.relationship_slots, dtype=np.bool_)
        if codes is not None:
            remaining = _has_code(self.type_codes, codes, len(self._tables.type_names.names))
        dead = self._tables.dead_relationships
        if dead is not None:
            remaining[: len(dead)] &= ~dead
        if self._changes.dead_relationships:
            remaining[list(self._changes.dead_relationships)] = False
        return np.flatnonzero(remaining)

    def relationship_property(self, key: str) -> Column:
        """Return a property of all relationships, by slot."""
        column = self._tables.relationship_columns.get(key)
        overlay = self._changes.relationship_values.get(key)
        return self._column(column, overlay, self.relationship_slots, ("relationship", key))

    def relationship_property_value(self, slot: int, key: str) -> Any:
        """Return one property of one relationship; None if it does not have it."""
        overlay = self._changes.relationship_values.get(key)
        return _value(self._tables.relationship_columns.get(key), overlay, slot)

    def relationship_property_values(self, slots: list[int], key: str) -> list[Any]:
        """Return one property of a few relationships; None for -1."""
        changes = self._changes
        base, overlay = self._tables.relationship_columns.get(key), changes.relationship_values.get(key)
        if base is None or overlay is not None or changes.relationship_slots > len(base) or -1 in slots:
            return [None if slot < 0 else _value(base, overlay, slot) for slot in slots]
        return base.values_at(slots)

    @property
    def has_text_ids(self) -> bool:
        """Whether the frozen ids of relationships are all text, or there are none."""
        return isinstance(self._tables.relationship_columns.get("id"), TextColumn | None)

    def relationship_called(self, own: str) -> int | None:
        """Return the last relationship with this ``id``; requires ``has_text_ids``."""
        return max(self.relationships_called([own])[own], default=None)

    def relationships_called(self, ids: Iterable[str]) -> dict[str, list[int]]:
        """Return the relationships with each of some ids; requires ``has_text_ids``."""
        found: dict[str, list[int]] = {own: [] for own in ids}
        written = self._changes.relationship_values.get("id")
        changed = {} if written is None else written.changes
        column = self._tables.relationship_columns.get("id")
        if isinstance(column, TextColumn):
            codes = column.dictionary.codes_of(list(found))
            wanted = np.zeros(len(column.dictionary) + 1, dtype=np.bool_)
            wanted[codes] = True
            wanted[-1] = False  # of null, and of ids that no row has
            for slot in np.flatnonzero(wanted[column.codes]).tolist():
                if slot not in changed and self.is_relationship(slot):
                    found[column.value(slot)].append(slot)
        for slot, value in changed.items():
            if type(value) is str and value in found and self.is_relationship(slot):
                found[value].append(slot)
        return found

    def relationship_properties(self, slot: int) -> dict[str, Any]:
        """Return a relationship's properties."""
        return _values(self._tables.relationship_columns, self._changes.relationship_values, slot)


def _has_code(type_codes: IntArray, codes: Sequence[int], names: int) -> BoolArray:
    table = np.zeros(max(names, 1), dtype=np.bool_)
    table[list(codes)] = True
    return table[type_codes]


def _keys(base: dict[str, Column], overlays: dict[str, PropertyDelta]) -> tuple[str, ...]:
    added = (key for key, overlay in overlays.items() if key not in base and overlay.has_values())
    return (*base, *added)


def _value(base: Column | None, overlay: PropertyDelta | None, slot: int) -> Any:
    if overlay is not None and slot in overlay.changes:
        return overlay.changes[slot]
    return base.value(slot) if base is not None and slot < len(base) else None


def _as_changed(found: RowIndices, overlay: PropertyDelta, value: Any) -> RowIndices:
    """Return the slots that hold ``value`` now, given those found in the tables."""
    changed = overlay.changes
    if isinstance(found, list):
        return sorted([*(slot for slot in found if slot not in changed), *overlay.find(value)])
    slots = np.fromiter(changed, dtype=np.int64, count=len(changed))
    positions = found.searchsorted(slots)
    positions = positions[found.take(positions, mode="clip") == slots]
    if len(positions):
        remaining = np.ones(len(found), dtype=np.bool_)
        remaining[positions] = False
        found = found[remaining]
    now = overlay.find(value)
    return np.sort(np.concatenate((found, np.fromiter(now, dtype=np.int64)))) if now else found


def _values(base: dict[str, Column], overlays: dict[str, PropertyDelta], slot: int) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, column in base.items():
        if (value := _value(column, overlays.get(key), slot)) is not None:
            values[key] = value
    for key, overlay in overlays.items():
        if key not in base and (value := overlay.changes.get(slot)) is not None:
            values[key] = value
    return values
