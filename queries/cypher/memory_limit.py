"""How much memory there is, and a watch that ends a query before it has taken too much time or memory.

Operators that hold rows count them; what they cannot count (lists inside lists, walks, texts) shows in
what the process takes.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sociogram.graph.common import timer
from sociogram.graph.errors import LimitExceeded

EVERY = 0.1
"""Seconds between two looks. A query that is over before the first one never pays for any."""

LARGE = 1 << 16
"""Bytes of a value from which on making it is worth a look at the clock."""

LARGE_IN_ALL = 1 << 26
"""Bytes of large values after which the memory is looked at, however little time has gone by."""

UNKNOWN = 4 << 30
"""Free bytes, where the system does not tell."""

_FREE = Path("/proc/meminfo")
_TAKEN = Path("/proc/self/status")


def free_memory() -> int:
    """Return the bytes that the machine could still give, or 4 GB where it does not tell."""
    return _bytes_in(_FREE, "MemAvailable:", UNKNOWN)


def taken_memory() -> int:
    """Return the bytes that this process holds, or 0 where the system does not tell."""
    return _bytes_in(_TAKEN, "VmRSS:", 0)


def _bytes_in(file: Path, field: str, otherwise: int) -> int:
    try:
        with file.open(encoding="ascii", errors="replace") as lines:
            for line in lines:
                if line.startswith(field):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return otherwise


class MemoryLimit(threading.local):
    """Ends the query that this thread runs before it takes more time or memory than it may.

    The process may grow by half of what is free when the query begins. All stages look: the parser, the
    planner, operators, and functions that call others for each row or make large values.

    Attributes:
        deadline: when the query has to be over, by the monotonic clock; None is never.
        timeout: the seconds that it was given.
    """

    def __init__(self) -> None:
        self.deadline: float | None = None
        self.timeout: float | None = None
        self._next_look = 0.0
        self._most: int | None = None
        self._made = 0
        self._steps = 0

    @contextmanager
    def over(self, timeout: float | None) -> Iterator[None]:
        """Watch what runs inside as one query, which may take ``timeout`` seconds.

        Reading its rows afterwards counts as its memory, not as its time.
        """
        before = self.timeout, self.deadline
        begun = timer.monotonic()
        self.timeout = timeout
        self.deadline = None if timeout is None else begun + timeout
        self._next_look, self._most, self._made = begun + EVERY, None, 0
        try:
            yield
        finally:
            self.timeout, self.deadline = before

    def look(self) -> None:
        """Look at the clock, and at the memory if it is time to.

        Raises:
            LimitExceeded: the query has run for too long, or the process has grown by more than it may.
        """
        time = timer.monotonic()
        if self.deadline is not None and time > self.deadline:
            raise too_long(self.timeout)
        if time >= self._next_look:
            self._next_look = time + EVERY
            self._look_at_memory()

    def step(self) -> None:
        """Look after some hundred small steps, like reading one part of a query's text."""
        self._steps += 1
        if self._steps & 255 == 0:
            self.look()

    def make(self, size: int) -> None:
        """Look before a value of ``size`` bytes is made, if it is large enough to matter."""
        if size < LARGE:
            return
        self._made += size
        if self._made >= LARGE_IN_ALL:
            self._made = 0
            self._look_at_memory(size)
        self.look()

    def left(self) -> float | None:
        """Return how many seconds are left, at least a thousandth; None is any number."""
        return None if self.deadline is None else max(self.deadline - timer.monotonic(), 0.001)

    def _look_at_memory(self, more: int = 0) -> None:
        taken = taken_memory() + more
        if self._most is None:
            self._most = taken + free_memory() // 2
        elif taken > self._most:
            raise LimitExceeded(
                f"The query takes more than half of the memory that was free; "
                f"the process would grow to {taken / 1e9:.1f} GB. "
                "Ask for less (LIMIT, a narrower pattern, counts instead of rows).",
                limit="memory",
            )


def too_long(timeout: float | None) -> LimitExceeded:
    """Return the error for a query that has run for longer than ``timeout`` seconds."""
    return LimitExceeded(
        f"The query took longer than {timeout:g} s. "
        "Raise the limit with timeout=… (--timeout on the command line).",
        limit="timeout",
    )


watch = MemoryLimit()
