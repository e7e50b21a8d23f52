"""JSON Lines become a sheet: objects are rows, keys are titles, and what is no row is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.graph.errors import DataError
from sociogram.loaders.load import LoadOptions, load
from sociogram.loaders.read import Loaded, read
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.readers.tables.jsonl import matches, read_json
from sociogram.loaders.rejects import write_rejects

ONE = '{"source": "olm", "target": "quay", "type": "LEADS"}'
TWO = '{"source": "sorvaag", "target": "quay", "type": "LEFT"}'


def sheet(text: str) -> Sheet:
    return read_json(text.encode(), "claims.jsonl")


LAYOUTS = [
    # text, lines of the two rows
    (f"{ONE}\n{TWO}\n", [1, 2]),
    (f"{ONE}\n\n \n{TWO}", [1, 4]),
    (f"\ufeff{ONE}\r\n{TWO}\r\n", [1, 2]),
    (f"{ONE}\r{TWO}\r", [1, 2]),
    (f"[\n{ONE},\n{TWO}\n]\n", [2, 3]),
    (f"[{ONE}, {TWO}]", [1, 1]),
    (f'{{"claims": [\n{ONE},\n{TWO}\n]}}', [2, 3]),
    (f"```json\n{ONE}\n{TWO}\n```\n", [2, 3]),
    ('{\n  "source": "olm",\n  "target": "quay",\n  "type": "LEADS"\n}\n' + TWO, [1, 6]),
]


@pytest.mark.parametrize(("text", "lines"), LAYOUTS, ids=[repr(text[:24]) for text, _ in LAYOUTS])
def test_objects_may_be_laid_out_as_they_like(text: str, lines: list[int]) -> None:
    found = sheet(text)
    assert list(found.lines) == lines
    assert found.header == ("source", "target", "type")
    assert [list(column) for column in found.columns] == [["olm", "sorvaag"], ["quay"] * 2, ["LEADS", "LEFT"]]
    assert found.unread == []


CELLS = [
    # value, cell
    ('"olm"', "olm"),
    ("3", "3"),
    ("0.50", "0.50"),
    ("12345678901234567890123", "12345678901234567890123"),
    ("true", "true"),
    ("null", ""),
    ("[]", ""),
    ('["olm"]', "olm"),
    ('["olm", null]', "olm"),
    ('["olm", "sorvaag"]', '["olm", "sorvaag"]'),
    ('["a | b"]', '["a | b"]'),
    ('"caf\\u00e9"', "café"),
]


@pytest.mark.parametrize(("value", "cell"), CELLS)
def test_a_cell_is_the_text_of_a_value(value: str, cell: str) -> None:
    assert sheet(f'{{"id": "x", "via": {value}}}').columns[1] == [cell]


def test_titles_are_the_keys_of_all_objects_in_any_spelling() -> None:
    found = sheet('{"source": "a", "claimed_by": "b"}\n{"Claimed By": "c", "quote": "d", "SOURCE": "e"}')
    assert found.header == ("source", "claimed_by", "quote")
    assert [list(column) for column in found.columns] == [["a", "e"], ["b", "c"], ["", "d"]]


UNREAD = [
    # what stands on line 2, column, words of the message
    ("Here are the claims:", None, "not a JSON object"),
    ("42", None, "not a JSON object"),
    ('{"source": "olm", }', None, "(character 1"),  # 17 or 19, by the version of Python
    ('{"source": "olm"', None, "cannot be read"),
    ("{'source': 'olm'}", None, "cannot be read"),
    ('{"source": NaN}', None, "NaN is not a value"),
    ('{"source": "olm"} // sure', None, "Text follows the object"),
    ('{"source": {"id": "olm"}}', "source", "`source` is an object"),
    ('{"source": [["olm"]]}', "source", "a list of lists"),
    ('{"source": "olm", "source": "sorvaag"}', "source", "twice, with different values"),
    ('{"source": "olm", "Source": "sorvaag"}', "Source", "twice, with different values"),
    ('{"source": "\\ud83d"}', "source", "half a character"),
    ('{"source": "\\u0000"}', "source", "half a character or a null"),
    ('{"a": ' * 20_000, None, "nested too deeply"),
]


@pytest.mark.parametrize(("line", "column", "words"), UNREAD, ids=[line[:30] for line, _, _ in UNREAD])
def test_what_is_no_row_is_named_with_its_line(line: str, column: str | None, words: str) -> None:
    found = sheet(f"{ONE}\n{line}\n{TWO}\n")
    assert list(found.lines) == [1, 3]
    (unread,) = found.unread
    assert (unread.line, unread.column) == (2, column)
    assert words in unread.message
    assert unread.cure


def test_a_key_that_repeats_its_value_is_no_problem() -> None:
    assert sheet('{"source": "olm", "source": "olm"}').unread == []


def test_an_object_without_values_is_an_empty_line() -> None:
    found = sheet(f'{ONE}\n{{}}\n{{"source": null}}')
    assert (len(found), found.empty_rows) == (1, 2)


NOTHING = [(b"", "empty"), (b" \n", "empty"), (b"[]", "no object"), (b"[1, 2]", "not a JSON object")]


@pytest.mark.parametrize(("data", "words"), NOTHING)
def test_a_file_without_an_object_is_an_error(data: bytes, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read_json(data, "claims.jsonl")


KINDS = [
    # name, beginning, is JSON
    ("claims.jsonl", b"", True),
    ("claims.JSON", b"a,b", True),
    ("-", b'{"source": "olm"', True),
    ("-", b'\xef\xbb\xbf[\n {"source"', True),
    ("-", b"```json\n{\n", True),
    ("-", b"source,target", False),
    ("-", b"{braces},target", False),
    ("claims.json", b"%PDF-1.7", False),
]


@pytest.mark.parametrize(("name", "data", "expected"), KINDS)
def test_json_is_recognised_by_its_name_or_its_beginning(name: str, data: bytes, expected: bool) -> None:
    assert matches(data, name) is expected


def loaded(tmp_path: Path, text: str) -> Loaded:
    path = tmp_path / "claims.jsonl"
    path.write_text(text, encoding="utf-8")
    return read([path])


def test_a_list_is_the_same_as_values_with_bars_between_them(tmp_path: Path) -> None:
    text = (
        '{"source": "olm", "target": "quay", "sources": ["a", "b"], "paragraph": 3, "tags": ["x", "y"]}\n'
        '{"source": "olm", "target": "mole", "sources": "a | b", "paragraph": "3", "tags": "x"}\n'
    )
    rows = list(loaded(tmp_path, text).accepted().relations.rows())
    assert [row["sources"] for row in rows] == [["a", "b"]] * 2
    assert [row["paragraph"] for row in rows] == [3, 3]
    assert [row["tags"] for row in rows] == [["x", "y"], ["x"]]


def test_a_list_where_one_value_belongs_is_rejected(tmp_path: Path) -> None:
    found = loaded(tmp_path, f'{ONE}\n{{"source": ["olm", "sorvaag"], "target": "quay"}}\n')
    (reject,) = found.rejects
    assert str(reject.remark).endswith(
        'claims.jsonl:2:source: `source` holds a list: ["olm", "sorvaag"]. Write a single value.'
    )
    assert len(found.dataset.relations) == 1


def test_the_report_counts_every_object_and_keeps_what_was_rejected(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(f"{ONE}\nSure!\n{{}}\n{TWO}\n{{\n", encoding="utf-8")
    report = load([path], tmp_path / "graph", LoadOptions())
    assert "4 rows read = 2 loaded + 2 rejected" in report.to_text()
    assert "UTF-8, JSON Lines" in report.to_text()
    (rejects,) = write_rejects(report, tmp_path / "rejects.csv")
    lines = rejects.read_text(encoding="utf-8").splitlines()
    assert [line.partition(",{")[0].split(",")[1] for line in lines] == ["_line", "2", "5"]
    assert load([path], tmp_path / "graph").unchanged == 2
