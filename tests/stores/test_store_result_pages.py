"""The page of a result draws each tie with all its claims, also those the query left out; on both stores."""

from __future__ import annotations

from typing import Any

import pytest

from sociogram.api import Graph
from sociogram.graph.store import GraphStore
from support.datasets import dataset_of

ACTORS = [{"id": name, "name": name.title(), "type": ["Person"]} for name in ("ida", "per", "wim", "ulf")]
TYPES = [{"type": "MET", "forward": "met", "backward": "met", "directed": False}]


def claim(own: str, source: str, type_: str, target: str, **more: Any) -> dict[str, Any]:
    return {"id": own, "source": source, "type": type_, "target": target, **more}


CLAIMS = [
    claim("paid", "ida", "PAID", "per", claimed_by="wim"),
    claim("unpaid", "ida", "PAID", "per", claimed_by="per", polarity="denies"),
    claim("paid-back", "per", "PAID", "ida", claimed_by="wim"),  # another tie: it runs the other way
    claim("met", "per", "MET", "wim", claimed_by="ida"),
    claim(
        "unmet", "wim", "MET", "per", claimed_by="ulf", polarity="denies"
    ),  # the same tie: it has no direction
    claim("owed", "wim", "OWES", "per", claimed_by="ulf"),
    claim("sued", "wim", "SUED", "ulf", claimed_by="ida"),
    claim("to-sue", "wim", "SUED", "ulf", claimed_by="per", modality="planned"),
    claim("sued-draft", "wim", "SUED", "ulf", claimed_by="ulf", review="draft"),
]
AFFIRMED = "coalesce(r.polarity, '') <> 'denies' AND r.modality IS NULL AND r.review IS NULL"

DRAWN = [
    # what is asked, and the claims that its page draws
    (f"MATCH (:Entity {{id: 'ida'}})-[r:PAID]->() WHERE {AFFIRMED} RETURN r", "paid unpaid"),
    ("MATCH (a)-[r:PAID]->() WHERE r.polarity = 'denies' RETURN a, r", "paid unpaid"),
    (
        f"MATCH p = (:Entity {{id: 'ida'}})-[r:PAID]->()-[:MET]-() WHERE {AFFIRMED} RETURN p",
        "met paid unmet unpaid",
    ),
    (f"MATCH ()-[r:SUED]->() WHERE {AFFIRMED} RETURN collect(r)", "sued sued-draft to-sue"),
    ("MATCH ()-[r:OWES]->() RETURN r", "owed"),
    ("MATCH (a:Entity) RETURN a", ""),
]


@pytest.fixture
def graph(store: GraphStore) -> Graph:
    store.merge(dataset_of(ACTORS, CLAIMS, relation_types=TYPES))
    return Graph(store)


@pytest.mark.parametrize(("asked", "drawn"), DRAWN)
def test_a_page_of_a_result_draws_all_claims_of_its_ties(graph: Graph, asked: str, drawn: str) -> None:
    page: Any = graph.run(asked).page()
    assert sorted(one["id"] for one in page.scene.claims) == drawn.split()


STORED = [
    ("how-connected", {"from_": "Ida", "to": "Per"}),
    ("neighbourhood", {"actor": "Ida"}),
    ("common-connections", {"from_": "Ida", "to": "Wim"}),
]


@pytest.mark.parametrize(("name", "parameters"), STORED, ids=[name for name, _ in STORED])
def test_a_tie_on_the_paths_of_a_stored_query_is_drawn_with_its_denials(
    graph: Graph, name: str, parameters: dict[str, str]
) -> None:
    page: Any = graph.query(name, **parameters).page()
    claims = {one["id"]: one for one in page.scene.claims}
    assert [page.scene.claims[row]["id"] for row in page.scene.ties[claims["paid"]["tie"]]["claims"]] == [
        "paid",
        "unpaid",
    ]
