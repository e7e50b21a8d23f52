"""``date()``, ``time()``, ``datetime()`` and similar: constructors, clocks, truncation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sociogram.graph.errors import CypherTypeError
from sociogram.queries.cypher.context import Context, clock
from sociogram.queries.cypher.functions.registry import Function, define
from sociogram.queries.cypher.values.comparison import own, type_name
from sociogram.queries.cypher.values.references import article, shown
from sociogram.queries.cypher.values.temporal.types import (
    Date,
    Duration,
    LocalDateTime,
    LocalTime,
    Temporal,
    ZonedDateTime,
    ZonedTime,
)
from sociogram.queries.cypher.values.temporal.units import DAY, SECOND
from sociogram.queries.cypher.values.temporal.zones import parse_zone
from sociogram.queries.cypher.values.temporal_operations import parse, select, truncate
from sociogram.queries.cypher.values.temporal_operations.build import Fields, at_instant, ranged

Constructor = Callable[[ZonedDateTime], Temporal]

_MISSING: Any = object()


def _date_at(now: ZonedDateTime) -> Date:
    return Date(now.nanos // DAY)


def _local_time_at(now: ZonedDateTime) -> LocalTime:
    return LocalTime(now.nanos % DAY)


def _time_at(now: ZonedDateTime) -> ZonedTime:
    return ZonedTime(now.nanos % DAY, now.offset)


def _local_datetime_at(now: ZonedDateTime) -> LocalDateTime:
    return LocalDateTime(now.nanos)


def _datetime_at(now: ZonedDateTime) -> ZonedDateTime:
    return now


def _local_time(instant: int, zone: str | None) -> ZonedDateTime:
    """Return the local time at an instant in nanoseconds, in UTC or in a time zone."""
    return at_instant(instant, *(parse_zone(zone) if zone is not None else (0, None)))


def _constructor(
    name: str, at: Constructor, from_text: Callable[[str], Temporal], from_value: Callable[[Any], Temporal]
) -> Callable[..., Any]:
    """Return ``name(input)``: the current time, or a value from a string, a map or another temporal value."""

    def make(context: Context, value: Any = _MISSING) -> Any:
        if value is _MISSING:
            return at(_local_time(context.now, None))
        value = own(value)
        if value is None:
            return None
        if isinstance(value, str):
            return from_text(value)
        if isinstance(value, dict):
            if value.keys() == {"timezone"} and isinstance(value["timezone"], str):
                return at(_local_time(context.now, value["timezone"]))
            return None if None in value.values() else from_value(value)
        if isinstance(value, Temporal) and not isinstance(value, Duration):
            return from_value(value)
        raise CypherTypeError(
            f"{name}() expects a STRING, a MAP or another temporal value, "
            f"but got {shown(value)}, which is {article(type_name(value))}.",
            detail="InvalidArgumentValue",
        )

    return make


def _clock(at: Constructor, *, real: bool) -> Callable[..., Any]:
    def read(context: Context, zone: str | None = None) -> Temporal:
        return at(_local_time(clock() if real else context.now, zone))

    return read


def _truncation(at: Constructor, cut: Callable[[str, Any, Fields], Temporal]) -> Callable[..., Any]:
    def run(context: Context, unit: Any, value: Any = _MISSING, fields: Any = _MISSING) -> Any:
        if unit is None or value is None:
            return None
        value = at(_local_time(context.now, None)) if value is _MISSING else own(value)
        return cut(unit, value, {} if fields is _MISSING or fields is None else fields)

    return run


def _family(
    name: str,
    kind: str,
    at: Constructor,
    from_text: Callable[[str], Temporal],
    from_value: Callable[[Any], Temporal],
    cut: Callable[[str, Any, Fields], Temporal],
) -> tuple[Function, ...]:
    constructor = define(
        f"{name}(input? :: ANY) :: {kind}",
        f"A {kind} from a string, a map of components or another temporal value; the current one by default.",
        _constructor(name, at, from_text, from_value),
        nulls="handle",
        needs_context=True,
    )
    clocks = tuple(
        define(
            f"{name}.{which}(timezone? :: STRING) :: {kind}",
            f"The {kind} {when}.",
            _clock(at, real=which == "realtime"),
            needs_context=True,
            deterministic=which != "realtime",
        )
        for which, when in (
            ("realtime", "at this moment"),
            ("statement", "at the start of the query"),
            ("transaction", "at the start of the transaction, which is the start of the query"),
        )
    )
    truncation = define(
        f"{name}.truncate(unit :: STRING, input? :: TEMPORAL, fields? :: MAP) :: {kind}",
        "The start of the unit that contains the value, with components replaced by the map.",
        _truncation(at, cut),
        nulls="handle",
        needs_context=True,
    )
    return (constructor, *clocks, truncation)


def from_epoch(seconds: int, nanoseconds: int) -> ZonedDateTime:
    """Return the instant that many seconds and nanoseconds after 1970-01-01T00:00Z."""
    return ZonedDateTime(seconds * SECOND + ranged("nanoseconds", nanoseconds, 0, SECOND - 1), 0)


def from_epoch_millis(milliseconds: int) -> ZonedDateTime:
    """Return the instant that many milliseconds after 1970-01-01T00:00Z."""
    return ZonedDateTime(milliseconds * 1_000_000, 0)


FUNCTIONS: tuple[Function, ...] = (
    *_family("date", "DATE", _date_at, parse.parse_date, select.date_from, truncate.truncate_date),
    *_family(
        "localtime",
        "LOCAL TIME",
        _local_time_at,
        parse.parse_local_time,
        select.local_time_from,
        truncate.truncate_local_time,
    ),
    *_family("time", "ZONED TIME", _time_at, parse.parse_time, select.time_from, truncate.truncate_time),
    *_family(
        "localdatetime",
        "LOCAL DATETIME",
        _local_datetime_at,
        parse.parse_local_datetime,
        select.local_datetime_from,
        truncate.truncate_local_datetime,
    ),
    *_family(
        "datetime",
        "ZONED DATETIME",
        _datetime_at,
        parse.parse_datetime,
        select.datetime_from,
        truncate.truncate_datetime,
    ),
    define(
        "datetime.fromEpoch(seconds :: INTEGER, nanoseconds :: INTEGER) :: ZONED DATETIME",
        "The instant that many seconds and nanoseconds after 1970-01-01T00:00Z.",
        from_epoch,
    ),
    define(
        "datetime.fromEpochMillis(milliseconds :: INTEGER) :: ZONED DATETIME",
        "The instant that many milliseconds after 1970-01-01T00:00Z.",
        from_epoch_millis,
    ),
)
