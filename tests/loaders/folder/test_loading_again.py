"""A large folder that is loaded into again holds the bytes that merging row by row gives."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from sociogram.graph.memory.merge import merger as merge_module
from sociogram.loaders.load import load
from sociogram.sources import read_store

ACTORS, CLAIMS = 2_000, 20_000
TITLES = [
    "id",
    "source",
    "target",
    "type",
    "role",
    "start_date",
    "claimed_by",
    "via",
    "sources",
    "paragraph",
    "note",
]


def claims() -> Iterator[list[str]]:
    """Claims with lists of voices and sources, some of them without."""
    chance = random.Random(7)  # noqa: S311 - not for secrets

    def actors(most: int) -> str:
        return " | ".join(f"a{chance.randrange(ACTORS)}" for _ in range(chance.randrange(most + 1)))

    for number in range(CLAIMS):
        ends = [f"a{chance.randrange(ACTORS)}", f"a{chance.randrange(ACTORS)}"]
        sources = " | ".join(f"s{chance.randrange(50)}" for _ in range(chance.randrange(3)))
        words = chance.choice(["", "chair", "“quoted”, with a comma", "Zoë"])
        year = chance.choice(["", "2001", "2002-03"])
        paragraph = str(chance.randrange(1, 90))
        yield [
            f"r{number}",
            *ends,
            chance.choice(["MET", "PAID"]),
            words,
            year,
            actors(1),
            actors(2),
            sources,
            paragraph,
            words,
        ]


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path


@pytest.fixture
def sheets(tmp_path: Path) -> list[Path]:
    actors = [[f"a{number}", f"Actor {number}", "Person | Politician"] for number in range(ACTORS)]
    return [
        write(tmp_path / "people.csv", [["id", "name", "type"], *actors]),
        write(tmp_path / "ties.csv", [TITLES, *claims()]),
    ]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def test_loading_the_same_again_changes_no_byte(sheets: list[Path], tmp_path: Path) -> None:
    load(sheets, tmp_path / "graph")
    before = bytes_of(tmp_path / "graph")
    read_store(tmp_path / "graph", "graph")  # fills the cache
    report = load(sheets, tmp_path / "graph")
    assert bytes_of(tmp_path / "graph") == before
    assert {name: count.unchanged for name, count in report.counts.items() if count.unchanged} == {
        "entities": ACTORS,
        "relations": CLAIMS,
    }
    assert not any(count.created or count.updated for count in report.counts.values())


def test_a_sheet_with_changed_rows_gives_the_same_bytes_row_by_row(
    sheets: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [TITLES, *claims()]
    for number in range(1, CLAIMS, 997):
        rows[number][7] = "a1 | a2"
        rows[number][8] = "s1"
        rows[number + 1][4] = "treasurer"
    rows.append([f"r{CLAIMS}", "a3", "a4", *[""] * (len(TITLES) - 3)])
    changed = write(tmp_path / "changed.csv", rows)
    found = []
    for name, least in (("columns", 500), ("rows", CLAIMS * 2)):
        monkeypatch.setattr(merge_module, "_ROW_LOOP_LIMIT", least)
        load(sheets, tmp_path / name)
        read_store(tmp_path / name, name)
        report = load([changed], tmp_path / name)
        found.append((bytes_of(tmp_path / name), report.counts["relations"]))
    assert found[0] == found[1]
    assert found[0][1].created == 1
    assert found[0][1].updated > CLAIMS // 997
