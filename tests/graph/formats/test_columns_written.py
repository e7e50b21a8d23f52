"""Columns are written in pieces, each distinct value once; neither changes what is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neo4j.time import Date

import sociogram
from sociogram.graph.columns import TextColumn
from sociogram.graph.formats import COLUMNAR, SUFFIXES, write_file
from sociogram.graph.formats.column_values import distinct_values
from sociogram.graph.formats.element_ids import ElementIds
from sociogram.graph.graph_columns import node_columns
from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.selection import whole_columns

FORMATS = [suffix for suffix, module in SUFFIXES.items() if module in COLUMNAR]
TEXT = st.text(st.characters(codec="utf-8"), max_size=4) | st.sampled_from(["a\ud800", "<&>", "\x01", "é"])
VALUE = st.one_of(
    TEXT,
    st.integers(-(2**70), 2**70),
    st.booleans(),
    st.floats(),
    st.lists(TEXT, max_size=2),
    st.just(Date(2020, 1, 2)),
)
NAME = st.sampled_from(["id", "name", "label", "type", "weight", "start_date", "directed", "x"])
PROPERTIES = st.dictionaries(NAME, VALUE, max_size=4)


@st.composite
def parts(draw: st.DrawFn) -> Subgraph:
    labels = st.sampled_from([(), ("Entity",), ("Entity", "Person"), ("RelationType",)])
    nodes = [Node(str(row), draw(labels), draw(PROPERTIES)) for row in range(draw(st.integers(1, 5)))]
    end = st.integers(0, len(nodes) - 1).map(str)
    kinds = st.sampled_from(["KNOWS", "LIKES", "A\x01"])
    ties = [
        Relationship(str(row), draw(kinds), draw(end), draw(end), draw(PROPERTIES))
        for row in range(draw(st.integers(0, 5)))
    ]
    return Subgraph(tuple(nodes), tuple(ties), frozenset(draw(st.sampled_from([(), ("KNOWS",)]))))


def written(part: Any, target: Path) -> tuple[bytes, list[str]]:
    words = write_file(part, target)
    return target.read_bytes(), sorted(words)


@pytest.mark.parametrize("suffix", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(part=parts())
def test_small_pieces_and_row_by_row_give_the_same_bytes(tmp_path: Path, suffix: str, part: Subgraph) -> None:
    target = tmp_path / f"x{suffix}"
    expected = written(part, target)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sociogram.graph.graph_columns.CHUNK", 2)
        patch.setattr("sociogram.graph.formats.column_values.CHUNK", 3)
        patch.setattr("sociogram.graph.formats.column_values._MOST_DISTINCT", 0)
        assert written(part, target) == expected


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_columns_of_a_store_give_what_its_values_give(tmp_path: Path, suffix: str) -> None:
    store = sociogram.open().store
    held = store.view().hold()
    assert written(store.view(), tmp_path / f"a{suffix}") == written(held, tmp_path / f"b{suffix}")


def test_a_column_of_many_texts_is_not_held_as_texts() -> None:
    store = MemoryStore()
    store.execute("UNWIND range(1, 25000) AS k CREATE (:Entity {id: 'a' + k, kind: 'k' + k % 3})", write=True)
    nodes = whole_columns(store).nodes
    assert distinct_values(nodes.properties["id"], nodes.slots) is None
    kinds = distinct_values(nodes.properties["kind"], nodes.slots)
    assert kinds is not None
    assert dict(zip(kinds.values, kinds.counts, strict=True)) == {"k0": 8333, "k1": 8334, "k2": 8333}
    assert ElementIds(nodes, "node", str).are_own


def test_distinct_values_count_only_the_rows_asked_for() -> None:
    columns = node_columns([Node(str(row), (), {"k": text}) for row, text in enumerate("abcab")])
    column = columns.properties["k"]
    assert isinstance(column, TextColumn)
    found = distinct_values(column, np.array([0, 3]))
    assert found is not None
    assert (found.values, found.counts) == (["a"], [2])
    assert found.table(str.upper)[column.codes[[0, 3]]].tolist() == ["A", "A"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_source_that_a_relationship_connects_stays_a_node(tmp_path: Path, suffix: str) -> None:
    store = MemoryStore()
    store.execute(
        "CREATE (a:Page {id: 'a', name: 'A'})-[:CITES]->(:Source {id: 's', name: 'S'}), (:Source {id: 't'})",
        write=True,
    )
    columns = whole_columns(store)
    assert [node["id"] for node in columns.nodes.at(columns.nodes.slots)] == ["a", "s"]
    assert [node["id"] for node in columns.catalogue] == ["t"]
    assert write_file(columns, tmp_path / f"x{suffix}")[0] == "2 nodes, 1 relationship"
