"""The article's data keep the promises of docs/data.md."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest

from sociogram.graph.dataset import ENTITY_FIELDS, RELATION_FIELDS, RELATION_TYPE_FIELDS, SOURCE_FIELDS
from sociogram.graph.model import CERTAINTIES
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.queries.datacheck import check_dataset, check_text

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
TEXT = Path(os.environ.get("SOCIOGRAM_ARTICLE", ROOT.parent / "shared" / "article.txt"))
PAGE = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ENTITIES = {row["id"]: row for row in rows("entities")}
RELATIONS = rows("relations")
TYPES = {row["type"]: row for row in rows("relation_types")}


def test_nothing_is_wrong_with_it() -> None:
    assert check_dataset(read_folder(DATA)) == []


def test_every_tie_is_between_two_that_its_paragraph_names() -> None:
    if not TEXT.exists():
        pytest.skip("the article's text is not part of the project; name its file in $SOCIOGRAM_ARTICLE")
    assert check_text(read_folder(DATA), TEXT.read_text(encoding="utf-8")) == []


COLUMNS = [
    ("entities", ENTITY_FIELDS),
    ("relations", RELATION_FIELDS),
    ("sources", SOURCE_FIELDS),
    ("relation_types", RELATION_TYPE_FIELDS),
]


@pytest.mark.parametrize(("table", "fields"), COLUMNS, ids=[table for table, _ in COLUMNS])
def test_files(table: str, fields: tuple[str, ...]) -> None:
    content = (DATA / f"{table}.csv").read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert content.decode("utf-8").splitlines()[0].split(",")[: len(fields)] == list(fields)


@pytest.mark.parametrize("tie", RELATIONS, ids=lambda tie: f"{tie['source']}-{tie['type']}-{tie['target']}")
def test_tie(tie: dict[str, str]) -> None:
    assert tie["source"] != tie["target"]
    assert tie["certainty"] in CERTAINTIES
    assert tie["summary"].endswith(".")
    assert (tie["certainty"] == "disputed") == bool(tie["contradicted_by"])
    assert not tie["contradicted_by"] or tie["contradicted_by"] in ENTITIES
    for date in ("start_date", "end_date"):
        assert not tie[date] or PARTIAL_DATE.fullmatch(tie[date])
    assert not (tie["start_date"] and tie["end_date"]) or tie["start_date"] <= tie["end_date"]


def test_no_tie_is_written_twice() -> None:
    keys = [tuple(tie[field] for field in RELATION_FIELDS if field != "summary") for tie in RELATIONS]
    assert len(set(keys)) == len(keys)


def test_every_type_is_used_and_worded_both_ways() -> None:
    assert {tie["type"] for tie in RELATIONS} == set(TYPES)
    for row in TYPES.values():
        assert row["forward"]
        assert row["backward"]
        assert row["directed"] == ("false" if row["forward"] == row["backward"] else "true")


def test_the_page_lists_every_type_and_label() -> None:
    labels = {label for row in ENTITIES.values() for label in row["type"].split(" | ")}
    section = PAGE.partition("## Types of ties")[2]
    assert set(re.findall(r"`([A-Z_]{3,})`", section)) == set(TYPES)
    assert set(re.findall(r"`([A-Z][a-z]\w+)`", section)) == labels


def test_slips_stay_findable() -> None:
    for actor, printed in (
        ("peruvian-national-police", "Peruaanse Nationalistische Partij"),
        ("gustavo-bobbio", "Gustavo Bobbias"),
        ("ecuador", "Ecuadior"),
        ("brazil", "Brazilie"),
    ):
        assert printed in ENTITIES[actor]["aliases"].split(" | ")
        assert printed in ENTITIES[actor]["note"]
