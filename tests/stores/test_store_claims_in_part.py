"""Rows of a stored query are decided by a part of the claims, which is all that a server has to send."""

from __future__ import annotations

import random
from typing import Any

import pytest

from sociogram.graph.dataset import Dataset
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.query_rows import bound_rows, server_parts
from sociogram.queries.claims.query_rows.bound_rows import BoundRows
from support.datasets import dataset_of

PARTS = [
    # a family, its filters
    ("ties", []),
    ("ties", [("affirmed", None)]),
    ("ties", [("denied", None)]),
    ("ties", [("disputed", None)]),
    ("ties", [("called_disputed", None)]),
    ("ties", [("single_voice", None)]),
    ("ties", [("corroborated", None)]),
    ("ties", [("safe_to_print", None)]),
    ("ties", [("on_unread_alone", None)]),
    ("ties", [("planned", None)]),
    ("ties", [("intended", None), ("of_type", "PAID")]),
    ("ties", [("of_type", "MET")]),
    ("claims", []),
    ("claims", [("of_type", "PAID")]),
    ("conflicts", []),
    ("conflicts", [("of_type", "MET")]),
    ("charges", []),
    ("charges", [("unheard_in", "text")]),
    ("charges", [("unheard_in", "folder")]),
    ("documents", []),
    ("plans", []),
    ("plans", [("came_due", "2033")]),
    ("additions", [("of_text", "s2")]),
    ("additions", [("of_text", "Report 1")]),
    ("additions", [("of_text", None)]),
    ("actors", [("in_texts", 2)]),
]


def quarrel(seed: int) -> Dataset:
    """Make up claims of every kind about few ties, so that many of them affect each other."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    actors = [
        {"id": f"a{number}", "name": f"Actor {number % 5}", "type": [dice.choice(["Person", "Place"])]}
        for number in range(9)
    ]
    ids = [actor["id"] for actor in actors]
    sources = [
        {"id": "s1", "title": "Report 1", "author": "Actor 3", "date": "2031-01"},
        {"id": "s2", "title": "Report 2", "author": "a1", "date": "2031-02"},
        {"id": "s3", "title": "Report 3", "copy_of": "s2", "date": "2031-03"},
        {"id": "s4", "title": "Report 4", "read": "no"},
        {"id": "d1", "title": "A file"},
        {"id": "d2", "title": "A letter", "read": "yes"},
    ]
    types = [
        {"type": "MET", "forward": "met", "backward": "met", "directed": False},
        {"type": "ACCUSES", "forward": "accuses", "backward": "is accused by", "charges": "target"},
        {"type": "HURT", "forward": "hurt", "backward": "was hurt by", "charges": "both"},
    ]

    def sometimes(share: float, value: Any) -> Any:
        return value if dice.random() < share else None

    claims = []
    for number in range(90):
        text = dice.choice(["s1", "s2", "s3", "s4", "s5"])
        row = {
            "id": f"c{number}",
            "source": dice.choice(ids),
            "target": dice.choice(ids),
            "type": dice.choice(["MET", "ACCUSES", "HURT", "PAID"]),
            "polarity": sometimes(0.2, dice.choice(["denies", "Denies"])),
            "modality": sometimes(0.2, dice.choice(["planned", "intended", "Possible"])),
            "start_date": sometimes(0.5, dice.choice(["2031", "2032-05", "2034-01-02"])),
            "claimed_by": sometimes(0.6, dice.choice(ids)),
            "via": sometimes(0.2, [dice.choice(ids)]),
            "certainty": dice.choice(["stated", "reported", "alleged", "disputed", None]),
            "contradicted_by": sometimes(0.05, [dice.choice(ids)]),
            "sources": sometimes(0.9, [text, "d2"] if dice.random() < 0.2 else [text]),
            "cites": sometimes(0.3, dice.sample(["d1", "d2", "s1", "lost"], 2)),
            "contradicts": sometimes(0.1, [f"c{dice.randrange(90)}"]),
            "supersedes": sometimes(0.15, f"c{dice.randrange(90)}"),
            "review": sometimes(0.1, dice.choice(["draft", "Retracted"])),
        }
        claims.append({name: value for name, value in row.items() if value is not None})
    return dataset_of(actors, claims, sources, types)


@pytest.fixture(params=[1])
def claims(store: GraphStore, request: pytest.FixtureRequest) -> GraphStore:
    store.merge(quarrel(request.param))
    return store


@pytest.fixture(autouse=True)
def few_actors_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_parts, "_FIRST_ACTORS", 1)


@pytest.mark.parametrize(("family", "filters"), PARTS, ids=str)
def test_a_part_of_the_claims_gives_the_first_rows_of_all(
    claims: GraphStore, family: str, filters: list[tuple[str, Any]]
) -> None:
    all_rows = bound_rows._FAMILIES[family](BoundRows(claims), filters, None)
    for first in (1, 3, 1000, None):
        assert BoundRows(claims).rows(family, filters, first) == all_rows[:first]
