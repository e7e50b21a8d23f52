"""``load --text``: a row whose quote is not in the text is rejected, the others are drafts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sociogram.graph.errors import DataError
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.loaders.load import LoadOptions, load
from sociogram.loaders.report import LoadReport
from sociogram.loaders.text.given import Texts
from sociogram.queries.cypher.store import MemoryStore

TEXT = """The lock at Sarn

Olm hired Vey for the lock.

Vey says: “Olm never paid me.”

Olm never paid me, Vey repeats.
"""
TEXTS = Texts({"lanterne": TEXT})
ROW: dict[str, Any] = {
    "source": "olm",
    "target": "vey",
    "type": "HIRED",
    "sources": "lanterne",
    "paragraph": 2,
    "quote": "hired Vey",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that knows both actors and the text."""
    (tmp_path / "entities.csv").write_text("id,name\nolm,Olm\nvey,Vey\n", encoding="utf-8")
    (tmp_path / "sources.csv").write_text("id,title\nlanterne,The lock at Sarn\n", encoding="utf-8")
    load([tmp_path / "entities.csv", tmp_path / "sources.csv"], tmp_path / "graph")
    return tmp_path / "graph"


def load_rows(folder: Path, *rows: Mapping[str, Any], texts: Texts = TEXTS, **options: Any) -> LoadReport:
    path = folder.parent / "extracted.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return load([path], folder, LoadOptions(texts=texts, **options))


def claims(folder: Path) -> list[dict[str, Any]]:
    return list(read_folder(folder).relations.rows())


def test_rows_that_quote_the_text_are_drafts(folder: Path) -> None:
    report = load_rows(folder, ROW, {**ROW, "target": "sarn", "review": "confirmed"})
    assert report.rejected == 0
    assert [claim["review"] for claim in claims(folder)] == ["draft", "draft"]
    assert "`review` has another value in 1 row: read as draft" in report.to_text()


REJECTED = [
    # change of the row, column, words of the reason
    ({"quote": "hired Vay"}, "quote", "not in paragraph 2, nor elsewhere in the text. Copy the words"),
    ({"quote": "Hired Vey"}, "quote", "in paragraph 2 with other capitals"),
    ({"quote": "Vey says"}, "quote", "not in paragraph 2, but in paragraph 3. Correct `paragraph`."),
    ({"quote": "never paid me"}, "quote", "not in paragraph 2, but in paragraphs 3, 4."),
    ({"quote": ""}, "quote", "no quote from its text"),
    ({"quote": None}, "quote", "no quote from its text"),
    (
        {"paragraph": 7},
        "paragraph",
        "no paragraph 7. The quote is in paragraph 2. Give a number",
    ),
    ({"paragraph": None, "quote": "never paid me"}, "paragraph", "The quote is in paragraphs 3, 4."),
    ({"paragraph": None, "quote": "never"}, "paragraph", "has no paragraph"),
    ({"sources": "echo"}, "sources", "The text of 'echo' is not given"),
    ({"polarity": "perhaps not"}, "polarity", "does not say whether the claim affirms"),
    ({"quote": ["hired", "Vey"]}, "quote", "holds a list"),
]


@pytest.mark.parametrize(("change", "column", "words"), REJECTED, ids=[words for _, _, words in REJECTED])
def test_other_rows_are_rejected_with_line_and_cure(
    folder: Path, change: dict[str, Any], column: str, words: str
) -> None:
    report = load_rows(folder, ROW, {**ROW, "type": "PAID", **change})
    (reject,) = report.rejects
    assert (reject.remark.line, reject.remark.column) == (2, column)
    assert words in str(reject.remark)
    assert len(claims(folder)) == 1


ACCEPTED = [
    # change of the row, paragraph and source that it is loaded with
    ({}, 2, ["lanterne"]),
    ({"paragraph": "2", "quote": " hired  Vey "}, 2, ["lanterne"]),
    ({"paragraph": None}, 2, ["lanterne"]),
    ({"sources": None}, 2, ["lanterne"]),
    ({"sources": ["lanterne", "logbook"]}, 2, ["lanterne", "logbook"]),
    ({"paragraph": 3, "quote": '"Olm never paid me."'}, 3, ["lanterne"]),
]


@pytest.mark.parametrize(("change", "paragraph", "sources"), ACCEPTED)
def test_what_a_row_leaves_out_is_read_from_the_text(
    folder: Path, change: dict[str, Any], paragraph: int, sources: list[str]
) -> None:
    assert load_rows(folder, {**ROW, **change}).rejected == 0
    (claim,) = claims(folder)
    assert (claim["paragraph"], claim["sources"]) == (paragraph, sources)


def test_a_second_load_changes_nothing(folder: Path) -> None:
    rows = (ROW, {**ROW, "paragraph": None, "type": "PAID"}, {**ROW, "sources": None, "type": "MET"})
    load_rows(folder, *rows)
    before = (folder / "relations.csv").read_bytes()
    report = load_rows(folder, *rows)
    assert report.unchanged == 3
    assert (folder / "relations.csv").read_bytes() == before


@pytest.mark.parametrize("review", ["confirmed", "retracted", ""])
def test_an_extracted_row_does_not_undo_the_review_of_a_claim(folder: Path, review: str) -> None:
    load_rows(folder, ROW)
    path = folder / "relations.csv"
    path.write_text(path.read_text("utf-8").replace("draft", review), encoding="utf-8")
    before = path.read_bytes()
    assert load_rows(folder, ROW).unchanged == 1
    assert path.read_bytes() == before
    store = MemoryStore.from_dataset(read_folder(folder))
    load([folder.parent / "extracted.jsonl"], store, LoadOptions(texts=TEXTS))
    (claim,) = store.to_dataset().relations.rows()
    assert claim.get("review", "") == review


def test_an_unknown_voice_is_told_and_follows_on_unknown(folder: Path) -> None:
    row = {**ROW, "claimed_by": "the lock keeper"}
    report = load_rows(folder, row, on_unknown="reject")
    assert [reject.remark.column for reject in report.rejects] == ["claimed_by"]
    report = load_rows(folder, row, on_unknown="stub")
    assert [stub.remark.line for stub in report.stubs] == [1]
    assert claims(folder)[0]["claimed_by"] == report.stubs[0].id


def test_a_text_without_a_source_is_the_one_that_all_rows_name(folder: Path) -> None:
    assert load_rows(folder, ROW, texts=Texts(default=TEXT)).rejected == 0
    # and where they name none, the only one of the folder
    assert load_rows(folder, {**ROW, "type": "PAID", "sources": ""}, texts=Texts(default=TEXT)).rejected == 0
    assert [claim["sources"] for claim in claims(folder)] == [["lanterne"], ["lanterne"]]


def test_a_text_without_a_source_may_be_said_by_cite(folder: Path) -> None:
    row = {**ROW, "sources": ""}
    assert load_rows(folder, row, texts=Texts(default=TEXT), cite="lanterne").rejected == 0
    assert claims(folder)[0]["sources"] == ["lanterne"]


def test_a_text_without_a_source_cannot_be_several(folder: Path) -> None:
    with pytest.raises(DataError, match="rows cite 2 texts: echo, lanterne"):
        load_rows(folder, ROW, {**ROW, "sources": "echo"}, texts=Texts(default=TEXT))


def test_each_row_is_held_to_its_own_text(folder: Path) -> None:
    texts = Texts({"lanterne": TEXT, "echo": "Vey hired Olm."})
    echo = {**ROW, "sources": "echo", "paragraph": 1, "quote": "Vey hired Olm"}
    report = load_rows(
        folder, ROW, echo, {**echo, "sources": "lanterne"}, {**ROW, "sources": ""}, texts=texts
    )
    assert [(reject.remark.line, reject.remark.column) for reject in report.rejects] == [
        (3, "quote"),
        (4, "sources"),
    ]


def test_a_sheet_is_held_to_its_text_too_and_keeps_its_reviews(folder: Path) -> None:
    path = folder.parent / "claims.csv"
    path.write_text(
        "source,target,type,sources,paragraph,quote,review\n"
        "olm,vey,HIRED,lanterne,2,hired Vey,confirmed\n"
        "olm,vey,PAID,lanterne,2,hired Vey,\n"
        "olm,vey,MET,lanterne,2,met Vey,\n",
        encoding="utf-8",
    )
    report = load([path], folder, LoadOptions(texts=TEXTS))
    assert [reject.remark.line for reject in report.rejects] == [4]
    assert sorted(claim["review"] for claim in claims(folder)) == ["confirmed", "draft"]


def test_without_a_text_rows_are_not_drafts(folder: Path) -> None:
    path = folder.parent / "claims.jsonl"
    path.write_text(json.dumps({**ROW, "quote": "not there"}), encoding="utf-8")
    assert load([path], folder).rejected == 0
    assert "review" not in claims(folder)[0]
