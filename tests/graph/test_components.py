"""Parts of a graph whose relationships pass by are those of a graph that is held."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.graph import components
from sociogram.graph.components import DisjointSets, component_labels

PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60)


def columns(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return ends[:, 0], ends[:, 1]


@given(PAIRS)
def test_nodes_have_one_number_where_a_way_leads_from_one_to_the_other(pairs: list[tuple[int, int]]) -> None:
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(31))
    expected = {frozenset(part) for part in nx.connected_components(graph)}
    numbers = component_labels(31, *columns(pairs)).tolist()
    assert {frozenset(np.flatnonzero(np.array(numbers) == one).tolist()) for one in set(numbers)} == expected


@given(PAIRS, st.integers(1, 9), st.integers(1, 20))
def test_sizes_are_the_same_in_whatever_pieces_they_come(
    pairs: list[tuple[int, int]], piece: int, held: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(components, "_HELD", held)
        found = DisjointSets()
        for first in range(0, len(pairs), piece):
            start, end = columns(pairs[first : first + piece])
            found.add(start * 10**15 - 7, end * 10**15 - 7)  # a server's ids may be any integers
    sizes = sorted(map(len, nx.connected_components(nx.Graph(pairs))), reverse=True)
    assert found.sizes().tolist() == sizes


def test_nothing_has_no_parts() -> None:
    assert DisjointSets().sizes().tolist() == []
