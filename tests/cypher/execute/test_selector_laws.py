"""What a selector chooses is what is chosen from every trail, found by plain recursion."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

Trail = tuple[int, ...]
"""Relationships, by number."""
Ends = tuple[int, int]

Graph = tuple[tuple[int, int], ...]
"""The ends of each relationship; node n has k = n % 3, relationship n has w = n % 2."""
NODES = 5
LONGEST = 9

STEPS = {
    "({x})-[{r}]->({y})": lambda start, end: [(start, end)],
    "({x})<-[{r}]-({y})": lambda start, end: [(end, start)],
    "({x})-[{r}]-({y})": lambda start, end: {(start, end), (end, start)},
}
TESTS = {
    "true": lambda near, number, far: True,
    "y.k <> 1": lambda near, number, far: far % 3 != 1,
    "r.w = 0 OR x.k = 2": lambda near, number, far: number % 2 == 0 or near % 3 == 2,
    "x.k <> y.k": lambda near, number, far: near % 3 != far % 3,
}
SELECTORS = ("ALL SHORTEST", "ANY", "SHORTEST 1", "SHORTEST 3", "SHORTEST 2 GROUPS", "SHORTEST 1 GROUPS")
LENGTHS = {"+": (1, LONGEST), "*": (0, LONGEST), "{2,}": (2, LONGEST), "{1,3}": (1, 3), "{0,2}": (0, 2)}


def store_of(graph: Graph) -> MemoryStore:
    store = MemoryStore()
    with store.transaction() as transaction:
        for number in range(NODES):
            transaction.create_node((), {"k": number % 3})
        for number, (start, end) in enumerate(graph):
            transaction.create_relationship(start, end, "R", {"w": number % 2})
    return store


def steps_from(graph: Graph, step: str, at: int, taken: Trail) -> Iterator[tuple[int, int]]:
    """Yield each relationship that goes on from a node, and the node at its other end."""
    for number, ends in enumerate(graph):
        if number not in taken:
            yield from ((number, far) for near, far in STEPS[step](*ends) if near == at)


def trails(graph: Graph, step: str, test: str, low: int, high: int, size: int) -> dict[Ends, list[Trail]]:
    """Every trail by its ends; ``size`` steps make one repetition of which the test speaks."""
    found: dict[Ends, list[Trail]] = defaultdict(list)

    def onward(at: int, taken: Trail, left: int, near: int) -> Iterator[tuple[int, Trail]]:
        if not left:
            if TESTS[test](near, taken[-size], at):
                yield at, taken
            return
        for number, far in steps_from(graph, step, at, taken):
            yield from onward(far, (*taken, number), left - 1, near)

    def walk(start: int, at: int, taken: Trail, times: int) -> None:
        if times >= low:
            found[start, at].append(taken)
        if times < high:
            for far, further in onward(at, taken, size, at):
                walk(start, far, further, times + 1)

    for node in range(NODES):
        walk(node, node, (), 0)
    return found


def is_chosen(selector: str, rows: list[Trail], every: list[Trail]) -> bool:
    """Tell whether the rows for one pair of ends are a choice that the selector allows."""
    ordered = sorted(every, key=len)
    groups = [list(group) for _, group in groupby(ordered, key=len)]
    if selector in ("ALL SHORTEST", "SHORTEST 1 GROUPS"):
        return Counter(rows) == Counter(groups[0])
    if selector == "SHORTEST 2 GROUPS":
        return Counter(rows) == Counter(trail for group in groups[:2] for trail in group)
    count = 3 if selector == "SHORTEST 3" else 1
    if Counter(rows) - Counter(every) or len(rows) != min(count, len(every)):
        return False
    return selector == "ANY" or sorted(map(len, rows)) == [len(trail) for trail in ordered[:count]]


QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
GRAPHS = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=7).map(tuple)


def check(graph: Graph, text: str, selector: str, every: dict[Ends, list[Trail]]) -> None:
    rows: dict[Ends, list[Trail]] = defaultdict(list)
    for start, end, steps in run(store_of(graph), text):
        rows[start, end].append(tuple(int(step.id) for step in steps))
    assert rows.keys() == every.keys(), text
    for ends, trails_of in every.items():
        assert is_chosen(selector, rows[ends], trails_of), (text, ends)


@QUICK
@given(GRAPHS, st.sampled_from(list(STEPS)), st.sampled_from(list(TESTS)), st.data())
def test_steps_with_tests(graph: Graph, step: str, test: str, data: st.DataObject):
    selector = data.draw(st.sampled_from(SELECTORS))
    length = data.draw(st.sampled_from(list(LENGTHS)))
    inner = step.format(x="x", r="r", y="y")
    text = f"MATCH p = {selector} (a)({inner} WHERE {test}){length}(b) RETURN id(a), id(b), relationships(p)"
    every = trails(graph, step, test, *LENGTHS[length], 1)
    check(graph, text, selector, every)
    store = store_of(graph)
    text = text.replace("relationships(p)", "relationships(p), nodes(p), x, r, y")
    for _, _, steps, nodes, near, each, far in run(store, text):
        assert (steps, nodes[:-1], nodes[1:]) == (each, near, far)


@QUICK
@given(GRAPHS, st.sampled_from(list(STEPS)), st.sampled_from(SELECTORS), st.sampled_from(list(LENGTHS)))
def test_tests_of_whole_paths(graph: Graph, step: str, selector: str, length: str):
    low, high = LENGTHS[length]
    every = {
        ends: kept
        for ends, some in trails(graph, step, "true", low, high, 1).items()
        if (kept := [trail for trail in some if sum(number % 2 for number in trail) != 1])
    }
    inner = step.format(x="", r="r", y="")
    test = "reduce(n = 0, s IN r | n + s.w) <> 1"
    text = (
        f"MATCH p = {selector} ((a)({inner}){length}(b) WHERE {test}) RETURN id(a), id(b), relationships(p)"
    )
    check(graph, text, selector, every)


@QUICK
@given(GRAPHS, st.sampled_from(list(STEPS)), st.sampled_from(list(TESTS)), st.sampled_from(SELECTORS))
def test_steps_of_two_relationships(graph: Graph, step: str, test: str, selector: str):
    first, second = step.format(x="x", r="r", y="m"), step.format(x="", r="s", y="y")
    inner = first + second[2:]
    text = f"MATCH p = {selector} (a)({inner} WHERE {test})+(b) RETURN id(a), id(b), relationships(p)"
    check(graph, text, selector, trails(graph, step, test, 1, LONGEST, 2))
