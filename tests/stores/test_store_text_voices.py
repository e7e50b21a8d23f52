"""In every stored query, the author of a text speaks where its claims name nobody, or else the text does."""

from __future__ import annotations

from typing import Any

import pytest

from sociogram.api import Graph
from sociogram.graph.store import GraphStore
from sociogram.queries.claims import text_voices
from sociogram.queries.run import run
from sociogram.queries.stored.stored_query import STORED

VOICES = {  # the author of the text as its sheet writes it, and who is named for a claim there
    "signed": ("ines", "Ines Roth"),
    "by alias": ("i. ROTH", "Ines Roth"),
    "by a stranger": ("Otto Falk", "Otto Falk"),
    "unsigned": (None, "Title of unsigned"),
}
ASKED: dict[str, dict[str, Any]] = {
    "accusations": {},
    "chain-of-command": {"actor": "The Mill"},
    "claims-in-source": {"source": "$text"},
    "common-connections": {"from": "Nils Brand", "to": "Karl Voss"},
    "how-connected": {"from": "Nils Brand", "to": "The Mill"},
    "neighbourhood": {"actor": "Nils Brand", "depth": 1},
    "supporters-and-trainers": {},
    "ties-as-of": {"date": "2031"},
    "ties-in-paragraph": {"paragraph": 3},
    "timeline": {},
    "under-command": {"actor": "Nils Brand"},
}
"""The stored queries that name a claimant by themselves; the others receive derived rows."""


def _quarrel(store: GraphStore, text: str | int, author: str | None = None) -> Graph:
    """A graph where one claim of each kind names nobody, all in one text."""
    run(
        store,
        "CREATE (:Entity {id: 'ines', name: 'Ines Roth', aliases: ['I. Roth']}), "
        "(nils:Entity {id: 'nils', name: 'Nils Brand'}), (karl:Entity {id: 'karl', name: 'Karl Voss'}), "
        "(mill:Entity {id: 'mill', name: 'The Mill'}) "
        "CREATE (:Source {id: $text, title: 'Title of ' + $text, author: $author}) "
        "WITH nils, karl, mill UNWIND [[nils, mill], [karl, mill]] AS pair "
        "WITH pair[0] AS one, pair[1] AS other "
        "CREATE (one)-[a:LEADS]->(other), (one)-[b:ACCUSES]->(other), (one)-[c:SUPPORTS]->(other) "
        "FOREACH (r IN [a, b, c] | SET r.sources = [$text], r.paragraph = 3, r.start_date = '2031')",
        {"text": text, "author": author},
        write=True,
    )
    return Graph(store)


@pytest.mark.parametrize("most_sources", [0, 10_000])
@pytest.mark.parametrize("author", VOICES)
def test_every_query_names_who_speaks_in_the_text(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch, author: str, most_sources: int
) -> None:
    monkeypatch.setattr(text_voices, "_MOST_SOURCES", most_sources)
    written_by, named = VOICES[author]
    graph = _quarrel(store, author, written_by)
    for name, given in ASKED.items():
        parameters = {key: author if value == "$text" else value for key, value in given.items()}
        rows = graph.query(name, parameters=parameters).to_dicts()
        assert {row["claimant"] for row in rows} == {named}, name
    rows = graph.query("connections-of", actor="Nils Brand").to_dicts()
    assert [row["voices"] for row in rows] == [[named]] * 3
    assert graph.query("single-claimant-ties").to_dicts()[0]["claimant"] == named
    voices = graph.query("voices").to_dicts()
    assert [(row["claimant"], row["claims"]) for row in voices] == [(named, 6)]


@pytest.mark.parametrize("most_sources", [0, 10_000])
def test_the_id_of_a_text_may_be_a_number(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch, most_sources: int
) -> None:
    """In a graph of another program."""
    monkeypatch.setattr(text_voices, "_MOST_SOURCES", most_sources)
    graph = _quarrel(store, 7)
    assert text_voices.text_voices(store) == {"7": {"actor": None, "name": "Title of 7"}}
    rows = graph.query("connections-of", actor="Nils Brand").to_dicts()
    assert [row["voices"] for row in rows] == [["Title of 7"]] * 3


def test_no_other_query_reads_who_is_named() -> None:
    reading = {path.stem for path in STORED.glob("*.cypher") if "r.claimed_by" in path.read_text("utf-8")}
    special = {"claims-by-voice", "connections-of", "unsourced-ties", "voices"}
    assert reading == {*ASKED, *special}
    for name in reading:
        assert "[text voices]" in (STORED / f"{name}.cypher").read_text("utf-8"), name


def test_an_author_has_the_claims_of_the_text(store: GraphStore) -> None:
    graph = _quarrel(store, "mail", "Ines Roth")
    run(
        store,
        "MATCH (a:Entity {id: 'karl'}), (b:Entity {id: 'mill'}) CREATE (a)-[:MET {claimed_by: 'ines'}]->(b), "
        "(b)-[:MET {claimed_by: 'nils', sources: ['mail']}]->(a), (b)-[:MET {polarity: 'denies'}]->(a), "
        "(b)-[:MET {sources: ['ghost']}]->(a)",
        write=True,
    )
    voices = graph.query("voices").to_dicts()
    assert [(row["claimant"], row["claims"], row["denials"]) for row in voices] == [
        ("Ines Roth", 7, 0),
        ("Nils Brand", 1, 0),
        ("ghost", 1, 0),
        (None, 1, 1),
    ]
    assert len(graph.query("claims-by-voice", voice="i. roth").to_dicts()) == 7
    assert len(graph.query("claims-by-voice", voice="Nils Brand").to_dicts()) == 1
    rows = graph.query("unsourced-ties").to_dicts()
    assert {row["claimant"] for row in rows} == {"Ines Roth", "ghost", None}
