"""A whole graph read as columns has the nodes and relationships that it has read one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sociogram.graph.graph_columns import GraphColumns
from sociogram.graph.neo4j.whole_columns import _Keys
from sociogram.graph.store import GraphStore

Ask = Callable[..., list[tuple[Any, ...]]]

GRAPH = """
CREATE (a:Entity:Person {id: 'a', source: 'x', key: [1, 2], `first name`: 'Ann', born: date('1980-02-01')}),
       (b:Entity {id: 'b', key: 'two'}), (c:Entity {id: 'c'}), (:Source {id: 's', title: 'A letter'}),
       (a)-[:KNOWS {id: 'r1', source: 'row', target: 3, key: 0.5, type: true}]->(b),
       (a)-[:KNOWS {id: 'r2', sources: ['s', 't']}]->(b), (b)-[:OWNS]->(a), (c)-[:OWNS {key: 'x'}]->(c)
"""


def found(part: GraphColumns) -> tuple[list[Any], list[Any]]:
    """Return the nodes, and the relationships with their ends."""
    nodes, ties = part.nodes, part.relationships
    shown = dict(zip(nodes.slots.tolist(), nodes.at(nodes.slots), strict=True))
    rows = []
    for slot in ties.slots.tolist():
        values = {name: column.value(slot) for name, column in ties.properties.items()}
        kept = {name: value for name, value in values.items() if value is not None}
        ends = (shown[int(side[slot])].id for side in (ties.start, ties.end))
        rows.append((ties.key(slot), ties.types.value(slot), *ends, kept))
    return sorted(shown.values(), key=lambda node: node.id), sorted(rows, key=lambda row: row[0])


def test_columns_are_what_is_read_one_by_one(store: GraphStore, ask: Ask) -> None:
    ask(GRAPH, write=True)
    columns, held = store.view().columns(), store.view().hold().columns()
    assert columns.count() == (4, 4)
    assert found(columns) == found(held)


def test_columns_of_an_empty_graph(store: GraphStore) -> None:
    assert store.view().columns().count() == (0, 0)


@pytest.mark.parametrize(
    "keys",
    [
        ["4:ab-1:0", "4:ab-1:12", "4:ab-1:7"],
        ["#12:3", "#12:4", "#13:0"],
        ["n:1", "n:01"],
        ["n:1", "n:99999999999999999999"],
        ["n:1", "n:²"],
        ["", "x"],
    ],
)
def test_keys_are_given_back_unchanged(keys: list[str]) -> None:
    held = _Keys()
    held.add(keys[:1])
    held.add(keys[1:])
    assert (list(held), held[1], held[:2], len(held)) == (keys, keys[1], keys[:2], len(keys))
