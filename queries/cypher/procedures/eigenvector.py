"""Eigenvector centrality of a graph that need not be connected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from sociogram.graph.columns import FloatArray
from sociogram.queries.cypher.context import Context

_SAME_EIGENVALUE = 1e-9
"""Up to this relative difference, two components count as equally central."""
_DIGITS = 12


def eigenvector_centrality(context: Context, graph: Any, strengths: FloatArray | None) -> FloatArray:
    """Return the score of each node; the squares of all sum to 1.

    As in NetworkX, which begins with the same score for each node, only the components with the largest
    eigenvalue have scores other than 0.

    Args:
        context: the query.
        graph: an undirected igraph graph without loops.
        strengths: the weight of each edge; None for 1.
    """
    scores = np.zeros(graph.vcount())
    largest = 0.0
    for members, value, found in _leading(context, graph, strengths):
        if value > largest * (1 + _SAME_EIGENVALUE):
            scores[:] = 0.0
            largest = value
        if value > largest * (1 - _SAME_EIGENVALUE):
            scores[members] = found * found.sum()
    # ARPACK's last digits differ from call to call.
    rounded: FloatArray = np.round(scores / (np.linalg.norm(scores) or 1.0), _DIGITS)
    return rounded


def _leading(
    context: Context, graph: Any, strengths: FloatArray | None
) -> Iterator[tuple[list[int], float, FloatArray]]:
    """Yield the nodes, the largest eigenvalue and its eigenvector of each component that may be the first.

    No eigenvalue is larger than the most ties of a node.
    """
    graph.es["strength"] = np.ones(graph.ecount()) if strengths is None else strengths
    most = np.array(graph.strength(weights="strength"))
    components = sorted(graph.connected_components(), key=lambda members: -most[members].max())
    largest = 0.0
    for members in components:
        context.check()
        if len(members) < 2 or most[members].max() < largest * (1 - _SAME_EIGENVALUE):
            return
        component = graph.induced_subgraph(members)
        found, value = component.eigenvector_centrality(weights="strength", return_eigenvalue=True)
        largest = max(largest, value)
        yield members, value, np.array(found) / np.linalg.norm(found)
