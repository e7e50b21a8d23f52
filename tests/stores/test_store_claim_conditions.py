"""The condition under which a claim counts says in Cypher what the rules say in Python, on both stores."""

from __future__ import annotations

from itertools import product

import pytest

from sociogram.graph.claims import derive
from sociogram.graph.dataset import Table
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.conditions import KINDS, counts
from sociogram.queries.claims.read import superseding, taken_back
from sociogram.queries.run import run
from support.datasets import table_of

POLARITIES = [None, "affirms", "denies", "DENIES", "against", 1, ["denies"]]
MODALITIES = [None, "actual", "planned", "Intended", "possible", "demanded", "rumour"]
REVIEWS = [None, "confirmed", "draft", "Retracted", "peer reviewed"]

CLAIMS = [
    {
        "id": str(row),
        "source": "a",
        "target": "b",
        "type": f"T{row}",
        "polarity": p,
        "modality": m,
        "review": r,
    }
    for row, (p, m, r) in enumerate(product(POLARITIES, MODALITIES, REVIEWS))
]


@pytest.fixture
def claims(store: GraphStore) -> GraphStore:
    rows = [{key: value for key, value in claim.items() if value is not None} for claim in CLAIMS]
    run(
        store,
        "CREATE (a:Entity {id: 'a'}), (b:Entity {id: 'b'}) WITH a, b UNWIND $rows AS row "
        "CREATE (a)-[r:TIED]->(b) SET r += row",
        {"rows": rows},
        write=True,
    )
    return store


def test_what_counts_is_what_affirms(claims: GraphStore) -> None:
    rules = derive(table_of(CLAIMS), Table(0, {}), Table(0, {}))
    affirming = {claim.id for tie in rules.ties(rules.affirmed) for claim in tie.claims}
    rows = run(claims, f"MATCH ()-[r]->() WHERE {counts('r')} RETURN r.id")
    assert {claim_id for (claim_id,) in rows} == affirming


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_included_counts_too(claims: GraphStore, kind: str) -> None:
    count = "MATCH ()-[r]->() WHERE {} RETURN count(r)"
    alone = run(claims, count.format(counts("r"))).value()
    assert run(claims, count.format(counts("r", including=[kind]))).value() > alone
    assert run(claims, count.format(counts("r", including=KINDS))).value() == len(CLAIMS)


def test_a_graph_without_the_properties_needs_no_condition() -> None:
    assert counts("r", keys=()) == "true"
    assert counts("r", keys=["review", "name"]).startswith("NOT coalesce(toLower(toStringOrNull(r.review))")


SUPERSEDING = [
    # who said it, what it supersedes, its review, whether the earlier claim of ann is taken back
    ("ann", "early", None, True),
    ("ann", ["early"], None, True),
    ("bob", "early", None, False),
    ("ann", "early", "draft", False),
    ("ann", "unknown", None, False),
    ("ann", None, None, False),
]


@pytest.mark.parametrize(("voice", "supersedes", "review", "is_taken_back"), SUPERSEDING)
def test_only_its_own_voice_takes_a_claim_back(
    store: GraphStore, voice: str, supersedes: object, review: str | None, is_taken_back: bool
) -> None:
    run(
        store,
        "CREATE (a:Entity {id: 'a'})-[:MET {id: 'early', claimed_by: 'ann'}]->(b:Entity {id: 'b'})"
        "-[:MET {id: 'late', claimed_by: $voice, supersedes: $supersedes, review: $review}]->(a)",
        {"voice": voice, "supersedes": supersedes, "review": review},
        write=True,
    )
    found = run(
        store, "MATCH ()-[r]->() WHERE elementId(r) IN $ids RETURN r.id", {"ids": [*taken_back(store)]}
    )
    assert [claim_id for (claim_id,) in found] == ["early"] * is_taken_back


def test_every_claim_that_supersedes_one_is_named_by_whichever_voice(store: GraphStore) -> None:
    run(
        store,
        "CREATE (:Entity {id: 'a'})-[:MET {id: 'early', claimed_by: 'ann'}]->(b:Entity {id: 'b'}) "
        "WITH b UNWIND [['ann', 'own'], ['bob', 'other']] AS pair "
        "CREATE (b)-[:MET {id: pair[1], claimed_by: pair[0], supersedes: ['early']}]->(b)",
        write=True,
    )
    (keys,) = taken_back(store).values()
    assert {claim.get("id") for claim in superseding(store, [keys, keys])} == {"own", "other"}
