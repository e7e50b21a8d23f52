"""Parallel execution of work in threads."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

Piece = TypeVar("Piece")
Outcome = TypeVar("Outcome")


def in_parallel(
    pieces: deque[Piece], work: Callable[[Piece, int], Outcome], workers: int
) -> Iterator[tuple[Piece, Future[Outcome]]]:
    """Work on several pieces in parallel until none is left or one fails.

    Args:
        pieces: taken from the left; those not started remain.
        work: called with a piece and the number of its worker.
        workers: the number of pieces in parallel.

    Yields:
        Each piece that was started, when it is done, and its outcome.
    """
    free = deque(range(workers))
    running: dict[Future[Outcome], tuple[Piece, int]] = {}
    ended: list[tuple[Piece, Future[Outcome]]] = []
    has_failed = False
    with ThreadPoolExecutor(workers) as threads:
        while True:
            while free and pieces and not has_failed:
                piece, worker = pieces.popleft(), free.popleft()
                running[threads.submit(work, piece, worker)] = piece, worker
            # Yield only after refilling the workers, so that none waits for the caller.
            yield from ended
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            ended = []
            for future in done:
                piece, worker = running.pop(future)
                free.append(worker)
                has_failed = has_failed or future.exception() is not None
                ended.append((piece, future))
