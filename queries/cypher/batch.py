"""A batch: some thousand rows of a query in flight, as columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sociogram.graph.columns import Column, IntArray


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as columns, by variable. ``length`` counts rows also where there is no column at all."""

    columns: Mapping[str, Column]
    length: int

    def __len__(self) -> int:
        return self.length

    def take(self, rows: IntArray) -> Batch:
        """Return the rows named, in that order; a row may be taken more than once."""
        return Batch({name: column.take(rows) for name, column in self.columns.items()}, len(rows))

    def with_columns(self, columns: Mapping[str, Column]) -> Batch:
        """Return the same rows with further columns, or others under the same names."""
        return Batch({**self.columns, **columns}, self.length)
