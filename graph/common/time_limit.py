"""One time limit for all queries of a task."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sociogram.graph.common import timer
from sociogram.graph.errors import LimitExceeded

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Limit the total time of all queries within this context, in seconds; None means no limit.

    >>> with time_limit(10):
    ...     numbers = read_stats(store)

    Raises:
        LimitExceeded: the time was over before a query ended or began.
    """
    if seconds is None:
        yield
        return
    before = _deadline.set(timer.monotonic() + seconds)
    try:
        yield
    except LimitExceeded as error:
        if error.limit != "timeout":
            raise
        raise LimitExceeded(
            f"This took longer than {seconds:g} s. Request less, or give it more time with timeout= "
            "(--timeout on the command line).",
            limit="timeout",
        ) from error
    finally:
        _deadline.reset(before)


def seconds_left(timeout: float | None) -> float | None:
    """Return the time limit of a query that begins now: its own, or what remains of ``time_limit`` if less.

    Raises:
        LimitExceeded: nothing remains.
    """
    deadline = _deadline.get()
    if deadline is None:
        return timeout
    remaining = deadline - timer.monotonic()
    if remaining <= 0:
        raise LimitExceeded("The time limit has passed.", limit="timeout")
    return remaining if timeout is None else min(timeout, remaining)
