"""A check of a store finds what one of files finds; the store counts the ties with the same cells."""

from __future__ import annotations

from sociogram.graph.store import GraphStore
from sociogram.queries.datacheck import Texts, read_store
from sociogram.queries.run import run

MADE = """
CREATE (olm:Entity {id: 'olm', name: 'Olm'}), (vey:Entity {id: 'vey', name: 'OLM'}),
       (:Entity {id: 'idle', name: 'Idle'}),
       (:Entity {id: 'tarn', name: 'Tarn'}), (stub:Entity {id: 'stub', name: 'Stub', stub: true}),
       (:Source {id: 'log', author: 'Tarn', date: '1931-05-02'}),
       (olm)-[:MET {id: 'c1', claimed_by: 'olm', sources: ['log'], certainty: 'stated', start_date: '1932',
                    supersedes: 'c2', paragraph: 1, quote: 'They met'}]->(vey),
       (olm)-[:MET {id: 'c2', claimed_by: 'vey', sources: ['log'], certainty: 'stated', via: ['vey']}]->(stub)
WITH olm, vey UNWIND range(100, 299) AS number
CREATE (olm)-[:HIRED {id: 'h' + number, claimed_by: 'who', sources: ['log']}]->(vey)
"""

FOUND = [
    ("error", "claimed_by", "entities.csv describes no actor 'who'.", 200),
    ("error", "supersedes", "'c2' is a claim of another voice, 'vey', not of 'olm'.", 1),
    ("error", "target", "entities.csv has only a stub for 'stub'.", 1),
    ("error", "via", "'vey' is also in `claimed_by`.", 1),
    ("warning", "certainty", "The tie has no certainty.", 200),
    ("warning", "id", "The actor has no tie.", 1),
    ("warning", "name", "'vey' and 'olm' are both called 'olm'.", 1),
    ("warning", "start_date", "1932 is later than the text, which is dated 1931-05-02.", 1),
    ("warning", "via", "It ends with 'vey', not with the author of 'log'.", 1),
]


def test_a_store_counts_the_ties_that_have_a_fault(store: GraphStore) -> None:
    run(store, MADE, write=True)
    groups = read_store(store).groups()
    found = [(group.severity, group.first[0].column, group.first[0].message, group.count) for group in groups]
    assert sorted(found) == FOUND
    hired = next(group for group in groups if group.count == 200)
    assert len(hired.first) == 3
    assert all(one.about.endswith(": olm HIRED vey") for one in hired.first)
    assert str(hired).startswith(
        "claimed_by: entities.csv describes no actor 'who'. Add it there. (200 times: h"
    )


def test_the_claims_of_a_text_are_held_to_it(store: GraphStore) -> None:
    run(store, MADE, write=True)
    data = read_store(store)
    assert data.left_out(Texts({"echo": "Nothing."})) == {"log": 202}
    texts = Texts({"log": "Olm met nobody."})
    quotes = [one for one in data.findings(texts) if one.column == "quote"]
    assert [(one.about, one.severity) for one in quotes] == [("c1: olm MET vey", "error")]
