"""How many relationships nodes have: of many, read from a table that is kept of all."""

from __future__ import annotations

import numpy as np

from sociogram.graph.columns import AnyArray, IntArray
from sociogram.graph.memory.storage.snapshot import Snapshot, Way
from sociogram.queries.cypher.plan import operators as op

MANY_OF = 16
"""Asked for more than a sixteenth of the nodes, the degrees of all are kept."""


def degrees_of(index: Snapshot, nodes: IntArray, way: Way, types: op.Types) -> AnyArray:
    """Return how many relationships each node has, as integers of any width; a null one has none."""
    if not index.node_slots:
        return np.zeros(len(nodes), dtype=np.int64)
    nulls = bool(len(nodes)) and nodes.min() < 0
    known = np.maximum(nodes, 0) if nulls else nodes
    if len(nodes) * MANY_OF > index.node_slots:
        counts: AnyArray = index.degrees(way, types)
        if not _is_table(index, nodes):
            counts = counts[known]
    else:
        counts = index.degree(known, way, types)
    return np.where(nodes < 0, 0, counts) if nulls else counts


def _is_table(index: Snapshot, nodes: IntArray) -> bool:
    """Tell whether these are every node in its order, as a scan gives them, with no hole between."""
    return len(nodes) == index.node_slots and nodes is index.all_nodes()
