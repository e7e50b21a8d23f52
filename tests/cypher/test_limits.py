"""Queries whose rows explode end soon, with words, and take no more memory than they may."""

from __future__ import annotations

import pytest

import sociogram
from sociogram.graph.errors import LimitExceeded
from sociogram.queries.cypher import memory_limit as memory
from sociogram.queries.cypher.engine import Limits, execute
from sociogram.queries.cypher.plan.operators import Operator
from sociogram.queries.cypher.plan.planner import Planner
from sociogram.queries.cypher.syntax.ast import Statement
from support.held_clock import HeldClock

LOOKS = 20
"""At the clock, after which the time of a query is over; each of these could look for hours."""

PAIRS = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b "
NESTED = "WITH reduce(m = [1], x IN range(1, 40) | [m, m]) AS m "
EXPLODING = {
    "rows of ranges": PAIRS + "RETURN count(*)",
    "three ranges": PAIRS + "UNWIND range(1, 100000) AS c RETURN sum(a * b * c)",
    "all rows kept": PAIRS + "RETURN collect(a + b)",
    "all rows sorted": PAIRS + "RETURN a, b ORDER BY a * b",
    "all rows different": PAIRS + "RETURN DISTINCT a, b",
    "rows made one by one": PAIRS + "MERGE (:Pair {a: a, b: b})",
    "properties set": "UNWIND range(1, 10000) AS a MATCH (n:Entity) SET n.x = a",
    "properties set together": "UNWIND range(1, 10000) AS a MATCH (n:Entity) SET n.x = a, n.y = a",
    "properties set from a map": "UNWIND range(1, 10000) AS a MATCH (n:Entity) SET n += {x: a}",
    "properties removed": "UNWIND range(1, 10000) AS a MATCH (n:Entity) REMOVE n.x",
    "labels set": "UNWIND range(1, 10000) AS a MATCH (n:Entity) SET n:Seen",
    "labels removed": "UNWIND range(1, 10000) AS a MATCH (n:Entity) REMOVE n:Seen",
    "nodes deleted": "UNWIND range(1, 10000) AS a MATCH (n:Entity) DETACH DELETE n",
    "values sought for each row": "UNWIND range(1, 100000) AS i MERGE (:Number {x: i})",
    "loops that write": "FOREACH (a IN range(1, 100000) | FOREACH (b IN range(1, 100000) | CREATE (:X)))",
    "ranges in a subquery": (
        "UNWIND range(1, 100000) AS a CALL { WITH a UNWIND range(1, 100000) AS b RETURN b } RETURN count(*)"
    ),
    "patterns that share nothing": "MATCH (a), (b), (c), (d), (e) WHERE a.x = e.x RETURN count(*)",
    "conditions that nothing meets": (
        "UNWIND range(1, 100000) AS n MATCH (s:Entity) "
        "RETURN COUNT { MATCH (:Entity)-[r]->(:Entity) WHERE s.id + toString(n) IN r.sources }"
    ),
    "all trails": "MATCH p = (a)-[*]-(b) RETURN count(p)",
    "all trails, quantified": "MATCH p = ((a)-[r]-(b))+ RETURN count(p)",
    "all trails in an expression": "MATCH (a) RETURN size([(a)-[*]-(b) | b])",
    "all trails in a subquery": "MATCH (a) RETURN COUNT { (a)-[*]-(b) }",
    "many shortest trails": "MATCH p = SHORTEST 1000000 (a)-[r]-+(b) RETURN count(p)",
    "shortest by a pattern": "MATCH p = ALL SHORTEST (a)((x)-[r]-(y))+(b) RETURN count(p)",
    "comprehensions": "RETURN size([x IN range(1, 100000) | [y IN range(1, 100000) | x * y]])",
    "texts made of texts": (
        "WITH reduce(t = 'aa', x IN range(1, 16) | t + t) AS t UNWIND range(1, 100000) AS i "
        "RETURN collect(t + i)"
    ),
    "texts split": (
        "WITH reduce(t = 'a,', x IN range(1, 16) | t + t) AS t UNWIND range(1, 100000) AS i "
        "RETURN sum(size(split(t, ',' + i)))"
    ),
    "texts replaced": (
        "WITH reduce(t = 'aa', x IN range(1, 16) | t + t) AS t "
        "UNWIND range(1, 100000) AS i RETURN sum(size(replace(t, 'a', 'b' + i)))"
    ),
    "lists added": "UNWIND range(1, 100000) AS i RETURN sum(size(range(1, 1000) + i))",
    "lists in lists compared": NESTED + "RETURN m = m",
    "lists in lists ordered": NESTED + "RETURN m < m",
    "lists in lists sorted": NESTED + "UNWIND [m, m] AS x RETURN 1 AS one ORDER BY x",
    "lists in lists told apart": NESTED + "UNWIND [m, m] AS x RETURN count(DISTINCT x)",
    "lists in lists stored": NESTED + "CREATE (n {x: m})",
    "maps in maps compared": NESTED.replace("[m, m]", "{a: m, b: m}") + "RETURN m = m",
    "maps in maps sorted": NESTED.replace("[m, m]", "{a: m, b: m}")
    + "UNWIND [m, m] AS x RETURN 1 AS one ORDER BY x",
    "calls for each item": "RETURN size([x IN range(1, 10000000) | toString(x) + 'a'])",
    "calls for each distinct value": "UNWIND range(1, 10000000) AS x RETURN sum(size(toString(x % 100000)))",
    "a reduce": "RETURN reduce(total = 0, x IN range(1, 1000000) | total + x)",
    "a reduce over maps": "RETURN reduce(m = {n: 0}, x IN range(1, 1000000) | {n: m.n + x})",
    "a match for each row": "UNWIND range(1, 100000) AS i RETURN count('x' + i =~ '(a|aa)+.*')",
    "a long pattern planned": "EXPLAIN MATCH " + "".join(f"(a{i})-->" for i in range(320)) + "() RETURN 1",
    "many parts planned": "EXPLAIN MATCH " + ", ".join(f"(a{i})" for i in range(500)) + " RETURN 1",
    "a long text, read": "RETURN [" + ", ".join(map(str, range(20_000))) + "]",
    "many clauses": " ".join("CREATE (:P)" for _ in range(5_000)),
    "quantifiers": "RETURN any(x IN range(1, 1000000) WHERE all(y IN range(1, 1000000) WHERE y > x))",
}


@pytest.mark.parametrize("text", EXPLODING.values(), ids=EXPLODING)
def test_looks_at_the_clock_all_the_time_and_ends_with_it(held_clock: HeldClock, text: str) -> None:
    graph = sociogram.open()
    held_clock.step = 1.0
    with pytest.raises(LimitExceeded, match=f"longer than {LOOKS} s") as caught:
        list(graph.run(text, write=True, timeout=LOOKS))
    assert caught.value.limit == "timeout"


STEPS = 200
PLANNED = {
    "clauses": " ".join(f"UNWIND [1] AS x{i}" for i in range(STEPS)) + " RETURN 1",
    "clauses that write": " ".join(f"CREATE (n{i})" for i in range(STEPS)),
    "subqueries": " ".join(f"CALL () {{ RETURN 1 AS x{i} }}" for i in range(STEPS)) + " RETURN 1",
    "unions": " UNION ".join(f"RETURN {i} AS x" for i in range(STEPS)),
    "parts": "MATCH " + ", ".join(f"(n{i})" for i in range(STEPS)) + " RETURN 1",
    "hops": "MATCH " + "-->".join(f"(n{i})" for i in range(STEPS)) + " RETURN 1",
    "paths": "MATCH " + ", ".join(f"p{i} = (n{i})-->(m{i})" for i in range(STEPS)) + " RETURN 1",
}


@pytest.mark.parametrize("text", PLANNED.values(), ids=PLANNED)
def test_planning_looks_at_the_clock_at_each_step(
    monkeypatch: pytest.MonkeyPatch, held_clock: HeldClock, text: str
) -> None:
    plan_statement = Planner.plan_statement
    looks: list[int] = []

    def counted(self: Planner, statement: Statement) -> tuple[Operator, tuple[str, ...]]:
        before = held_clock.looks
        planned = plan_statement(self, statement)
        looks.append(held_clock.looks - before)
        return planned

    monkeypatch.setattr(Planner, "plan_statement", counted)
    sociogram.open().run("EXPLAIN " + text, write=True, timeout=60)
    assert looks
    assert min(looks) >= STEPS


HOLDING = ["all rows kept", "all rows sorted", "all rows different"]


@pytest.mark.parametrize("name", HOLDING)
def test_rows_that_are_held_are_counted(name: str) -> None:
    with pytest.raises(LimitExceeded) as caught:
        execute(sociogram.open().store, EXPLODING[name], limits=Limits(memory=20_000_000))
    assert caught.value.limit == "memory"


GROWING = {
    "lists of lists": (
        "WITH range(1, 20000) AS items UNWIND items AS item WITH items + [item] AS more RETURN collect(more)",
        1,
    ),
    "lists that share their items": ("UNWIND range(1, 20000) AS a RETURN collect(range(a, a + 20000))", 1),
    "walks of several ties at a time": ("MATCH (a)(()--()--()){1,12}(b) RETURN count(*)", 1),
    "walks": ("MATCH p = SHORTEST 1000000 (a)-[r]-+(b) RETURN count(p)", 100),
}


@pytest.mark.parametrize(("text", "looks"), GROWING.values(), ids=GROWING)
def test_what_cannot_be_counted_is_watched(
    monkeypatch: pytest.MonkeyPatch, held_clock: HeldClock, text: str, looks: int
) -> None:
    """With 100 MB free the process may grow by 50: these would take gigabytes.

    The memory is looked at each time that so many ``looks`` at the clock have gone by.
    """
    monkeypatch.setattr(memory, "free_memory", lambda: 100_000_000)
    graph = sociogram.open()
    graph.run("RETURN 1")
    held_clock.step = memory.EVERY / looks
    before = memory.used_memory()
    with pytest.raises(LimitExceeded, match="half of the memory") as caught:
        list(graph.run(text))
    assert caught.value.limit == "memory"
    assert memory.used_memory() - before < 1_000_000_000


VALUES = {
    "a list": "RETURN range(1, 10000000000)",
    "a list in a condition": "MATCH (n) WHERE 5 IN range(1, 10000000000) RETURN n",
    "a list that doubles": "RETURN reduce(items = [1], x IN range(1, 60) | items + items)",
    "a text that doubles": "RETURN reduce(text = 'a', x IN range(1, 60) | text + text)",
    "a text that is replaced": "RETURN reduce(text = 'aa', x IN range(1, 40) | replace(text, 'a', 'aa'))",
}


@pytest.mark.parametrize("text", VALUES.values(), ids=VALUES)
def test_one_value_that_explodes(text: str) -> None:
    with pytest.raises(LimitExceeded, match="would become longer than"):
        list(sociogram.open().run(text))


def test_any_way_back_to_a_node_is_found_without_trying_all() -> None:
    """From an actor with one tie there is no way back; in a dense graph there are billions of trails."""
    graph = sociogram.open()
    shortest = graph.run(
        "MATCH p = ALL SHORTEST (a)-[r]-{1,4}(a) RETURN a.id, length(p), count(*) ORDER BY a.id"
    )
    walked = graph.run(
        "MATCH p = (a)-[r*1..4]-(a) WITH a, length(p) AS length, count(*) AS many ORDER BY length "
        "WITH a, collect([length, many])[0] AS first RETURN a.id, first[0], first[1] ORDER BY a.id",
    )
    assert [tuple(row) for row in shortest] == [tuple(row) for row in walked]
    [(count,)] = graph.run(
        "MATCH (a:Entity) WHERE COUNT { (a)--() } = 1 MATCH ANY (a)-[r]-+(a) RETURN count(a)"
    )
    assert count == 0


def test_memory_is_known_where_the_system_tells() -> None:
    assert memory.free_memory() > 0
    assert memory.used_memory() >= 0
