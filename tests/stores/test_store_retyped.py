"""A row with the id of an actor and a type that contradicts the one it has replaces it, on both stores."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.graph.store import GraphStore
from sociogram.loaders.load import load


def put(store: GraphStore, folder: Path, name: str, text: str):
    (folder / name).write_text(text, encoding="utf-8")
    return load([folder / name], store)


FIRST = "id,name,type\np1,Ann Bee,Person\np2,Keel,Person\n"
CASES = {
    "a type that contradicts replaces": ("id,name,type\np2,Keel,Company\n", ["Company"]),
    "a type beside the old one is added": ("id,name,type\np2,Keel,Person;Mayor\n", ["Mayor", "Person"]),
    "without a type it stays": ("id,name,town\np2,Keel,Ghent\n", ["Person"]),
    "without an id it is added": ("name,type\nKeel,Company\n", ["Company", "Person"]),
}


@pytest.mark.parametrize("case", CASES)
def test_types_of_a_known_actor(store, ask, tmp_path, case):
    text, expected = CASES[case]
    put(store, tmp_path, "first.csv", FIRST)
    put(store, tmp_path, "second.csv", text)
    rows = ask("MATCH (n:Entity {id: 'p2'}) UNWIND labels(n) AS label RETURN label ORDER BY label")
    assert [label for (label,) in rows if label != "Entity"] == expected


def test_the_report_names_both_types(store, tmp_path):
    put(store, tmp_path, "first.csv", FIRST)
    report = put(store, tmp_path, "second.csv", "id,name,type\np2,Keel,Company\n")
    assert report.counts["entities"].updated == 1
    (warning,) = report.warnings
    assert str(warning) == (
        f"{tmp_path / 'second.csv'}:2:type: `p2` was Person and becomes Company. "
        "If it is both, write both types in the cell."
    )


def test_a_folder_keeps_the_new_type_alone(tmp_path):
    folder = tmp_path / "graph"
    for name, text in (("first.csv", FIRST), ("second.csv", "id,name,type\np2,Keel,Company\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        load([tmp_path / name], folder)
    assert "p2,Keel,Company" in (folder / "entities.csv").read_text(encoding="utf-8")
    assert load([tmp_path / "second.csv"], folder).unchanged == 1
