"""A result as text, format by format."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from neo4j.time import Date, DateTime, Duration
from pytz import timezone

from sociogram.graph.model import Node, Path, Relationship
from sociogram.queries.results.writers import WRITERS, cell

ADA = Node("1", ("Entity", "Person"), {"name": "Ada"})
BEN = Node("2", ("Entity", "Person"), {"name": "Ben"})
MET = Relationship("3", "MET", "2", "1", {})

CELLS = [
    (None, ""),
    ("", ""),
    ("a\nb", "a\nb"),
    (True, "true"),
    (1.0, "1.0"),
    (["a", "b"], "a | b"),
    ([["a"], None], '[["a"], null]'),
    ({"a": [1]}, '{"a": [1]}'),
    (Duration(months=14, seconds=1), "P1Y2MT1S"),
    ([Duration(days=1)], '["P1D"]'),
    (
        timezone("Europe/Paris").localize(DateTime(2020, 6, 1)),
        "2020-06-01T00:00:00.000000000+02:00[Europe/Paris]",
    ),
    (ADA, "(:Person Ada)"),
    (Node("1", ("Entity",)), "(:Entity)"),
    (MET, "[:MET]"),
    ([MET, MET], "[:MET] | [:MET]"),
    ([ADA, None], '[{"id": "1", "labels": ["Entity", "Person"], "properties": {"name": "Ada"}}, null]'),
    (Path((ADA, BEN), (MET,)), "(:Person Ada)<-[:MET]-(:Person Ben)"),
]


@pytest.mark.parametrize(("value", "text"), CELLS, ids=[text for _, text in CELLS])
def test_cells(value: object, text: str) -> None:
    assert cell(value) == text


ROWS = [(1, "a,b"), (None, "<i>\t")]

WRITTEN = {
    "csv": 'n,t\n1,"a,b"\n,<i>\t\n',
    "tsv": "n\tt\n1\ta,b\n\t<i>\\t\n",
    "json": '[\n  {"n": 1, "t": "a,b"},\n  {"n": null, "t": "<i>\\t"}\n]\n',
    "jsonl": '{"n": 1, "t": "a,b"}\n{"n": null, "t": "<i>\\t"}\n',
}


@pytest.mark.parametrize("name", WRITTEN)
def test_formats(name: str) -> None:
    stream = io.StringIO()
    assert WRITERS[name](("n", "t"), ROWS, stream) == 2
    assert stream.getvalue() == WRITTEN[name]


def test_html_is_inert() -> None:
    stream = io.StringIO()
    WRITERS["html"](("<b>",), [("<script>alert(1)</script>",)], stream)
    assert "<script>" not in stream.getvalue()
    assert "&lt;b&gt;" in stream.getvalue()


def test_no_rows_are_valid_json() -> None:
    stream = io.StringIO()
    WRITERS["json"](("a",), [], stream)
    assert json.loads(stream.getvalue()) == []


def test_what_json_has_no_word_for_is_text() -> None:
    stream = io.StringIO()
    WRITERS["jsonl"](("a",), [(float("nan"),)], stream)
    assert json.loads(stream.getvalue()) == {"a": "nan"}


def test_a_table_away_from_a_terminal_is_as_wide_as_its_cells() -> None:
    stream = io.StringIO()
    WRITERS["table"](("a", "b"), [("x" * 300, "[bold]y")], stream)
    assert "x" * 300 in stream.getvalue()
    assert "[bold]y" in stream.getvalue()


CELLS = [
    # what another program wrote has no name, or no id by which to correct it
    (
        Relationship("1", "OWNS", "0", "2", {"share": 0.6, "since": Date(2011, 1, 2)}),
        '[:OWNS {share: 0.6, since: "2011-01-02"}]',
    ),
    (Relationship("1", "OWNS", "0", "2", {}), "[:OWNS]"),
    (Relationship("1", "OWNS", "0", "2", {"id": "r1", "share": 0.6}), "[:OWNS r1]"),
    (
        Node("1", ("Account",), {"iban": "NL07", "owners": ["Ann", "Bo"]}),
        '(:Account {iban: "NL07", owners: ["Ann", "Bo"]})',
    ),
    (Node("1", ("Account",), {}), "(:Account)"),
    (Node("1", ("Account",), {"name": "Ann", "iban": "NL07"}), "(:Account Ann)"),
]


@pytest.mark.parametrize(("value", "text"), CELLS)
def test_nodes_and_ties_without_a_name_or_an_id_show_their_properties(value: Any, text: str) -> None:
    assert cell(value) == text
