"""Sheets loaded again after their actors were merged or renamed: nothing comes back, no value changes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import sociogram

PEOPLE = "id,name,type,country\nann,Ann Bee,person,NL\nann-b,A. Bee,person,BE\nbob,Bob Cee,person,\n"
TIES = "source,target,type,claimed_by,sources\nann,bob,knows,ann-b,s1\nA. Bee,bob,pays,,s1\n"
NAMES = "name,type\nAnn Bee,person\nA. Bee,person\nBob Cee,person\n"
FOLDER_TIES = (
    "id,source,target,type,role,start_date,end_date,claimed_by,certainty,sources,paragraph,summary\n"
)


def sheets(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    for name, text in texts.items():
        (folder / name).write_text(text)
    return [folder / name for name in texts]


def rows(graph: sociogram.Graph) -> list[tuple[object, ...]]:
    query = "MATCH (n:Entity) RETURN n.id, n.name, n.aliases, n.country ORDER BY n.id"
    ties = "MATCH (a)-[r]->(b) RETURN r.id, a.id, type(r), b.id, r.claimed_by ORDER BY r.id"
    return [tuple(record) for text in (query, ties) for record in graph.run(text)]


@pytest.fixture
def graph(tmp_path: Path) -> sociogram.Graph:
    """A graph of two sheets in which two actors were made one, and one was renamed."""
    folder = sociogram.open(sociogram_folder(tmp_path, {"people.csv": PEOPLE, "ties.csv": TIES}))
    folder.merge_actors("ann", "ann-b")
    folder.rename("bob", "Robert Cee", id="robert")
    return folder


def sociogram_folder(tmp_path: Path, texts: Mapping[str, str]) -> Path:
    from sociogram.loaders.load import load

    load(sheets(tmp_path, texts), tmp_path / "graph")
    return tmp_path / "graph"


LATER = {
    "the same sheets": {"people.csv": PEOPLE, "ties.csv": TIES},
    "the actors alone": {"people.csv": PEOPLE},
    "the ties alone": {"ties.csv": TIES},
    "actors without ids": {"names.csv": NAMES},
    "ties by former names": {"more.csv": "source,target,type,sources\nA. Bee,Bob Cee,pays,s1\n"},
}


@pytest.mark.parametrize("name", LATER)
def test_a_sheet_that_is_loaded_again_changes_nothing(
    graph: sociogram.Graph, tmp_path: Path, name: str
) -> None:
    before = rows(graph)
    report = graph.load(*sheets(tmp_path, LATER[name]))
    assert (report.rejects, rows(graph)) == ([], before)


def test_a_row_under_a_former_id_adds_what_the_actor_lacks(graph: sociogram.Graph, tmp_path: Path) -> None:
    later = {"later.csv": "id,name,type,country,url\nann-b,A. Bee,person,FR,https://a.example\n"}
    report = graph.load(*sheets(tmp_path, later))
    [found] = graph.run("MATCH (n:Entity {id: 'ann'}) RETURN n.name, n.country, n.url")
    assert tuple(found) == ("Ann Bee", "NL", "https://a.example")
    assert (
        "Former ids and names of actors: `ann-b` is `ann` (1 in all). "
        "Their rows complete these actors and change no value."
    ) in report.files[0].readings


def test_ties_of_a_data_folder_name_former_ids(graph: sociogram.Graph, tmp_path: Path) -> None:
    tie = "r9,ann-b,robert,OWNS,,,,,,,,\n"
    graph.load(*sheets(tmp_path, {"relations.csv": FOLDER_TIES + tie}))
    [found] = graph.run("MATCH (a)-[r:OWNS]->(b) RETURN a.id, b.id")
    assert tuple(found) == ("ann", "robert")


def test_an_id_that_happens_to_be_the_alias_of_another_actor_is_a_new_actor(
    graph: sociogram.Graph, tmp_path: Path
) -> None:
    graph.load(*sheets(tmp_path, {"other.csv": "id,name,type\nann-b,Anna Brook,person\n"}))
    assert [tuple(row) for row in graph.run("MATCH (n {id: 'ann-b'}) RETURN n.name")] == [("Anna Brook",)]
