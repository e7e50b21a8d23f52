"""Conversion of a part of a graph as columns to frozen tables."""

from __future__ import annotations

import numpy as np

from sociogram.graph.columns import AnyArray, Column
from sociogram.graph.columns.patch import narrowed
from sociogram.graph.graph_columns import GraphColumns, PropertyColumns
from sociogram.graph.memory.storage.tables import LabelSets, Tables, TypeNames


def tables_of_columns(part: GraphColumns) -> Tables:
    """Return the tables of a graph that holds a part of another one, in the order of its slots."""
    nodes, ties = part.nodes, part.relationships
    label_sets, type_names = LabelSets(), TypeNames()
    labels = np.array([label_sets.code(one) for one in nodes.labels.table], dtype=np.int32)
    types = np.array([type_names.code(one) for one in ties.types.table], dtype=np.int32)
    row_of = np.zeros(int(nodes.slots.max(initial=-1)) + 1, dtype=np.int32)
    row_of[nodes.slots] = np.arange(len(nodes), dtype=np.int32)
    return Tables(
        label_sets=label_sets,
        type_names=type_names,
        label_codes=_at(labels, nodes.labels.codes, nodes.slots),
        node_columns=_columns(nodes, len(nodes.labels)),
        start=_at(row_of, ties.start, ties.slots),
        end=_at(row_of, ties.end, ties.slots),
        type_codes=_at(types, ties.types.codes, ties.slots),
        relationship_columns=_columns(ties, len(ties.types)),
    )


def _at(values: AnyArray, codes: AnyArray, slots: AnyArray) -> AnyArray:
    return values[codes[slots]] if len(slots) else np.zeros(0, dtype=np.int32)


def _columns(elements: PropertyColumns, count: int) -> dict[str, Column]:
    is_all = np.array_equal(elements.slots, np.arange(count))
    return narrowed(
        {
            name: column if is_all else column.take(elements.slots)
            for name, column in elements.properties.items()
        }
    )
