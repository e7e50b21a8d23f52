"""Finds, by whole columns, the rows of a table that a merge would not change.

When a sheet is loaded again, that is most of its rows, and comparing columns takes a fraction of the time of
merging row by row. A row is found only if each of its values equals the stored one, and no other row can
change the same node or relationship: the result is then the same without it, whatever the order of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import (
    AnyArray,
    BoolArray,
    Column,
    ConstantColumn,
    IntArray,
    TextColumn,
    column_of,
)
from sociogram.graph.columns.coded import CodedColumn
from sociogram.graph.columns.columns import MaskedColumn
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.graph.common.equality import same_value
from sociogram.graph.dataset import Table
from sociogram.graph.memory.from_dataset import entity_labels
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.merge_rules import DEFAULT_TYPE
from sociogram.graph.model import ENTITY_LABEL

_ROWS_AT_ONCE = 1 << 16
"""Lists are compared this many rows at a time, which limits the memory for them."""

Numbering = Callable[[Sequence[Any]], Sequence[int] | IntArray]
"""Returns a number for each value, -1 for a value without one."""


def unchanged_nodes(snapshot: Snapshot, table: Table, label: str, slots: IntArray) -> BoolArray:
    """Return, for each row, whether it surely adds nothing to its node.

    Args:
        snapshot: the graph before the merge.
        table: the rows.
        label: the label of the nodes.
        slots: the node of each row; -1 if there is none yet.
    """
    same: BoolArray = slots >= 0
    if not same.any():
        return same
    for name, column in table.columns.items():
        if name == "stub":
            same &= _same(column, snapshot.node_property(name), slots, _same_stub)
        elif name != "type" or label != ENTITY_LABEL:
            same &= _same_cells(column, snapshot.node_property(name), slots)
    if label == ENTITY_LABEL:
        if "stub" not in table.columns:
            same &= _same(ConstantColumn(None, len(table)), snapshot.node_property("stub"), slots, _same_stub)
        same &= _same(table.column("type"), snapshot.labels_by_slot(), slots, _has_labels)
    return _alone(same, slots, snapshot.node_slots)


def unchanged_relations(
    snapshot: Snapshot,
    table: Table,
    ids: Column,
    entities: Numbering,
    cleared: Collection[str],
) -> BoolArray:
    """Return, for each row, whether it surely changes nothing in its relation.

    Args:
        snapshot: the graph before the merge.
        table: the rows.
        ids: the given or computed id of each row.
        entities: returns the nodes of entities by id.
        cleared: the ids of relations that lose properties.
    """
    slots = _slots_called(snapshot, ids)
    same: BoolArray = slots >= 0
    if not same.any():
        return same
    codes = {name: code for code, name in enumerate(snapshot.type_names)}

    def types(names: Sequence[Any]) -> list[int]:
        return [codes.get(name or DEFAULT_TYPE, -1) for name in names]

    same &= _numbers(table.column("source"), entities) == snapshot.start[slots]
    same &= _numbers(table.column("target"), entities) == snapshot.end[slots]
    same &= _numbers(table.column("type"), types) == snapshot.type_codes[slots]
    snapshot.release()  # the ends and ids need as much memory as all other columns
    for name, column in table.columns.items():
        if name not in ("id", "source", "target", "type"):
            same &= _same_cells(column, snapshot.relationship_property(name), slots)
    if cleared:
        same &= np.array([own not in cleared for own in ids.to_list()], dtype=np.bool_)
    same = _alone(same, slots, snapshot.relationship_slots)
    missing = table.column("id").null_mask()
    if (missing & ~same).any():
        # The first row without an id determines when former ids are looked up, so it must not be skipped.
        same[np.argmax(missing)] = False
    return same


def _alone(same: BoolArray, slots: IntArray, count: int) -> BoolArray:
    """Leave out rows whose node or relationship another row may change."""
    changing = np.zeros(count + 1, dtype=np.bool_)  # one more for slot -1
    changing[slots[~same]] = True
    return same & ~changing[slots]


def _slots_called(snapshot: Snapshot, ids: Column) -> IntArray:
    """Return the relationship with each id; -1 if there is none or more than one."""
    held = snapshot.relationship_property("id")
    if not isinstance(held, TextColumn):
        held = column_of(held.to_list())
    if not isinstance(held, TextColumn):
        return np.full(len(ids), -1, dtype=np.int64)
    slots = snapshot.all_relationships()
    codes = held.codes[slots]
    by_code = np.full(len(held.dictionary) + 1, -1, dtype=np.int64)
    by_code[codes] = slots
    by_code[:-1][np.bincount(codes[codes >= 0], minlength=len(held.dictionary)) > 1] = -1
    by_code[-1] = -1
    found: IntArray = by_code[_codes_in(held.dictionary, ids)]
    return found


def _codes_in(dictionary: TextDictionary, column: Column) -> AnyArray:
    """Return the code of each value in a dictionary; -1 for null, and for what is not in it."""
    if isinstance(column, TextColumn):
        if column.dictionary is dictionary:
            return column.codes
        by_code = np.append(column.dictionary.codes_in(dictionary), np.int32(-1))
        recoded: AnyArray = by_code[column.codes]
        return recoded

    def codes(values: Sequence[Any]) -> IntArray:
        texts = np.array([type(value) is str for value in values], dtype=np.bool_)
        found = np.full(len(values), -1, dtype=np.int64)
        found[texts] = dictionary.codes_of([value for value in values if type(value) is str])
        return found

    return _numbers(column, codes)


def _numbers(column: Column, numbering: Numbering) -> IntArray:
    """Return the number of each value; that of a text is determined once for all rows that have it."""
    if not isinstance(column, TextColumn):
        return np.array(numbering(column.to_list()), dtype=np.int64)
    size = len(column.dictionary)
    used = np.flatnonzero(np.bincount(column.codes + 1, minlength=size + 1)) - 1
    by_code = np.full(size + 1, -1, dtype=np.int64)  # code -1 (null) indexes the last item
    by_code[used] = numbering(TextColumn(used.astype(np.int32), column.dictionary).to_list())
    found: IntArray = by_code[column.codes]
    return found


def _same_cells(new: Column, held: Column, slots: IntArray) -> BoolArray:
    """Return, for each row, whether its value is missing or the same as the stored one."""
    if isinstance(new, TextColumn) and isinstance(held, TextColumn):
        codes = _codes_in(held.dictionary, new)
        return np.asarray(new.null_mask() | ((codes >= 0) & (codes == held.codes[slots])))
    if isinstance(new, MaskedColumn) and type(new) is type(held):
        there = held.take(slots)
        one, other = new.stored, there.stored
        equal = (one == other) | ((one != one) & (other != other))  # NaN equals NaN here
        return np.asarray(new.null_mask() | (equal & ~there.null_mask()))
    if isinstance(new, ConstantColumn) and new.constant is None:
        return np.ones(len(new), dtype=np.bool_)
    if isinstance(new, CodedColumn) and isinstance(held, CodedColumn):
        own, stored = new.coded, held.coded
        numbers: dict[Any, int] = {}
        one, other = (
            np.array([numbers.setdefault(_key(value), len(numbers)) for value in table], dtype=np.int64)
            for table in (own.table, stored.table)
        )
        return np.asarray((own.codes < 0) | (one[own.codes] == other[stored.codes[slots]]))
    return _same(new, held, slots, _same_if_given)


def _key(value: Any) -> Any:
    """Return a key that only same values share; a value of an unusual type shares its key with none."""
    if type(value) is list:
        return (list, *map(_key, value))
    return type(value), value if type(value) in (str, int, float, bool) else id(value)


def _same(new: Column, held: Column, slots: IntArray, is_same: Callable[[Any, Any], bool]) -> BoolArray:
    """Compare each value with the stored one as Python objects; many rows share one list."""
    found = np.empty(len(new), dtype=np.bool_)
    for begin in range(0, len(new), _ROWS_AT_ONCE):
        end = min(begin + _ROWS_AT_ONCE, len(new))
        values = new.part(begin, end).to_list()
        stored = held.take(slots[begin:end]).to_list()
        known: dict[tuple[int, int], bool] = {}
        for row, (one, other) in enumerate(zip(values, stored, strict=True), begin):
            pair = id(one), id(other)
            if pair not in known:
                known[pair] = is_same(one, other)
            found[row] = known[pair]
    return found


def _same_if_given(new: Any, held: Any) -> bool:
    return new is None or same_value(new, held)


def _same_stub(new: Any, held: Any) -> bool:
    """Return whether both or neither are stubs; false is the same as missing."""
    return held is True if new is True else (new is None or new is False) and held is not True


def _has_labels(types: Any, labels: Any) -> bool:
    return labels is not None and {*entity_labels(types)} <= {*labels}
