"""The rules of merging give the same answers on every path into a graph."""

from __future__ import annotations

import doctest
from pathlib import Path

import networkx as nx
import pytest

import sociogram
from sociogram.graph import merge_rules
from sociogram.graph.merge_rules import DEFAULT_TYPE, UNION_PROPERTIES

SHEET = "source,target\na,b\n"


def from_networkx(_: Path) -> sociogram.Graph:
    graph = nx.DiGraph()
    graph.add_edge("a", "b", weight=2)
    return sociogram.open(graph)


def from_sheet(folder: Path) -> sociogram.Graph:
    (folder / "ties.csv").write_text(SHEET)
    return sociogram.open(folder / "ties.csv")


def from_merge(folder: Path) -> sociogram.Graph:
    (folder / "ties.csv").write_text(SHEET)
    graph = sociogram.open(nx.DiGraph())
    graph.load(folder / "ties.csv")
    return graph


@pytest.mark.parametrize("path", [from_networkx, from_sheet, from_merge])
def test_a_relation_without_a_type_has_the_default_type(path, tmp_path):
    (record,) = path(tmp_path).run("MATCH ()-[r]->() RETURN type(r) AS type")
    assert record["type"] == DEFAULT_TYPE == "CONNECTED_TO"


@pytest.mark.parametrize(
    ("column", "merged"),
    [
        ("aliases", ["A", "B", "C"]),
        ("sources", ["A", "B", "C"]),
        ("tags:string[]", ["B", "C"]),
    ],
)
def test_only_some_lists_take_the_values_of_both(column, merged, tmp_path):
    graph = sociogram.open(nx.DiGraph())
    for number, values in enumerate(("A | B", "B | C")):
        sheet = tmp_path / f"people{number}.csv"
        sheet.write_text(f"id,{column}\nann,{values}\n")
        graph.load(sheet)
    name = column.partition(":")[0]
    (record,) = graph.run(f"MATCH (a:Entity) RETURN a.{name} AS values")
    assert record["values"] == merged
    assert (name in UNION_PROPERTIES) == (len(merged) == 3)


def test_ids_in_the_docstrings_are_those_that_are_computed() -> None:
    failed, tried = doctest.testmod(merge_rules)
    assert tried
    assert not failed
