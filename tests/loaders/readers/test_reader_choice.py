"""Which reader reads a file: by suffix and content; unknown formats are named, other packages add readers."""

from __future__ import annotations

import io
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from sociogram.graph.errors import DataError
from sociogram.loaders.read import read
from sociogram.loaders.readers.formats import READERS, read_file
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet

PEOPLE = b"id,name\nolm,Olm\n"
OBJECT = b'{"id": "olm", "name": "Olm"}\n'


@pytest.mark.parametrize("name", READERS)
def test_the_table_of_readers_lists_the_suffixes_of_each(name: str) -> None:
    assert READERS[name] == import_module(f"sociogram.loaders.readers.{name}").SUFFIXES


CHOICES = [
    # name, content, format in the report
    ("people.csv", PEOPLE, "comma-separated"),
    ("people.CSV", PEOPLE, "comma-separated"),
    ("people.tsv", PEOPLE.replace(b",", b"\t"), "tab-separated"),
    ("people.txt", PEOPLE, "comma-separated"),
    ("people", PEOPLE, "comma-separated"),
    ("people.jsonl", OBJECT, "JSON Lines"),
    ("people.txt", OBJECT, "JSON Lines"),
    ("people.csv", b"{name},id\nOlm,olm\n", "comma-separated"),
]


@pytest.mark.parametrize(("name", "content", "layout"), CHOICES)
def test_name_and_content_choose_the_reader(tmp_path: Path, name: str, content: bytes, layout: str) -> None:
    (tmp_path / name).write_bytes(content)
    (sheet,) = read_file(str(tmp_path / name), ReaderOptions())
    assert sheet.dialect == f"UTF-8, {layout}"


@pytest.mark.parametrize("content", [PEOPLE, OBJECT])
def test_standard_input_is_read_by_its_content(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert list(read(["-"]).accepted().entities.column("id").to_list()) == ["olm"]


UNKNOWN = [
    # name, content, what the error calls it
    ("report.pdf", b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
    ("people.csv", b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
    ("people.json", b"\x1f\x8b\x08\0", "compressed with gzip"),
    ("people.zip", b"PK\x03\x04\x14\0", "a zip archive"),
    ("people.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office"),
    ("people.db", b"SQLite format 3\0", "an SQLite database"),
    ("people.png", b"\x89PNG\r\n\x1a\n", "an image"),
    ("people.xml", b'\xef\xbb\xbf<?xml version="1.0"?>\n<people/>', "XML"),
    ("people.csv", b"\n<!DOCTYPE html>\n<html>", "a web page"),
]


@pytest.mark.parametrize(("name", "content", "what"), UNKNOWN)
def test_a_format_without_a_reader_is_named_with_a_cure(
    tmp_path: Path, name: str, content: bytes, what: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=f"This is .*{what}") as error:
        read([tmp_path / name])
    assert error.value.cure


DOCS = Path(__file__).parents[3] / "docs"
FORMATS = (DOCS / "formats.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """Return the block of docs/formats.md in a language."""
    return FORMATS.partition(f"```{language}\n")[2].partition("```")[0]


PLUGIN = block("python")
POINTS = tomllib.loads(block("toml"))["project"]["entry-points"]["sociogram.readers"]


def test_the_docs_name_every_suffix() -> None:
    pages = FORMATS + (DOCS / "graph-files.md").read_text(encoding="utf-8")
    suffixes = {suffix for known in READERS.values() for suffix in known}
    assert {suffix for suffix in suffixes if f"{suffix}`" not in pages} == set()


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a distribution that brings a reader; return the file of its module."""
    info = tmp_path / "installed" / "colons-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: colons\nVersion: 1.0\n")
    ((suffix, name),) = POINTS.items()
    (info / "entry_points.txt").write_text(f"[sociogram.readers]\n{suffix} = {name}\n")
    package, _, reader = name.partition(".")
    module = info.parent / package / f"{reader}.py"
    module.parent.mkdir()
    module.write_text(PLUGIN)
    monkeypatch.syspath_prepend(info.parent)
    for imported in (package, name):
        monkeypatch.delitem(sys.modules, imported, raising=False)
    return module


@pytest.mark.parametrize("name", ["people.colons", "people.txt"])
def test_another_package_adds_a_reader(plugin: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("colons\nolm: Olm\nquay: Quay Ltd\n")
    found = read([tmp_path / name])
    assert found.report.files[0].dialect == "UTF-8, colons"
    assert found.accepted().entities.column("name").to_list() == ["Olm", "Quay Ltd"]


def test_a_reader_that_fails_is_named_with_its_package(plugin: Path, tmp_path: Path) -> None:
    (tmp_path / "people.colons").write_text("colons\nolm: Olm: again\n")
    plugin.write_text(PLUGIN.replace("def read(", "def read_all("))
    with pytest.raises(DataError, match=r"reader of \.colons files failed .* authors of colons"):
        read([tmp_path / "people.colons"])


def test_a_format_may_say_what_rows_are_and_name_its_parts(
    plugin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = ("id", "name", "weight:double"), [["olm", "quay"], ["Olm", "Quay"], ["1.50", "x"]]
    ties = ("source", "target", "type"), [["olm"], ["quay"], ["works for"]]

    def sheets(data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:
        return [
            Sheet(file, *people, [1, 2], part="nodes", kind="entities", number_word="item"),
            Sheet(file, *ties, [1], part="edges", kind="relations", number_word="item"),
        ]

    monkeypatch.setattr(import_module(POINTS[".colons"]), "read", sheets)
    (tmp_path / "graph.colons").write_text("colons\n")
    monkeypatch.chdir(tmp_path)
    found = read(["graph.colons"])
    (reject,) = found.rejects
    assert str(reject.remark).startswith("graph.colons[nodes]:2:weight:double: ")
    (tie,) = found.dataset.relations.rows()
    assert (tie["source"], tie["target"], tie["type"]) == ("olm", "quay", "WORKS_FOR")
