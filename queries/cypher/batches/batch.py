"""A batch: a few thousand rows of a running query, as columns.

Below a few dozen rows, Python lists are faster than NumPy arrays, which cost about a microsecond for each
operation. Columns that start as lists (look-up results, the relationships of one node) therefore stay lists
while they are short: ``few`` of a slot column, a ``ListBackedColumn``, or the row selection of a batch.
Each of them converts to an array on request, so only operators that gain from lists handle both forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from sociogram.graph.columns import FEW, BoolArray, Column, IntArray, RowIndices


class LazyColumn:
    """A column that is computed when it is first read."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Column]) -> None:
        self.make: Callable[[], Column] = make

    def taken(self, rows: RowIndices) -> Column | None:  # noqa: ARG002 - which others can do with
        """Return the selected rows alone, or None if the whole column must be computed first."""
        return None


class LazyProperty(LazyColumn):
    """A column that is computed from another column, row by row; dropped rows are never computed."""

    __slots__ = ("_read", "_source")

    def __init__(self, source: Column, read: Callable[[Any], Column]) -> None:
        super().__init__(lambda: read(source))
        self._source = source
        self._read = read

    def taken(self, rows: RowIndices) -> Column | None:
        """Return the selected rows alone, if they are fewer than all rows."""
        return self._read(self._source.take(rows)) if len(rows) < len(self._source) else None


Made = Mapping[str, "Column | LazyColumn"]
"""Newly computed columns by name. The receiver owns the dict."""


class MaskSelection:
    """The rows selected by a mask. Row numbers are computed only when they are read; counting needs none."""

    __slots__ = ("_mask", "_numbers")

    def __init__(self, mask: BoolArray) -> None:
        self._mask = mask
        self._numbers: IntArray | None = None

    @property
    def numbers(self) -> IntArray:
        """The rows, ascending."""
        if self._numbers is None:
            self._numbers = np.flatnonzero(self._mask)
        return self._numbers


class Columns(Mapping[str, Column]):
    """Columns, some of which are still row selections over an earlier batch (late materialisation).

    An operator that repeats or drops rows does not copy columns: it records which earlier row each row
    comes from. A column is materialised when it is first read, through all recorded selections at once, so
    a variable that is never read again costs nothing.
    """

    __slots__ = ("_composed", "_earlier", "_made", "_rows")

    def __init__(
        self, made: Made, earlier: Columns | None = None, rows: RowIndices | MaskSelection | None = None
    ) -> None:
        self._made: dict[str, Column | LazyColumn] = made  # type: ignore[assignment]
        self._earlier = earlier
        self._rows = rows
        self._composed: dict[int, RowIndices] | None = None

    @classmethod
    def root(cls, made: Made) -> Columns:
        """Wrap columns that need no earlier batch."""
        return cls(made)

    def __getitem__(self, name: str) -> Column:
        found = self._made.get(name)
        if found is not None:
            return self._now(name, found) if isinstance(found, LazyColumn) else found
        holder = self._earlier
        rows = self._places()
        if holder is None or rows is None:
            raise KeyError(name)
        while (taken := holder._taken(name, rows)) is None:
            rows = self._through(holder, rows)
            if holder._earlier is None:
                raise KeyError(name)
            holder = holder._earlier
        self._made[name] = taken
        return taken

    def _places(self) -> RowIndices | None:
        rows = self._rows
        return rows.numbers if type(rows) is MaskSelection else rows  # type: ignore[return-value]

    def _taken(self, name: str, rows: RowIndices) -> Column | None:
        found = self._made.get(name)
        if found is None:
            return None
        if isinstance(found, LazyColumn):
            taken = found.taken(rows)
            if taken is not None:
                return taken
            found = self._now(name, found)
        return found.take(rows)

    def _now(self, name: str, deferred: LazyColumn) -> Column:
        made = self._made[name] = deferred.make()
        return made

    def _through(self, holder: Columns, rows: RowIndices) -> RowIndices:
        """Compose ``rows`` with the row selection of ``holder``; the result is cached for all columns."""
        earlier = holder._places()
        if earlier is None:
            raise KeyError("no such column")
        if self._composed is None:
            self._composed = {}
        composed = self._composed.get(id(holder))
        if composed is None:
            composed = rows_of_rows(earlier, rows)
            self._composed[id(holder)] = composed
        return composed

    def _names(self) -> dict[str, None]:
        chain: list[Columns] = [self]
        while (earlier := chain[-1]._earlier) is not None:
            chain.append(earlier)
        names: dict[str, None] = {}
        for holder in reversed(chain):
            names.update(dict.fromkeys(holder._made))
        return names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())

    def __contains__(self, name: object) -> bool:
        holder: Columns | None = self
        while holder is not None:
            if name in holder._made:
                return True
            holder = holder._earlier
        return False

    def extended(self, further: Made) -> Columns:
        """Return the same rows with additional columns."""
        more = Columns.root({**self._made, **further})
        more._earlier = self._earlier
        more._rows = self._rows
        more._composed = self._composed
        return more


def rows_of_rows(earlier: RowIndices, rows: RowIndices) -> RowIndices:
    """Compose two row selections: return the earlier row of each row."""
    if type(rows) is list:
        if type(earlier) is list:
            return [earlier[row] for row in rows]
        return [int(earlier[row]) for row in rows]
    return np.asarray(earlier, dtype=np.int64)[rows]


def rows_together(parts: Sequence[RowIndices]) -> IntArray:
    """Concatenate row selections into one array."""
    if all(type(part) is list for part in parts):
        return np.array(list(chain.from_iterable(parts)), dtype=np.int64)
    return np.concatenate([np.asarray(part, dtype=np.int64) for part in parts])


class Batch:
    """Rows as columns, by variable. ``length`` is the number of rows, even if there are no columns."""

    __slots__ = ("columns", "length")

    def __init__(self, columns: Mapping[str, Column], length: int) -> None:
        self.columns: Mapping[str, Column] = columns
        self.length: int = length

    def __len__(self) -> int:
        return self.length

    def take(self, rows: RowIndices) -> Batch:
        """Return the given rows in the given order; rows may repeat."""
        return Batch(Columns({}, self._columns(), rows), len(rows))

    def where(self, mask: BoolArray) -> Batch:
        """Return the rows where the mask is true."""
        count = int(np.count_nonzero(mask))
        return (
            self if count == self.length else Batch(Columns({}, self._columns(), MaskSelection(mask)), count)
        )

    def parts(self, most: int) -> Iterator[Batch]:
        """Yield batches of at most ``most`` rows."""
        if self.length <= most:
            yield self
            return
        for begin in range(0, self.length, most):
            yield self.take(np.arange(begin, min(begin + most, self.length)))

    def taken_with(self, rows: RowIndices, further: Made) -> Batch:
        """Return the given rows with additional columns of the same length as ``rows``."""
        return Batch(Columns(further, self._columns(), rows), len(rows))

    def repeated_with(self, row: int, times: int, further: Made) -> Batch:
        """Return one row repeated ``times`` times, with additional columns of that length."""
        if not self.columns:
            return Batch(Columns.root(further), times)
        if times <= FEW:
            return self.taken_with([row] * times, further)
        return self.taken_with(np.full(times, row, dtype=np.int64), further)

    def with_columns(self, columns: Made) -> Batch:
        """Return the same rows with columns added or replaced."""
        return Batch(self._columns().extended(columns), self.length)

    def settled(self) -> Batch:
        """Return the batch with all columns materialised and no reference to earlier batches."""
        return Batch(Columns.root(dict(self.columns)), self.length)

    def _columns(self) -> Columns:
        columns = self.columns
        return columns if type(columns) is Columns else Columns.root(dict(columns))
