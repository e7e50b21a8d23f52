"""Duplicates, what is known of them, and loads that follow decisions: the same on every store."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.graph.duplicates.decisions import Decision, Decisions
from sociogram.graph.errors import ActorError
from sociogram.graph.store import GraphStore
from sociogram.loaders.load import LoadOptions, load
from sociogram.queries.duplicates import (
    pair_of,
    plan_merges,
    read_details,
    read_duplicates,
    read_unmerged,
)
from sociogram.queries.edits import correct
from support.datasets import dataset_of

GRAPH = dataset_of(
    [
        {"id": "ann", "name": "Ann Bee", "type": ["Person"], "country": "NL", "summary": "A lawyer."},
        {"id": "ann-b", "name": "BEE, Ann", "type": ["Person"], "aliases": ["Annie"]},
        {"id": "bob", "name": "Bob Cee", "type": ["Person"]},
        {"id": "bob-2", "name": "Bob Cee", "type": ["Company"]},
        {"id": "keel", "name": "Keel Ltd", "type": ["Company"]},
    ],
    [
        {"source": "ann", "target": "keel", "type": "OWNS", "id": "r1"},
        {"source": "ann-b", "target": "keel", "type": "OWNS", "id": "r2"},
        {"source": "keel", "target": "bob", "type": "PAYS", "id": "r3"},
    ],
)


@pytest.fixture
def filled(store: GraphStore) -> GraphStore:
    """A store with two that are one, and two of one name that are not."""
    store.merge(GRAPH)
    return store


def test_the_same_pairs_with_the_same_reasons(filled):
    found = read_duplicates(filled)
    assert [(pair.a.id, pair.b.id, pair.score) for pair in found] == [("ann", "ann-b", 0.99)]
    assert [reason.kind for reason in found.pairs[0].reasons] == ["word-order", "same-type", "shared-ties"]


BORN = {
    # properties of two persons of one name: whether their dates of birth clash
    "other years": ({"born": "1980"}, {"born": "1952"}, True),
    "other properties": ({"dob": "1980-05-01"}, {"geboortedatum": "1980-06-01"}, True),
    "in words": ({"birth_date": "1 May 1980"}, {"birth_date": "May 1952"}, True),
    "a year of the same date": ({"born": "1980"}, {"born": "1980-05-01"}, False),
    "one date": ({"born": "1980"}, {}, False),
}


@pytest.mark.parametrize(("one", "other", "clashes"), BORN.values(), ids=list(BORN))
def test_another_date_of_birth_counts_against_it(store, one, other, clashes):
    named = {"name": "Ola Nord", "type": ["Person"]}
    store.merge(dataset_of([{"id": "a", **named, **one}, {"id": "b", **named, **other}], []))
    [pair] = read_duplicates(store)
    against = [reason.kind for reason in pair.reasons if reason.is_against]
    assert against == (["other-birth"] if clashes else [])
    assert (pair.score < 0.75) == clashes


def test_what_was_decided_is_left_out(filled):
    different = Decisions([Decision("BEE, Ann", "ann", "different")])
    assert (len(read_duplicates(filled, different)), read_duplicates(filled, different).left_out) == (0, 1)
    same = Decisions([Decision("ann", "ann-b", "same")])
    assert read_duplicates(filled, same).unmerged == {"ann": ["ann-b"]}


def test_actors_without_an_id_are_counted(filled, ask):
    ask("CREATE (:Entity {name: 'Ann Bee'})", write=True)
    found = read_duplicates(filled)
    assert (len(found), found.without_id) == (1, 1)
    assert "Not compared, because they have no id: 1. Give those with a name one, by" in found.summary()


def test_what_is_known_of_an_actor(filled):
    details = read_details(filled, ["ann", "keel", "bob-2"])
    assert (details["ann"].summary, details["ann"].neighbours) == ("A lawyer.", ("Keel Ltd",))
    assert details["keel"].neighbours == ("Ann Bee", "BEE, Ann", "Bob Cee")
    assert (details["bob-2"].ties, details["bob-2"].neighbours) == (0, ())


def test_whom_a_decision_is_about(filled):
    assert pair_of(filled, "Ann Bee", "ann-b") == ("ann", "ann-b")
    assert pair_of(filled, "ann", "A. B.") == ("ann", "A. B.")
    with pytest.raises(ActorError, match="'Bob Cee' is the name of several actors: bob, bob-2"):
        pair_of(filled, "Bob Cee", "ann")
    with pytest.raises(ActorError, match="already one actor"):
        pair_of(filled, "ann", "Ann Bee")


def test_those_that_are_the_same_are_merged(filled, ask):
    decisions = Decisions([Decision("ann", "BEE, Ann", "same")])
    for plan in plan_merges(filled, read_unmerged(filled, decisions)):
        correct(filled, plan)
    assert ask("MATCH (a {id: 'ann'})-[r]->() RETURN r.id AS id ORDER BY id") == [("r1",), ("r2",)]
    assert ask("MATCH (a) WHERE a.id = 'ann-b' RETURN a") == []
    assert read_unmerged(filled, decisions) == {}


def test_a_load_follows_decisions(filled, ask, tmp_path: Path):
    sheet, ties = tmp_path / "more.csv", tmp_path / "ties.csv"
    sheet.write_text(
        "id,name,type,country,summary,url\nx,Annie Bee,Judge,BE,A judge.,https://example.org/a\n"
    )
    ties.write_text("source,target,type\nx,bob,KNOWS\nA. B.,bob,MET\n")
    decisions = Decisions([Decision("ann", "x", "same"), Decision("ann", "A. B.", "same")])
    for _ in range(2):
        load([sheet, ties], filled, LoadOptions(decisions=decisions))
    assert ask("MATCH (a {id: 'ann'})-[r]->({id: 'bob'}) RETURN type(r) AS type ORDER BY type") == [
        ("KNOWS",),
        ("MET",),
    ]
    (ann,) = ask(
        "MATCH (a:Entity {id: 'ann'}) RETURN a.name, a.country, a.summary, a.url, a.aliases, labels(a)"
    )
    assert ann[:5] == ("Ann Bee", "NL", "A lawyer.", "https://example.org/a", ["Annie Bee"])
    assert sorted(ann[5]) == ["Entity", "Person"]
    assert ask("MATCH (a:Entity) RETURN count(a)") == [(5,)]
