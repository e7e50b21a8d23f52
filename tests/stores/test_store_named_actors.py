"""A small load into a large server fetches the actors that it names, and finds the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from sociogram.graph.store import GraphStore
from sociogram.loaders import load as loading
from sociogram.loaders import named_actors
from sociogram.loaders.load import load
from sociogram.loaders.options import LoadOptions
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

ACTORS = """id,name,aliases
p1,Ann Verhoef,Annie V.
p2,Bob  Teale,
P-3,Straße\u00a0Nord,
p4,Cé\u200bsar Oud,Cesar O | Oud the Elder
p5,Йо Ветров,
p6,Cas Oud,
p7,cas oud,
"""
NAMING = [
    "p1,p2",
    "ANN VERHOEF,bob teale",
    "Annie V.,p-3",
    "strasse nord,STRASSE NORD",
    "César Oud,p1",
    "oud THE elder,cesar o",
    "йо ветров,p4",
    "Cas Oud,p1",
]
OTHERS = [
    "p1,Dea Roos",
    "Ce\u0301sar Oud,p1",
    "Cesar Oud,p1",
    "Ann Verhoff,p1",
    "p8,p1",
    "p1;p2,p4",
    "P-3,P-4",
]


@pytest.fixture
def all_fetched(monkeypatch: pytest.MonkeyPatch) -> list[GraphStore]:
    """The stores of which all actors were fetched; those with any actor are large."""
    found: list[GraphStore] = []
    fetch: Any = loading.known_actors

    def known_actors(target: Any) -> Any:
        found.append(target)
        return fetch(target)

    monkeypatch.setattr(loading, "known_actors", known_actors)
    monkeypatch.setattr(named_actors, "MOST_FETCHED", 0)
    return found


def ties_after(store: GraphStore, folder: Path, ends: Sequence[str]) -> tuple[list[tuple[Any, ...]], str]:
    """Load ties; return those of the store, and what the report says of rows."""
    (folder / "actors.csv").write_text(ACTORS, encoding="utf-8")
    load([folder / "actors.csv"], store)
    (folder / "ties.csv").write_text("\n".join(["source,target", *ends, ""]), encoding="utf-8")
    report = load([folder / "ties.csv"], store, LoadOptions())
    rows = run(store, "MATCH (a)-[r]->(b) RETURN a.id, b.id, a.name, b.name ORDER BY a.id, b.id")
    return list(map(tuple, rows)), str(report).partition("\n")[2]


@pytest.mark.parametrize("ends", [*NAMING, *OTHERS, *(f"{one}\n{OTHERS[0]}" for one in NAMING[:2])])
def test_a_load_finds_the_same_actors(
    ends: str, store: GraphStore, tmp_path: Path, all_fetched: list[GraphStore]
) -> None:
    expected = ties_after(MemoryStore(), tmp_path, [ends])
    assert ties_after(store, tmp_path, [ends]) == expected


@pytest.mark.parametrize("ends", NAMING)
def test_a_load_fetches_no_other_actors(
    ends: str, store: GraphStore, tmp_path: Path, all_fetched: list[GraphStore]
) -> None:
    ties_after(store, tmp_path, [])
    all_fetched.clear()
    (tmp_path / "ties.csv").write_text(f"source,target\n{ends}\n", encoding="utf-8")
    load([tmp_path / "ties.csv"], store)
    assert len(all_fetched) == (not store.is_remote)
