"""What merging into a real server does beside what every store does (tests/stores)."""

from __future__ import annotations

import itertools
import threading
from contextlib import nullcontext
from functools import partial
from uuid import uuid4

import neo4j
import pytest
from neo4j.exceptions import IncompleteCommit, Neo4jError

from sociogram.graph.dataset import MergeCounts, Merged
from sociogram.graph.errors import DataError, LimitExceeded, StoreError
from sociogram.graph.neo4j.merge import differences
from sociogram.graph.neo4j.merge import load_lock as turns
from sociogram.graph.neo4j.merge import merger as merging
from sociogram.graph.neo4j.merge import row_groups as grouping
from sociogram.graph.neo4j.merge.load_lock import HeldLock
from sociogram.graph.neo4j.store import Neo4jStore
from support.datasets import dataset_of
from support.neo4j.fixtures import ServerAddress
from support.patience import PATIENCE

pytestmark = pytest.mark.neo4j

PEOPLE = [{"id": f"p{number:03}", "name": f"Person {number}", "type": ["Person"]} for number in range(60)]
TIES = [
    {"source": f"p{number:03}", "target": f"p{(number * 7) % 60:03}", "type": kind, "paragraph": number}
    for number in range(60)
    for kind in ("KNOWS", "OWNS", "MET")
]
GROUP = dataset_of(PEOPLE, TIES)


def counts(entities: tuple[int, int, int], relations: tuple[int, int, int]) -> MergeCounts:
    return {
        "entities": Merged(*entities),
        "relations": Merged(*relations),
        "sources": Merged(),
        "relation_types": Merged(),
    }


@pytest.fixture(params=[0, 5000], ids=["columns", "maps"])
def small_batches(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "ROWS_AT_ONCE", 50)
    monkeypatch.setattr(merging, "TRANSACTIONS_PER_LOCK", 3)
    monkeypatch.setattr(grouping, "FEW_ROWS", request.param)


def test_constraints_are_made(neo4j_store: Neo4jStore) -> None:
    neo4j_store.merge(dataset_of(PEOPLE))
    rows = neo4j_store.execute(
        "SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties "
        "WHERE type = 'UNIQUENESS' RETURN labelsOrTypes, properties"
    ).rows
    found = list(rows)
    for expected in ((["Entity"], ["id"]), (["Source"], ["id"]), (["RelationType"], ["type"])):
        assert expected in found


@pytest.mark.usefixtures("small_batches")
def test_many_transactions(neo4j_store: Neo4jStore) -> None:
    progress: list[tuple[int, int]] = []
    first = neo4j_store.merge(GROUP, progress=lambda *step: progress.append(step))
    assert first == counts((60, 0, 0), (180, 0, 0))
    assert len(progress) == 10
    assert progress[-1] == (240, 240)
    assert neo4j_store.merge(GROUP) == counts((0, 0, 60), (0, 0, 180))


@pytest.mark.usefixtures("small_batches")
def test_a_part_is_there_already(neo4j_store: Neo4jStore) -> None:
    half = dataset_of(PEOPLE, TIES[::2])
    assert neo4j_store.merge(half) == counts((60, 0, 0), (90, 0, 0))
    changed = [tie | {"role": "new"} if tie["paragraph"] == 3 else tie for tie in TIES]
    # What somebody's role is belongs to what a relation is: one of the half is another now.
    assert neo4j_store.merge(dataset_of(PEOPLE, changed)) == counts((0, 0, 60), (91, 0, 89))


@pytest.mark.usefixtures("small_batches")
def test_loads_at_once(neo4j_store: Neo4jStore, neo4j_database: ServerAddress) -> None:
    failures: list[BaseException] = []
    created: list[int] = []

    def load() -> None:
        try:
            with neo4j_database.open() as store:
                created.append(store.merge(GROUP)["relations"].created)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failures.append(error)

    threads = [threading.Thread(target=load) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert sum(created) == len(TIES)
    [(nodes, ties)] = neo4j_store.execute(
        "MATCH (n:Entity) WITH count(n) AS nodes MATCH ()-[r]->() RETURN nodes, count(r)"
    ).rows
    assert (nodes, ties) == (len(PEOPLE), len(TIES))


def statements_run(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list to which each statement that a merge runs with rows is added."""
    texts: list[str] = []
    run = differences.run

    def noted(tx, text, parameters):
        texts.append(text)
        return run(tx, text, parameters)

    monkeypatch.setattr(differences, "run", noted)
    return texts


@pytest.mark.usefixtures("small_batches")
def test_relations_that_cannot_be_there_are_created_without_looking(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = statements_run(monkeypatch)
    assert neo4j_store.merge(GROUP) == counts((60, 0, 0), (180, 0, 0))
    assert not any("]->(b)" in text and "MERGE" in text for text in texts)
    # Of the node by which loads take turns, nothing is left.
    assert list(neo4j_store.execute("MATCH (n) RETURN count(n)").rows) == [(60,)]


@pytest.mark.usefixtures("small_batches")
def test_relations_that_may_be_there_are_looked_for(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    neo4j_store.merge(dataset_of(PEOPLE, [TIES[-1], TIES[0] | {"type": "OTHER"}]))
    texts = statements_run(monkeypatch)
    assert neo4j_store.merge(GROUP) == counts((0, 0, 60), (179, 0, 1))
    assert not any("CREATE (a)" in text for text in texts)


@pytest.mark.usefixtures("small_batches")
def test_the_same_relation_twice_in_one_data_set(neo4j_store: Neo4jStore) -> None:
    again = [TIES[0] | {"summary": "more"}, *TIES[1:3]]
    assert neo4j_store.merge(dataset_of(PEOPLE, [*TIES, *again])) == counts((60, 0, 0), (180, 1, 2))


def in_store(store: Neo4jStore) -> tuple[int, int]:
    """Return how many ties there are, and how many different ones."""
    [(ties, ids)] = store.execute("MATCH ()-[r]->() RETURN count(r), count(DISTINCT r.id)").rows
    return ties, ids


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("lost", [7, 9, 10, 13, 17])  # actors, the keeper of the turn, three of a worker
def test_a_commit_whose_answer_got_lost(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch, lost: int
) -> None:
    attempt = neo4j_store.connection.attempt
    numbers = itertools.count()

    def losing(work, **options):
        number = next(numbers)
        done = attempt(work, **options)
        if number == lost:
            raise IncompleteCommit
        return done

    monkeypatch.setattr(neo4j_store.connection, "attempt", losing)
    assert sum_of(neo4j_store.merge(GROUP)["relations"]) == len(TIES)
    assert in_store(neo4j_store) == (len(TIES), len(TIES))


@pytest.mark.parametrize(("once", "written"), [(True, 1), (False, 2)])
def test_work_that_may_be_done_only_once_is_not_repeated(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch, *, once: bool, written: int
) -> None:
    attempt, losses = neo4j_store.connection.attempt, iter([True])

    def losing(work, **options):
        done = attempt(work, **options)
        if next(losses, False):
            raise IncompleteCommit
        return done

    monkeypatch.setattr(neo4j_store.connection, "attempt", losing)
    with nullcontext() if not once else pytest.raises(StoreError):
        neo4j_store.run_together(lambda runner: runner.execute("CREATE (:Made)", write=True), once=once)
    assert list(neo4j_store.execute("MATCH (n:Made) RETURN count(n)").rows) == [(written,)]


def sum_of(merged: Merged) -> int:
    return merged.created + merged.updated + merged.unchanged


@pytest.mark.usefixtures("small_batches")
def test_a_first_load_has_two_transactions_at_once(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2)
    meetings = iter([both] * 2)  # the first of each worker
    enter = HeldLock.enter

    def meeting(turn, tx, worker):
        enter(turn, tx, worker)
        if (place := next(meetings, None)) is not None:
            place.wait(PATIENCE)

    monkeypatch.setattr(HeldLock, "enter", meeting)
    assert neo4j_store.merge(GROUP) == counts((60, 0, 0), (180, 0, 0))
    assert in_store(neo4j_store) == (len(TIES), len(TIES))


TRANSACTIONS_OF_LOAD = (
    "SHOW TRANSACTIONS YIELD transactionId, metaData WHERE metaData.load = $load RETURN transactionId"
)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("entered", [1, 2, 3])
def test_a_turn_that_the_server_ends(
    neo4j_store: Neo4jStore,
    neo4j_database: ServerAddress,
    monkeypatch: pytest.MonkeyPatch,
    entered: int,
) -> None:
    """Every transaction of the load is terminated, that which holds the lock too."""
    load = uuid4().hex  # the server has transactions of other tests, too
    numbers = itertools.count(1)
    enter, open_session = HeldLock.enter, neo4j_store.connection.session
    lost: list[str] = []
    sessions: list[neo4j.Session] = []

    def opening(*, write):
        session = open_session(write=write)
        session.begin_transaction = partial(session.begin_transaction, metadata={"load": load})
        sessions.append(session)
        return session

    def ending(turn, tx, worker):
        if next(numbers) == entered:
            with neo4j_database.open() as other:
                ids = [row[0] for row in other.execute(TRANSACTIONS_OF_LOAD, {"load": load}).rows]
                other.execute("TERMINATE TRANSACTIONS $ids", {"ids": ids}).summary()
            lost.extend(ids)
        enter(turn, tx, worker)

    monkeypatch.setattr(neo4j_store.connection, "session", opening)
    monkeypatch.setattr(HeldLock, "enter", ending)
    assert sum_of(neo4j_store.merge(GROUP)["relations"]) == len(TIES)
    assert lost
    assert all(session.closed() for session in sessions)
    assert in_store(neo4j_store) == (len(TIES), len(TIES))


@pytest.mark.usefixtures("small_batches")
def test_a_load_whose_turn_was_lost_creates_nothing_beside_another(
    neo4j_store: Neo4jStore, neo4j_database: ServerAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker is about to ask for the turn, which is lost; another load takes it and writes everything."""
    enter = HeldLock.enter
    is_first = iter([True])

    def late(turn, tx, worker):
        if next(is_first, False):
            turn._tx.rollback()
            with neo4j_database.open() as other:
                other.merge(GROUP)
        enter(turn, tx, worker)

    monkeypatch.setattr(HeldLock, "enter", late)
    monkeypatch.setattr(merging, "WORKERS", 1)
    assert neo4j_store.merge(GROUP)["relations"] == Merged(0, 0, len(TIES))
    assert in_store(neo4j_store) == (len(TIES), len(TIES))


def test_a_user_who_may_not_delete_loads_without_taking_turns(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "Neo.ClientError.Security.Forbidden"
    refused = Neo4jError._hydrate_neo4j(code=code, message="Delete node is not allowed.")

    def refuse(tx, keys):
        raise refused

    monkeypatch.setattr(turns, "_lock", refuse)
    monkeypatch.setattr(merging, "ROWS_AT_ONCE", 50)
    texts = statements_run(monkeypatch)
    assert neo4j_store.merge(GROUP) == counts((60, 0, 0), (180, 0, 0))
    assert not any("CREATE (a)" in text for text in texts)


def test_a_constraint_that_cannot_be_made_is_a_warning(neo4j_store: Neo4jStore) -> None:
    named = "SHOW CONSTRAINTS YIELD name, labelsOrTypes WHERE 'Entity' IN labelsOrTypes RETURN name"
    for (name,) in list(neo4j_store.execute(named).rows):
        neo4j_store.execute(f"DROP CONSTRAINT {name}", write=True).summary()
    neo4j_store.execute("CREATE INDEX in_the_way FOR (n:Entity) ON (n.id)", write=True).summary()
    try:
        assert neo4j_store.merge(GROUP) == counts((60, 0, 0), (180, 0, 0))
        [warning] = neo4j_store.warnings
        assert "CREATE CONSTRAINT IF NOT EXISTS FOR (n:`Entity`) REQUIRE n.`id` IS UNIQUE" in warning
        assert neo4j_store.merge(GROUP) == counts((0, 0, 60), (0, 0, 180))
    finally:
        neo4j_store.execute("DROP INDEX in_the_way", write=True).summary()


def test_what_is_there_in_another_shape(neo4j_store: Neo4jStore) -> None:
    """A graph that somebody made by hand: aliases as a text, the same id on another kind of node."""
    neo4j_store.execute(
        "CREATE (:Entity:Person {id: 'p000', aliases: 'Old'}), (:Invoice {id: 'p000'})", write=True
    ).summary()
    row = PEOPLE[0] | {"aliases": ["New", "Old"]}
    assert neo4j_store.merge(dataset_of([row])) == counts((0, 1, 0), (0, 0, 0))
    assert list(neo4j_store.execute("MATCH (n:Entity) RETURN n.aliases").rows) == [(["Old", "New"],)]
    assert neo4j_store.merge(dataset_of([row])) == counts((0, 0, 1), (0, 0, 0))


@pytest.mark.parametrize(
    "value", [2**63, "lone \ud800 surrogate", ["a", 1]], ids=["integer", "text", "mixed list"]
)
def test_values_that_neo4j_cannot_store(neo4j_store: Neo4jStore, value: object) -> None:
    with pytest.raises((DataError, StoreError)) as caught:
        neo4j_store.merge(dataset_of([{"id": "a", "value": value}]))
    assert "store" in str(caught.value) or "0 of 1 rows were loaded" in str(caught.value)


def test_too_little_memory_makes_smaller_transactions(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    in_transaction = merging.Merger._in_transaction

    def limited(self, tx, parts):
        sizes.append(sum(map(len, parts)))
        if sizes[-1] > 20:
            raise LimitExceeded("no memory", limit="memory")
        return in_transaction(self, tx, parts)

    monkeypatch.setattr(merging.Merger, "_in_transaction", limited)
    assert neo4j_store.merge(GROUP) == counts((60, 0, 0), (180, 0, 0))
    assert sizes[0] == 240
    assert max(sizes[sizes.index(min(sizes)) :]) <= 20


def test_far_too_little_memory_is_an_error_that_says_how_far_it_came(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def limited(self, tx, parts):
        raise LimitExceeded("The query needs more memory.", limit="memory")

    monkeypatch.setattr(merging.Merger, "_in_transaction", limited)
    with pytest.raises(
        LimitExceeded, match="0 of 240 rows were loaded and stay; repeat the load to add the rest"
    ):
        neo4j_store.merge(GROUP)
