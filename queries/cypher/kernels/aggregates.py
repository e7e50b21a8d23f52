"""Aggregates over groups of rows.

The executor numbers the groups (``kernels.grouping``) and calls, once per aggregate expression,

    AGGREGATES["sum"].evaluate(column, groups, distinct=False, extra=())

``column`` has the argument of every row (None for ``count(*)``), ``groups`` assigns rows to groups, and
``extra`` has further arguments (the percentile). The result has one row per group. A group may be empty, such
as the only group of a query without grouping keys and without input rows: its count is 0, and most other
aggregates are null.

Each aggregate has a scalar function of one group's non-null values. For some column types, it also has a
segment reduction over all groups at once. A property test compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from sociogram.graph.columns import (
    AnyArray,
    BoolColumn,
    Column,
    ConstantColumn,
    FloatColumn,
    IntColumn,
    TextColumn,
)
from sociogram.graph.errors import CypherArgumentError, CypherTypeError
from sociogram.graph.memory.storage.adjacency import stable_order
from sociogram.queries.cypher.batches.column_values import column_from, repeat_constant, value_at, values_of
from sociogram.queries.cypher.kernels.grouping import Groups, first_rows
from sociogram.queries.cypher.kernels.lists import grouped_lists
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.values.arithmetic import add, divide
from sociogram.queries.cypher.values.comparison import INT64_MAX, INT64_MIN, order_key, own, type_name
from sociogram.queries.cypher.values.references import article, shown
from sociogram.queries.cypher.values.temporal.types import Duration
from sociogram.queries.cypher.values.temporal.units import SECONDS_PER_DAY

Quick = Callable[[Column, Groups], "Column | None"]


class Aggregate:
    """An aggregate.

    Attributes:
        name: the name as spelled in Cypher.
        of_values: the non-null values of one group, and its extra argument → the result.
        quick: a column without nulls, and the groups → the results; it returns None for column types that it
            does not support.
        takes_extra: whether it has a second argument.
    """

    __slots__ = ("name", "of_values", "quick", "takes_extra")

    def __init__(
        self, name: str, of_values: Callable[..., Any], quick: Quick | None, *, takes_extra: bool = False
    ) -> None:
        self.name: str = name
        self.of_values = of_values
        self.quick: Quick | None = quick
        self.takes_extra: bool = takes_extra

    def evaluate(
        self,
        column: Column | None,
        groups: Groups,
        *,
        distinct: bool = False,
        extra: Sequence[Column] = (),
    ) -> Column:
        """Return the aggregate of each group; see the module docstring."""
        if column is None:
            return IntColumn(groups.sizes)
        arguments = _first_of_each(extra[0], groups) if self.takes_extra else None
        if type(column) is ConstantColumn:
            column = repeat_constant(column)
        column, groups = _without_nulls(column, groups)
        if distinct:
            compared = (column,) if groups.count == 1 else (IntColumn(groups.of), column)
            rows = first_rows(compared, len(groups))
            if len(rows) < len(groups):
                column, groups = column.take(rows), groups.take(rows)
        if self.quick is not None:
            quick = self.quick(column, groups)
            if quick is not None:
                return quick
        parts = by_group(values_of(column), groups)
        if arguments is None:
            return column_from([self.of_values(values) for values in parts])
        return column_from(
            [self.of_values(values, argument) for values, argument in zip(parts, arguments, strict=True)]
        )


_NO_ROW: Final = object()


def _first_of_each(column: Column, groups: Groups) -> list[Any]:
    """Return the extra argument of each group, which is that of its first row."""
    first = np.full(groups.count, -1, dtype=np.int64)
    first[groups.of[::-1]] = np.arange(len(groups) - 1, -1, -1)
    return [_NO_ROW if row < 0 else value_at(column, row) for row in first.tolist()]


def _without_nulls(column: Column, groups: Groups) -> tuple[Column, Groups]:
    if isinstance(column, IntColumn | FloatColumn | BoolColumn) and column.nulls is None:
        return column, groups
    nulls = column.null_mask()
    if not nulls.any():
        if isinstance(column, IntColumn | FloatColumn | BoolColumn):
            return type(column)(column.stored), groups
        return column, groups
    remaining = np.flatnonzero(~nulls)
    selected = column.take(remaining)
    if isinstance(selected, IntColumn | FloatColumn | BoolColumn):
        selected = type(selected)(selected.stored)
    return selected, groups.take(remaining)


def by_group(values: list[Any], groups: Groups) -> list[list[Any]]:
    """Return each group's values, in row order."""
    if groups.count == 1:
        return [values]
    if len(values) < 64:  # sorting would cost more than it saves
        parts: list[list[Any]] = [[] for _ in range(groups.count)]
        for value, group in watch.each(zip(values, groups.of.tolist(), strict=True)):
            parts[group].append(value)
        return parts
    order = stable_order(groups.of)
    ordered = [values[row] for row in order.tolist()]
    ends = np.cumsum(groups.sizes).tolist()
    starts = [0, *ends[:-1]]
    return [ordered[start:end] for start, end in zip(starts, ends, strict=True)]


# ── count, collect ─────────────────────────────────────────────────────────────────────────────


def _count(column: Column, groups: Groups) -> Column:  # noqa: ARG001 - the signature of Quick
    return IntColumn(groups.sizes)


def _collect(values: list[Any]) -> list[Any]:
    return values


# ── min, max ───────────────────────────────────────────────────────────────────────────────────


def _min_of(values: list[Any]) -> Any:
    return min(values, key=order_key) if values else None


def _max_of(values: list[Any]) -> Any:
    return max(values, key=order_key) if values else None


def _extremes(function: np.ufunc, values: AnyArray, groups: Groups, start: float) -> AnyArray:
    """Return the largest or smallest value of each group; ``start`` for an empty group."""
    if groups.count == 1:
        return np.array([function.reduce(values, initial=start)], dtype=values.dtype)
    best = np.full(groups.count, start, dtype=values.dtype)
    function.at(best, groups.of, values)
    return best


def _extreme(*, largest: bool) -> Quick:
    # NaN is the largest number: np.maximum propagates it, np.fmin skips it if there is any other number
    floats = np.maximum if largest else np.fmin
    integers = np.maximum if largest else np.minimum

    def run(column: Column, groups: Groups) -> Column | None:
        empty = groups.sizes == 0
        nulls = empty if empty.any() else None
        if isinstance(column, FloatColumn):
            start = -math.inf if largest else math.nan
            with np.errstate(invalid="ignore"):
                best = _extremes(floats, column.values, groups, start)
            return FloatColumn(best, nulls)
        if isinstance(column, IntColumn | BoolColumn):
            stored = column.stored if isinstance(column, IntColumn) else column.values.astype(np.int8)
            limits = np.iinfo(stored.dtype)
            start = limits.min if largest else limits.max
            whole = _extremes(integers, stored, groups, start)
            if isinstance(column, BoolColumn):
                return BoolColumn(whole == 1, nulls)
            return IntColumn(whole, nulls)
        if isinstance(column, TextColumn) and column.dictionary.sorted:
            start = -1 if largest else np.iinfo(np.int32).max
            code = _extremes(integers, column.codes, groups, start)
            return TextColumn(np.where(empty, np.int32(-1), code), column.dictionary)
        return None

    return run


# ── sum, avg ───────────────────────────────────────────────────────────────────────────────────


def _sum_of(values: list[Any]) -> Any:
    _check_numbers("sum", values, durations=True)
    total: Any = 0
    for position, value in enumerate(watch.each(values)):
        total = value if position == 0 else _plus(total, value)
    return total


def _plus(total: Any, value: Any) -> Any:
    """Add two values; a sum of integers that overflows 64 bits continues as a float, as in Neo4j."""
    if type(total) is int and type(value) is int:
        exact = total + value
        return exact if INT64_MIN <= exact <= INT64_MAX else float(total) + float(value)
    return add(total, value)


def _sum(column: Column, groups: Groups) -> Column | None:
    if isinstance(column, IntColumn):
        values = column.stored
        if not len(values):
            return IntColumn(np.zeros(groups.count, dtype=np.int64))
        largest = max(abs(int(values.min())), abs(int(values.max()))) * len(values)
        if groups.count == 1 and largest <= INT64_MAX:
            return IntColumn(np.array([values.sum(dtype=np.int64)]))
        # the sums are computed as floats, which are exact up to 2**53
        if largest >= 2**53 and float(np.abs(values.astype(np.float64)).sum()) >= 2.0**53:
            return None
        return IntColumn(groups.sums(values).astype(np.int64))
    if isinstance(column, FloatColumn) and len(groups):
        if not groups.sizes.all():
            return None  # the sum of no values is the integer 0
        return FloatColumn(groups.sums(column.values))
    return None


def _avg_of(values: list[Any]) -> Any:
    _check_numbers("avg", values, durations=True)
    if not values:
        return None
    if isinstance(values[0], Duration):
        mean = divide(_sum_of(values), len(values))
        # as in Neo4j, seconds are carried into days unless they are negative
        days = max(0, mean.seconds) // SECONDS_PER_DAY
        rest = mean.seconds - days * SECONDS_PER_DAY
        return Duration(mean.months, mean.days + days, rest, mean.nanoseconds)
    total = 0.0
    for value in values:
        total += value
    return total / len(values)


def _avg(column: Column, groups: Groups) -> Column | None:
    if not isinstance(column, IntColumn | FloatColumn):
        return None
    counts = groups.sizes
    with np.errstate(all="ignore"):
        means = groups.sums(column.stored) / counts
    empty = counts == 0
    return FloatColumn(means, empty if empty.any() else None)


def _check_numbers(name: str, values: list[Any], *, durations: bool = False) -> None:
    """Raise unless all values are numbers or, if allowed, all are durations."""
    kinds = {type(value) for value in values}
    if kinds <= {int, float} or (durations and kinds == {Duration}):
        return
    values[:] = [own(value) for value in values]
    kinds = {type(value) for value in values}
    if kinds <= {int, float} or (durations and kinds == {Duration}):
        return
    wrong = next((value for value in values if type(value) not in (int, float)), values[0])
    raise CypherTypeError(
        f"{name}() expects numbers{' or durations, not both' if durations else ''}, "
        f"but got {shown(wrong)}, which is {article(type_name(wrong))}.",
        detail="InvalidArgumentType",
    )


# ── standard deviations, percentiles ───────────────────────────────────────────────────────────


def _deviation(name: str, *, population: bool) -> tuple[Callable[[list[Any]], float | None], Quick]:
    less = 0 if population else 1

    def of_values(values: list[Any]) -> float | None:
        _check_numbers(name, values)
        if not values:
            return None
        if len(values) == 1:
            return 0.0
        # relative to the first value, so that rounding the mean of equal values causes no deviation
        steps = [float(value) - float(values[0]) for value in values]
        mean = sum(steps) / len(steps)
        return math.sqrt(sum((step - mean) ** 2 for step in steps) / (len(steps) - less))

    def quick(column: Column, groups: Groups) -> Column | None:
        if not isinstance(column, IntColumn | FloatColumn):
            return None
        values = column.stored.astype(np.float64)
        counts = groups.sizes
        from_here = np.zeros(groups.count)
        from_here[groups.of] = values
        with np.errstate(all="ignore"):
            steps = values - from_here[groups.of]
            means = groups.sums(steps) / counts
            squares = groups.sums((steps - means[groups.of]) ** 2)
            deviations = np.sqrt(squares / (counts - less))
        empty = counts == 0
        return FloatColumn(np.where(counts <= 1, 0.0, deviations), empty if empty.any() else None)

    return of_values, quick


def _sorted_numbers(name: str, values: list[Any], percentile: Any) -> list[Any]:
    """Return a group's sorted numbers and its checked percentile."""
    if percentile is _NO_ROW:
        return []
    fraction = own(percentile)
    if type(fraction) not in (int, float):
        raise CypherTypeError(
            f"The percentile for {name}() must be between 0.0 and 1.0, but got {shown(fraction)}.",
            detail="InvalidArgumentType",
        )
    if not 0.0 <= fraction <= 1.0:
        raise CypherArgumentError(
            f"The percentile for {name}() must be a number from 0.0 to 1.0, but got {shown(fraction)}.",
            detail="NumberOutOfRange",
        )
    _check_numbers(name, values)
    return sorted(values, key=order_key)


def _percentile_disc(values: list[Any], percentile: Any) -> Any:
    numbers = _sorted_numbers("percentileDisc", values, percentile)
    if not numbers:
        return None
    if percentile == 1 or len(numbers) == 1:
        return numbers[-1]
    position = percentile * len(numbers)
    whole = int(position)
    return numbers[whole if position != whole or whole == 0 else whole - 1]


def _percentile_cont(values: list[Any], percentile: Any) -> Any:
    numbers = _sorted_numbers("percentileCont", values, percentile)
    if not numbers:
        return None
    if percentile == 1 or len(numbers) == 1:
        return numbers[-1]
    position = percentile * (len(numbers) - 1)
    below, above = math.floor(position), math.ceil(position)
    if below == above:
        return numbers[below]
    return float(numbers[below] * (above - position) + numbers[above] * (position - below))


_STDEV = _deviation("stDev", population=False)
_STDEV_P = _deviation("stDevP", population=True)

AGGREGATES: Final[dict[str, Aggregate]] = {
    aggregate.name: aggregate
    for aggregate in (
        Aggregate("avg", _avg_of, _avg),
        Aggregate("collect", _collect, grouped_lists),
        Aggregate("count", len, _count),
        Aggregate("max", _max_of, _extreme(largest=True)),
        Aggregate("min", _min_of, _extreme(largest=False)),
        Aggregate("percentileCont", _percentile_cont, None, takes_extra=True),
        Aggregate("percentileDisc", _percentile_disc, None, takes_extra=True),
        Aggregate("stDev", *_STDEV),
        Aggregate("stDevP", *_STDEV_P),
        Aggregate("sum", _sum_of, _sum),
    )
}
"""The aggregates by name, spelled as in the function table."""
