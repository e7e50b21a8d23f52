"""Descriptions of changed rows: which actor or claim, which column, from what to what."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sociogram.loaders.folder.history.changes import Cells, RowChange
from sociogram.loaders.folder.history.events import Event, RowCounts
from sociogram.loaders.folder.tables.column_format import split_title

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_KINDS = ("added", "changed", "removed")


def names_of(changes: Sequence[RowChange], *versions: Mapping[str, bytes]) -> dict[str, str]:
    """Return the names of the actors in changes by id; earlier versions add only names that later ones lack.

    Args:
        changes: the changes that will be described.
        versions: the contents of files, the latest first.
    """
    wanted = {
        cells[column]
        for change in changes
        for cells in (change.before, change.after)
        if cells is not None
        for column in ("id", "source", "target", "first", "second")
        if column in cells
    }
    names: dict[str, str] = {}
    for contents in versions if wanted else ():
        text = contents.get("entities.csv", b"").decode("utf-8-sig", "replace")
        rows = csv.reader(io.StringIO(text, newline=""))
        titles = [split_title(title)[0] for title in next(rows, [])]
        if not {"id", "name"} <= set(titles):
            continue
        own, name = titles.index("id"), titles.index("name")
        for row in rows:
            if len(row) > max(own, name) and row[own] in wanted and row[name]:
                names.setdefault(row[own], row[name])
    return names


def counts_text(rows: Mapping[str, RowCounts]) -> str:
    """Return the counts of an event in words.

    >>> counts_text({"entities": RowCounts(added=2), "relations": RowCounts(changed=1, removed=3)})
    'entities: 2 added; relations: 1 changed, 3 removed'
    """
    return "; ".join(
        f"{table}: " + ", ".join(f"{count:,} {kind}" for kind in _KINDS if (count := getattr(counts, kind)))
        for table, counts in rows.items()
    )


def event_line(event: Event) -> str:
    """Return an event as one line: number, time, user, command, numbers of rows."""
    who = f"  {event.who}" if event.who else ""
    when = event.when[:16].replace("T", " ")
    return f"{event.number:>4}  {when}{who}  {event.command}  ({counts_text(event.rows)})"


def change_lines(changes: Sequence[RowChange], names: Mapping[str, str]) -> Iterator[str]:
    """Yield the changes as lines, by table.

    >>> change = RowChange("entities", "ann", {"country": "NL"}, {"country": "BE"})
    >>> list(change_lines([change], {"ann": "Ann"}))
    ['entities: 1 changed', '  ~ ann (Ann): country "NL" → "BE"']
    """
    for table, group in groupby(changes, key=lambda change: change.table):
        rows = list(group)
        counts = [(kind, sum(row.kind == kind for row in rows)) for kind in _KINDS]
        yield f"{table}: " + ", ".join(f"{count:,} {kind}" for kind, count in counts if count)
        yield from (f"  {_SIGNS[row.kind]} {_row_text(row, names)}" for row in rows)


def change_to_dict(change: RowChange, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a change as plain data."""
    return {
        "table": change.table,
        "id": change.key,
        "what": _title(change, names),
        "kind": change.kind,
        "cells": {column: {"before": old, "after": new} for column, (old, new) in change.cells().items()},
    }


def _row_text(change: RowChange, names: Mapping[str, str]) -> str:
    title = _title(change, names)
    text = f"{change.key} ({title})" if title and change.key else title or change.key
    return f"{text}: {'; '.join(_cell_texts(change.cells().items()))}" if change.kind == "changed" else text


def _cell_texts(cells: Iterable[tuple[str, tuple[str, str]]]) -> Iterator[str]:
    for column, (old, new) in cells:
        if not old:
            yield f'{column} now "{new}"'
        elif not new:
            yield f'{column} no longer "{old}"'
        else:
            yield f'{column} "{old}" → "{new}"'


def _title(change: RowChange, names: Mapping[str, str]) -> str:
    """Return a title for a row: an actor's name, a claim's ends and type, a source's title."""
    cells: Cells = change.after or change.before or {}
    if change.table == "relations":
        ends = (names.get(cells.get(end, ""), cells.get(end, "")) for end in ("source", "target"))
        return f" {cells.get('type', '')} ".join(ends)
    if change.table == "decisions":
        actors = (names.get(cells.get(end, ""), cells.get(end, "")) for end in ("first", "second"))
        return f"{' and '.join(actors)}: {cells.get('verdict', '')}"
    if change.table == "entities":
        return cells.get("name", names.get(change.key, ""))
    return cells.get("title", "")
