"""The graph at one moment, as columns by slot for queries to read."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Literal

import numpy as np

from sociogram.graph.columns import (
    AnyArray,
    BoolArray,
    Column,
    IntArray,
    NodeColumn,
    RelationshipColumn,
    TextColumn,
)
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.graph.columns.scan_selection import ScanSelection
from sociogram.graph.memory.storage.neighbours import Made
from sociogram.graph.memory.storage.nodes import NodeView
from sociogram.graph.memory.storage.property_values import property_names, value_at, values_at

_SPARSE = 8
"""A selection of less than 1/8 of a range is read directly, since gathering the whole list costs more."""


class Snapshot(NodeView):
    """The graph at one moment, by slot.

    A slot is the row number of a node or relationship in the tables. Slots are never reused: a deleted one
    stays as a hole, for which the columns still have the old values. Later writes are not visible here;
    ``MemoryGraph.snapshot`` returns a snapshot that includes them.
    """

    __slots__ = ()

    def read_selection(self, column: Column, selection: ScanSelection, name: str) -> Column:
        """Return the rows of a column, one row per slot, at the selected slots of a cached list.

        Scans read the list range by range, in this query and later ones. The column is therefore gathered
        once for the whole list, and each range of it is a slice. A sparse selection is read directly.

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
        return property_names(self._tables.node_columns, self._changes.node_values)

    @property
    def relationship_property_keys(self) -> tuple[str, ...]:
        """The names of relationship properties, in order of first appearance."""
        return property_names(self._tables.relationship_columns, self._changes.relationship_values)

    def has_property(self, key: str) -> bool:
        """Return whether any node or relationship has had a property with this name."""
        tables, changes = self._tables, self._changes
        if key in tables.node_columns or key in tables.relationship_columns:
            return True
        written = (changes.node_values.get(key), changes.relationship_values.get(key))
        return any(delta is not None and delta.has_values() for delta in written)

    def cached(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """Return a result derived from the whole graph; ``make`` computes it once for each version."""
        return self._derived(name, self._changes.operations, make)

    def release(self) -> None:
        """Give back memory that is not needed now; see ``Tables.release``."""
        self._tables.release()

    # Relationships

    @property
    def start(self) -> IntArray:
        """The start node of each relationship, by slot."""
        return self._ends("start", self._tables.start, self._changes.added.start)

    @property
    def end(self) -> IntArray:
        """The end node of each relationship, by slot."""
        return self._ends("end", self._tables.end, self._changes.added.end)

    @property
    def type_codes(self) -> IntArray:
        """The code of each relationship's type, by slot: its position in ``type_names``."""
        return self._ends("types", self._tables.type_codes, self._changes.added.codes)

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
        delta = self._changes.relationship_values.get(key)
        return self._column(column, delta, self.relationship_slots, ("relationship", key))

    def relationship_property_value(self, slot: int, key: str) -> Any:
        """Return one property of one relationship; None if it does not have it."""
        delta = self._changes.relationship_values.get(key)
        return value_at(self._tables.relationship_columns.get(key), delta, slot)

    def relationship_property_values(self, slots: list[int], key: str) -> list[Any]:
        """Return one property of a few relationships; None for -1."""
        changes = self._changes
        base, delta = self._tables.relationship_columns.get(key), changes.relationship_values.get(key)
        if base is None or delta is not None or changes.relationship_slots > len(base) or -1 in slots:
            return [None if slot < 0 else value_at(base, delta, slot) for slot in slots]
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
        return values_at(self._tables.relationship_columns, self._changes.relationship_values, slot)


def _has_code(type_codes: IntArray, codes: Sequence[int], names: int) -> BoolArray:
    table = np.zeros(max(names, 1), dtype=np.bool_)
    table[list(codes)] = True
    return table[type_codes]
