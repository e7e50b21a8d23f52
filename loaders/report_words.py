"""The sentences of a load's report: numbers with their nouns, lists cut short, what a target did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sociogram.graph.dataset import CellChanges, Merged

_SHOWN_LINES = 5
_LONGEST_CELL = 60
_NOUNS = {
    "entities": ("actor", "actors"),
    "relations": ("tie", "ties"),
    "sources": ("source", "sources"),
    "relation_types": ("type of ties", "types of ties"),
}
"""What a user calls the rows of a table."""

DOUBT = "It could also be read"
"""How the sentence on a second likely reading begins."""


def kind_in_words(kind: str) -> str:
    """Return what the rows of a file are, in the words of a user: ``actors and ties``."""
    names = {table.replace("_", " "): several for table, (_, several) in _NOUNS.items()}
    return " and ".join(names.get(part, part) for part in kind.split(" and "))


def number(count: int, noun: str) -> str:
    """Return ``1 row`` or ``2 rows``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def limited(remarks: Iterable[str], limit: int) -> list[str]:
    """Return the first remarks as indented lines, and how many more there are."""
    texts = list(remarks)
    lines = [f"    {text}" for text in texts[:limit]]
    if len(texts) > limit:
        lines.append(f"    … and {len(texts) - limit:,} more")
    return lines


def line_words(lines: Sequence[int], word: str = "line") -> str:
    """Return the first few line numbers (or those of another unit, ``word``), for a sentence."""
    if len(lines) == 1:
        return f"{word} {lines[0]}"
    more = ", …" if len(lines) > _SHOWN_LINES else ""
    return f"{word}s {', '.join(map(str, lines[:_SHOWN_LINES]))}{more}"


def sum_line(read: int, counts: Mapping[str, int], added: int = 0) -> str:
    """Return how the rows of a file add up: ``3 rows read = 2 loaded + 1 rejected``.

    ``added`` of them were split off rows that name several actors.
    """
    parts = [f"{count:,} {word}" for word, count in counts.items() if count]
    split = f" + {added:,} split off" if added else ""
    return f"{number(read - added, 'row')} read{split}{' = ' if parts else ''}{' + '.join(parts)}"


def outcome(
    target: str, counts: Mapping[str, Merged], replaced: tuple[int, int], *, wrote: bool, dry_run: bool
) -> str | None:
    """Return a sentence about what was written to the target; None without a target."""
    done = [part for table, count in counts.items() for part in _parts(table, count)]
    removed, uncited = replaced
    done += [number(removed, "removed tie")] * bool(removed)
    done += [f"{number(uncited, 'tie')} without the replaced source"] * bool(uncited)
    listed = ", ".join(done)
    if dry_run:
        would = f" It would bring {listed}." if listed else ""
        return f"Nothing was written (dry run).{would}"
    if not target:
        return None
    if listed or wrote:
        return f"Written to {target}: {listed}." if listed else f"Written to {target}."
    return f"No changes: nothing was written to {target}."


def _parts(table: str, count: Merged) -> Iterable[str]:
    one, several = _NOUNS[table]
    for word, found in (("new", count.created), ("changed", count.updated)):
        if found:
            yield f"{found:,} {word} {one if found == 1 else several}"


def changed_lines(changes: CellChanges, limit: int) -> list[str]:
    """Return a line for each changed cell of a claim, the first ``limit``."""
    lines = [
        f"    {change.id}, {change.column}: {_cell(change.old)} → {_cell(change.new)}"
        for change in changes.first[:limit]
    ]
    if changes.count > len(lines):
        lines.append(f"    … and {changes.count - len(lines):,} more")
    return lines


def without_column(sentences: Iterable[str], title: str) -> list[str]:
    """Return sentences that list columns or properties without one that is read differently after all.

    >>> without_column(["Columns: `a` as name, `b` as type.", "Properties: `c`."], "b")
    ['Columns: `a` as name.', 'Properties: `c`.']
    """
    remaining = []
    for sentence in sentences:
        start, colon, listed = sentence.partition(": ")
        if colon and start in ("Columns", "Properties"):
            parts = listed.removesuffix(".").split(", `")
            named = [part if part.startswith("`") else f"`{part}" for part in parts]
            left = [part for part in named if part != f"`{title}`" and not part.startswith(f"`{title}` as ")]
            if not left:
                continue
            sentence = f"{start}: {', '.join(left)}."  # noqa: PLW2901 - the same sentence, shorter
        remaining.append(sentence)
    return remaining


def _cell(value: Any) -> str:
    if value is None:
        return "empty"
    text = " | ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"`{text}`" if len(text) <= _LONGEST_CELL else f"`{text[: _LONGEST_CELL - 1]}…`"
