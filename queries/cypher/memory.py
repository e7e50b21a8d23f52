"""How much memory there is, and a watch that ends a query before it has taken too much of it.

Memory is the process's, so there is one watch for all its queries. Operators that hold rows count
them; what they cannot count (lists inside lists, walks, texts) shows in what the process takes.
"""

from __future__ import annotations

from pathlib import Path

from sociogram.graph import timer
from sociogram.graph.errors import LimitExceeded

EVERY = 0.1
"""Seconds between two looks. A query that is over before the first one never pays for any."""

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


class Watch:
    """Lets the process grow by half of what is free when a query begins.

    Attributes:
        next: when the next look is due, by the monotonic clock.
    """

    def __init__(self) -> None:
        self.next = 0.0
        self._most: int | None = None

    def begin(self) -> None:
        """Note that a query begins; what it may take is found out at the first look."""
        self._most = None
        now = timer.monotonic()
        if self.next <= now:  # otherwise another query runs, and is to be looked at
            self.next = now + EVERY

    def look(self) -> None:
        """Look at the memory if it is time to.

        Raises:
            LimitExceeded: the process has grown by more than it may.
        """
        now = timer.monotonic()
        if now < self.next:
            return
        self.next = now + EVERY
        taken = taken_memory()
        if self._most is None:
            self._most = taken + free_memory() // 2
        elif taken > self._most:
            raise LimitExceeded(
                f"The query takes more than half of the memory that was free; "
                f"the process has grown to {taken / 1e9:.1f} GB. "
                "Ask for less (LIMIT, a narrower pattern, counts instead of rows).",
                limit="memory",
            )


watch = Watch()
