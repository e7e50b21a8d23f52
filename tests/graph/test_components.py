"""Components are those that NetworkX finds."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sociogram.graph.components import component_labels

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
