"""Columns of the rows of a server, made in blocks as the rows arrive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sociogram.graph.columns import Column, concat, concat_texts
from sociogram.graph.dataset import table_of_rows


class ColumnBlocks:
    """Columns that grow by blocks of rows; only one block is held as Python values.

    Args:
        names: the names of the columns, in the order of the values of a row.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._parts: dict[str, list[Column]] = {name: [] for name in names}

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows, each with a value for every column."""
        for name, column in table_of_rows(list(self._parts), rows).columns.items():
            self._parts[name].append(column)

    def columns(self) -> dict[str, Column]:
        """Return the columns; without a block, they are empty. Can be called once."""
        if not any(self._parts.values()):
            self.add([])
        found = {}
        for name in list(self._parts):
            blocks = self._parts.pop(name)
            found[name] = blocks[0] if len(blocks) == 1 else concat_texts(blocks) or concat(blocks)
        return found


def in_blocks(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Yield rows in lists of at most ``size``."""
    while block := list(islice(rows, size)):
        yield block
