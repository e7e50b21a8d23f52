"""No query, however broken, ends in anything but a SociogramError, and each ends within its limits.

The texts of ``test_front_fuzz`` are run here, on a small graph that earlier ones may have changed.
"""

from __future__ import annotations

import time

from test_front_fuzz import HOW_MANY, Mutator

from sociogram.graph.errors import SociogramError
from sociogram.graph.memory.store import MemoryStore
from sociogram.queries.run import run

SETUP = (
    "CREATE (a:A {name: 'a', num: 1}), (b:B {name: 'b', num: 2.5}), (c:A:B {name: 'c', list: [1, 2]}), "
    "(a)-[:T {x: 1}]->(b), (b)-[:T {x: 2}]->(c), (c)-[:S]->(a), (a)-[:T]->(b), (c)-[:S]->(c)"
)
PARAMETERS = {"x": 1, "list": [1, None, "a"], "name": "a", "props": {"k": 1}, "n": 2}
TIMEOUT = 2.0
GRACE = 3.0
RUNS_ON_ONE_GRAPH = 200
LARGE = 2000


def test_every_query_ends_in_rows_or_in_our_error():
    mutator = Mutator(11)
    store = MemoryStore()
    answered = 0
    for number in range(HOW_MANY):
        if number % RUNS_ON_ONE_GRAPH == 0 or store.index.node_count > LARGE:
            store = MemoryStore()
            run(store, SETUP, write=True)
        text = mutator.query()
        began = time.monotonic()
        try:
            result = run(store, text, PARAMETERS, write=True, timeout=TIMEOUT)
            for _ in result:
                pass
            answered += 1
        except SociogramError:
            pass
        assert time.monotonic() - began < TIMEOUT + GRACE, text
    assert answered > HOW_MANY // 20
