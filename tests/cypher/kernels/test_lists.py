"""Lists from where they are made to where they leave: the same as if each were a Python list.

Every query runs on enough rows for its lists to be parts of one column of items. What it must give is
worked out from the plain rows of the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from sociogram.graph.model import Node, Relationship
from sociogram.queries.cypher import memory_limit as memory
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

TIES = "MATCH (a:Actor)-[r:TIE]->(b) "


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    """60 actors and 300 ties; every fifth actor has no year, every third tie none, and some no tie."""
    random = Random(5)  # noqa: S311 - a graph to look at, no secret
    store = MemoryStore()
    with store.transaction() as transaction:
        actors = [
            transaction.create_node(
                ["Actor"],
                {"name": f"n{place % 40:02}", "at": place} | ({"year": place % 9} if place % 5 else {}),
            )
            for place in range(60)
        ]
        for place in range(300):
            start, end = random.choice(actors[:50]), random.choice(actors)
            year = {"year": random.randrange(2000, 2010)} if place % 3 else {}
            transaction.create_relationship(start, end, "TIE", {"at": place} | year)
    return store


Rows = list[tuple[Node, Relationship, Node]]


@pytest.fixture(scope="module")
def rows(store: MemoryStore) -> Rows:
    """Each tie with its ends, in the order of its number."""
    return sorted(
        (tuple(row) for row in run(store, TIES + "RETURN a, r, b")), key=lambda row: row[1].properties["at"]
    )


def by_actor(rows: Rows, value: Callable[[Node, Relationship, Node], Any]) -> dict[int, list[Any]]:
    """Return the values of each actor's ties without nulls, in the order of the ties."""
    found: dict[int, list[Any]] = defaultdict(list)
    for a, r, b in rows:
        kept = found[a.properties["at"]]
        if (one := value(a, r, b)) is not None:
            kept.append(one)
    return found


def year(a: Node, r: Relationship, b: Node) -> Any:
    return r.properties.get("year")


def answer(store: MemoryStore, text: str, **parameters: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in run(store, text, parameters)]


ORDERED = TIES + "WITH a, r, b ORDER BY r.at "

COLLECTED: dict[str, Callable[[Node, Relationship, Node], Any]] = {
    "r.year": year,
    "b.name": lambda a, r, b: b.properties["name"],
    "b.year * 1.5": lambda a, r, b: None if "year" not in b.properties else b.properties["year"] * 1.5,
    "r.year > 2004": lambda a, r, b: None if year(a, r, b) is None else year(a, r, b) > 2004,
    "b": lambda a, r, b: b,
    "r": lambda a, r, b: r,
    "[b, r.year]": lambda a, r, b: [b, year(a, r, b)],
    "{end: b, year: r.year}": lambda a, r, b: {"end": b, "year": year(a, r, b)},
    "CASE WHEN r.at % 2 = 0 THEN b ELSE r.year END": lambda a, r, b: (
        b if r.properties["at"] % 2 == 0 else year(a, r, b)
    ),
}


@pytest.mark.parametrize("expression", COLLECTED)
def test_collect_keeps_the_order_of_rows_and_leaves_nulls_out(
    store: MemoryStore, rows: Rows, expression: str
) -> None:
    expected = by_actor(rows, COLLECTED[expression])
    assert dict(answer(store, ORDERED + f"RETURN a.at, collect({expression})")) == expected
    [(everything,)] = answer(store, ORDERED + f"RETURN collect({expression})")
    assert everything == [value for row in rows if (value := COLLECTED[expression](*row)) is not None]


@pytest.mark.parametrize("expression", [name for name in COLLECTED if "{" not in name])
def test_unwind_gives_back_what_was_collected(store: MemoryStore, rows: Rows, expression: str) -> None:
    lists = by_actor(rows, COLLECTED[expression])
    found = answer(
        store,
        ORDERED
        + f"WITH a, collect({expression}) AS items ORDER BY a.at UNWIND items AS item RETURN a.at, item",
    )
    assert found == [(at, item) for at in sorted(lists) for item in lists[at]]


def test_collect_of_different_values(store: MemoryStore, rows: Rows) -> None:
    found = dict(answer(store, ORDERED + "RETURN a.at, collect(DISTINCT r.year)"))
    assert found == {at: list(dict.fromkeys(years)) for at, years in by_actor(rows, year).items()}


def test_collect_of_nothing(store: MemoryStore) -> None:
    assert answer(store, "MATCH (n:Nobody) RETURN collect(n), size(collect(n.name))") == [([], 0)]
    assert answer(store, "MATCH (n:Nobody) RETURN n.name, collect(n)") == []


def test_lists_of_lists(store: MemoryStore, rows: Rows) -> None:
    [(found,)] = answer(
        store, ORDERED + "WITH a, collect(r) AS ties ORDER BY a.at RETURN collect(tail(ties)) AS lists"
    )
    lists = by_actor(rows, lambda a, r, b: r)
    assert found == [lists[at][1:] for at in sorted(lists)]


READ: dict[str, Callable[[list[Any]], Any]] = {
    "size(years)": len,
    "years[0]": lambda years: years[0] if years else None,
    "[last(years), years[-1]]": lambda years: [years[-1]] * 2 if years else [None, None],
    "years[1..-1]": lambda years: years[1:-1],
    "reverse(years)": lambda years: years[::-1],
    "2003 IN years": lambda years: 2003 in years,
    "[y IN years WHERE y > 2004 | y - 2000]": lambda years: [y - 2000 for y in years if y > 2004],
    "any(y IN years WHERE y = 2003) AND NOT isEmpty(tail(years))": lambda years: (
        2003 in years and len(years) > 1
    ),
    "[i IN range(0, size(years) - 2) | years[i + 1] - years[i]]": lambda years: [
        after - before for before, after in pairwise(years)
    ],
    "[y IN years WHERE size([z IN years WHERE z < y]) = 1]": lambda years: [
        y for y in years if sum(z < y for z in years) == 1
    ],
    "coalesce(CASE WHEN size(years) > 3 THEN years END, [])": lambda years: years if len(years) > 3 else [],
    "reduce(s = 0, y IN years | s + y)": sum,
    "years + years": lambda years: years + years,
}


@pytest.mark.parametrize("expression", READ)
def test_what_reads_lists(store: MemoryStore, rows: Rows, expression: str) -> None:
    found = answer(store, ORDERED + f"WITH a, collect(r.year) AS years RETURN a.at, {expression}")
    assert dict(found) == {at: READ[expression](years) for at, years in by_actor(rows, year).items()}


def test_one_list_beside_every_row(store: MemoryStore, rows: Rows) -> None:
    among = "MATCH (a:Actor) WHERE a.at < 7 WITH collect(a) AS few MATCH (a)-[r:TIE]->(b) "
    count = sum(a.properties["at"] < 7 and b.properties["at"] < 7 for a, _, b in rows)
    assert answer(store, among + "WHERE a IN few AND b IN few RETURN count(*)") == [(count,)]
    assert answer(store, among + "WHERE any(x IN few WHERE x = b) AND a IN few RETURN count(*)") == [(count,)]
    found = answer(store, among + "RETURN few")
    assert len({id(few) for (few,) in found}) == len(found) == len(rows), "an answer's rows share no list"


def test_lists_group_sort_and_join_as_values(store: MemoryStore, rows: Rows) -> None:
    lists = by_actor(rows, year)
    made = ORDERED + "WITH a, collect(r.year) AS years "
    assert answer(store, made + "RETURN count(DISTINCT years)") == [(len(set(map(tuple, lists.values()))),)]
    found = answer(store, made + "RETURN years ORDER BY years, a.at")
    assert [years for (years,) in found] == sorted(lists.values())
    pairs = sum(one == other for one in lists.values() for other in lists.values())
    both = made + "WITH collect({y: years}) AS all UNWIND all AS x UNWIND all AS y WITH x, y WHERE x.y = y.y "
    assert answer(store, both + "RETURN count(*)") == [(pairs,)]


def test_subqueries_collect_nulls_too(store: MemoryStore, rows: Rows) -> None:
    found = answer(
        store,
        "MATCH (a:Actor) RETURN a.at, COLLECT { MATCH (a)-[r:TIE]->() RETURN r.year ORDER BY r.at }, "
        "size([(a)-[r:TIE]->(b) | b.name])",
    )
    lists: dict[int, list[Any]] = {at: [] for at in range(60)}
    for a, r, b in rows:
        lists[a.properties["at"]].append(year(a, r, b))
    assert found == [(at, years, len(years)) for at, years in sorted(lists.items())]


def test_lists_of_nodes_live_through_writing() -> None:
    store = MemoryStore()
    run(store, "UNWIND range(1, 40) AS at CREATE (:Old {at: at})", write=True)
    found = run(
        store,
        "MATCH (n:Old) WITH collect(n) AS old UNWIND range(1, 40) AS at CREATE (:Old {at: -at}) "
        "WITH old, count(*) AS made UNWIND old AS n SET n.tags = [n.at, made] RETURN n.at, n.tags",
        write=True,
    )
    assert [tuple(row) for row in found] == [(at, [at, 40]) for at in range(1, 41)]


# ── range() ────────────────────────────────────────────────────────────────────────────────────

LARGEST = 2**63 - 1


@pytest.mark.parametrize(
    ("start", "end", "step"),
    [
        (1, 300, 1),
        (300, 1, -1),
        (5, 900, 7),
        (LARGEST - 300, LARGEST, 1),
        (-LARGEST - 1, -LARGEST + 300, 3),
        (-LARGEST - 1, LARGEST, 2**62),
        (1, 0, 1),
        (0, LARGEST, LARGEST),
    ],
)
def test_ranges_to_the_edges_of_64_bits(store: MemoryStore, start: int, end: int, step: int) -> None:
    given = {"start": start, "end": end, "step": step}
    expected = [(number,) for number in range(start, end + (1 if step > 0 else -1), step)]
    assert answer(store, f"UNWIND range({start}, {end}, {step}) AS x RETURN x") == expected
    assert answer(store, "UNWIND range($start, $end, $step) AS x RETURN x", **given) == expected


def test_a_long_range_is_made_a_part_at_a_time(store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 60 MB free the process may grow by 30: the numbers all at once take 160."""
    monkeypatch.setattr(memory, "free_memory", lambda: 60_000_000)
    text = "UNWIND range(1, 20000000) AS x WITH x WHERE x % 4000000 = 0 RETURN x"
    assert answer(store, text) == [(number * 4_000_000,) for number in range(1, 6)]
