"""Parquet, Arrow and frames: typed columns become a sheet, and no property is guessed."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import feather, parquet

import sociogram
from sociogram.graph.errors import DataError
from sociogram.loaders.read import read
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.tables.arrow import read_frame

PEOPLE = {"id": ["olm", "vik"], "name": ["Olm", "Vik"], "age": [54, None]}
TIES = {"source": ["olm"], "target": ["vik"], "type": ["advises"], "tags": [["a", "b | c"]]}


def as_parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    parquet.write_table(table, buffer)
    return buffer.getvalue()


def as_feather(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    feather.write_feather(table, buffer)
    return buffer.getvalue()


def as_stream(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    with pa.ipc.new_stream(buffer, table.schema) as writer:
        writer.write_table(table)
    return buffer.getvalue()


FILES: dict[str, tuple[Callable[[pa.Table], bytes], str]] = {
    "x.parquet": (as_parquet, "Parquet"),
    "x.feather": (as_feather, "Arrow"),
    "x.arrows": (as_stream, "Arrow"),
    "x": (as_parquet, "Parquet"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_with_its_types(tmp_path: Path, name: str) -> None:
    write, layout = FILES[name]
    (tmp_path / name).write_bytes(write(pa.table(PEOPLE)))
    found = read([tmp_path / name])
    assert found.report.files[0].dialect == layout
    assert [row.get("age") for row in found.accepted().entities.rows()] == [54, None]


VALUES = [
    # values, values of the property
    (pa.array(["007", "n/a1"]), ["007", "n/a1"]),
    (pa.array([1, None], pa.int8()), [1, None]),
    (pa.array([1.0, 0.1]), [1.0, 0.1]),
    (pa.array([float("nan"), 2.5]), [None, 2.5]),
    (pa.array([True, False]), [True, False]),
    (pa.array([dt.date(2024, 2, 29), None]), ["2024-02-29", None]),
    (pa.array([dt.datetime(2024, 2, 29), None]), ["2024-02-29", None]),
    (pa.array([dt.datetime(2024, 2, 29, 14, 30), None]), ["2024-02-29T14:30:00", None]),
    (
        pa.array([dt.datetime(2024, 2, 29, tzinfo=dt.UTC), None]),
        ["2024-02-29T00:00:00Z", None],
    ),
    (pa.array([Decimal("1.50"), None]), [1.5, None]),
    (pa.array([Decimal("1234567890123456.50"), None]), ["1234567890123456.50", None]),
    (pa.array([Decimal(7), None], pa.decimal128(38, 0)), [7, None]),
    (pa.array([Decimal(7), None], pa.decimal128(10, 0)), [7, None]),
    (pa.array(["x", "y"]).dictionary_encode(), ["x", "y"]),
    (pa.array(["x", "y"], pa.large_string()), ["x", "y"]),
    (pa.array([["a", "b; c"], []]), [["a", "b; c"], None]),
    (pa.array([[1, 2], None]), [[1, 2], None]),
    (pa.array([[0.5], [1.0, 2.0]]), [[0.5], [1.0, 2.0]]),
    (pa.array([{"street": "Kade", "number": 3}, None]), ['{"street": "Kade", "number": 3}', None]),
]


@pytest.mark.parametrize(("values", "expected"), VALUES, ids=[str(values.type) for values, _ in VALUES])
def test_a_property_is_of_the_type_of_its_column(values: pa.Array, expected: list[Any]) -> None:
    table = pa.table({"id": ["olm", "vik"], "name": ["Olm", "Vik"], "thing": values})
    found = [row.get("thing") for row in read([table]).accepted().entities.rows()]
    assert found == expected
    assert [type(value) for value in found] == [type(value) for value in expected]


def test_cells_are_offsets_into_the_bytes_of_a_column() -> None:
    table = pa.table({"id": pa.chunked_array([["a", "bé"], [None, ""], ["c"]]).slice(1)})
    (column,) = read_frame(table, "frame 1").columns
    assert isinstance(column, CellColumn)
    assert list(column) == [column[row] for row in range(4)] == ["bé", "", "", "c"]


NOTES = {
    "structures": (pa.array([{"a": 1}]), "`thing` holds structures: read as JSON."),
    "bytes": (pa.array([b"\xff"]), "`thing` holds bytes, not text: left out."),
}


@pytest.mark.parametrize("what", NOTES)
def test_what_a_cell_cannot_hold_is_said(what: str) -> None:
    values, note = NOTES[what]
    assert read_frame(pa.table({"id": ["olm"], "thing": values}), "frame 1").notes == [note]


class OnlyStream:
    """What a relation of DuckDB shows: its columns as a stream of Arrow, and nothing else."""

    def __init__(self, columns: dict[str, list[Any]]) -> None:
        self._table = pa.table(columns)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


FRAMES: dict[str, Callable[[dict[str, list[Any]]], Any]] = {
    "pandas": pd.DataFrame,
    "pandas with an index": lambda columns: (
        pd.DataFrame(columns, index=range(5, 5 + len(columns["type"])))
        if "type" in columns
        else pd.DataFrame(columns, index=["p", "q"])
    ),
    "polars": pl.DataFrame,
    "pyarrow": pa.table,
    "only a stream": OnlyStream,
    "a stream": lambda columns: pa.table(columns).to_reader(),
}


@pytest.mark.parametrize("library", FRAMES)
def test_frames_open_as_a_graph(library: str) -> None:
    frame = FRAMES[library]
    graph = sociogram.open(frame(PEOPLE), frame(TIES))
    assert graph.run("MATCH (a)-[r]->(b) RETURN a.name, type(r), b.name, r.tags").to_dicts() == [
        {"a.name": "Olm", "type(r)": "ADVISES", "b.name": "Vik", "r.tags": ["a", "b | c"]}
    ]
    assert graph.run("MATCH (a:Entity) RETURN a.id ORDER BY a.id").to_dicts() == [
        {"a.id": "olm"},
        {"a.id": "vik"},
    ]


@pytest.mark.parametrize("library", FRAMES)
def test_frames_load_into_a_folder(tmp_path: Path, library: str) -> None:
    graph = sociogram.open(pd.DataFrame(PEOPLE))
    graph.save(tmp_path / "graph")
    graph = sociogram.open(tmp_path / "graph")
    report = graph.load(FRAMES[library](TIES))
    assert (report.loaded, report.files[0].file) == (1, "frame 1")
    assert graph.load(pa.table(TIES)).unchanged == 1
    assert "olm,vik,ADVISES" in (tmp_path / "graph" / "relations.csv").read_text()


def test_a_row_at_fault_is_named_with_its_frame() -> None:
    ties = pd.DataFrame({"source": ["olm", "vik"], "target": ["vik", None], "type": ["knows", "knows"]})
    with pytest.raises(DataError, match=r"^frame 2:2:target: The row does not say where the tie ends"):
        sociogram.open(pd.DataFrame(PEOPLE), ties)


WRONG = [
    # arguments, words of the error
    (lambda: sociogram.open(pd.DataFrame(PEOPLE), 3), "Argument 2 is of the type int"),
    (lambda: sociogram.open(pd.DataFrame(PEOPLE), None), "Argument 2 is of the type NoneType"),
    (lambda: sociogram.open(pd.DataFrame()), "The table has no columns"),
    (lambda: sociogram.open(pl.Series("name", ["Olm"])), "cannot be read as a table"),
    (lambda: sociogram.open(pd.DataFrame(PEOPLE)).load([1, 2]), "Argument 1 is of the type list"),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG, ids=[words for _, words in WRONG])
def test_what_is_no_frame_is_an_error(wrong: Callable[[], object], words: str) -> None:
    with pytest.raises(DataError, match=words) as error:
        wrong()
    assert error.value.cure


@pytest.mark.parametrize("name", ["x.parquet", "x.feather"])
def test_a_damaged_file_is_an_error(tmp_path: Path, name: str) -> None:
    write, _ = FILES[name]
    (tmp_path / name).write_bytes(write(pa.table(PEOPLE))[:-40])
    with pytest.raises(DataError, match="The file cannot be read"):
        read([tmp_path / name])


def test_a_missing_library_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame(PEOPLE)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(DataError, match=r"needs pyarrow.*pip install 'sociogram\[arrow\]'"):
        read([frame])


def test_typed_columns_have_no_layout_to_find(tmp_path: Path) -> None:
    """The same cells in a sheet of text are a table of who is tied to whom."""
    frame = pd.DataFrame({"name": ["Ida", "Per"], "Ida": [0, 1], "Per": [1, 0]})
    frame.to_csv(tmp_path / "sheet.csv", index=False)
    found = [
        sociogram.open(source).run("MATCH ()-[r]->() RETURN count(r)")
        for source in (frame, tmp_path / "sheet.csv")
    ]
    assert [count for ((count,),) in found] == [0, 1]


def test_a_rejected_row_of_a_frame_has_its_own_cells() -> None:
    """Reading changes values of its rows, as the name of an actor named twice, but no cell of a sheet."""
    table = pa.table({"student": ["Ann Lee", "Ann Lee"], "school": ["Bo Day", "Cy Ost"]})
    found = read([table])
    assert [row.cells for row in found.report.rejects] == [("Ann Lee", "Cy Ost")]
