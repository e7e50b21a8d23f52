"""Loads of a session, one after the other: each follows the folder's history, as on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

import sociogram
from sociogram.loaders.load import load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    load([sheet(tmp_path, ("Ann Lee", "Bob Ray", 1), ("Cid Fox", "Dan Poe", 2))], tmp_path / "graph")
    return tmp_path / "graph"


def sheet(folder: Path, *ties: tuple[str, str, int]) -> Path:
    path = folder / "ties.csv"
    path.write_text(
        "source,target,type,weight\n"
        + "".join(f"{source},{target},KNOWS,{weight}\n" for source, target, weight in ties),
        encoding="utf-8",
    )
    return path


def weights(folder: Path) -> list[int]:
    rows = sociogram.open(folder, cache=False).store.to_dataset().relations.rows()
    return [row["weight"] for row in rows]


def test_each_load_of_a_session_brings_its_new_value(folder: Path, tmp_path: Path) -> None:
    graph = sociogram.open(folder)
    for weight in (7, 8, 7_000, 9):
        graph.load(sheet(tmp_path, ("Ann Lee", "Bob Ray", weight)))
        assert weights(folder) == [weight, 2]
    graph.load(sheet(tmp_path, ("Cid Fox", "Dan Poe", 3), ("Eva Moe", "Dan Poe", 4)))
    graph.load(sheet(tmp_path, ("Eva Moe", "Dan Poe", 5)))
    graph.load(sheet(tmp_path, ("Ann Lee", "Bob Ray", 8)))  # it was 8 before: an older sheet
    assert weights(folder) == [9, 3, 5]


def test_a_save_between_loads_is_a_correction(folder: Path, tmp_path: Path) -> None:
    graph = sociogram.open(folder)
    graph.load(sheet(tmp_path, ("Ann Lee", "Bob Ray", 7)))
    graph.run("MATCH (:Entity {id: 'ann-lee'})-[r]->() SET r.weight = 100", write=True)
    graph.save()
    report = graph.load(sheet(tmp_path, ("Ann Lee", "Bob Ray", 55), ("Cid Fox", "Dan Poe", 3)))
    assert weights(folder) == [100, 3]
    assert "`100` → `55`" in report.to_text()


def test_a_correction_that_a_load_saves_stands_against_later_sheets(folder: Path, tmp_path: Path) -> None:
    graph = sociogram.open(folder)
    graph.run("MATCH (:Entity {id: 'ann-lee'})-[r]->() SET r.weight = 100, r.note = 'seen'", write=True)
    (tmp_path / "noted.csv").write_text(
        "source,target,type,note\nCid Fox,Dan Poe,KNOWS,told\n", encoding="utf-8"
    )
    graph.load(tmp_path / "noted.csv")
    assert [event.updates for event in graph.log()] == [False, False]
    graph.load(sheet(tmp_path, ("Ann Lee", "Bob Ray", 55)))
    assert weights(folder) == [100, 2]


def test_a_graph_with_replayed_changes_has_none_that_are_unsaved(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOCIOGRAM_NO_CACHE", raising=False)
    monkeypatch.setenv("SOCIOGRAM_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("sociogram.loaders.cache.LEAST_BYTES", 0)
    for weight in (7, 8):
        sociogram.open(folder).load(sheet(tmp_path, ("Ann Lee", "Bob Ray", weight)))
    opened = sociogram.open(folder)
    assert opened._corrected_cells() is not None
    opened.load(sheet(tmp_path, ("Ann Lee", "Bob Ray", 9)))
    assert weights(folder) == [9, 2]
