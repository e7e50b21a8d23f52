"""Tables of tests, written as text."""

from __future__ import annotations

from pathlib import Path


def read_table(path: Path) -> list[tuple[str, str]]:
    """Read pairs of an entry and what is indented below it; ``#`` and empty lines are for the reader."""
    pairs: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            entry, expected = pairs[-1]
            pairs[-1] = (entry, f"{expected}\n{line[4:]}".lstrip("\n"))
        elif line and not line.startswith("#"):
            pairs.append((line, ""))
    return pairs
