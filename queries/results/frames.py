"""Convert a result to a frame of pandas or a table of pyarrow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sociogram.graph.common.temporal import is_temporal, iso_text
from sociogram.graph.errors import SociogramError
from sociogram.queries.results.writers import cell

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def pandas_frame(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Return rows as a frame; temporal values become those of pandas or ``datetime``, others are unchanged.

    Raises:
        SociogramError: pandas is not installed.
    """
    pd = needed("pandas", "to_pandas()")
    frame = pd.DataFrame.from_records(rows, columns=list(columns))
    for number in range(len(columns)):
        if any(is_temporal(row[number]) for row in rows):
            frame.isetitem(number, _pandas_column(pd, [_timestamp(pd, row[number]) for row in rows]))
    return frame


def _pandas_column(pd: Any, values: list[Any]) -> Any:
    """Return a column; one of dates and times has the dtype of pandas for them, if possible."""
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {dt.date, dt.datetime, pd.Timestamp}:
        try:
            if pd.Timestamp in kinds:  # the same unit for all; otherwise the first value would decide
                values = [value if value is None else pd.Timestamp(value).as_unit("ns") for value in values]
            return pd.to_datetime(pd.Series(values, dtype=object))
        except (ValueError, OverflowError):  # different time zones, or a year that pandas does not support
            pass
    return pd.Series(values, dtype=object)


def _timestamp(pd: Any, value: Any) -> Any:
    """Return a value as ``_native`` does, but a date and time with nanoseconds as a pandas timestamp."""
    if not (hasattr(value, "date") and _has_nanoseconds(value)):
        return _native(value)
    try:
        whole = pd.Timestamp(value.to_native()).as_unit("ns")
        return whole + pd.Timedelta(value.nanosecond % 1_000, unit="ns")
    except (ValueError, OverflowError):  # before September 1677 or after April 2262
        return _native(value)


def arrow_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Return rows as a table; values for which Arrow has no type become text, as in CSV.

    Raises:
        SociogramError: pyarrow is not installed, or two columns have the same name.
    """
    pa = needed("pyarrow", "to_arrow()")
    by_name = {name: [row[number] for row in rows] for number, name in enumerate(columns)}
    return pa.table({name: _array(pa, values) for name, values in by_name.items()})


def needed(module: str, method: str) -> Any:
    """Import a module that a method needs.

    Raises:
        SociogramError: it is not installed.
    """
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        raise SociogramError(
            f"{method} needs {module}, which is not installed. Install it: pip install {module}."
        ) from None


def _array(pa: Any, values: list[Any]) -> Any:
    native = [_native(value) for value in values]
    try:
        return pa.array(native)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return pa.array([None if value is None else cell(value) for value in values])


def _native(value: Any) -> Any:
    """Return a temporal value as one of ``datetime``, or as text if ``datetime`` cannot represent it."""
    if not is_temporal(value):
        return value
    fits = hasattr(value, "to_native") and not _has_nanoseconds(value)
    return value.to_native() if fits else iso_text(value)


def _has_nanoseconds(value: Any) -> bool:
    """Return whether a temporal value has nanoseconds, which ``datetime`` does not support."""
    return getattr(value, "nanosecond", 0) % 1_000 != 0
