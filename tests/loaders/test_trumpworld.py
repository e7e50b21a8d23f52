"""BuzzFeed's TrumpWorld, as it was published: one free-text sheet that must load with no flag."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from sociogram.loaders.folder.data_folder import read_folder
from sociogram.loaders.load import load
from sociogram.loaders.read import read

DATASETS = Path(os.environ.get("SOCIOGRAM_DATASETS", Path(__file__).parents[3] / "shared" / "datasets"))
SHEET = DATASETS / "trumpworld.csv"

pytestmark = pytest.mark.skipif(
    not SHEET.is_file(), reason=f"{SHEET} is not there: set SOCIOGRAM_DATASETS to the folder that holds it"
)


@pytest.fixture(scope="module")
def original():
    with SHEET.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def loaded():
    return read([SHEET])


def test_every_row_is_a_relation_and_every_name_an_entity(loaded):
    assert (loaded.report.read, loaded.report.loaded, loaded.report.rejected) == (3380, 3380, 0)
    assert (len(loaded.dataset.entities), len(loaded.dataset.relations)) == (2669, 3380)
    assert (loaded.report.made, loaded.report.stubs) == (2669, [])


def test_every_source_is_kept(loaded, original):
    assert loaded.dataset.relations.column("sources").to_list() == [
        list(dict.fromkeys(row["Source(s)"].split(" | "))) for row in original
    ]


def test_no_wording_is_lost(loaded, original):
    relations = loaded.dataset.relations
    for row, role, name in zip(
        original, relations.column("role").to_list(), relations.column("type").to_list(), strict=True
    ):
        wording = " ".join(row["Connection"].split())
        assert role == wording or wording.upper().replace("-", " ") == name.replace("_", " ")


def test_labels(loaded):
    labels = {tuple(labels) for labels in loaded.dataset.entities.column("type").to_list()}
    assert labels == {("Organization",), ("Person",), ("FederalAgency",)}


def test_the_folder_holds_it_all_and_a_second_load_changes_nothing(tmp_path):
    load([SHEET], tmp_path / "data")
    again = load([SHEET], tmp_path / "data")
    assert (again.loaded, again.unchanged) == (0, 3380)
    dataset = read_folder(tmp_path / "data")
    assert (len(dataset.entities), len(dataset.relations)) == (2669, 3380)
