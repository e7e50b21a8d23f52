"""Sheets that name sources by title: the claims cite the ids of the sources that are described."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.graph.store import GraphStore
from sociogram.loaders.load import LoadOptions, load
from sociogram.loaders.report import LoadReport
from sociogram.queries.run import run

SOURCES = "id,title\nhe,The Herald\np1,Post\np2,Post\nmain,\n"


def loaded(target: Path | GraphStore, folder: Path, **sheets: str) -> LoadReport:
    paths = []
    for name, text in sheets.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    return load(paths, target, LoadOptions())


def cited(store: GraphStore) -> list[tuple[list[str], list[str]]]:
    rows = run(store, "MATCH (:Entity)-[r]->(b:Entity) RETURN r.sources, r.cites ORDER BY b.id, r.role")
    return [(sources, cites) for sources, cites in rows]


CELLS = [
    # the cells of a tie, what the claim cites
    (("The Herald", ""), (["he"], None)),
    (("the hérald | he | Echo", ""), (["he", "Echo"], None)),
    (("he", "The Herald"), (["he"], ["he"])),
    (("Post", "Main"), (["Post"], ["Main"])),  # of two sources; an id is not a title
]


@pytest.mark.parametrize(("cells", "found"), CELLS, ids=str)
def test_titles_become_ids(
    store: GraphStore, tmp_path: Path, cells: tuple[str, str], found: tuple[list[str], list[str] | None]
) -> None:
    loaded(store, tmp_path, sources=SOURCES)
    ties = "source,target,type,sources,cites\nAnn,Bob,MET,{},{}\n".format(*cells)
    report = loaded(store, tmp_path, ties=ties)
    assert cited(store) == [found]
    assert any("Sources by title" in line for line in report.files[0].readings) == ("he" in found[0])


def test_a_load_may_describe_its_own_sources(store: GraphStore, tmp_path: Path) -> None:
    loaded(store, tmp_path, ties="source,target,type,sources\nAnn,Bob,MET,The Herald\n", sources=SOURCES)
    assert cited(store) == [(["he"], None)]


def test_the_sheet_with_the_titles_says_so(store: GraphStore, tmp_path: Path) -> None:
    ties = "source,target,type,sources\nAnn,Bob,MET,{}\n".format
    report = loaded(store, tmp_path, sources=SOURCES, one=ties("Echo"), two=ties("The Herald"))
    said = [any("Sources by title" in line for line in file.readings) for file in report.files]
    assert said == [False, False, True]


def test_a_source_without_an_id_names_none(store: GraphStore, tmp_path: Path) -> None:
    run(store, "CREATE (:Source {title: 'The Herald'})", write=True)
    loaded(store, tmp_path, ties="source,target,type,sources\nAnn,Bob,MET,The Herald\n")
    assert cited(store) == [(["The Herald"], None)]


def test_what_claims_cite_as_it_is_stays(store: GraphStore, tmp_path: Path) -> None:
    ties = "source,target,type,sources\nAnn,Bob,MET,The Herald\n"
    loaded(store, tmp_path, ties=ties)
    loaded(store, tmp_path, sources=SOURCES)
    loaded(store, tmp_path, ties=f"{ties}Ann,Cas,MET,The Herald\n")
    assert cited(store) == [(["The Herald"], None)] * 2


def test_a_folder_has_its_titles_too(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    loaded(folder, tmp_path, sources=SOURCES)
    loaded(folder, tmp_path, ties="source,target,type,sources\nAnn,Bob,MET,THE HERALD\n")
    assert ",he," in (folder / "relations.csv").read_text(encoding="utf-8")
