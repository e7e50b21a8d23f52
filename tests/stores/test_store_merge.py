"""Merging a data set: the same counts and the same graph on every store."""

from __future__ import annotations

from typing import Any

import pytest

from sociogram.graph.dataset import MergeCounts, Merged
from sociogram.graph.errors import DataError
from sociogram.graph.merge_rules import relation_id
from sociogram.graph.store import GraphStore
from sociogram.queries.cypher.store import MemoryStore
from support.datasets import dataset_of

ANN = {"id": "ann", "name": "Ann", "type": ["Person"], "aliases": ["Annie"]}
BOB = {"id": "bob", "name": "Bob", "type": ["Person", "Judge"]}
ACME = {"id": "acme", "name": "Acme", "type": ["Company"], "country": "Peru"}
KNOWS = {
    "source": "ann",
    "target": "bob",
    "type": "KNOWS",
    "role": "friend",
    "sources": ["s1"],
    "paragraph": 3,
}
OWNS = {"source": "ann", "target": "acme", "type": "OWNS", "certainty": "alleged"}
SOURCE = {"id": "s1", "title": "The article"}
WORDING = {"type": "KNOWS", "forward": "knows", "backward": "is known by", "directed": True}


@pytest.fixture(
    params=[
        "memory",
        pytest.param("neo4j, few rows", marks=pytest.mark.neo4j),
        pytest.param("neo4j, many rows", marks=pytest.mark.neo4j),
    ]
)
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> GraphStore:
    """An empty store; the server's takes few rows and many in different ways."""
    if request.param == "memory":
        return MemoryStore()
    if request.param == "neo4j, many rows":
        monkeypatch.setattr("sociogram.graph.neo4j.merge.row_groups.FEW_ROWS", 0)
    return request.getfixturevalue("neo4j_store")


def only(**tables: tuple[int, int, int]) -> MergeCounts:
    """Return the counts of a merge: created, updated, unchanged; nothing in the tables not named."""
    return {name: Merged(*tables.get(name, (0, 0, 0))) for name in TABLES}


TABLES = ("entities", "relations", "sources", "relation_types")
EVERYTHING = dataset_of([ANN, BOB, ACME], [KNOWS, OWNS], [SOURCE], [WORDING])


def test_first_merge_creates_everything(store: GraphStore) -> None:
    counts = store.merge(EVERYTHING)
    assert counts == only(
        entities=(3, 0, 0), relations=(2, 0, 0), sources=(1, 0, 0), relation_types=(1, 0, 0)
    )


def test_second_merge_changes_nothing(store: GraphStore, ask) -> None:
    store.merge(EVERYTHING)
    before = ask("MATCH (n) RETURN count(n)"), ask("MATCH ()-[r]->() RETURN count(r)")
    counts = store.merge(EVERYTHING)
    assert counts == only(
        entities=(0, 0, 3), relations=(0, 0, 2), sources=(0, 0, 1), relation_types=(0, 0, 1)
    )
    assert (ask("MATCH (n) RETURN count(n)"), ask("MATCH ()-[r]->() RETURN count(r)")) == before


def test_labels_and_properties_of_entities(store: GraphStore, ask) -> None:
    store.merge(EVERYTHING)
    rows = ask("MATCH (n:Entity) RETURN n.id, labels(n), properties(n) ORDER BY n.id")
    assert [(key, sorted(labels), properties) for key, labels, properties in rows] == [
        ("acme", ["Company", "Entity"], {"id": "acme", "name": "Acme", "country": "Peru"}),
        ("ann", ["Entity", "Person"], {"id": "ann", "name": "Ann", "aliases": ["Annie"]}),
        ("bob", ["Entity", "Judge", "Person"], {"id": "bob", "name": "Bob"}),
    ]


def test_sources_and_wordings_are_nodes_of_their_own(store: GraphStore, ask) -> None:
    store.merge(EVERYTHING)
    assert ask("MATCH (s:Source) RETURN labels(s), properties(s)") == [(["Source"], SOURCE)]
    assert ask("MATCH (t:RelationType) RETURN labels(t), properties(t)") == [(["RelationType"], WORDING)]


def test_relations_have_the_digest_as_id(store: GraphStore, ask) -> None:
    store.merge(EVERYTHING)
    rows = ask("MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, properties(r) ORDER BY type(r)")
    assert rows == [
        (
            "ann",
            "KNOWS",
            "bob",
            {"id": relation_id(KNOWS), "role": "friend", "sources": ["s1"], "paragraph": 3},
        ),
        ("ann", "OWNS", "acme", {"id": relation_id(OWNS), "certainty": "alleged"}),
    ]


def test_own_id_of_a_relation_wins(store: GraphStore, ask) -> None:
    store.merge(dataset_of([ANN, BOB], [KNOWS | {"id": "tie-1"}]))
    counts = store.merge(dataset_of([], [KNOWS | {"id": "tie-1", "role": "enemy"}]))
    assert counts == only(relations=(0, 1, 0))
    assert ask("MATCH ()-[r]->() RETURN r.id, r.role") == [("tie-1", "enemy")]


UPDATES: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "a new property": ({"summary": "A lawyer"}, {"summary": "A lawyer"}, True),
    "another value": ({"name": "Ann Smith"}, {"name": "Ann Smith"}, True),
    "the same value": ({"name": "Ann"}, {}, False),
    "null takes nothing away": ({"name": None, "aliases": None}, {}, False),
    "aliases grow": ({"aliases": ["Annie", "An"]}, {"aliases": ["Annie", "An"]}, True),
    "aliases keep what they had": ({"aliases": ["An"]}, {"aliases": ["Annie", "An"]}, True),
    "aliases in another order": ({"aliases": ["Annie"]}, {}, False),
    "a number": ({"age": 41}, {"age": 41}, True),
}


@pytest.mark.parametrize(("row", "changes", "updated"), UPDATES.values(), ids=UPDATES)
def test_update_of_an_entity(
    store: GraphStore, ask, row: dict[str, Any], changes: dict[str, Any], updated: bool
) -> None:
    store.merge(EVERYTHING)
    counts = store.merge(dataset_of([{"id": "ann", **row}]))
    assert counts == only(entities=(0, int(updated), int(not updated)))
    [(properties,)] = ask("MATCH (n {id: 'ann'}) RETURN properties(n)")
    assert properties == {"id": "ann", "name": "Ann", "aliases": ["Annie"], **changes}


STUB = {"id": "ann", "name": "ann", "stub": True}
NAMED_ALIKE = {"id": "ann", "name": "ann"}
STUBS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], bool]] = {
    "a stub comes first": ({}, STUB, STUB, True),
    "a stub again": (STUB, STUB, STUB, False),
    "a stub that knows a name": (STUB, STUB | {"name": "Ann"}, STUB | {"name": "Ann"}, True),
    "who it is": (STUB, ANN, ANN, True),
    "who it is, with the same words": (
        STUB,
        {"id": "ann", "name": "ann"},
        {"id": "ann", "name": "ann"},
        True,
    ),
    "who it is, said outright": (STUB, ANN | {"stub": False}, ANN, True),
    "not a stub, said of somebody known": (ANN, ANN | {"stub": False}, ANN, False),
    "a property of that name": (ANN, ANN | {"stub": "row 5"}, ANN | {"stub": "row 5"}, True),
    "a property of that name again": (ANN | {"stub": "a"}, ANN | {"stub": "a"}, ANN | {"stub": "a"}, False),
    "a number of that name": (ANN | {"stub": 1}, NAMED_ALIKE, ANN | {"stub": 1, "name": "ann"}, True),
    "a stub of somebody known": (ANN, STUB, ANN, False),
    "a stub of somebody known, with more": (ANN, STUB | {"type": ["Ghost"], "country": "Peru"}, ANN, False),
}


@pytest.mark.parametrize(("before", "row", "after", "updated"), STUBS.values(), ids=STUBS)
def test_stubs_give_way_to_rows_and_never_overwrite_them(
    store: GraphStore, ask, before: dict[str, Any], row: dict[str, Any], after: dict[str, Any], updated: bool
) -> None:
    if before:
        store.merge(dataset_of([before]))
    counts = store.merge(dataset_of([row]))
    assert counts["entities"] == Merged(int(not before), int(bool(before) and updated), int(not updated))
    [(labels, properties)] = ask("MATCH (n {id: 'ann'}) RETURN labels(n), properties(n)")
    assert sorted(labels) == sorted(["Entity", *after.get("type", ())])
    assert properties == {key: value for key, value in after.items() if key != "type"}


def test_a_stub_and_who_it_is_in_one_data_set(store: GraphStore, ask) -> None:
    counts = store.merge(dataset_of([STUB, ANN, STUB]))
    assert counts == only(entities=(1, 1, 1))
    assert ask("MATCH (n:Entity) RETURN n.name, n.stub") == [("Ann", None)]


@pytest.mark.parametrize(
    ("value", "other", "is_new"),
    [
        (float("nan"), float("nan"), False),
        ([1.0, float("nan")], [1.0, float("nan")], False),
        (float("nan"), 1.0, True),
        (float("inf"), float("inf"), False),
        (1, True, True),
        (["a", "b"], ["b", "a"], True),
    ],
)
def test_which_value_is_new_to_a_property(store: GraphStore, value, other, is_new) -> None:
    tie = {"source": "a", "target": "a", "type": "T", "id": "t"}
    store.merge(dataset_of([{"id": "a", "x": value}], [tie | {"x": value}]))
    counts = store.merge(dataset_of([{"id": "a", "x": other}], [tie | {"x": other}]))
    told = (0, int(is_new), int(not is_new))
    assert counts == only(entities=told, relations=told)


@pytest.mark.parametrize(
    ("types", "labels", "updated"),
    [
        (["Politician"], ["Entity", "Person", "Politician"], True),
        (["Person", "Politician"], ["Entity", "Person", "Politician"], True),
        (["Person"], ["Entity", "Person"], False),
        (None, ["Entity", "Person"], False),
    ],
)
def test_labels_are_united(store: GraphStore, ask, types, labels, updated) -> None:
    store.merge(EVERYTHING)
    counts = store.merge(dataset_of([{"id": "ann", "type": types}]))
    assert counts == only(entities=(0, int(updated), int(not updated)))
    [(found,)] = ask("MATCH (n {id: 'ann'}) RETURN labels(n)")
    assert sorted(found) == labels


def test_update_of_a_relation(store: GraphStore, ask) -> None:
    store.merge(EVERYTHING)
    counts = store.merge(dataset_of([], [KNOWS | {"certainty": "stated"}, OWNS]))
    assert counts == only(relations=(0, 1, 1))
    assert ask("MATCH ()-[r:KNOWS]->() RETURN r.role, r.certainty") == [("friend", "stated")]


def test_a_correction_replaces_lists(store: GraphStore, ask) -> None:
    store.merge(dataset_of([ANN, BOB], [KNOWS | {"id": "tie-1"}]))
    counts = store.merge(dataset_of([], [KNOWS | {"id": "tie-1", "sources": ["s2", "s1"]}]))
    assert counts == only(relations=(0, 1, 0))
    assert ask("MATCH ()-[r]->() RETURN r.sources") == [(["s2", "s1"],)]


MOVES = {
    "another target": {"target": "acme"},
    "another source": {"source": "acme"},
    "another type": {"type": "LIKES"},
    "turned round, and another role": {"source": "bob", "target": "ann", "role": "foe"},
    "to an entity that comes with it": {"target": "new"},
    "where it was": {"role": "foe"},
}


@pytest.mark.parametrize("case", MOVES)
def test_a_relation_with_a_known_id_is_replaced_wherever_it_was(store: GraphStore, ask, case: str) -> None:
    entities = [ANN, BOB, ACME]
    store.merge(dataset_of(entities, [{**KNOWS, "id": "r1"}, {**KNOWS, "id": "r2"}]))
    ends = {name: KNOWS[name] for name in ("source", "target", "type")}
    row = {**ends, **MOVES[case], "id": "r1"}
    new = [{"id": "new"}] if "new" in row.values() else []
    counts = [store.merge(dataset_of(new, [row])) for _ in range(2)]
    assert counts == [
        only(entities=(len(new), 0, 0), relations=(0, 1, 0)),
        only(entities=(0, 0, len(new)), relations=(0, 0, 1)),
    ]
    found = ask("MATCH (a)-[r]->(b) RETURN r.id, a.id, type(r), b.id, r.role, r.paragraph ORDER BY r.id")
    assert found == [
        ("r1", row["source"], row["type"], row["target"], row.get("role", "friend"), 3),
        ("r2", "ann", "KNOWS", "bob", "friend", 3),
    ]


BY_HAND = {
    # rows without an id, loaded after KNOWS with the id tie-1: created, updated, unchanged; the ids then
    "the same row": ([KNOWS], (0, 0, 1), ["tie-1"]),
    "a row that says more": ([KNOWS | {"summary": "since school"}], (0, 1, 0), ["tie-1"]),
    "words at their defaults": (
        [KNOWS | {"polarity": "affirms", "modality": "actual"}],
        (0, 1, 0),
        ["tie-1"],
    ),
    "another role": ([KNOWS | {"role": "foe"}], (1, 0, 0), None),
    "a denial": ([KNOWS | {"polarity": "denies"}], (1, 0, 0), None),
    "another relay": ([KNOWS | {"via": ["bob"]}], (1, 0, 0), None),
    "the other direction": ([KNOWS | {"source": "bob", "target": "ann"}], (1, 0, 0), None),
    "twice": ([KNOWS, KNOWS], (0, 0, 2), ["tie-1"]),
    "beside a new one": ([OWNS, KNOWS], (1, 0, 1), None),
}


@pytest.mark.parametrize(("rows", "counted", "ids"), BY_HAND.values(), ids=BY_HAND)
def test_a_row_without_an_id_is_the_claim_that_says_the_same(
    store: GraphStore, ask, rows: list[dict[str, Any]], counted: tuple[int, int, int], ids: list[str] | None
) -> None:
    store.merge(dataset_of([ANN, BOB, ACME], [KNOWS | {"id": "tie-1"}]))
    counts = [store.merge(dataset_of([], rows))["relations"] for _ in range(2)]
    assert counts == [Merged(*counted), Merged(0, 0, len(rows))]
    found = [own for (own,) in ask("MATCH ()-[r]->() RETURN r.id ORDER BY r.id")]
    assert found == ids or (ids is None and len(found) == 2)


def test_a_row_without_an_id_is_the_claim_that_was_corrected_to_say_the_same(store: GraphStore, ask) -> None:
    store.merge(dataset_of([ANN, BOB], [KNOWS]))
    own = relation_id(KNOWS)
    store.merge(dataset_of([], [KNOWS | {"id": own, "role": "foe"}]))
    assert store.merge(dataset_of([], [KNOWS | {"role": "foe"}])) == only(relations=(0, 0, 1))
    assert store.merge(dataset_of([], [KNOWS])) == only(relations=(0, 0, 1))
    assert ask("MATCH ()-[r]->() RETURN r.id, r.role") == [(own, "foe")]


def test_parallel_relations_stay_apart(store: GraphStore, ask) -> None:
    ties = [KNOWS, KNOWS | {"role": "enemy"}, KNOWS | {"paragraph": 9}, KNOWS | {"type": "MET"}]
    counts = store.merge(dataset_of([ANN, BOB], ties))
    assert counts == only(entities=(2, 0, 0), relations=(4, 0, 0))
    assert ask("MATCH (:Entity {id: 'ann'})-[r]->(:Entity {id: 'bob'}) RETURN count(r)") == [(4,)]


def test_same_relation_twice_in_one_data_set(store: GraphStore, ask) -> None:
    counts = store.merge(dataset_of([ANN, BOB], [KNOWS, KNOWS, KNOWS | {"certainty": "stated"}]))
    assert counts == only(entities=(2, 0, 0), relations=(1, 1, 1))
    assert ask("MATCH ()-[r]->() RETURN r.certainty") == [("stated",)]


def test_same_entity_twice_in_one_data_set(store: GraphStore, ask) -> None:
    counts = store.merge(dataset_of([ANN, ANN, ANN | {"country": "Peru"}]))
    assert counts == only(entities=(1, 1, 1))
    assert ask("MATCH (n:Entity) RETURN n.name, n.country") == [("Ann", "Peru")]


def test_a_tie_to_oneself(store: GraphStore, ask) -> None:
    store.merge(dataset_of([ANN], [{"source": "ann", "target": "ann", "type": "PRAISES"}]))
    assert ask("MATCH (a)-[r:PRAISES]->(a) RETURN a.id") == [("ann",)]


def test_relations_to_entities_that_are_there_already(store: GraphStore, ask) -> None:
    store.merge(dataset_of([ANN, BOB]))
    assert store.merge(dataset_of([], [KNOWS])) == only(relations=(1, 0, 0))
    assert ask("MATCH (a)-[:KNOWS]->(b) RETURN a.id, b.id") == [("ann", "bob")]


def test_a_relation_to_nobody_is_refused_before_anything_is_written(store: GraphStore, ask) -> None:
    with pytest.raises(DataError, match="'nobody'"):
        store.merge(dataset_of([ANN], [{"source": "ann", "target": "nobody", "type": "KNOWS"}]))
    assert ask("MATCH (n) RETURN count(n)") == [(0,)]


@pytest.mark.parametrize(
    "name",
    [
        "with space",
        "back`tick",
        "Ünïcødé",
        "日本語",
        "`; MATCH (n) DETACH DELETE n //",
        "a:b",
        "'\"\\",
        "1st",
    ],
)
def test_odd_names_of_labels_types_and_properties(store: GraphStore, ask, name: str) -> None:
    entity = {"id": "odd", "type": [name], name: "value"}
    tie = {"source": "odd", "target": "odd", "type": name, name: "value"}
    dataset = dataset_of([entity], [tie])
    store.merge(dataset)
    assert store.merge(dataset) == only(entities=(0, 0, 1), relations=(0, 0, 1))
    rows = ask("MATCH (n)-[r]->(n) RETURN labels(n), type(r), n[$name], r[$name]", {"name": name})
    assert [(sorted(labels), *rest) for labels, *rest in rows] == [
        (sorted(["Entity", name]), name, "value", "value")
    ]


VALUES: dict[str, Any] = {
    "text": "plain",
    "empty text": "",
    "quotes": "'\"`\\",
    "right to left": "אברהם عمر",
    "emoji": "👩‍👩‍👧 🏴",
    "composed and not": "é é",
    "lines": "one\ntwo\r\nthree\ttab",
    "separators": "a\x1fb\x1ec\x00d\x01",
    "a null character alone": "\x00",
    "integer": 7,
    "largest integer": 2**63 - 1,
    "smallest integer": -(2**63),
    "float": 0.1,
    "true": True,
    "false": False,
    "texts": ["a", "b"],
    "one empty text": [""],
    "no texts": [],
    "integers": [1, 2],
    "floats": [0.5, 1.0],
    "booleans": [True, False],
    "texts with separators": ["a\x1e", "\x1f"],
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_values_come_back_as_they_went(store: GraphStore, ask, value: Any) -> None:
    dataset = dataset_of(
        [{"id": "a", "value": value}, {"id": "b"}],
        [
            {"source": "a", "target": "b", "type": "T", "value": value},
            {"source": "b", "target": "a", "type": "T"},
        ],
    )
    store.merge(dataset)
    assert ask("MATCH (n:Entity) RETURN n.value ORDER BY n.id") == [(value,), (None,)]
    assert ask("MATCH (n)-[r]->() RETURN r.value ORDER BY n.id") == [(value,), (None,)]
    assert store.merge(dataset) == only(entities=(0, 0, 2), relations=(0, 0, 2))


def test_a_column_of_mixed_values(store: GraphStore, ask) -> None:
    values = ["text", 1, 1.5, True, None, ["a"], [1]]
    dataset = dataset_of([{"id": f"e{place}", "value": value} for place, value in enumerate(values)])
    store.merge(dataset)
    assert [value for (value,) in ask("MATCH (n:Entity) RETURN n.value ORDER BY n.id")] == values
    assert store.merge(dataset) == only(entities=(0, 0, len(values)))


def test_columns_that_hold_one_value(store: GraphStore, ask) -> None:
    from sociogram.graph.columns import ConstantColumn

    dataset = dataset_of([{"id": "a"}, {"id": "b"}])
    dataset.entities.columns["country"] = ConstantColumn("Peru", 2)
    dataset.entities.columns["nothing"] = ConstantColumn(None, 2)
    store.merge(dataset)
    assert ask("MATCH (n:Entity) RETURN properties(n) ORDER BY n.id") == [
        ({"id": "a", "country": "Peru"},),
        ({"id": "b", "country": "Peru"},),
    ]


def test_progress_ends_with_all_rows(store: GraphStore) -> None:
    seen: list[tuple[int, int]] = []
    store.merge(EVERYTHING, progress=lambda done, total: seen.append((done, total)))
    assert seen
    assert seen[-1] == (7, 7)
    assert seen == sorted(seen)


def test_an_empty_data_set(store: GraphStore, ask) -> None:
    assert store.merge(dataset_of()) == only()
    assert ask("MATCH (n) RETURN count(n)") == [(0,)]
