"""A graph as plain dicts, slow and easy to believe, to hold an index against."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

import numpy as np

from sociogram.graph.model import Direction


@dataclass
class Naive:
    """A graph as plain dicts: slow, and easy to believe."""

    nodes: dict = field(default_factory=dict)  # slot: (labels, properties)
    relationships: dict = field(default_factory=dict)  # slot: (start, end, type, properties)

    def copy(self):
        return Naive(
            {slot: (set(labels), dict(found)) for slot, (labels, found) in self.nodes.items()},
            {slot: (*rest, dict(found)) for slot, (*rest, found) in self.relationships.items()},
        )

    def expand(self, node, direction, types):
        """Return the (relationship, neighbour) pairs of a node."""
        found = []
        for slot, (start, end, name, _) in self.relationships.items():
            if types is not None and name not in types:
                continue
            if start == node and direction is not Direction.INCOMING:
                found.append((slot, end))
            elif end == node and direction is not Direction.OUTGOING:
                found.append((slot, start))
        return sorted(found)

    def having(self, key, value, label):
        def same(other):
            return other == value and isinstance(other, bool) == isinstance(value, bool)

        return [
            slot
            for slot, (labels, found) in sorted(self.nodes.items())
            if key in found and same(found[key]) and (label is None or label in labels)
        ]


def agree(snapshot, naive, *, types=("A", "B"), labels=("P", "Q"), values=(0, 1, 1.0, "x", "y", True)):
    """Hold everything that an index says against a naive graph."""
    live, edges = sorted(naive.nodes), sorted(naive.relationships)
    assert snapshot.all_nodes().tolist() == live
    assert snapshot.node_count == len(live)
    assert snapshot.all_relationships(None).tolist() == edges
    assert snapshot.relationship_count == len(edges)
    assert snapshot.labels == tuple(sorted({label for found, _ in naive.nodes.values() for label in found}))
    assert snapshot.types == tuple(sorted({found[2] for found in naive.relationships.values()}))
    for label in labels:
        having = [slot for slot in live if label in naive.nodes[slot][0]]
        assert snapshot.nodes_with_label(label).tolist() == having
        assert np.flatnonzero(snapshot.label_mask(label)).tolist() == having
        assert snapshot.label_count(label) == len(having)
    for slot in live:
        assert snapshot.node_labels(slot) == tuple(sorted(naive.nodes[slot][0]))
        assert snapshot.node_properties(slot) == naive.nodes[slot][1]
    for slot in edges:
        start, end, name, found = naive.relationships[slot]
        assert (snapshot.start_of(slot), snapshot.end_of(slot), snapshot.type_name(slot)) == (
            start,
            end,
            name,
        )
        assert (snapshot.start[slot], snapshot.end[slot]) == (start, end)
        assert snapshot.type_names[snapshot.type_codes[slot]] == name
        assert snapshot.relationship_properties(slot) == found
    for name in types:
        assert snapshot.all_relationships((name,)).tolist() == [
            slot for slot in edges if naive.relationships[slot][2] == name
        ]
        assert snapshot.type_count(name) == len(snapshot.all_relationships((name,)))
    agree_on_columns(snapshot, naive, live, edges)
    agree_on_expansion(snapshot, naive, live, types)
    for key in ("k", "m"):
        for value in values:
            for label in (None, "P"):
                found = snapshot.nodes_with_value(key, value, label)
                assert found.dtype == np.int64
                assert found.tolist() == naive.having(key, value, label)


def agree_on_columns(snapshot, naive, live, edges):
    for key in ("k", "m", "unheard of"):
        column = snapshot.node_property(key)
        assert len(column) == snapshot.node_slots
        values, nulls = column.to_list(), column.null_mask()
        for slot in live:
            expected = naive.nodes[slot][1].get(key)
            assert values[slot] == expected
            assert type(values[slot]) is type(expected)
            assert nulls[slot] == (expected is None)
            assert snapshot.node_property_value(slot, key) == expected
        column = snapshot.relationship_property(key)
        assert len(column) == snapshot.relationship_slots
        assert [column.value(slot) for slot in edges] == [
            naive.relationships[slot][3].get(key) for slot in edges
        ]


def agree_on_expansion(snapshot, naive, live, types):
    asked = np.array([*live, *reversed(live)], dtype=np.int64)
    for direction in Direction:
        for wanted in (None, (), *((name,) for name in types), types, (*types, "NONE"), ("NONE",)):
            rows, relationships, neighbours = snapshot.expand(asked, direction, wanted)
            assert rows.tolist() == sorted(rows.tolist())
            assert {array.dtype for array in (rows, relationships, neighbours)} == {np.dtype(np.int64)}
            degrees = snapshot.degree(asked, direction, wanted).tolist()
            agree_on_few(
                snapshot, asked.tolist(), direction, wanted, (rows, relationships, neighbours), degrees
            )
            among = snapshot.label_mask("P")
            kept = among[neighbours]
            to_some = snapshot.expand(asked, direction, wanted, among)
            assert [part.tolist() for part in to_some] == [
                part[kept].tolist() for part in (rows, relationships, neighbours)
            ]
            for row, node in enumerate(asked.tolist()):
                here = rows == row
                found = sorted(zip(relationships[here].tolist(), neighbours[here].tolist(), strict=True))
                expected = naive.expand(node, direction, wanted)
                assert found == expected
                assert degrees[row] == len(expected)
                assert sorted(zip(*snapshot.expand_one(node, direction, wanted), strict=True)) == expected
            everywhere = dict(zip(live, degrees, strict=False))
            table = [everywhere.get(slot, 0) for slot in range(snapshot.node_slots)]
            assert snapshot.degrees(direction, wanted).tolist() == table
            slots, counts = snapshot.positive_degrees(direction, wanted)
            assert list(zip(slots.tolist(), counts.tolist(), strict=True)) == [
                (slot, degree) for slot, degree in enumerate(table) if degree
            ]


def agree_on_few(snapshot, asked, direction, wanted, expanded, degrees):
    """Hold what is said of a few nodes, all at once and each alone, against what arrays say."""
    steps = sorted(zip(*(part.tolist() for part in expanded), strict=True))
    assert sorted(zip(*snapshot.expand_listed(asked, direction, wanted, sys.maxsize), strict=True)) == steps
    assert snapshot.listed_degrees(asked, direction, wanted) == degrees
    for row, node in enumerate(asked):
        alone = zip(*snapshot.expand_listed([node], direction, wanted, sys.maxsize), strict=True)
        assert sorted((row, slot, other) for _, slot, other in alone) == [s for s in steps if s[0] == row]
        assert snapshot.listed_degrees([node], direction, wanted) == [degrees[row]]
