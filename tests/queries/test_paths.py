"""How two actors connect, on both stores: the ways, the words, the limits set to them."""

from __future__ import annotations

import pytest

from sociogram.graph.memory.graph import MemoryStore
from sociogram.graph.model import Path
from sociogram.graph.store import GraphStore
from sociogram.queries.actors import find_actor
from sociogram.queries.claims.wording import read_wording
from sociogram.queries.paths import path_steps, shortest_paths
from support.datasets import dataset_of


def told(store: GraphStore, start: str, end: str, **options: object) -> list[list[str]]:
    without = [find_actor(store, name) for name in options.pop("without", ())]
    ways = shortest_paths(store, find_actor(store, start), find_actor(store, end), without=without, **options)
    wording = read_wording(store, [tie for way in ways for tie in way.relationships])
    return [[str(hop) for hop in path_steps(way, wording)] for way in ways]


def test_a_way_reads_in_its_own_direction(article_store: GraphStore) -> None:
    assert told(article_store, "Trump", "Kenna") == [
        [
            "Donald Trump has or had in its service Mike Pompeo: secretary of state",
            "Mike Pompeo has or had in its service Lisa Kenna: former top aide",
        ]
    ]


def test_a_hub_can_be_left_out(article_store: GraphStore) -> None:
    ends = [find_actor(article_store, name) for name in ("Kenna", "China")]
    peru = find_actor(article_store, "Peru")
    through = shortest_paths(article_store, *ends)
    past = shortest_paths(article_store, *ends, without=[peru])
    assert any("peru" in names(way) for way in through)
    assert past
    assert all("peru" not in names(way) for way in past)


def names(way: Path) -> list[str]:
    return [node["id"] for node in way.nodes]


def test_the_evidence_names_claimant_certainty_date_paragraph_source(article_store: GraphStore) -> None:
    way = shortest_paths(
        article_store, find_actor(article_store, "Lisa Kenna"), find_actor(article_store, "Pedro Castillo")
    )[0]
    assert path_steps(way, read_wording(article_store, way.relationships))[0].evidence == (
        "claimed by Bill Van Auken, alleged, 2022-12, paragraph 18, US troops for Peru (WSWS, in Dutch)"
    )


ROWS = [
    # tie, from, to
    ("2019", "2021"),
    ("2020-06", None),
    (None, "2020-05-31"),
    (None, None),
]

AS_OF = [
    # date, which of the ties above hold then
    ("2019-01-01", [0, 2, 3]),
    ("2020", [0, 1, 2, 3]),
    ("2020-05-31", [0, 2, 3]),
    ("2020-06", [0, 1, 3]),
    ("2022", [1, 3]),
    (None, [0, 1, 2, 3]),
]


@pytest.mark.parametrize(("date", "holding"), AS_OF)
def test_only_ties_that_held_then_count(date: str | None, holding: list[int]) -> None:
    relations = [
        {"source": "a", "target": "b", "type": "MET", "role": str(row), "start_date": start, "end_date": end}
        for row, (start, end) in enumerate(ROWS)
    ]
    entities = [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]
    store = MemoryStore.from_dataset(dataset_of(entities=entities, relations=relations))
    ways = shortest_paths(store, find_actor(store, "a"), find_actor(store, "b"), as_of=date)
    assert sorted(int(way.relationships[0]["role"]) for way in ways) == holding
