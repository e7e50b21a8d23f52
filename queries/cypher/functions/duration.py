"""``duration()`` and the durations between two temporal values."""

from __future__ import annotations

from typing import Any

from sociogram.queries.cypher.functions.registry import Function, define
from sociogram.queries.cypher.values.comparison import own, type_name
from sociogram.queries.cypher.values.references import article, shown
from sociogram.queries.cypher.values.temporal.types import Duration
from sociogram.queries.cypher.values.temporal_operations import between
from sociogram.queries.cypher.values.temporal_operations.arithmetic import approximate
from sociogram.queries.cypher.values.temporal_operations.build import check_fields, wrong
from sociogram.queries.cypher.values.temporal_operations.parse import parse_duration

_UNITS = frozenset(
    {
        "years", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds",
        "microseconds", "nanoseconds",
    }
)  # fmt: skip


def duration(value: str | dict[str, Any]) -> Duration | None:
    """Create a duration from a string or a map of components."""
    if isinstance(value, str):
        return parse_duration(value)
    check_fields(value, _UNITS, "DURATION")
    if not value:
        raise wrong("A duration needs at least one component.", hint="Write {days: 1}.")
    if None in value.values():
        return None
    part = {name: _number(name, value.get(name, 0)) for name in _UNITS}
    return approximate(
        part["years"] * 12 + part["months"],
        part["weeks"] * 7 + part["days"],
        part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"],
        part["milliseconds"] * 1_000_000 + part["microseconds"] * 1_000 + part["nanoseconds"],
    )


def _number(name: str, value: Any) -> int | float:
    number = own(value)
    if type(number) is int or (type(number) is float and number - number == 0):
        return number
    raise wrong(f"{name} must be a number, but got {shown(number)}, which is {article(type_name(number))}.")


def _between(name: str, description: str, scalar: Any) -> Function:
    return define(f"duration.{name}(from :: TEMPORAL, to :: TEMPORAL) :: DURATION", description, scalar)


FUNCTIONS: tuple[Function, ...] = (
    define(
        "duration(input :: STRING | MAP) :: DURATION",
        "A duration from a string (P1Y2M10DT2H30M) or a map of components.",
        duration,
    ),
    _between("between", "The difference in months, days and time.", between.between),
    _between("inDays", "The difference in whole days.", between.in_days),
    _between("inMonths", "The difference in whole months.", between.in_months),
    _between("inSeconds", "The difference in seconds.", between.in_seconds),
)
