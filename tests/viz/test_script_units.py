"""What the scripts of a page compute without a page: dates, addresses, near spellings. Node runs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociogram.viz.one_file import TEMPLATES

NODE = shutil.which("node")
SCRIPTS = ("address.js", "dates.js", "search.js")

if NODE is None and os.environ.get("CI") != "true":
    pytest.skip("node is missing; install it with: apt-get install nodejs", allow_module_level=True)


def run(expression: str, values: object) -> list:
    """Return the results of an expression of ``value`` for each of some values, in one process."""
    scripts = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in SCRIPTS)
    results = f"JSON.stringify({json.dumps(values)}.map((value) => ({expression})))"
    code = f"{scripts}\nconsole.log({results});"
    done = subprocess.run(
        [NODE, "-"], input=code, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return json.loads(done.stdout)


DATES = [
    # a date, its words, its first and its last day; None where it is none
    ("2022-12-07", "7 December 2022", "2022-12-07", "2022-12-07"),
    ("2022-12", "December 2022", "2022-12-01", "2022-12-31"),
    ("2024-02", "February 2024", "2024-02-01", "2024-02-29"),
    ("1900-02", "February 1900", "1900-02-01", "1900-02-28"),
    ("0044", "44", "0044-01-01", "0044-12-31"),
    ("2023-02-29", "2023-02-29", None, None),
    ("2023-13", "2023-13", None, None),
    ("0000", "0000", None, None),
    ("last winter", "last winter", None, None),
    ("", "", None, None),
]


def test_dates_whole_and_partial():
    found = run(
        "[value, dateWords(value), ...(dateParts(value) ? [firstDay(value), lastDay(value)] : [null, null])]",
        [date[0] for date in DATES],
    )
    assert [tuple(one) for one in found] == DATES


AXES = [
    # the days of a graph, what the axis counts in, and how many of these
    (["2023-05-01", "2023-05-31"], "2023-05-01", 31),
    (["2020-01-15", "2023-05-01"], "2020-01", 41),
    (["0044-01-01", "1066-10-14"], "0044", 1023),
    (["2023-05-01"], "2023-05-01", 1),
]


def test_an_axis_counts_in_days_months_or_years():
    found = run("[value, timeAxis(value).dateOf(0), timeAxis(value).count]", [axis[0] for axis in AXES])
    assert [tuple(one) for one in found] == AXES


def test_the_ticks_of_an_axis_are_round_and_few():
    [[years, months, long]] = [
        run(
            "axisTicks(timeAxis(value), 9).map(({ date }) => date)",
            [["1993-01-01", "2023-06-05"], ["2023-01-10", "2023-06-05"], ["0044-01-01", "2000-01-01"]],
        )
    ]
    assert years == ["1995", "2000", "2005", "2010", "2015", "2020"]
    assert months == ["2023-02", "2023-03", "2023-04", "2023-05", "2023-06"]
    assert long == ["0500", "1000", "1500", "2000"]


ADDRESSES = [
    # what stands after "#", the actor, the flags, the values
    ("#pedro-castillo", "pedro-castillo", [], {}),
    ("#Ana%20%C3%91ahui&embed", "Ana Ñahui", ["embed"], {}),
    ("#actor=list&list", "list", ["list"], {"actor": "list"}),
    ("#hide.types=MET,LED&dates=2022..", None, [], {"hide.types": "MET,LED", "dates": "2022.."}),
    ("#50%", "50%", [], {}),
    ("", None, [], {}),
    ("#", None, [], {}),
]


def test_an_address_says_what_it_asks_for():
    parts = "[parseAddress(value)].map((one) => [one.actor, [...one.flags], Object.fromEntries(one.values)])"
    found = run(f"[value, ...{parts}[0]]", [address[0] for address in ADDRESSES])
    assert [tuple(one) for one in found] == ADDRESSES


NEAR = [
    ("castilo", "castillo", 1, True), ("catsillo", "castillo", 1, True), ("castillos", "castillo", 1, True),
    ("kastijo", "castillo", 1, False), ("kastillo", "castillo", 1, True), ("boluarte", "bolsonaro", 2, False),
    ("", "ab", 2, True), ("", "abc", 2, False), ("peru", "peru", 0, True),
]  # fmt: skip


def test_near_spellings():
    found = run("[...value, isNear(...value)]", [list(case[:3]) for case in NEAR])
    assert [tuple(one) for one in found] == NEAR


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))),
        min_size=1,
        max_size=40,
    )
)
def test_any_list_of_values_survives_an_address(lists):
    assert run("listOf(parseAddress(`#x=${listText(value)}`).values.get('x'))", lists) == lists


@settings(max_examples=5, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=40))
def test_any_id_of_an_actor_survives_an_address(ids):
    assert run("parseAddress(`#${actorPart(value)}`).actor", ids) == ids
