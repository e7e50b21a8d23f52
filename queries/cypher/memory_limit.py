"""The time and memory limits of a query, which end it before it exceeds them.

Operators count the rows that they buffer. What they cannot count (nested lists, walks, strings) shows in the
size of the process.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from sociogram.graph.common import timer
from sociogram.graph.errors import LimitExceeded

EVERY = 0.1
"""The seconds between two checks of the memory; a query that takes less time is never checked."""

LARGE = 1 << 16
"""Before a value of at least this many bytes is created, the limits are checked."""

LARGE_IN_ALL = 1 << 26
"""After this many bytes of large values, the memory is checked, however little time has passed."""

ITEMS_BETWEEN_CHECKS: Final = 100
"""The number of items of a loop between two checks."""

Item = TypeVar("Item")
Before: TypeAlias = tuple[float | None, float | None]

UNKNOWN = 4 << 30
"""The assumed free memory in bytes if the system does not report it."""

_FREE = Path("/proc/meminfo")
_USED = Path("/proc/self/status")


def free_memory() -> int:
    """Return the available memory in bytes, or 4 GB if the system does not report it."""
    return _bytes_in(_FREE, "MemAvailable:", UNKNOWN)


def used_memory() -> int:
    """Return the resident size of this process in bytes, or 0 if the system does not report it."""
    return _bytes_in(_USED, "VmRSS:", 0)


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
    """The limits of the query that runs in this thread.

    During a query, the process may grow by half of the memory that is free at its first check. All stages
    check the limits: the parser, the planner, the operators, and functions that create large values or call
    others for each row.

    Attributes:
        deadline: when the time is over, on the monotonic clock; None for no limit.
        timeout: the time limit in seconds.
    """

    def __init__(self) -> None:
        self.deadline: float | None = None
        self.timeout: float | None = None
        self._next_check = 0.0
        self._most: int | None = None
        self._allocated = 0
        self._steps = 0

    def begin(self, timeout: float | None) -> Before:
        """Begin a query that is limited to ``timeout`` seconds.

        Reading its rows later counts towards its memory but not towards its time.

        Returns:
            The limits of the query around this one, which ``end`` restores.
        """
        state = self.__dict__  # this thread's attributes; a dict is faster than access through the local
        before = state["timeout"], state["deadline"]
        begun = timer.monotonic()
        state["timeout"] = timeout
        state["deadline"] = None if timeout is None else begun + timeout
        state["_next_check"], state["_most"], state["_allocated"] = begun + EVERY, None, 0
        return before

    def end(self, before: Before) -> None:
        """End a query and restore what ``begin`` returned."""
        self.timeout, self.deadline = before

    def check(self) -> None:
        """Check the time, and also the memory if a check is due.

        Raises:
            LimitExceeded: the query exceeded its time limit, or the process grew too much.
        """
        now = timer.monotonic()
        if self.deadline is not None and now > self.deadline:
            raise _too_long(self.timeout)
        if now >= self._next_check:
            self._next_check = now + EVERY
            self._check_memory()

    def step(self) -> None:
        """Count a small step, such as parsing one token, and check the limits every 256 steps."""
        self._steps += 1
        if self._steps & 255 == 0:
            self.check()

    def each(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield items, and check the limits before every ``ITEMS_BETWEEN_CHECKS``."""
        remaining = iter(items)
        while checked := list(islice(remaining, ITEMS_BETWEEN_CHECKS)):
            self.check()
            yield from checked

    def make(self, size: int) -> None:
        """Check the limits before a value of ``size`` bytes is created, unless it is small."""
        if size < LARGE:
            return
        self._allocated += size
        if self._allocated >= LARGE_IN_ALL:
            self._allocated = 0
            self._check_memory(size)
        self.check()

    def left(self) -> float | None:
        """Return the remaining seconds, at least a thousandth; None without a limit."""
        return None if self.deadline is None else max(self.deadline - timer.monotonic(), 0.001)

    def _check_memory(self, more: int = 0) -> None:
        used = used_memory() + more
        if self._most is None:
            self._most = used + free_memory() // 2
        elif used > self._most:
            raise LimitExceeded(
                f"The query needs more than half of the memory that was free; "
                f"the process would grow to {used / 1e9:.1f} GB. "
                "Request less (LIMIT, a narrower pattern, counts instead of rows).",
                limit="memory",
            )


def _too_long(timeout: float | None) -> LimitExceeded:
    """Return the error for a query that has run longer than ``timeout`` seconds."""
    return LimitExceeded(
        f"The query took longer than {timeout:g} s. "
        "Raise the limit with timeout=… (--timeout on the command line).",
        limit="timeout",
    )


watch = MemoryLimit()
