"""The days that a partial date spans, the same for the page's timeline and for GEXF."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sociogram.graph.common.partial_date import first_day, last_day

DATES = [
    # value, first day, last day
    ("2022", "2022-01-01", "2022-12-31"),
    ("2022-12", "2022-12-01", "2022-12-31"),
    ("2022-5", "2022-05-01", "2022-05-31"),
    ("2022-5-7", "2022-05-07", "2022-05-07"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("1900-02", "1900-02-01", "1900-02-28"),
    (" 2022-12-07 ", "2022-12-07", "2022-12-07"),
    ("2022-12-07T10:00", "2022-12-07", "2022-12-07"),
    ("2022-12-07 10:00", "2022-12-07", "2022-12-07"),
    (2022, "2022-01-01", "2022-12-31"),
    (dt.date(2022, 12, 7), "2022-12-07", "2022-12-07"),
    ("2022-13", None, None),
    ("2022-00", None, None),
    ("2023-02-30", None, None),
    ("0000", None, None),
    ("20220", None, None),
    ("2022/05", None, None),
    ("2022-05x", None, None),
    ("last week", None, None),
    ("", None, None),
    (None, None, None),
    (True, None, None),
]


@pytest.mark.parametrize(("value", "first", "last"), DATES)
def test_a_partial_date_spans_its_days(value: Any, first: str | None, last: str | None) -> None:
    assert (first_day(value), last_day(value)) == (first, last)
