"""The search for trails goes no further than the length it looks for allows."""

from __future__ import annotations

from sociogram.graph.model import Direction
from sociogram.queries.cypher.execute.paths.bidirectional_search import BidirectionalSearch, Step
from sociogram.queries.cypher.execute.paths.trails import trails
from sociogram.queries.cypher.store import MemoryStore


class RecordingSearch(BidirectionalSearch):
    """Notes the nodes whose steps are read."""

    def __init__(self, store: MemoryStore) -> None:
        super().__init__(store.snapshot, Direction.OUTGOING, None, None, lambda: None)
        self.read: list[int] = []

    def steps(self, node: int) -> list[Step]:
        self.read.append(node)
        return super().steps(node)


def test_a_node_too_far_from_the_end_is_not_expanded() -> None:
    store = MemoryStore()
    with store.transaction() as transaction:
        start, end, detour, *dead_ends = (transaction.create_node([], {"at": at}) for at in range(8))
        pairs = [(start, end), (start, detour), (detour, end)]
        pairs += [(start, node) for node in dead_ends] + [(node, dead_ends[0]) for node in dead_ends[1:]]
        for one, other in pairs:
            transaction.create_relationship(one, other, "R", {})
    search = RecordingSearch(store)
    lengths = trails(search, 0, 1, 1, None)
    assert [nodes for nodes, _ in next(lengths)] == [[0, 1]]
    assert search.read == [0, 1]
    assert [nodes for nodes, _ in next(lengths)] == [[0, 2, 1]]
    assert set(search.read) == {0, 1, 2}
    assert [walk for length in lengths for walk in length] == []
    assert set(search.read) == {0, 1, 2}
