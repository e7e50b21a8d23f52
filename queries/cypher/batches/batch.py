"""A batch: a few thousand rows of a running query, as columns.

Below a few dozen rows, Python lists are faster than NumPy arrays, whose operations cost about a microsecond
each. Columns that start as lists (look-up results, the relationships of one node) therefore stay lists while
they are short: ``few`` of a slot column, a ``ListBackedColumn``, or the row selection of a batch. Each of
them converts to an array on request, so only the operators that benefit handle both forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from sociogram.graph.columns import LIST_LIMIT, BoolArray, Column, IntArray, RowIndices


class LazyColumn:
    """A column that is computed when it is first read."""

    __slots__ = ("compute",)

    def __init__(self, compute: Callable[[], Column]) -> None:
        self.compute: Callable[[], Column] = compute

    def select(self, rows: RowIndices) -> Column | None:  # noqa: ARG002 - subclasses use it
        """Return only the selected rows, or None if the whole column must be computed first."""
        return None


class LazyProperty(LazyColumn):
    """A column that is computed from another column, row by row; dropped rows are never computed."""

    __slots__ = ("_compute", "_source")

    def __init__(self, source: Column, compute: Callable[[Any], Column]) -> None:
        super().__init__(lambda: compute(source))
        self._source = source
        self._compute = compute

    def select(self, rows: RowIndices) -> Column | None:
        """Return only the selected rows, or None if all rows are selected."""
        return self._compute(self._source.take(rows)) if len(rows) < len(self._source) else None


NewColumns = Mapping[str, "Column | LazyColumn"]
"""Newly computed columns by name. The receiver owns the dict."""


class MaskSelection:
    """The rows selected by a mask. Row numbers are computed when first read; counting does not need them."""

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

    __slots__ = ("_composed", "_earlier", "_materialised", "_rows")

    def __init__(
        self,
        columns: NewColumns,
        earlier: Columns | None = None,
        rows: RowIndices | MaskSelection | None = None,
    ) -> None:
        self._materialised: dict[str, Column | LazyColumn] = columns  # type: ignore[assignment]
        self._earlier = earlier
        self._rows = rows
        self._composed: dict[int, RowIndices] | None = None

    @classmethod
    def root(cls, columns: NewColumns) -> Columns:
        """Wrap columns that do not refer to an earlier batch."""
        return cls(columns)

    def __getitem__(self, name: str) -> Column:
        found = self._materialised.get(name)
        if found is not None:
            return self._materialise(name, found) if isinstance(found, LazyColumn) else found
        holder = self._earlier
        rows = self._row_numbers()
        if holder is None or rows is None:
            raise KeyError(name)
        while (select := holder._select(name, rows)) is None:
            rows = self._through(holder, rows)
            if holder._earlier is None:
                raise KeyError(name)
            holder = holder._earlier
        self._materialised[name] = select
        return select

    def _row_numbers(self) -> RowIndices | None:
        rows = self._rows
        return rows.numbers if type(rows) is MaskSelection else rows  # type: ignore[return-value]

    def _select(self, name: str, rows: RowIndices) -> Column | None:
        found = self._materialised.get(name)
        if found is None:
            return None
        if isinstance(found, LazyColumn):
            select = found.select(rows)
            if select is not None:
                return select
            found = self._materialise(name, found)
        return found.take(rows)

    def _materialise(self, name: str, lazy: LazyColumn) -> Column:
        columns = self._materialised[name] = lazy.compute()
        return columns

    def _through(self, holder: Columns, rows: RowIndices) -> RowIndices:
        """Compose ``rows`` with the row selection of ``holder``; the result is cached for all columns."""
        earlier = holder._row_numbers()
        if earlier is None:
            raise KeyError("no such column")
        if self._composed is None:
            self._composed = {}
        composed = self._composed.get(id(holder))
        if composed is None:
            composed = compose_rows(earlier, rows)
            self._composed[id(holder)] = composed
        return composed

    def _names(self) -> dict[str, None]:
        chain: list[Columns] = [self]
        while (earlier := chain[-1]._earlier) is not None:
            chain.append(earlier)
        names: dict[str, None] = {}
        for holder in reversed(chain):
            names.update(dict.fromkeys(holder._materialised))
        return names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())

    def __contains__(self, name: object) -> bool:
        holder: Columns | None = self
        while holder is not None:
            if name in holder._materialised:
                return True
            holder = holder._earlier
        return False

    def extended(self, added: NewColumns) -> Columns:
        """Return the same rows with additional columns."""
        more = Columns.root({**self._materialised, **added})
        more._earlier = self._earlier
        more._rows = self._rows
        more._composed = self._composed
        return more


def compose_rows(earlier: RowIndices, rows: RowIndices) -> RowIndices:
    """Compose two row selections: return the earlier row of each row."""
    if type(rows) is list:
        if type(earlier) is list:
            return [earlier[row] for row in rows]
        return [int(earlier[row]) for row in rows]
    return np.asarray(earlier, dtype=np.int64)[rows]


def concatenate_rows(slices: Sequence[RowIndices]) -> IntArray:
    """Concatenate row selections into one array."""
    if all(type(part) is list for part in slices):
        return np.array(list(chain.from_iterable(slices)), dtype=np.int64)
    return np.concatenate([np.asarray(part, dtype=np.int64) for part in slices])


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

    def slices(self, most: int) -> Iterator[Batch]:
        """Yield batches of at most ``most`` rows."""
        if self.length <= most:
            yield self
            return
        for begin in range(0, self.length, most):
            yield self.take(np.arange(begin, min(begin + most, self.length)))

    def take_with(self, rows: RowIndices, added: NewColumns) -> Batch:
        """Return the given rows with additional columns of the same length as ``rows``."""
        return Batch(Columns(added, self._columns(), rows), len(rows))

    def repeated_with(self, row: int, times: int, added: NewColumns) -> Batch:
        """Return one row repeated ``times`` times, with additional columns of that length."""
        if not self.columns:
            return Batch(Columns.root(added), times)
        if times <= LIST_LIMIT:
            return self.take_with([row] * times, added)
        return self.take_with(np.full(times, row, dtype=np.int64), added)

    def with_columns(self, columns: NewColumns) -> Batch:
        """Return the same rows with columns added or replaced."""
        return Batch(self._columns().extended(columns), self.length)

    def materialised(self) -> Batch:
        """Return the batch with all columns materialised and no reference to earlier batches."""
        return Batch(Columns.root(dict(self.columns)), self.length)

    def _columns(self) -> Columns:
        columns = self.columns
        return columns if type(columns) is Columns else Columns.root(dict(columns))


ONE_ROW = Batch({}, 1)
"""One row without columns, for expressions and plans that read no input."""
