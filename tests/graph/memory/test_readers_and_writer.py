"""Readers in other threads see one whole snapshot, whatever a writer does meanwhile.

The writer adds and deletes ties in pairs, one there and one back, both with the same new text; each of
its transactions is whole. So in whatever a reader holds every tie has its twin, and what it holds stays
as it was. Threads are switched as often as Python can, and changes are folded every few writes, so that
readers meet every half-made state that there may be.
"""

import random
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sociogram.graph.memory import state as state_module
from sociogram.graph.memory.storage.compaction import compact
from sociogram.graph.model import Direction
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

ACTORS = 40
WRITES = 250
READERS = 3


@pytest.fixture
def hurried(monkeypatch):
    """Switch threads all the time, and fold early."""
    before = sys.getswitchinterval()
    monkeypatch.setattr(state_module, "_COMPACT_AT_LEAST", 60)
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def actors():
    store = MemoryStore()
    with store.transaction() as transaction:
        for number in range(ACTORS):
            transaction.create_node(("Entity",), {"id": f"a{number}", "mark": "none"})
    return store


def write(store, numbers):
    """Add a pair of ties, mark both ends, and now and then delete a pair."""
    pairs = []
    for turn in range(WRITES):
        one, other = numbers.sample(range(ACTORS), 2)
        tag = f"tag {turn}"
        with store.transaction() as transaction:
            pair = [
                transaction.create_relationship(one, other, "MET", {"tag": tag, "turn": turn}),
                transaction.create_relationship(other, one, "MET", {"tag": tag, "turn": turn}),
            ]
            for slot in (one, other):
                transaction.set_node_property(slot, "mark", f"mark {turn % 7}")
            pairs.append(pair)
            if turn % 3 == 2:
                for slot in pairs.pop(numbers.randrange(len(pairs))):
                    transaction.delete_relationship(slot)


def ties(snapshot):
    """Return what an index holds, read from its arrays and columns."""
    slots = snapshot.all_relationships()
    return list(
        zip(
            snapshot.start[slots].tolist(),
            snapshot.end[slots].tolist(),
            snapshot.relationship_property("tag").take(slots).to_list(),
            snapshot.relationship_property("turn").take(slots).to_list(),
            strict=True,
        )
    )


def expanded(snapshot):
    """Return the same, followed from each node."""
    nodes = snapshot.all_nodes()
    rows, slots, ends = snapshot.expand(nodes, Direction.OUTGOING)
    tags = snapshot.relationship_property("tag").take(slots).to_list()
    return Counter(zip(nodes[rows].tolist(), ends.tolist(), tags, strict=True))


def look(store):
    """Check one snapshot."""
    snapshot = store.snapshot
    held = ties(snapshot)
    there = Counter((start, end, tag) for start, end, tag, _ in held)
    assert there == Counter((end, start, tag) for start, end, tag, _ in held)
    assert all(tag == f"tag {turn}" for _, _, tag, turn in held)
    assert expanded(snapshot) == there
    assert snapshot.relationship_count == len(held)
    marks = snapshot.node_property("mark").to_list()
    for mark in set(marks):
        found = snapshot.nodes_with_value("mark", mark)
        assert found.tolist() == np.flatnonzero([one == mark for one in marks]).tolist()
    (count,) = next(iter(run(store, "MATCH (a)-[r:MET]->(b) WHERE r.tag STARTS WITH 'tag' RETURN count(r)")))
    assert count % 2 == 0
    assert ties(snapshot) == held


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("seed", range(3))
def test_readers_see_whole_transactions_while_a_writer_adds(seed):
    store = actors()
    done = threading.Event()

    def read():
        while not done.is_set():
            look(store)

    with ThreadPoolExecutor(READERS) as threads:
        reading = [threads.submit(read) for _ in range(READERS)]
        try:
            write(store, random.Random(seed))  # noqa: S311 - the same each time
        finally:
            done.set()
        for future in reading:
            future.result()
    look(store)
    assert len(ties(store.snapshot)) == 2 * (WRITES - WRITES // 3)


# ── What is made on first use ──────────────────────────────────────────────────────────────────


def written(numbers):
    """Return a store with changes that no reader has looked at, over columns that none has."""
    store = actors()
    with store.transaction() as transaction:
        for turn in range(200):
            pair = numbers.sample(range(ACTORS), 2)
            transaction.create_relationship(*pair, "MET", {"tag": f"tag {turn}", "turn": [turn]})
    store._state.replace(compact(store.snapshot))
    for begin in (200, 300):
        with store.transaction() as transaction:
            for turn in range(begin, begin + 100):
                pair = numbers.sample(range(ACTORS), 2)
                transaction.create_relationship(*pair, "MET", {"tag": f"tag {turn}", "turn": [turn]})
                transaction.set_node_property(turn % ACTORS, "mark", f"mark {turn % 9}")
        if begin == 200:
            store.snapshot.relationship_property("tag")  # the next change grows from what this made
    return store


FIRST_USES = {
    "a text column that has grown": lambda snapshot: snapshot.relationship_property("tag").to_list(),
    "a column of lists that has grown": lambda snapshot: snapshot.relationship_property("turn").to_list(),
    "the ends": lambda snapshot: (snapshot.start.tolist(), snapshot.end.tolist()),
    "a changed value": lambda snapshot: snapshot.nodes_with_value("mark", "mark 3").tolist(),
    "an unchanged text": lambda snapshot: [
        snapshot.nodes_with_value("id", f"a{n}").tolist() for n in range(8)
    ],
    "neighbours": lambda snapshot: [snapshot.expand_one(n, Direction.BOTH) for n in range(ACTORS)],
}


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("use", FIRST_USES)
def test_what_is_made_on_first_use_is_whole_for_every_thread_that_asks_at_once(use):
    ask, numbers = FIRST_USES[use], random.Random(1)  # noqa: S311 - the same each time
    with ThreadPoolExecutor(READERS) as threads:
        for _ in range(60):
            snapshot = written(numbers).snapshot
            barrier = threading.Barrier(READERS)

            def first(snapshot=snapshot, barrier=barrier):
                barrier.wait()
                return ask(snapshot)

            answers = [future.result() for future in [threads.submit(first) for _ in range(READERS)]]
            assert all(answer == ask(snapshot) for answer in answers)
