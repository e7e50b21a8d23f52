"""Laws of merging: comparing whole columns first changes neither the graph nor any count."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sociogram.graph.dataset import Dataset
from sociogram.graph.errors import DataError
from sociogram.graph.memory.graph import MemoryGraph
from sociogram.graph.memory.merge import merger as merge_module
from support.datasets import dataset_of

ACTORS = ["a", "b", "c"]
VALUES = st.sampled_from([None, 1, 1.0, True, math.nan, "x", "y", ["x"], ["x", "y"], ["y", "x"]])


def row_of(**fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fields).map(
        lambda row: {name: value for name, value in row.items() if value is not None}
    )


ENTITY = row_of(
    id=st.sampled_from([*ACTORS, "d", None]),
    name=st.sampled_from(["A", "B", None]),
    type=st.sampled_from([None, ["Person"], ["Person", "Politician"], "Company"]),
    aliases=st.sampled_from([None, ["x"], ["y"], ["x", "y"]]),
    stub=st.sampled_from([None, None, True, False]),
    note=VALUES,
)
SOURCE = row_of(id=st.sampled_from(["s1", "s2"]), title=st.sampled_from(["One", "Two", None]), note=VALUES)
RELATION_TYPE = row_of(
    type=st.sampled_from(["MET", "PAID"]), directed=st.sampled_from([None, True, False]), note=VALUES
)
RELATION = row_of(
    id=st.sampled_from([None, None, "r1", "r2", "r3"]),
    source=st.sampled_from([*ACTORS, *ACTORS, *ACTORS, "nobody"]),
    target=st.sampled_from(ACTORS),
    type=st.sampled_from([None, "MET", "PAID"]),
    role=st.sampled_from([None, "x", "y"]),
    sources=st.sampled_from([None, ["s1"], ["s2"], ["s1", "s2"], ["s2", "s1"]]),
    review=st.sampled_from([None, None, "confirmed", "draft"]),
    note=VALUES,
)
EDITS = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from(["id", "role", "sources", None]), VALUES), max_size=3
)
"""Writes to relations between two loads: one may get a new id or that of another, or be deleted."""


@st.composite
def loads(draw: st.DrawFn) -> tuple[list[list[Any]], list[list[Any]]]:
    """Draw two sets of sheets; the second has many rows of the first, some of them with other values."""
    first = [draw(st.lists(row, max_size=6)) for row in (ENTITY, RELATION, SOURCE, RELATION_TYPE)]
    first[0] += [{"id": actor} for actor in ACTORS]
    first[1] = [tie for tie in first[1] if tie["source"] != "nobody"]
    second = []
    for rows, row in zip(first, (ENTITY, RELATION, SOURCE, RELATION_TYPE), strict=True):
        again = st.sampled_from(rows) if rows else row
        some = st.builds(
            lambda one, names: {k: v for k, v in one.items() if k not in names},
            again,
            st.sets(st.sampled_from(["name", "note", "role", "review", "aliases"])),
        )
        second.append(draw(st.lists(st.one_of(again, again, some, row), max_size=8)))
    return first, second


CLEARED = st.dictionaries(st.sampled_from(["r1", "r2"]), st.just(["role"]), max_size=1)


@contextmanager
def only_by_row() -> Iterator[None]:
    """Merge every row by itself."""

    def none(_: Any, table: Any, *__: Any) -> Any:
        return np.zeros(len(table), dtype=np.bool_)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge_module, "unchanged_nodes", none)
        patch.setattr(merge_module, "unchanged_relations", none)
        yield


@pytest.fixture(autouse=True)
def _compares_few_rows_too(monkeypatch):
    monkeypatch.setattr(merge_module, "_ROW_LOOP_LIMIT", 0)


def edited(first: Dataset, edits: list[Any]) -> MemoryGraph:
    graph = MemoryGraph()
    with only_by_row(), graph.transaction() as transaction:
        merge_module.merge(transaction, first, None)
        for place, name, value in edits:
            slots = transaction.snapshot.all_relationships().tolist()
            if slots and name is None:
                transaction.delete_relationship(slots[place % len(slots)])
            elif slots:
                written = ["r1", "r2", "x"][place % 3] if name == "id" else value
                transaction.set_relationship_property(slots[place % len(slots)], name, written)
    return graph


def outcome(graph: MemoryGraph, second: Dataset) -> str:
    """Return what a merge says and leaves, as text, in which 1, 1.0 and True differ."""
    try:
        counts = graph.merge(second)
    except DataError as error:
        return str(error)
    said = {
        table: (merged, merged.unchanged_rows.tolist(), merged.changes, merged.retained)
        for table, merged in counts.items()
    }
    snapshot = graph.snapshot
    nodes = [graph.node(slot) for slot in snapshot.all_nodes().tolist()]
    ties = [graph.relationship(slot) for slot in snapshot.all_relationships().tolist()]
    return repr((said, [(node, node.properties) for node in nodes], [(tie, tie.properties) for tie in ties]))


MET = {"source": "a", "target": "b", "type": "MET"}
LED = {"source": "a", "target": "c", "type": "LED"}
CORRECTED_BETWEEN_OTHERS = (
    [[{"id": actor} for actor in ACTORS], [MET, {**LED, "id": "r1", "role": "x"}], [], []],
    [[], [MET, {**LED, "id": "r1", "role": "y"}, {**LED, "role": "y"}], [], []],
)
"""The last row has the key fields that the row before it gives to ``r1``."""


@given(sheets=loads(), edits=EDITS, cleared=CLEARED)
@example(sheets=CORRECTED_BETWEEN_OTHERS, edits=[], cleared={})
def test_comparing_columns_first_gives_what_merging_each_row_gives(sheets, edits, cleared):
    first, second = (dataset_of(*tables) for tables in sheets)
    second.cleared = cleared
    with only_by_row():
        expected = outcome(edited(first, edits), second)

    assert outcome(edited(first, edits), second) == expected


EVERYTHING = dataset_of(
    entities=[
        {"id": "a", "name": "A", "type": ["Person"], "aliases": ["x", "y"], "height": 1.5},
        {"id": "b", "name": "B", "type": ["Company"], "stub": True},
    ],
    relations=[
        {"id": "r1", "source": "a", "target": "b", "type": "MET", "sources": ["s1"], "paragraph": 2},
        {"source": "b", "target": "a", "claimed_by": "a"},
    ],
    sources=[{"id": "s1", "title": "One"}],
    relation_types=[{"type": "MET", "directed": False}],
)


def test_no_row_of_a_sheet_loaded_again_is_merged_by_itself(monkeypatch):
    graph = edited(EVERYTHING, [])
    merged_rows: list[int] = []
    rows = merge_module._rows
    monkeypatch.setattr(
        merge_module, "_rows", lambda *args: (merged_rows.append(row[0]) or row for row in rows(*args))
    )

    counts = graph.merge(EVERYTHING)

    assert merged_rows == []
    assert {table: merged.unchanged for table, merged in counts.items()} == {
        "entities": 2,
        "relations": 2,
        "sources": 1,
        "relation_types": 1,
    }


def test_progress_counts_the_rows_that_are_left_out():
    calls: list[tuple[int, int]] = []

    edited(EVERYTHING, []).merge(EVERYTHING, progress=lambda *call: calls.append(call))

    assert calls == [(6, 6)]
