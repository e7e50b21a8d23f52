"""Claims of some actors' ties are read alone, and say what they say among all claims; on both stores."""

from __future__ import annotations

from typing import Any

import pytest

from sociogram.api import Graph
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.query_rows.bound_rows import BoundRows
from support.datasets import dataset_of

ACTORS = [{"id": name, "name": name.title(), "type": ["Person"]} for name in ("ida", "per", "wim", "ulf")]
SOURCES = [
    {"id": "echo", "title": "The Echo", "author": "Ulf", "date": "2031-01"},
    {"id": "star", "title": "The Star", "author": "WIM", "date": "2031-02"},
    {"id": "copy", "title": "The Copy", "copy_of": "star", "date": "2031-03"},
    {"id": "file", "title": "A police file"},
]
TYPES = [{"type": "MET", "forward": "met", "backward": "met", "directed": False}]


def claim(own: str, source: str, type_: str, target: str, text: str, **more: Any) -> dict[str, Any]:
    return {"id": own, "source": source, "type": type_, "target": target, "sources": [text], **more}


CLAIMS = [
    claim("c1", "ida", "PAID", "per", "echo", cites=["file"]),
    claim("c2", "ida", "PAID", "per", "star", cites=["file"], claimed_by="per"),
    claim("c3", "ida", "PAID", "per", "copy"),
    claim(
        "c4", "per", "MET", "ida", "star", cites=["echo"], claimed_by="ulf"
    ),  # the Echo is a text: it was read
    claim("c5", "ida", "MET", "per", "echo", polarity="denies", claimed_by="wim"),
    claim("c6", "wim", "PAID", "ulf", "star", claimed_by="wim", supersedes="c5"),  # of another tie
    claim("c7", "ida", "MET", "ida", "echo", contradicts=["c6"]),
    claim("d1", "ulf", "PAID", "wim", "star", claimed_by="ida", certainty="stated"),
    claim("d2", "ulf", "PAID", "wim", "echo", claimed_by="per", certainty="reported"),
    claim("d3", "ulf", "MET", "wim", "echo", polarity="denies", claimed_by="per"),
    claim("d4", "wim", "MET", "ulf", "star", claimed_by="ida"),
    claim("d5", "ida", "PAID", "ulf", "star", modality="planned", start_date="2031-03"),
]

PAID = [
    ("c1", "live", None, ["A police file"]),
    ("c2", "live", "same document", ["A police file"]),
    ("c3", "live", "copy or translation", []),
]
MET = [("c4", "live", None, []), ("c5", "taken back", "not live", [])]
OF_IDA = [("c7", "live", None, []), ("d5", "live", None, [])]
READ = [
    # actors that a tie has to have; its claims: id, standing, why it is no support, unread documents
    (["Ida", "Per"], [*PAID, *MET]),
    (["per", "IDA"], []),  # names are resolved before
    (["Nils"], []),
    (["ida"], [*PAID, *MET, *OF_IDA]),
    (["Nobody"], []),
]


@pytest.fixture
def claims(store: GraphStore) -> GraphStore:
    store.merge(dataset_of(ACTORS, CLAIMS, SOURCES, TYPES))
    return store


@pytest.mark.parametrize(("actors", "expected"), READ)
def test_claims_of_actors(claims: GraphStore, actors: list[str], expected: list[tuple[Any, ...]]) -> None:
    filters = [("with", actor) for actor in actors]
    alone, among_all = (
        sorted(rows, key=lambda row: row["id"])
        for rows in (
            BoundRows(claims).rows("claims", filters, None),
            BoundRows(claims)._claims_rows(filters, None),
        )
    )
    fields = ("id", "standing", "no_support_because", "documents")
    assert [tuple(row[field] for field in fields) for row in alone] == expected
    assert alone == among_all


FAMILIES = [
    # a family, and the filters beside the actor
    ("ties", []),
    ("ties", [("affirmed", None)]),
    ("ties", [("denied", None)]),
    ("ties", [("called_disputed", None)]),
    ("ties", [("corroborated", None)]),
    ("ties", [("on_unread_alone", None)]),
    ("ties", [("safe_to_print", None)]),
    ("conflicts", []),
    ("plans", [("came_due", "2032")]),
]


@pytest.mark.parametrize("actor", ["ida", "per", "wim", "ulf", "nobody"])
@pytest.mark.parametrize(("family", "more"), FAMILIES, ids=str)
def test_what_follows_for_an_actor_is_the_same_as_among_all_claims(
    claims: GraphStore, family: str, more: list[tuple[str, Any]], actor: str
) -> None:
    filters = [("with", actor), *more]
    among_all = getattr(BoundRows(claims), f"_{family}")(filters, None)
    assert BoundRows(claims).rows(family, filters, None) == among_all


def test_the_claim_that_contradicts_one_of_another_tie_is_shown_with_either(claims: GraphStore) -> None:
    for actor in ("ida", "ulf"):
        [*_, conflict] = BoundRows(claims).rows("conflicts", [("with", actor)], None)
        found = {row["id"] for row in (*conflict["claims"], *conflict["claims_against"])}
        assert found == {"c6", "c7"}


@pytest.mark.parametrize("claim_id", [one["id"] for one in CLAIMS])
def test_one_claim_is_read_with_its_tie_alone(claims: GraphStore, claim_id: str) -> None:
    filters = [("of_claim", claim_id)]
    assert BoundRows(claims).rows("claims", filters, None) == BoundRows(claims)._claims_rows(filters, None)


def test_a_document_that_is_the_text_of_other_claims_was_read(claims: GraphStore) -> None:
    claims.merge(dataset_of([], [claim("c8", "per", "PAID", "ulf", "star", cites=["echo"])]))
    [[step]] = Graph(claims).path("Per", "Ulf", without=["Wim"]).steps()
    [sentence] = step.claims
    assert "citing “The Echo”" in sentence
    assert "not read" not in sentence
