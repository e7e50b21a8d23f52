"""Small data sets for tests, written as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
