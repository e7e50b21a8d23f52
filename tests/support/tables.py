"""Small data sets for tests, written as rows; and tables of tests, written as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sociogram.graph.columns import column_of
from sociogram.graph.dataset import Dataset, Table

Row = Mapping[str, Any]


def table_of(rows: Sequence[Row]) -> Table:
    """Hold rows as columns; a field that a row has not is null."""
    names = dict.fromkeys(name for row in rows for name in row)
    return Table(len(rows), {name: column_of([row.get(name) for row in rows]) for name in names})


def dataset_of(
    entities: Sequence[Row] = (),
    relations: Sequence[Row] = (),
    sources: Sequence[Row] = (),
    relation_types: Sequence[Row] = (),
) -> Dataset:
    """Make a data set of four lists of rows."""
    return Dataset(table_of(entities), table_of(relations), table_of(sources), table_of(relation_types))


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
