"""Merging and renaming actors: the same changes on every store, and Cypher that takes them back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from sociogram.graph.edits import undo_script
from sociogram.graph.edits.read import actor_labels
from sociogram.graph.errors import ActorError, DataError, SociogramError, SourceError
from sociogram.graph.store import GraphStore
from sociogram.loaders.load import load
from sociogram.queries.cypher.syntax.source_text import statements_of
from sociogram.queries.edits import (
    Plan,
    correct,
    plan_merge,
    plan_remove,
    plan_rename,
    plan_set,
    plan_split,
)
from sociogram.queries.edits.rows import find_row
from sociogram.queries.run import run
from support.datasets import dataset_of

GRAPH = dataset_of(
    [
        {"id": "ann", "name": "Ann Bee", "type": ["Person"], "aliases": ["Annie"], "country": "NL"},
        {
            "id": "a-bee",
            "name": "A. Bee",
            "type": ["Judge"],
            "aliases": ["Bee"],
            "country": "BE",
            "town": "Lima",
        },
        {"id": "a2", "name": "a2", "stub": True},
        {"id": "keel", "name": "Keel Ltd"},
    ],
    [
        {"source": "ann", "target": "keel", "type": "OWNS", "id": "r1"},
        {"source": "a-bee", "target": "keel", "type": "OWNS", "id": "r2", "sources": ["s1"]},
        {"source": "keel", "target": "a-bee", "type": "PAYS", "id": "r3", "claimed_by": "a2"},
        {
            "source": "keel",
            "target": "keel",
            "type": "SUES",
            "id": "r4",
            "claimed_by": "a-bee",
            "via": ["ann", "a2"],
        },
        {"source": "a-bee", "target": "ann", "type": "KNOWS", "id": "r5"},
    ],
    [{"id": "s1", "title": "Ledger", "author": "a-bee"}],
)
TIES = "MATCH (a)-[r]->(b) RETURN r.id, a.id, type(r), b.id, r.claimed_by, r.via ORDER BY r.id"
ALL = (
    "MATCH (n) RETURN labels(n), properties(n)",
    "MATCH (a)-[r]->(b) RETURN a.id, b.id, type(r), properties(r)",
)


def everything(ask) -> list[str]:
    """Return all nodes and relationships as text, in an order that does not depend on the store."""
    return sorted(repr([_unordered(part) for part in row]) for query in ALL for row in ask(query))


def _unordered(part: Any) -> Any:
    if isinstance(part, dict):
        return sorted(part.items())
    return sorted(part) if isinstance(part, list) else part


def run_script(store: GraphStore, script: str) -> None:
    for statement in statements_of(script):
        list(store.execute(statement, write=True).rows)


def test_a_merge_moves_ties_and_voices_and_keeps_names(store: GraphStore, ask) -> None:
    store.merge(GRAPH)
    correction = correct(store, plan_merge(store, "Ann Bee", ["A. Bee", "a2"]))
    [(name, labels, aliases, country, town)] = ask(
        "MATCH (n:Entity {id: 'ann'}) RETURN n.name, labels(n), n.aliases, n.country, n.town"
    )
    assert (name, sorted(labels), country, town) == ("Ann Bee", ["Entity", "Judge", "Person"], "NL", "Lima")
    assert aliases == ["Annie", "A. Bee", "Bee", "a2", "a-bee"]
    assert ask("MATCH (n:Entity) RETURN n.id ORDER BY n.id") == [("ann",), ("keel",)]
    assert ask(TIES) == [
        ("r1", "ann", "OWNS", "keel", None, None),
        ("r2", "ann", "OWNS", "keel", None, None),
        ("r3", "keel", "PAYS", "ann", "ann", None),
        ("r4", "keel", "SUES", "keel", "ann", ["ann"]),
        ("r5", "ann", "KNOWS", "ann", None, None),
    ]
    assert ask("MATCH (s:Source) RETURN s.author") == [("ann",)]
    assert correction.notes == [
        "country: kept 'NL' of ann, dropped 'BE' of a-bee.",
        "The types differ: ann is Person, a-bee is Judge. Both are kept.",
        "This tie now connects the actor with itself: r5.",
    ]
    ann_bee = (
        '  ~ ann (Ann Bee): type "Person" → "Judge | Person"; '
        'aliases "Annie" → "Annie | A. Bee | Bee | a2 | a-bee"; town now "Lima"'
    )
    assert correction.to_text().splitlines() == [
        "entities: 1 changed, 2 removed",
        ann_bee,
        "  - a-bee (A. Bee)",
        "  - a2 (a2)",
        "relations: 4 changed",
        '  ~ r2 (Ann Bee OWNS Keel Ltd): source "a-bee" → "ann"',
        '  ~ r3 (Keel Ltd PAYS Ann Bee): target "a-bee" → "ann"; claimed_by "a2" → "ann"',
        '  ~ r4 (Keel Ltd SUES Keel Ltd): claimed_by "a-bee" → "ann"; via "ann | a2" → "ann"',
        '  ~ r5 (Ann Bee KNOWS Ann Bee): source "a-bee" → "ann"',
        "sources: 1 changed",
        '  ~ s1 (Ledger): author "a-bee" → "ann"',
    ]


BORN = [
    ("'1970-01-02'", "'1970-01-02'"),
    ("date('1970-01-02')", "1970-01-02"),
    ("localtime('03:04')", "03:04:00.000000000"),
    ("1970", "1970"),
    ("[date('1970-01-02')]", "[date('1970-01-02')]"),
]


@pytest.mark.parametrize(("value", "written"), BORN, ids=[value for value, _ in BORN])
def test_a_merge_writes_the_values_that_it_drops_alike_in_all_stores(
    store: GraphStore, value: str, written: str
) -> None:
    store.merge(GRAPH)
    run(store, f"MATCH (n:Entity) WHERE n.id = 'ann' SET n.born = {value}", write=True)
    run(store, "MATCH (n:Entity) WHERE n.id = 'keel' SET n.born = true", write=True)
    correction = correct(store, plan_merge(store, "keel", ["ann"]), dry_run=True)
    assert f"born: kept true of keel, dropped {written} of ann." in correction.notes


def test_a_stub_takes_the_name_of_the_actor_that_is_merged_into_it(store: GraphStore, ask) -> None:
    store.merge(GRAPH)
    correct(store, plan_merge(store, "a2", ["ann"]))
    assert ask("MATCH (n:Entity {id: 'a2'}) RETURN n.name, n.stub, n.aliases, n.country") == [
        ("Ann Bee", None, ["Annie", "ann"], "NL")
    ]


def test_a_new_name_and_a_new_id(store: GraphStore, ask) -> None:
    store.merge(GRAPH)
    correction = correct(store, plan_rename(store, "a-bee", name="Amelia Bee", new_id="amelia"))
    assert ask("MATCH (n:Entity {id: 'amelia'}) RETURN n.name, n.aliases") == [
        ("Amelia Bee", ["Bee", "A. Bee", "a-bee"])
    ]
    assert [row[:2] + row[4:] for row in ask(TIES)] == [
        ("r1", "ann", None, None),
        ("r2", "amelia", None, None),
        ("r3", "keel", "a2", None),
        ("r4", "keel", "amelia", ["ann", "a2"]),
        ("r5", "amelia", None, None),
    ]
    assert correction.to_text().splitlines()[1] == (
        '  ~ a-bee (Amelia Bee): id "a-bee" → "amelia"; name "A. Bee" → "Amelia Bee"; '
        'aliases "Bee" → "Bee | A. Bee | a-bee"'
    )


def test_a_name_that_somebody_else_has_is_noted(store: GraphStore) -> None:
    store.merge(GRAPH)
    assert correct(store, plan_rename(store, "a-bee", name="Keel Ltd")).notes == [
        "keel is called 'Keel Ltd', too. If they are one actor, merge them."
    ]


PLANS = {
    "merge two": lambda store: plan_merge(store, "ann", ["a-bee"]),
    "merge three": lambda store: plan_merge(store, "a2", ["ann", "a-bee"]),
    "merge into the other end": lambda store: plan_merge(store, "keel", ["a-bee"]),
    "rename": lambda store: plan_rename(store, "ann", name="Ann"),
    "another id": lambda store: plan_rename(store, "a-bee", new_id="b"),
    "split off a new actor": lambda store: plan_split(store, "a-bee", "bea", sources=["s1"]),
    "split off to an actor": lambda store: plan_split(store, "a-bee", "ann", relations=["r3", "r4"]),
    "remove an actor": lambda store: plan_remove(store, ["a-bee"]),
    "remove a claim": lambda store: plan_remove(store, ["r1"]),
    "remove a source": lambda store: plan_remove(store, ["s1"]),
    "set an actor": lambda store: plan_set(
        store, "ann", {"type": "Judge | Poet", "country": "", "aliases": "A"}
    ),
    "set a claim": lambda store: plan_set(
        store, "r3", {"target": "Ann Bee", "paragraph": "7", "quote": "it's"}
    ),
    "set a source": lambda store: plan_set(store, "s1", {"author": "", "date": "2031-05"}),
}


@pytest.mark.parametrize("name", PLANS)
def test_the_printed_cypher_takes_a_correction_back(store: GraphStore, ask, name: str) -> None:
    store.merge(GRAPH)
    before = everything(ask)
    plan = PLANS[name](store)
    script = undo_script(plan.edits(store))
    correct(store, plan)
    assert everything(ask) != before
    run_script(store, script)
    assert everything(ask) == before


FOREIGN = """
    CREATE (a:Person {id: 'a', fullName: 'Ann'}), (b:Person:`A``B` {id: 'b', fullName: 'O\\'Bee "x"\\\\'}),
           (c:Firm {id: 'c', fullName: 'Keel'}), (d:Firm {id: 'd', fullName: 'Mill'}),
           (a)-[:OWNS {share: 0.5}]->(c), (b)-[:OWNS {share: 0.5}]->(c), (b)-[:OWNS {share: 0.5}]->(c),
           (b)-[:OWNS {share: 0.25}]->(c), (b)-[:OWNS]->(c), (b)-[:`HAS``X ->()`]->(b), (a)-[:KNOWS]->(b),
           (b)-[:PAID {on: date('2031-05-06'), at: datetime('2031-05-06T07:08:09.1+02:00'),
                       took: duration('P1M2DT3.5S'), spot: point({x: 1.0, y: 2.5}), rate: 0.0 / 0.0,
                       rates: [0.0 / 0.0, 1.0],
                       rows: [3, 1, 3], texts: ['it\\'s', '`b`'], `a ``key`: true}]->(d),
           (b)-[:PAID {rate: 0.0 / 0.0}]->(d), (b)-[:SAID {sources: ['s1']}]->(c),
           (:Source {id: 's1', title: 'Ledger'}), (c)-[:OWES {id: 'o1', amount: 7}]->(b)
"""
FOREIGN_PLANS = {
    "merge": lambda store: plan_merge(store, "a", ["b"]),
    "merge into the other": lambda store: plan_merge(store, "b", ["a"]),
    "merge three": lambda store: plan_merge(store, "c", ["b", "d"]),
    "rename": lambda store: plan_rename(store, "b", name="Bea", new_id="bea `x`"),
    "split": lambda store: plan_split(store, "b", "Bea Two", sources=["s1"], relations=["o1"]),
    "remove": lambda store: plan_remove(store, ["b"]),
    "remove two": lambda store: plan_remove(store, ["b", "c"]),
    "set": lambda store: plan_set(store, "b", {"type": "Judge", "name": "B", "summary": "it's \\ `x`"}),
}


@pytest.mark.parametrize("name", FOREIGN_PLANS)
def test_the_printed_cypher_takes_back_ties_without_ids(store: GraphStore, ask, name: str) -> None:
    ask(FOREIGN, write=True)
    before = everything(ask)
    plan = FOREIGN_PLANS[name](store)
    script = undo_script(plan.edits(store), actors=actor_labels(store))
    correct(store, plan)
    assert everything(ask) != before
    run_script(store, script)
    assert everything(ask) == before


ESCAPED = r"T\u0060]->() DETACH DELETE r //"
HOSTILE = 'it\'s "q" \\ `b` \\u0027 $rows \n}) DETACH DELETE n //'


def test_no_value_becomes_part_of_a_query(store: GraphStore, ask) -> None:
    store.merge(
        dataset_of(
            [
                {"id": "ann", "name": "Ann"},
                {"id": HOSTILE, "name": HOSTILE, "type": ["A`B"], "aliases": [HOSTILE], "n": 1.5},
            ],
            [
                {"id": HOSTILE, "source": HOSTILE, "target": "ann", "type": "HAS`X", "quote": HOSTILE},
                {"id": "u", "source": HOSTILE, "target": "ann", "type": ESCAPED},
            ],
        )
    )
    before = everything(ask)
    plan = plan_merge(store, "ann", [HOSTILE])
    script = undo_script(plan.edits(store))
    correct(store, plan)
    assert ask("MATCH (a)-[r]->(b) RETURN a.id, type(r), r.quote, b.id ORDER BY r.quote") == [
        ("ann", "HAS`X", HOSTILE, "ann"),
        ("ann", ESCAPED, None, "ann"),
    ]
    run_script(store, script)
    assert everything(ask) == before


@pytest.mark.parametrize(
    ("written", "meant"),
    [("amount", "weight"), ("Betrag", "weight"), ("fecha", "start_date"), ("bron", "sources")],
)
def test_set_names_the_column_that_a_title_means(store: GraphStore, written: str, meant: str) -> None:
    store.merge(GRAPH)
    with pytest.raises(DataError) as caught:
        plan_set(store, "r1", {written: "2020"})
    assert caught.value.cure == f"A load reads that title as {meant}. Write {meant}=2020."


def test_set_gives_a_claim_its_first_amount(store: GraphStore, ask) -> None:
    store.merge(GRAPH)
    correct(store, plan_set(store, "r1", {"weight": "500"}))
    assert ask("MATCH ()-[r {id: 'r1'}]->() RETURN r.weight") == [(500,)]


def test_a_dry_run_changes_nothing(store: GraphStore, ask) -> None:
    store.merge(GRAPH)
    before = everything(ask)
    assert correct(store, plan_merge(store, "ann", ["a-bee"]), dry_run=True).changes
    assert everything(ask) == before


def test_a_split_moves_the_chosen_claims_in_all_their_roles(store: GraphStore, ask) -> None:
    store.merge(GRAPH)
    correct(store, plan_split(store, "A. Bee", "Bee", sources=["Ledger"], relations=["r4"]))
    assert ask(
        "MATCH (n:Entity) WHERE n.id IN ['bee', 'a-bee'] RETURN n.id, n.name, n.aliases ORDER BY n.id"
    ) == [
        ("a-bee", "A. Bee", None),
        ("bee", "Bee", None),
    ]
    assert [row for row in ask(TIES) if row[0] in ("r2", "r3", "r4")] == [
        ("r2", "bee", "OWNS", "keel", None, None),
        ("r3", "keel", "PAYS", "a-bee", "a2", None),
        ("r4", "keel", "SUES", "keel", "bee", ["ann", "a2"]),
    ]


def test_with_an_actor_go_the_claims_that_name_it(store: GraphStore, ask) -> None:
    store.merge(GRAPH)
    correction = correct(store, plan_remove(store, ["A. Bee"]))
    assert [row[0] for row in ask(TIES)] == ["r1"]
    assert correction.notes == ["This also removes 4 claims that cannot exist without them."]


CITING = dataset_of(
    [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
    [
        {"id": "only", "source": "a", "target": "b", "type": "T", "sources": ["s1"]},
        {
            "id": "both",
            "source": "a",
            "target": "b",
            "type": "T",
            "sources": ["s2", "s1"],
            "contradicts": ["only"],
        },
        {"id": "relayed", "source": "a", "target": "b", "type": "T", "sources": ["s2"], "cites": ["s1"]},
        {"id": "later", "source": "b", "target": "a", "type": "T", "sources": ["s2"], "supersedes": "only"},
    ],
    [{"id": "s1", "title": "One"}, {"id": "s2", "title": "Two", "copy_of": "s1"}],
)


def test_with_a_source_go_the_claims_that_cite_it_alone(store: GraphStore, ask) -> None:
    store.merge(CITING)
    correct(store, plan_remove(store, ["s1"]))
    query = "MATCH ()-[r]->() RETURN r.id, r.sources, r.cites, r.contradicts, r.supersedes ORDER BY r.id"
    assert ask(query) == [
        ("both", ["s2"], None, None, None),
        ("later", ["s2"], None, None, None),
        ("relayed", ["s2"], None, None, None),
    ]
    assert ask("MATCH (s:Source) RETURN s.id, s.copy_of") == [("s2", None)]


def test_values_are_set_as_a_load_reads_them(store: GraphStore, ask) -> None:
    store.merge(GRAPH)
    correct(
        store,
        plan_set(
            store,
            "r4",
            {"claimed_by": "Keel Ltd", "via": "Ann Bee", "certainty": "confirmed", "start_date": "May 2031"},
        ),
    )
    query = "MATCH ()-[r {id: 'r4'}]->() RETURN r.claimed_by, r.via, r.certainty, r.start_date"
    assert ask(query) == [("keel", ["ann"], "stated", "2031-05")]
    correct(store, plan_set(store, "a2", {"name": "Amy Two", "type": "person; judge"}))
    [(name, labels, stub)] = ask("MATCH (n:Entity {id: 'a2'}) RETURN n.name, labels(n), n.stub")
    assert (name, sorted(labels), stub) == ("Amy Two", ["Entity", "Judge", "Person"], None)


def test_yes_and_no_are_set_as_in_other_rows(store: GraphStore, ask) -> None:
    store.merge(GRAPH)
    list(store.execute("MATCH (n {id: 'ann'}) SET n.heard = true, n.club = 'Y'", write=True).rows)
    correct(store, plan_set(store, "keel", {"heard": "x", "club": "X"}))
    correct(store, plan_set(store, "a-bee", {"heard": "no", "club": "no"}))
    assert ask("MATCH (n:Entity) WHERE n.id IN ['a-bee', 'keel'] RETURN n.heard, n.club ORDER BY n.id") == [
        (False, "no"),
        (True, "X"),
    ]


SHEETS = {
    "people.csv": "id,name,type,country\nann,Ann Bee,person,NL\na-bee,A. Bee,judge,BE\nkeel,Keel Ltd,,\n",
    "ties.csv": "source,target,type,claimed_by,sources\nann,keel,owns,A. Bee,s1\nA. Bee,keel,pays,,s1\n",
}


def test_a_value_takes_the_type_that_its_property_has(store: GraphStore, ask) -> None:
    store.merge(GRAPH)
    run_script(
        store,
        "MATCH (a:Entity {id: 'ann'}) SET a.born = date('1970-02-28'), a.share = 0.5, "
        "a.seen = localdatetime('2031-03-02T10:00'), a.at = point({x: 1, y: 2});",
    )
    texts = {"born": "1985-10-10", "seen": "2031-03-04T09:30", "share": "0.75"}
    correct(store, plan_set(store, "keel", texts))
    types = "MATCH (n {id: 'keel'}) RETURN valueType(n.born), valueType(n.seen), valueType(n.share)"
    assert ask(types) == [("DATE NOT NULL", "LOCAL DATETIME NOT NULL", "FLOAT NOT NULL")]
    assert ask("MATCH (n:Entity) WHERE n.born > date('1980-01-01') RETURN n.id") == [("keel",)]
    for name, text, kind in (
        ("born", "no day", "date"),
        ("seen", "no time", "local datetime"),
        ("share", "a lot", "float"),
        ("at", "there", "point"),
    ):
        with pytest.raises(DataError, match=f"`{text}` is no {kind}, and every `{name}` in the graph is one"):
            plan_set(store, "keel", {name: text})


def test_loading_the_first_sheets_again_undoes_no_correction(store: GraphStore, ask, tmp_path: Path) -> None:
    for name, text in SHEETS.items():
        (tmp_path / name).write_text(text)
    load([tmp_path / name for name in SHEETS], store)
    correct(store, plan_merge(store, "ann", ["a-bee"]))
    correct(store, plan_rename(store, "keel", name="Keel", new_id="k"))
    before = everything(ask)
    report = load([tmp_path / name for name in SHEETS], store)
    assert (report.rejects, everything(ask)) == ([], before)


NAMED: Sequence[tuple[str, str | None, str]] = [
    # what is written, the kind that is asked for, the claim that is meant
    ("Ann Bee OWNS Keel Ltd", None, "r1"),
    ("annie owns keel", None, "r1"),
    ("A. Bee owns Keel Ltd", "claim", "r2"),
    ("Keel Ltd is sued by Keel Ltd", None, "r4"),
    ("A. Bee has heard of Ann Bee", None, "r5"),
    ("Ann Bee has heard of A. Bee", None, "r5"),  # of a type without direction
    ("[:PAYS r3]", None, "r3"),
]
WORDED = [
    {"type": "SUES", "forward": "sues", "backward": "is sued by", "directed": True},
    {"type": "KNOWS", "forward": "has heard of", "directed": False},
]


def test_a_claim_may_be_named_by_its_tie(store: GraphStore) -> None:
    store.merge(GRAPH)
    store.merge(dataset_of([], [], [], WORDED))
    assert [find_row(store, text, kind=kind) for text, kind, _ in NAMED] == [
        ("claim", claim) for *_, claim in NAMED
    ]
    second = {"source": "ann", "target": "keel", "type": "OWNS", "id": "r6", "sources": ["s1"]}
    store.merge(dataset_of([], [second]))
    said = "is a tie of 2 claims. Give the id of one: r1 (no voice), r6 (no voice in s1)."
    with pytest.raises(SociogramError, match=re.escape(said)):
        find_row(store, "Ann Bee OWNS Keel Ltd")


NO_TIE = [
    (
        "Keel Ltd OWNS Ann Bee",
        (
            "There is no tie 'Keel Ltd OWNS Ann Bee'. The claims between Keel Ltd and Ann Bee: "
            "r1 (OWNS, no voice)."
        ),
    ),
    (
        "keel ltd employs a. bee",
        (
            "There is no tie 'keel ltd employs a. bee'. The claims between Keel Ltd and A. Bee: "
            "r2 (OWNS, no voice in s1), r3 (PAYS, a2)."
        ),
    ),
    ("a2 OWNS Ann Bee", "There is no tie 'a2 OWNS Ann Bee'. No tie connects a2 and Ann Bee."),
    ("Ann Bee OWNS nobody", "No actor, claim or source is called 'Ann Bee OWNS nobody'. "),
]


@pytest.mark.parametrize(("text", "said"), NO_TIE, ids=[text for text, _ in NO_TIE])
@pytest.mark.parametrize("kind", [None, "claim"])
def test_the_name_of_a_tie_that_does_not_exist_lists_the_claims_of_its_actors(
    store: GraphStore, text: str, said: str, kind: str | None
) -> None:
    store.merge(GRAPH)
    if kind is not None and said.startswith("No actor"):
        said = f"There is no claim '{text}'."
    with pytest.raises(SociogramError, match=f"^{re.escape(said)}"):
        find_row(store, text, kind=kind)


def test_a_tie_in_words_that_two_types_share_is_asked_for(store: GraphStore) -> None:
    words = {"forward": "works with", "backward": "is joined by", "directed": True}
    types = [{"type": "HIRED", **words}, {"type": "PAID", **words}]
    actors = [
        {"id": "str", "name": "Straußİ", "type": ["Person"]},
        {"id": "bob", "name": "Bob", "type": ["Person"]},
    ]
    ties = [
        {"source": "str", "target": "bob", "type": one["type"], "id": f"c-{one['type']}"} for one in types
    ]
    store.merge(dataset_of(actors, ties, [], types))
    assert find_row(store, "Straußİ PAID Bob") == ("claim", "c-PAID")
    for text in ("Straußİ works with Bob", "Bob is joined by Straußİ"):
        said = (
            f"'{text}' may be of the types HIRED, PAID, in 2 claims. Give the id of one: c-HIRED (no voice)"
        )
        with pytest.raises(SociogramError, match=re.escape(said)):
            find_row(store, text)


def test_a_source_that_is_only_cited_is_removed_from_the_claims_that_cite_it(store: GraphStore, ask) -> None:
    ties = [
        {"source": "ann", "target": "bob", "type": "MET", "id": own, "sources": sources, "cites": cites}
        for own, sources, cites in (
            ("alone", ["statement 13"], None),
            ("both", ["statement 13", "gazette"], None),
            ("cited", ["gazette"], ["statement 13"]),
        )
    ]
    actors = [{"id": "ann", "name": "Ann"}, {"id": "bob", "name": "Bob"}]
    store.merge(dataset_of(actors, ties))
    correct(store, plan_remove(store, ["statement 13"]))
    rows = ask("MATCH ()-[r:MET]->() RETURN r.id, r.sources, coalesce(r.cites, []) ORDER BY r.id")
    assert rows == [("both", ["gazette"], []), ("cited", ["gazette"], [])]
    with pytest.raises(SociogramError, match="No actor, claim or source is called 'statement 14'"):
        plan_remove(store, ["statement 14"])


FAULTS: Sequence[tuple[Any, type[SociogramError], str]] = [
    (lambda store: plan_merge(store, "ann", []), SociogramError, "Name at least one actor"),
    (lambda store: plan_merge(store, "ann", ["nobody"]), ActorError, "No actor is called 'nobody'"),
    (
        lambda store: plan_merge(store, "ann", ["Annie"]),
        ActorError,
        "'ann' and 'Annie' are already one actor",
    ),
    (lambda store: plan_rename(store, "ann"), SociogramError, "a new name, a new id, or both"),
    (lambda store: plan_rename(store, "ann", name=" "), SociogramError, "cannot be empty"),
    (lambda store: plan_rename(store, "ann", new_id="keel"), ActorError, "belongs to Keel Ltd"),
    (lambda store: plan_split(store, "ann", "x"), SociogramError, "Say which claims"),
    (lambda store: plan_split(store, "ann", "ann", relations=["r1"]), ActorError, "Ann Bee itself"),
    (
        lambda store: plan_split(store, "ann", "x", sources=["s9"]),
        SourceError,
        "There is no source 's9'.",
    ),
    (
        lambda store: plan_split(store, "ann", "x", relations=["r2"]).edits(store),
        SociogramError,
        "'r2' does not name Ann Bee",
    ),
    (
        lambda store: plan_split(store, "ann", "x", relations=["r9"]).edits(store),
        SociogramError,
        "There is no claim 'r9'",
    ),
    (
        lambda store: plan_remove(store, ["nothing"]),
        SociogramError,
        "No actor, claim or source is called 'nothing'",
    ),
    (lambda store: plan_set(store, "ann", {"countri": "x"}), DataError, "Did you mean 'country'"),
    (lambda store: plan_set(store, "ann", {"id": "x"}), DataError, "cannot be set"),
    (lambda store: plan_set(store, "r1", {"target": ""}), DataError, "A claim needs a target"),
    (lambda store: plan_set(store, "r1", {"target": "Keeel Ltd"}), DataError, "Did you mean `Keel Ltd`"),
    (
        lambda store: plan_set(store, "r1", {"certainty": "sure thing"}),
        DataError,
        "not a value of `certainty`",
    ),
    (
        lambda store: plan_set(store, "r1", {"start_date": "some day"}),
        DataError,
        "cannot be read as start_date",
    ),
    (lambda store: plan_set(store, "r1", {"paragraph": "x"}), DataError, "not a paragraph's number"),
    (lambda store: plan_set(store, "r1", {"about": "r99"}), DataError, "No claim has the id"),
]


def test_faults(store: GraphStore, ask) -> None:
    store.merge(GRAPH)
    before = everything(ask)
    for plan, error, message in FAULTS:
        with pytest.raises(error, match=re.escape(message)):
            plan(store)
    assert everything(ask) == before


def test_if_one_query_fails_nothing_is_written(store: GraphStore, ask) -> None:
    store.merge(GRAPH)
    before = everything(ask)
    plan = plan_merge(store, "ann", ["a-bee"])

    def edits_of_other_rows(runner: Any) -> Any:
        edits = plan.edits(runner)
        list(runner.execute("MATCH ()-[r {id: 'r5'}]->() DELETE r", write=True).rows)
        return edits

    with pytest.raises(SociogramError, match="The graph changed"):
        correct(store, Plan("merge", edits_of_other_rows))
    assert everything(ask) == before
