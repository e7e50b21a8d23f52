"""A batch: some thousand rows of a query in flight, as columns.

Few rows are quicker in lists than in arrays, which cost a microsecond each to make and to ask. So what begins
as a list (what a look-up found, the relationships of one node) stays one for as long as it is short: as
``few`` of a column of slots, as a ``ListedColumn``, as the rows that a batch is taken of. Each of them gives
an array to whoever asks for one, so that only operators that gain by it know of both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from sociogram.graph.columns import FEW, BoolArray, Column, IntArray, RowIndices


class LazyColumn:
    """A column that is made when somebody reads it first."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Column]) -> None:
        self.make: Callable[[], Column] = make

    def taken(self, rows: RowIndices) -> Column | None:  # noqa: ARG002 - which others can do with
        """Return some rows without the others; None where all have to be made for them."""
        return None


class LazyProperty(LazyColumn):
    """A column that is read by way of another one, row by row: of rows that were dropped, nothing is."""

    __slots__ = ("_read", "_source")

    def __init__(self, source: Column, read: Callable[[Any], Column]) -> None:
        super().__init__(lambda: read(source))
        self._source = source
        self._read = read

    def taken(self, rows: RowIndices) -> Column | None:
        """Return some rows without the others, if they are fewer."""
        return self._read(self._source.take(rows)) if len(rows) < len(self._source) else None


Made = Mapping[str, "Column | LazyColumn"]
"""A dict of columns, given away to whoever takes it."""


class MaskSelection:
    """Rows that a mask chooses. They are numbered when somebody reads them: who counts them does not."""

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
    """Columns of which some are still to be taken from earlier rows.

    An operator that repeats or drops rows does not touch the columns: it notes which earlier row each
    of its rows comes from. A column is gathered when somebody reads it, through all the notes at
    once, so that a variable nobody reads again costs nothing on its way through the plan.
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
        """Hold columns that are all there."""
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
        """Return the rows of what is before ``holder``, composed once for all columns."""
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
        """Return the same rows with further columns."""
        more = Columns.root({**self._made, **further})
        more._earlier = self._earlier
        more._rows = self._rows
        more._composed = self._composed
        return more


def rows_of_rows(earlier: RowIndices, rows: RowIndices) -> RowIndices:
    """Return which earlier rows some rows come from, through those between."""
    if type(rows) is list:
        if type(earlier) is list:
            return [earlier[row] for row in rows]
        return [int(earlier[row]) for row in rows]
    return np.asarray(earlier, dtype=np.int64)[rows]


def rows_together(parts: Sequence[RowIndices]) -> IntArray:
    """Put rows one after another in an array."""
    if all(type(part) is list for part in parts):
        return np.array(list(chain.from_iterable(parts)), dtype=np.int64)
    return np.concatenate([np.asarray(part, dtype=np.int64) for part in parts])


class Batch:
    """Rows as columns, by variable. ``length`` counts rows also where there is no column at all."""

    __slots__ = ("columns", "length")

    def __init__(self, columns: Mapping[str, Column], length: int) -> None:
        self.columns: Mapping[str, Column] = columns
        self.length: int = length

    def __len__(self) -> int:
        return self.length

    def take(self, rows: RowIndices) -> Batch:
        """Return the rows named, in that order; a row may be taken more than once."""
        return Batch(Columns({}, self._columns(), rows), len(rows))

    def where(self, mask: BoolArray) -> Batch:
        """Return the rows for which a mask is true."""
        count = int(np.count_nonzero(mask))
        return (
            self if count == self.length else Batch(Columns({}, self._columns(), MaskSelection(mask)), count)
        )

    def parts(self, most: int) -> Iterator[Batch]:
        """Give the rows, so many at a time."""
        if self.length <= most:
            yield self
            return
        for begin in range(0, self.length, most):
            yield self.take(np.arange(begin, min(begin + most, self.length)))

    def taken_with(self, rows: RowIndices, further: Made) -> Batch:
        """Return the rows named with further columns, which are as long as ``rows``."""
        return Batch(Columns(further, self._columns(), rows), len(rows))

    def repeated_with(self, row: int, times: int, further: Made) -> Batch:
        """Return one row ``times`` times, with further columns, which are as long."""
        if not self.columns:
            return Batch(Columns.root(further), times)
        if times <= FEW:
            return self.taken_with([row] * times, further)
        return self.taken_with(np.full(times, row, dtype=np.int64), further)

    def with_columns(self, columns: Made) -> Batch:
        """Return the same rows with further columns, or others under the same names."""
        return Batch(self._columns().extended(columns), self.length)

    def settled(self) -> Batch:
        """Return the rows with every column there, and nothing held of the rows that they were taken from."""
        return Batch(Columns.root(dict(self.columns)), self.length)

    def _columns(self) -> Columns:
        columns = self.columns
        return columns if type(columns) is Columns else Columns.root(dict(columns))
