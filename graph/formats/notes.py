"""What a format cannot carry as it is, counted by property, for the words that an export ends with."""

from __future__ import annotations

from collections import Counter


class Notes:
    """Counts by property and reason; the same in every run, in the order in which they come."""

    __slots__ = ("_counts", "_renamed")

    def __init__(self) -> None:
        self._renamed: dict[str, str] = {}
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, name: str, reason: str, count: int = 1) -> None:
        """Count values of a property that the file does not hold as they are, and say how it does."""
        self._counts[name, reason] += count

    def rename(self, name: str, written: str) -> None:
        """Say that a property is called otherwise in the file."""
        self._renamed[name] = written

    def lines(self) -> list[str]:
        """Return a sentence for each property and reason."""
        renamed = [
            f"`{_printable(name)}` is called `{_printable(written)}` in the file."
            for name, written in self._renamed.items()
        ]
        return renamed + [
            f"`{_printable(name)}`: {reason} ({count:,} {'value' if count == 1 else 'values'})."
            for (name, reason), count in self._counts.items()
        ]


def _printable(name: str) -> str:
    """Return a name as a terminal may show it."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in name)
