"""The time limit on work of several queries, on a clock that the test moves."""

from __future__ import annotations

import pytest

from sociogram.graph.common.time_limit import seconds_left, time_limit
from sociogram.graph.errors import LimitExceeded
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run
from support.held_clock import HeldClock


def test_queries_share_what_remains(held_clock: HeldClock) -> None:
    with time_limit(10):
        held_clock.now += 4
        assert [seconds_left(None), seconds_left(3), seconds_left(9)] == [6, 3, 6]
        with time_limit(None):
            assert seconds_left(None) == 6
    assert [seconds_left(None), seconds_left(3)] == [None, 3]


def test_a_query_that_would_begin_later_is_not_run(held_clock: HeldClock) -> None:
    held_clock.step = 10
    with pytest.raises(LimitExceeded, match="longer than 10 s"), time_limit(10):
        run(MemoryStore(), "CREATE ()", write=True)


def test_a_query_is_stopped_at_the_common_limit(held_clock: HeldClock) -> None:
    held_clock.step = 4
    with pytest.raises(LimitExceeded, match="longer than 10 s"), time_limit(10):
        list(run(MemoryStore(), "UNWIND range(1, 1000000) AS x RETURN count(DISTINCT x % 7)"))
