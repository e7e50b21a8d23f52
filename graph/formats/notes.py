"""Counts of values that a format cannot represent unchanged, for the messages of an export."""

from __future__ import annotations

from collections import Counter


class Notes:
    """Counts by property and reason, in order of first appearance, which makes every run repeatable."""

    __slots__ = ("_counts", "_renamed")

    def __init__(self) -> None:
        self._renamed: dict[str, str] = {}
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, name: str, reason: str, count: int = 1) -> None:
        """Count values of a property that the file changes, and the reason, which says how."""
        self._counts[name, reason] += count

    def rename(self, name: str, written: str) -> None:
        """Record that a property has another name in the file."""
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
    """Return a name in a form that is safe to print on a terminal."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in name)
