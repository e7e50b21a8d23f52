"""Work of parallel workers: which pieces are started, and what happens to the others."""

from __future__ import annotations

import threading
from collections import deque

from sociogram.graph.neo4j.merge.parallel import in_parallel
from support.patience import PATIENCE


def test_every_piece_is_done_once_and_two_at_a_time() -> None:
    both = threading.Barrier(2)
    pieces = deque(range(6))

    def work(piece: int, worker: int) -> tuple[int, int]:
        both.wait(60)
        return piece, worker

    found = {piece: done.result() for piece, done in in_parallel(pieces, work, 2)}
    assert not pieces
    assert {piece: done for piece, (done, _) in found.items()} == {piece: piece for piece in range(6)}
    assert {worker for _, worker in found.values()} == {0, 1}


def test_nothing_is_begun_after_a_failure() -> None:
    def work(piece: int, _: int) -> int:
        if piece == 2:
            raise ValueError("two")
        return piece

    pieces = deque(range(5))
    found = {piece: done.exception() for piece, done in in_parallel(pieces, work, 1)}
    assert list(pieces) == [3, 4]
    assert [str(error) for error in found.values()] == ["None", "None", "two"]


def test_a_lane_goes_on_while_an_outcome_is_looked_at() -> None:
    begun = threading.Semaphore(0)

    def work(piece: int, _: int) -> int:
        begun.release()
        return piece

    pieces = deque(range(2))
    outcomes = in_parallel(pieces, work, 1)
    next(outcomes)
    assert begun.acquire(timeout=PATIENCE)
    assert begun.acquire(timeout=PATIENCE)
    assert [piece for piece, _ in outcomes] == [1]
