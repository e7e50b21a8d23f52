"""The words that made-up graphs and queries are of: labels, types, properties and their kinds, literals.

====== ============================   ======== ===============================
kind   values                         kind     values
====== ============================   ======== ===============================
int    integers                       date     dates
float  floats                         moment   local date-times
str    strings                        zoned    date-times with a zone
bool   truth values                   clock    local times
ints   lists of integers              ztime    times with a zone
strs   lists of strings               span     durations
map    maps                           point    points
any    anything that can be ordered   bag      lists whose order is open
====== ============================   ======== ===============================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

LITERALS: Mapping[str, tuple[str, ...]] = {
    "int": ("0", "1", "2", "3", "7", "-1", "-4", "42", "100"),
    # halves and quarters: sums of them do not depend on the order
    "float": ("0.0", "0.5", "1.0", "2.25", "-1.5", "1e3", "12.75", "3.0"),
    "str": (
        "''", "'a'", "'Ann'", "'bob'", "'Ünï'", "'ß'", "'日本'", "'a b'", "' x '", "'10'", "'2.5'", "'true'",
        "'😀y'", "'it\\'s'",
    ),
    "bool": ("true", "false"),
    "date": ("date('2020-02-29')", "date('1999-12-31')", "date('2023-05-29')", "date('2024-01-01')"),
    "moment": (
        "localdatetime('2020-02-29T12:30')", "localdatetime('2023-05-29T00:00:00.5')",
        "localdatetime('1969-12-31T23:59:59')",
    ),
    "zoned": (
        "datetime('2020-02-29T12:30+02:00')", "datetime('2023-05-29T00:00:00.5Z')",
        "datetime('1969-12-31T23:59:59[Europe/Berlin]')", "datetime('2024-10-27T02:30[America/Lima]')",
    ),
    "clock": ("localtime('12:30')", "localtime('00:00:00.5')", "localtime('23:59:59.999999999')"),
    "ztime": ("time('12:30+02:00')", "time('00:00:00.5Z')", "time('23:59:59-05:30')"),
    "span": (
        "duration('P1D')", "duration('P1M')", "duration('PT36H')", "duration('P1Y2M3DT4H5M6.789S')",
        "duration('-PT1.5S')",
    ),
    "point": (
        "point({x: 1, y: 2})", "point({x: -1.5, y: 0.25})", "point({x: 0, y: 0, z: 1})",
        "point({longitude: -77.03, latitude: -12.05})", "point({longitude: 4.9, latitude: 52.4})",
    ),
    "strs": ("[]", "['a', 'b']", "['b']", "['a', 'a', '']", "['x', 'Ünï', 'b']"),
    "ints": ("[]", "[1, 2, 3]", "[2]", "[0, -1, 5, 5]"),
}  # fmt: skip
MIXED = (
    "int",
    "int",
    "float",
    "str",
    "str",
    "bool",
    "date",
    "moment",
    "zoned",
    "clock",
    "ztime",
    "ints",
    "strs",
)

PARAMETERS: Mapping[str, Any] = {
    "zero": 0, "seven": 7, "half": 0.5, "name": "Ann", "letter": "a", "yes": True, "nothing": None,
    "day": date(2020, 2, 29), "noon": datetime(2023, 5, 29, 12, 0, 0),
    "numbers": [3, 1, 2], "words": ["a", "Ann", None], "props": {"name": "Ann", "age": 7},
}  # fmt: skip
"""Given with every query."""

PARAMETER_KINDS = {
    "int": ("$zero", "$seven", "$nothing"), "float": ("$half",), "str": ("$name", "$letter", "$nothing"),
    "bool": ("$yes", "$nothing"), "date": ("$day",), "moment": ("$noon",), "ints": ("$numbers",),
    "strs": ("$words",), "any": ("$seven", "$half", "$name", "$yes", "$nothing", "$day"),
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What there is in a graph.

    Attributes:
        labels, types: of nodes and of relationships.
        nodes, relationships: the names of their properties, and the kind of each.
        literals: values of each kind, some of which are there.
        large: whether patterns must be kept short, or they match too often.
    """

    labels: tuple[str, ...]
    types: tuple[str, ...]
    nodes: Mapping[str, str]
    relationships: Mapping[str, str]
    literals: Mapping[str, tuple[str, ...]]
    large: bool = False


MADE_UP = Words(
    ("Person", "Company", "Town", "Odd name"),
    ("KNOWS", "OWNS", "LIKES"),
    {
        "id": "int", "name": "str", "age": "int", "score": "float", "ok": "bool", "since": "date",
        "at": "moment", "seen": "zoned", "opens": "clock", "rings": "ztime", "lasts": "span", "tags": "strs",
        "marks": "ints", "spot": "point", "mix": "any", "odd key": "str",
    },
    {
        "id": "int", "weight": "int", "share": "float", "role": "str", "since": "date", "mix": "any",
    },
    LITERALS,
)  # fmt: skip

ARTICLE = Words(
    ("Person", "Country", "Organisation", "Party", "Stub", "Entity"),
    ("COMMANDS", "LEADS", "SUPPORTS", "PART_OF", "ACCUSES", "MEMBER_OF"),
    {
        "id": "str", "name": "str", "aliases": "strs", "country": "str", "summary": "str", "note": "str",
    },
    {
        "id": "str", "role": "str", "paragraph": "int", "claimed_by": "str", "certainty": "str",
        "start_date": "str", "sources": "strs",
    },
    {
        **LITERALS,
        "str": (
            "'peru'", "'Peru'", "'stated'", "'alleged'", "'lisa-kenna'", "'Dina Boluarte'", "'a'",
            "'2023-05'", "'B'", "''",
        ),
    },
    large=True,
)  # fmt: skip
