"""Several pieces of work at once, each in a thread of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

Piece = TypeVar("Piece")
Outcome = TypeVar("Outcome")


def side_by_side(
    pieces: deque[Piece], work: Callable[[Piece, int], Outcome], lanes: int
) -> Iterator[tuple[Piece, Future[Outcome]]]:
    """Take pieces and work on some at once, until there are none or one fails.

    Args:
        pieces: taken from the left; those that were not begun are left in it.
        work: gets a piece and the number of its lane.
        lanes: how many pieces at once.

    Yields:
        each piece that was begun, once it is done, and what came of it.
    """
    free = deque(range(lanes))
    running: dict[Future[Outcome], tuple[Piece, int]] = {}
    ended: list[tuple[Piece, Future[Outcome]]] = []
    has_failed = False
    with ThreadPoolExecutor(lanes) as threads:
        while True:
            while free and pieces and not has_failed:
                piece, lane = pieces.popleft(), free.popleft()
                running[threads.submit(work, piece, lane)] = piece, lane
            # Not before: no lane waits for whoever takes what was done.
            yield from ended
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            ended = []
            for future in done:
                piece, lane = running.pop(future)
                free.append(lane)
                has_failed = has_failed or future.exception() is not None
                ended.append((piece, future))
