"""How two actors connect, on both stores: the paths, the words, the limits."""

from __future__ import annotations

import pytest

from sociogram.api import Graph
from sociogram.graph.model import Path
from sociogram.graph.store import GraphStore
from sociogram.queries.actors import find_actor
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.paths.in_words import shortest_paths
from sociogram.queries.run import run
from support.datasets import dataset_of


def in_words(store: GraphStore, start: str, end: str, **options: object) -> list[list[str]]:
    without = [find_actor(store, name) for name in options.pop("without", ())]
    paths = shortest_paths(
        store, find_actor(store, start), find_actor(store, end), without=without, **options
    )
    return [[str(step) for step in steps] for steps in paths.steps()]


def test_a_path_reads_in_its_own_direction(article_store: GraphStore) -> None:
    assert in_words(article_store, "Trump", "Kenna") == [
        [
            "Donald Trump had the services of Mike Pompeo: secretary of state",
            "Mike Pompeo had the services of Lisa Kenna: former top aide",
        ]
    ]


def test_a_hub_can_be_left_out(article_store: GraphStore) -> None:
    ends = [find_actor(article_store, name) for name in ("Kenna", "China")]
    peru = find_actor(article_store, "Peru")
    through = shortest_paths(article_store, *ends)
    past = shortest_paths(article_store, *ends, without=[peru])
    assert any("peru" in names(path) for path in through)
    assert past
    assert all("peru" not in names(path) for path in past)


def names(path: Path) -> list[str]:
    return [node["id"] for node in path.nodes]


def test_the_evidence_names_claimant_certainty_date_paragraph_source(article_store: GraphStore) -> None:
    paths = shortest_paths(
        article_store, find_actor(article_store, "Lisa Kenna"), find_actor(article_store, "Pedro Castillo")
    )
    assert paths.steps()[0][0].evidence == (
        "Bill Van Auken alleges that Lisa Kenna sought the removal of Pedro Castillo: by a meeting with the "
        "minister of defence, at some time in December 2022 (“US troops for Peru (WSWS, in Dutch)”, "
        "World Socialist Web Site, 29 May 2023, paragraph 18)"
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
        {"source": "a", "target": "b", "type": f"MET{row}", "start_date": start, "end_date": end}
        for row, (start, end) in enumerate(ROWS)
    ]
    entities = [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]
    store = MemoryStore.from_dataset(dataset_of(entities=entities, relations=relations))
    paths = shortest_paths(store, find_actor(store, "a"), find_actor(store, "b"), as_of=date)
    assert [int(path.relationships[0].type.removeprefix("MET")) for path in paths] == holding


PAIRS = """
CREATE (:P {name: 'A'})-[:MET {role: 'in May', certainty: 'stated'}]->(b:P {name: 'B'}),
       (b)<-[:MET]-(:P {name: 'C'}), (:P {name: 'D'})
"""

IN_MAY = "  A —met→ B: in May\n      stated; claimant not said; source not said"
BACKWARDS = "  B ←met— C\n      claimant not said; source not said"

IN_WORDS = [
    # from, to, the text
    ("A", "D", "No path connects A and D."),
    ("A", "B", f"1 shortest path, 1 tie\n{IN_MAY}"),
    ("A", "C", f"1 shortest path, 2 ties\n{IN_MAY}\n{BACKWARDS}"),
]


@pytest.mark.parametrize(("start", "end", "text"), IN_WORDS)
def test_paths_are_text(start: str, end: str, text: str) -> None:
    store = MemoryStore()
    run(store, PAIRS, write=True)
    paths = Graph(store).path(start, end)
    assert str(paths) == text
    assert paths._repr_html_().endswith(f"<pre>{text}</pre>")
