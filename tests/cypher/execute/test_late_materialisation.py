"""What a query puts off, or does for more rows than it must, changes no answer.

A scan's filters are masks, and a test may be made for rows that an earlier one dropped; properties are
read when somebody asks, of the rows that are left; the first rows are found batch by batch; integers are
stored in as few bytes as hold them. Each question here is answered by plain Python beside it.
"""

from __future__ import annotations

import random
import weakref
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociogram.graph.columns import Column, IntColumn, NodeColumn, column_of
from sociogram.graph.columns.scan_selection import ScanSelection
from sociogram.graph.dataset import Dataset, Table
from sociogram.graph.errors import CypherTypeError
from sociogram.queries.cypher.batches.batch import Batch, Columns, LazyProperty
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute import builder
from sociogram.queries.cypher.execute.batches import narrowed
from sociogram.queries.cypher.execute.rows import scans
from sociogram.queries.cypher.execute.rows import sort as order
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

Row = dict[str, Any]
ACTORS, TIES = 6_000, 9_000
"""More than what is read at once without being put off."""

KINDS: dict[str, tuple[int, int]] = {
    "byte": (-128, 127),
    "short": (-(2**15), 2**15 - 1),
    "whole": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
}
"""Properties whose values reach both ends of what fits one, two, four and eight bytes."""


def values(low: int, high: int, count: int, seed: int, *, gaps: bool) -> list[int | None]:
    chance = random.Random(seed)  # noqa: S311 - no secrets
    made: list[int | None] = [chance.randint(low, high) for _ in range(count)]
    made[0], made[1] = low, high
    if gaps:
        made[2::7] = [None] * len(made[2::7])
    return made


@pytest.fixture(scope="module")
def nodes() -> list[Row]:
    held = {kind: values(*ends, ACTORS, 1, gaps=kind != "short") for kind, ends in KINDS.items()}
    mixed = [place if place % 3 else f"m{place}" for place in range(ACTORS)]
    rows = zip(*held.values(), mixed, strict=True)
    return [
        {
            "id": f"a{place:05d}",
            "type": "Odd" if place % 2 else "Even",
            **dict(zip([*held, "mixed"], row, strict=True)),
        }
        for place, row in enumerate(rows)
    ]


@pytest.fixture(scope="module")
def ties() -> list[Row]:
    chance = random.Random(3)  # noqa: S311 - no secrets
    held = {kind: values(*ends, TIES, 2, gaps=kind != "short") for kind, ends in KINDS.items()}
    return [
        {
            "source": int(ACTORS * chance.random() ** 2),
            "target": chance.randrange(ACTORS),
            "type": chance.choice("KLM"),
            **dict(zip(held, row, strict=True)),
        }
        for row in zip(*held.values(), strict=True)
    ]


@pytest.fixture(scope="module", params=[builder.CHUNK, 1 << 10], ids=["one batch", "many batches"])
def store(request: pytest.FixtureRequest, nodes: list[Row], ties: list[Row]):
    entities = {key: column_of([row[key] for row in nodes]) for key in nodes[0]}
    relations = {key: column_of([row[key] for row in ties]) for key in ties[0]}
    relations |= {end: column_of([nodes[row[end]]["id"] for row in ties]) for end in ("source", "target")}
    with pytest.MonkeyPatch.context() as patched:
        for module in (builder, scans):
            patched.setattr(module, "CHUNK", request.param)
        yield MemoryStore.from_dataset(Dataset(Table(ACTORS, entities), Table(TIES, relations)))


def ordered(rows: list[Row], key: str, *, descending: bool) -> list[Row]:
    """Order rows as Cypher does: null is the largest."""

    def place(row: Row) -> tuple[bool, int]:
        return row[key] is None, row[key] or 0

    return sorted(sorted(rows, key=lambda row: row["id"]), key=place, reverse=descending)


def known(rows: list[Row], key: str) -> list[Row]:
    return [row for row in rows if row[key] is not None]


Answer = Callable[[list[Row], list[Row], str], list[Any]]

QUESTIONS: list[tuple[str, Answer]] = [
    (
        "MATCH (a:Odd) WHERE a.{k} > 5 RETURN count(*)",
        lambda nodes, _, k: [sum(row["type"] == "Odd" and row[k] > 5 for row in known(nodes, k))],
    ),
    (
        "MATCH (a:Entity) WHERE a.{k} IS NULL RETURN count(*)",
        lambda nodes, _, k: [len(nodes) - len(known(nodes, k))],
    ),
    (
        "MATCH ()-[r:K]->() WHERE r.{k} >= -100 AND r.short < 0 AND r.byte <> 3 RETURN count(*)",
        lambda _, ties, k: [
            sum(
                row["type"] == "K" and row[k] >= -100 and row["short"] < 0 and row["byte"] != 3
                for row in known(known(ties, k), "byte")
            )
        ],
    ),
    (
        "MATCH ()-[r]->() WHERE r.short < 0 AND r.{k} > 128 RETURN sum(r.short), max(r.{k}), min(r.{k})",
        lambda _, ties, k: [
            sum(row["short"] for row in known(ties, k) if row["short"] < 0 and row[k] > 128),
            max((row[k] for row in known(ties, k) if row["short"] < 0 and row[k] > 128), default=None),
            min((row[k] for row in known(ties, k) if row["short"] < 0 and row[k] > 128), default=None),
        ],
    ),
    (
        "MATCH (a:Entity) WHERE a.short > 0 AND a.mixed > 100 RETURN count(a.{k})",
        lambda nodes, _, k: [
            sum(
                row["short"] > 0 and isinstance(row["mixed"], int) and row["mixed"] > 100
                for row in known(nodes, k)
            )
        ],
    ),
    (
        "MATCH (a:Entity) WITH a.id AS id, a.{k} AS v ORDER BY v DESC, id LIMIT 9 RETURN collect(id)",
        lambda nodes, _, k: [[row["id"] for row in ordered(nodes, k, descending=True)[:9]]],
    ),
    (
        "MATCH (a:Even) WITH a.id AS id, a.{k} AS v ORDER BY v, id SKIP 30 LIMIT 9 RETURN collect(id)",
        lambda nodes, _, k: [
            [
                row["id"]
                for row in ordered([row for row in nodes if row["type"] == "Even"], k, descending=False)[
                    30:39
                ]
            ]
        ],
    ),
    (
        "MATCH (a:Entity) RETURN count(DISTINCT a.{k}), count(DISTINCT -1 - a.byte)",
        lambda nodes, _, k: [
            len({row[k] for row in known(nodes, k)}),
            len({row["byte"] for row in known(nodes, "byte")}),
        ],
    ),
    (
        (
            "MATCH (a)-[r:L]->() WITH a, count(r.{k}) AS n, sum(r.short) AS s WHERE n > 2 "
            "RETURN count(*), sum(n), max(s)"
        ),
        lambda _, ties, k: of_groups([row for row in ties if row["type"] == "L"], k),
    ),
    (
        (
            "MATCH (a:Entity) WHERE a.{k} IN [-129, -128, 127, 128, 32767, 2147483647, 2147483648] "
            "RETURN count(*)"
        ),
        lambda nodes, _, k: [
            sum(row[k] in (-129, -128, 127, 128, 32767, 2147483647, 2147483648) for row in nodes)
        ],
    ),
    (
        (
            "MATCH (a:Entity) WHERE a.short < 300 "
            "RETURN sum(a.short + a.short), sum(a.byte * a.short), avg(a.byte)"
        ),
        lambda nodes, _, k: [
            sum(2 * row["short"] for row in nodes if row["short"] < 300),
            sum(row["byte"] * row["short"] for row in known(nodes, "byte") if row["short"] < 300),
            pytest.approx(np.mean([row["byte"] for row in known(nodes, "byte") if row["short"] < 300])),
        ],
    ),
    (
        "MATCH (a)-[r:K]->(b) WHERE a.{k} < b.{k} RETURN count(*)",
        lambda nodes, ties, k: [
            sum(
                nodes[row["source"]][k] < nodes[row["target"]][k]
                for row in ties
                if row["type"] == "K" and None not in (nodes[row["source"]][k], nodes[row["target"]][k])
            )
        ],
    ),
    (
        "MATCH (a)-[r:M]-(b) WHERE r.{k} > 0 RETURN count(*)",
        lambda _, ties, k: [
            sum(
                (1 if row["source"] == row["target"] else 2)
                for row in known(ties, k)
                if row["type"] == "M" and row[k] > 0
            )
        ],
    ),
]


def of_groups(ties: list[Row], key: str) -> list[int]:
    numbers = Counter(row["source"] for row in known(ties, key))
    many = {actor for actor, number in numbers.items() if number > 2}
    sums = Counter[int]()
    for row in ties:
        sums[row["source"]] += row["short"]
    return [len(many), sum(numbers[actor] for actor in many), max(sums[actor] for actor in many)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("question", "answer"), QUESTIONS, ids=[question for question, _ in QUESTIONS])
def test_questions_to_columns_of_every_width(store, nodes, ties, question: str, answer: Answer, kind: str):
    assert list(run(store, question.replace("{k}", kind)).single()) == answer(nodes, ties, kind)


def test_the_columns_are_as_narrow_as_their_values(store):
    held = [store.snapshot.node_property(kind).stored.itemsize for kind in KINDS]
    assert held == [1, 2, 4, 8]


def test_a_test_that_may_fail_waits_for_the_rows_that_reach_it(store):
    text = "MATCH (a:Entity) WHERE a.short > $least AND 1 / (a.short - $least) >= 0 RETURN count(*)"
    assert run(store, text, {"least": 0}).value() > 0
    with pytest.raises(CypherTypeError):
        run(store, "MATCH (a:Entity) WHERE a.short > 0 AND size(a.short) > 1 RETURN count(*)").value()


def test_what_is_read_late_is_what_was_there_before_the_query_wrote(nodes):
    """Only where nothing is written may reading wait."""
    store = MemoryStore.from_dataset(
        Dataset(Table(ACTORS, {key: column_of([row[key] for row in nodes]) for key in ("id", "short")}))
    )
    text = "MATCH (a:Entity) WITH a, a.short AS before SET a.short = 40000 RETURN sum(before), min(a.short)"
    assert list(run(store, text, write=True).single()) == [sum(row["short"] for row in nodes), 40000]
    assert store.snapshot.node_property("short").stored.dtype == np.int32


def test_an_order_by_what_the_query_writes_waits_until_all_is_written(nodes, monkeypatch):
    for module in (builder, scans):
        monkeypatch.setattr(module, "CHUNK", 1 << 10)
    store = MemoryStore.from_dataset(
        Dataset(Table(ACTORS, {key: column_of([row[key] for row in nodes]) for key in ("id", "short")}))
    )
    text = (
        "MATCH (a:Entity) SET a.short = -a.short WITH a ORDER BY a.short, a.id LIMIT 9 RETURN collect(a.id)"
    )
    expected = sorted(nodes, key=lambda row: (-row["short"], row["id"]))[:9]
    assert run(store, text, write=True).value() == [row["id"] for row in expected]


@pytest.mark.parametrize("kind", KINDS)
def test_writing_what_does_not_fit_widens(kind: str):
    low, high = KINDS[kind]
    store = MemoryStore.from_dataset(
        Dataset(Table(3, {"id": column_of(["a", "b", "c"]), "v": column_of([low, high, None])}))
    )
    for value in (high + 1, low - 1, 2**70):
        run(store, "MATCH (n {id: 'c'}) SET n.v = $v", {"v": str(value)}, write=True)
        if abs(value) < 2**63:
            run(store, "MATCH (n {id: 'c'}) SET n.v = $v", {"v": value}, write=True)
            assert run(store, "MATCH (n) RETURN collect(n.v)").value() == [low, high, value]
            assert run(store, "MATCH (n {v: $v}) RETURN n.id", {"v": value}).value() == "c"


# ── The parts by themselves ────────────────────────────────────────────────────────────────────


class _First(order.Ordering):
    """Orders by the column ``x``."""

    def __init__(self, *, descending: bool) -> None:
        self._items = ((lambda batch, _context: batch.columns["x"], descending),)


def numbers(draw: Any, count: int) -> Column:
    low, high = draw(st.sampled_from([(0, 3), (-128, 127), (-(2**31), 2**31), (0, 10**6)]))
    given = st.integers(low, high) if draw(st.booleans()) else st.one_of(st.none(), st.integers(low, high))
    some = draw(st.lists(given, min_size=8, max_size=8))
    made = [some[place * place % 8] for place in range(count)]
    if draw(st.booleans()):
        return column_of([None if value is None else f"{value:012d}" for value in made])
    column = column_of(made)
    return column.narrowed() if isinstance(column, IntColumn) else column


@given(st.data(), st.integers(1, 40), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_first_rows_of_batches_are_those_of_all(data: st.DataObject, count: int, descending: bool):
    ordering, context = _First(descending=descending), Context()
    batches, held = [], []
    for _ in range(data.draw(st.integers(1, 4))):
        column = numbers(data.draw, data.draw(st.integers(1, 900)))
        batches.append(Batch({"x": column}, len(column)))
        held += column.to_list()
    nearest = order.TopThreshold(ordering, context, count)
    left = [value for batch in batches for value in nearest.of(batch).columns["x"].to_list()]
    if len({type(value) for value in held if value is not None}) > 1:
        return  # each batch was of one kind, and how kinds follow one another is not asked here

    def place(value: Any) -> tuple[bool, Any]:
        return value is None, 0 if value is None else value

    assert (
        sorted(left, key=place, reverse=descending)[:count]
        == sorted(held, key=place, reverse=descending)[:count]
    )


SLOTS = np.arange(0, 200, 2)
CUT = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted)


@given(CUT, st.lists(st.integers(0, 10**6), max_size=30), CUT)
@settings(max_examples=80, deadline=None)
def test_a_span_follows_its_rows(cut: list[int], rows: list[int], part: list[int]):
    begin, end = cut
    column = NodeColumn(SLOTS[begin:end], ScanSelection("Label", SLOTS, begin, end))
    listed = column_of([f"n{place}" for place in range(len(SLOTS))])
    taken = np.array([row % (end - begin) for row in rows] if end > begin else [], dtype=np.int64)
    for one, places in (
        (column, np.arange(begin, end)),
        (column.take(taken), begin + taken),
        (column.take(taken).take(np.arange(len(taken))[::-1]), (begin + taken)[::-1]),
        (column.part(*np.minimum(part, end - begin).tolist()), np.arange(begin, end)[slice(*part)]),
        (column.take(taken).part(*np.minimum(part, len(taken)).tolist()), (begin + taken)[slice(*part)]),
    ):
        assert one.selection is not None
        assert not one.has_nulls()
        assert len(one) == len(places)
        assert one.slots.tolist() == SLOTS[places].tolist()
        assert one.selection.gather(listed).to_list() == [f"n{place}" for place in places.tolist()]
    beside = [ScanSelection("Label", SLOTS, 0, begin), ScanSelection("Label", SLOTS, begin, end).take(taken)]
    together = ScanSelection.concat(beside)
    assert together is not None
    assert together.slice(SLOTS).tolist() == [
        slot for selection in beside for slot in selection.slice(SLOTS).tolist()
    ]
    assert (
        end == 100
        or ScanSelection.concat(
            [ScanSelection("Label", SLOTS, 0, end), ScanSelection("Label", SLOTS, end + 1, 100)]
        )
        is None
    )


def test_a_property_that_is_put_off_is_read_for_the_rows_that_are_left():
    read: list[int] = []

    def reading(column: Column) -> Column:
        read.append(len(column))
        return column

    source = column_of(list(range(100)))
    batch = Batch(Columns.root({"v": LazyProperty(source, reading)}), 100)
    mask = np.zeros(100, dtype=np.bool_)
    mask[[3, 50]] = True
    assert batch.where(mask).columns["v"].to_list() == [3, 50]
    assert batch.take([7]).take([0]).columns["v"].to_list() == [7]
    assert read == [2, 1]
    assert batch.with_columns({"w": source}).columns["v"].to_list() == list(range(100))


def test_rows_that_distinct_waits_for_hold_nothing_of_those_that_were_dropped():
    walked = np.arange(1000)
    batch = Batch(Columns.root({"a": IntColumn(walked), "b": IntColumn(walked)}), len(walked)).take([7, 9])
    held = weakref.ref(walked)
    [narrow] = narrowed(iter([batch]), ["a"])
    del walked, batch
    assert held() is None
    assert narrow.columns["a"].to_list() == [7, 9]
    assert list(narrow.columns) == ["a"]


def test_one_row_meets_each_node(store: MemoryStore, nodes: list[Row]) -> None:
    found = [tuple(row) for row in run(store, "MATCH (a {id: 'a00007'}) MATCH (n) RETURN a.id, n.id")]
    assert found == [("a00007", node["id"]) for node in nodes]


def test_nodes_are_sought_by_values_of_any_type(store: MemoryStore) -> None:
    text = "UNWIND $keys AS key OPTIONAL MATCH (n) WHERE elementId(n) = key RETURN n.id"
    keys = ["3", None, 3, [3], {"key": "3"}, "none", "3"]
    found = [name for (name,) in run(store, text, {"keys": keys})]
    assert found == ["a00003", None, None, None, None, None, "a00003"]
