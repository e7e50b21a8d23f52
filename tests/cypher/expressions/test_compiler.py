"""How expressions run over columns: branches, constants, inner batches, nodes, depth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sociogram.graph.columns import (
    BoolColumn,
    ConstantColumn,
    FloatColumn,
    IntColumn,
    NodeColumn,
    ObjectColumn,
    RelationshipColumn,
    TextColumn,
    column_of,
)
from sociogram.graph.errors import (
    CypherArithmeticError,
    CypherEntityNotFound,
    CypherError,
    CypherTypeError,
    LimitExceeded,
)
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import values_of
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.expressions.compiler import Compiled, Constant, ExpressionCompiler
from sociogram.queries.cypher.kernels.compiled import apply
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.cypher.syntax.parser import parse
from sociogram.queries.cypher.values.references import NodeRef, RelationshipRef


def compiled(expression: str) -> Compiled:
    (item,) = parse(f"RETURN {expression}").body.clauses[0].projection.items
    return ExpressionCompiler().compile(item.expression)


def evaluated(expression: str, context: Context | None = None, **columns: Any) -> list[Any]:
    made = {
        name: column if hasattr(column, "take") else column_of(column) for name, column in columns.items()
    }
    length = len(next(iter(made.values()))) if made else 1
    return values_of(compiled(expression)(Batch(made, length), context or Context()))


@pytest.fixture
def graph() -> MemoryStore:
    """Ann (Person, Journalist) -KNOWS-> Bob (Person), Ann -OWNS-> Acme (Company)."""
    store = MemoryStore()
    with store.transaction() as transaction:
        ann = transaction.create_node(["Person", "Journalist"], {"name": "Ann", "age": 40})
        bob = transaction.create_node(["Person"], {"name": "Bob"})
        acme = transaction.create_node(["Company"], {"name": "Acme", "age": 3})
        transaction.create_relationship(ann, bob, "KNOWS", {"since": 1999})
        transaction.create_relationship(ann, acme, "OWNS", {})
    return store


# ── Branches that no row reaches ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "expression",
    [
        "x = 0 OR 10 / x > 1",
        "x <> 0 AND 10 / x > 1",
        "CASE WHEN x = 0 THEN 0 ELSE 10 / x END",
        "CASE x WHEN 0 THEN 0 ELSE 10 / x END",
        "CASE WHEN x <> 0 THEN 10 / x END",
        "coalesce(nullIf(0, x) + 0, CASE WHEN x = 0 THEN 7 END, 10 / x)",
        "[y IN [x] WHERE y <> 0 | 10 / y]",
    ],
)
@pytest.mark.parametrize("numbers", [[0], [0, 1, 2], [5, 0] * 40], ids=["one row", "few rows", "many rows"])
def test_a_branch_is_evaluated_only_for_the_rows_that_reach_it(expression: str, numbers: list[int]) -> None:
    evaluated(expression, x=numbers)


def test_a_branch_that_a_row_reaches_raises() -> None:
    with pytest.raises(CypherArithmeticError):
        evaluated("x = 1 OR 10 / x > 1", x=[1, 0])


def test_a_constant_that_would_raise_waits_for_a_row() -> None:
    assert not isinstance(compiled("1 / 0"), Constant)
    assert evaluated("1 / 0", x=[]) == []
    assert evaluated("CASE WHEN x > 5 THEN 1 / 0 END", x=[1, 2]) == [None, None]


# ── Constants ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 2 * 3", 7),
        ("toUpper('a') + 'b'", "Ab"),
        ("[1, 2][0]", 1),
        ("{a: [1]}.a", [1]),
        ("NOT false AND 1 < 2", True),
        ("null + 1", None),
    ],
)
def test_what_is_known_beforehand_is_computed_once(expression: str, value: Any) -> None:
    constant = compiled(expression)
    assert isinstance(constant, Constant)
    assert constant.value == value


def test_a_function_runs_once_for_all_rows_with_the_same_arguments() -> None:
    calls: list[Any] = []
    apply(calls.append, [ConstantColumn("a", 1000)], 1000)
    assert calls == ["a"]


@pytest.mark.parametrize("values", [["a", "b", None] * 100, [3, 4, None] * 100], ids=["text", "integers"])
def test_a_function_runs_once_for_each_distinct_value(values: list[Any]) -> None:
    calls: list[Any] = []

    def noted(value: Any) -> Any:
        calls.append(value)
        return value

    assert apply(noted, [column_of(values)], 300).to_list() == values
    assert sorted(calls, key=str) == sorted(set(values), key=str)


def test_rand_and_random_uuid_differ_from_row_to_row() -> None:
    assert len(set(evaluated("rand()", x=[1] * 50))) == 50
    assert len(set(evaluated("randomUUID()", x=[1] * 50))) == 50


def test_the_clock_stands_still_within_a_query() -> None:
    context = Context(now=1_500_000_000_123_456_789)
    assert evaluated("timestamp()", context, x=[1, 2]) == [1_500_000_000_123] * 2
    assert evaluated("datetime() = datetime.transaction()", context) == [True]


# ── No rows ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "expression",
    [
        "x", "x + 1", "x = 'a'", "x.name", "NOT x", "-x", "x IN [1]", "x[0]", "x[1..2]", "x IS NULL",
        "x:Label", "[y IN x | y]", "any(y IN x WHERE y)", "reduce(a = 0, y IN x | a + y)",
        "toUpper(x)", "x AND true", "CASE WHEN x THEN 1 END", "coalesce(x, 1)", "{a: x}", "[x]",
        "x IS :: INTEGER", "rand()", "1 / 0",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "column",
    [ConstantColumn(None, 0), column_of([]), NodeColumn(np.zeros(0, dtype=np.int64)), ObjectColumn.of([])],
    ids=["constant", "nothing", "nodes", "objects"],
)
def test_no_rows_give_no_rows(expression: str, column: Any, graph: MemoryStore) -> None:
    assert evaluated(expression, Context(graph), x=column) == []


# ── Nodes and relationships ────────────────────────────────────────────────────────────────────

NODES = NodeColumn(np.array([0, 1, -1, 2]))
NODES_AMONG_OBJECTS = ObjectColumn.of([NodeRef(0), NodeRef(1), None, NodeRef(2)])
MANY_NODES = NodeColumn(np.array([0, 1, -1, 2] * 20))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("n.name", ["Ann", "Bob", None, "Acme"]),
        ("n.age", [40, None, None, 3]),
        ("n.unknown", [None] * 4),
        ("n['na' + 'me']", ["Ann", "Bob", None, "Acme"]),
        ("n:Person", [True, True, None, False]),
        ("n:Person&!Journalist", [False, True, None, False]),
        ("n:Company|Journalist", [True, False, None, True]),
        ("n:%", [True, True, None, True]),
        ("n:$('Pers' + 'on')", [True, True, None, False]),
        ("labels(n)", [["Journalist", "Person"], ["Person"], None, ["Company"]]),
        ("id(n)", [0, 1, None, 2]),
        ("elementId(n)", ["0", "1", None, "2"]),
        ("keys(n)", [["age", "name"], ["name"], None, ["age", "name"]]),
        ("properties(n)", [{"name": "Ann", "age": 40}, {"name": "Bob"}, None, {"name": "Acme", "age": 3}]),
        (
            "n {.name, x: 1}",
            [{"name": name, "x": 1} if name else None for name in ("Ann", "Bob", None, "Acme")],
        ),
        ("n = n", [True, True, None, True]),
        ("n IS NULL", [False, False, True, False]),
        ("n IN [n]", [True, True, None, True]),
        ("[m IN [n] | m.name]", [["Ann"], ["Bob"], [None], ["Acme"]]),
        ("CASE WHEN n.age > 10 THEN n END", [NodeRef(0), None, None, None]),
        ("CASE WHEN n.age > 10 THEN n ELSE 'none' END", [NodeRef(0), "none", "none", "none"]),
        ("coalesce(n, 'nobody')", [NodeRef(0), NodeRef(1), "nobody", NodeRef(2)]),
    ],
)
def test_nodes_wherever_they_are_held(expression: str, expected: list[Any], graph: MemoryStore) -> None:
    context = Context(graph)
    assert evaluated(expression, context, n=NODES) == expected
    assert evaluated(expression, context, n=NODES_AMONG_OBJECTS) == expected
    assert evaluated(expression, context, n=MANY_NODES) == expected * 20
    for row, value in enumerate(expected):
        assert evaluated(expression, context, n=NODES.take(np.array([row]))) == [value]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("type(r)", ["KNOWS", None, "OWNS"]),
        ("r.since", [1999, None, None]),
        ("properties(r)", [{"since": 1999}, None, {}]),
        ("r:KNOWS", [True, None, False]),
        ("startNode(r).name", ["Ann", None, "Ann"]),
        ("endNode(r).name", ["Bob", None, "Acme"]),
        ("type(r) = 'OWNS'", [False, None, True]),
        ("r = r", [True, None, True]),
    ],
)
def test_relationships_wherever_they_are_held(
    expression: str, expected: list[Any], graph: MemoryStore
) -> None:
    context = Context(graph)
    slots = RelationshipColumn(np.array([0, -1, 1]))
    among_objects = ObjectColumn.of([RelationshipRef(0), None, RelationshipRef(1)])
    assert evaluated(expression, context, r=slots) == expected
    assert evaluated(expression, context, r=among_objects) == expected
    assert evaluated(expression, context, r=RelationshipColumn(np.array([0, -1, 1] * 30))) == expected * 30


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("expression", ["n.name", "labels(n)", "n:Person", "properties(n)"])
def test_reading_a_node_that_the_query_has_deleted(expression: str, rows: int, graph: MemoryStore) -> None:
    context = Context(graph)
    context.deleted_nodes.add(1)
    with pytest.raises(CypherEntityNotFound) as raised:
        evaluated(expression, context, n=NodeColumn(np.array([1] * rows)))
    assert raised.value.detail == "DeletedEntityAccess"
    assert len(evaluated(expression, context, n=NodeColumn(np.array([0] * rows)))) == rows


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("expression", ["r.since", "properties(r)"])
def test_reading_a_relationship_that_the_query_has_deleted(
    expression: str, rows: int, graph: MemoryStore
) -> None:
    context = Context(graph)
    context.deleted_relationships.add(0)
    with pytest.raises(CypherEntityNotFound) as raised:
        evaluated(expression, context, r=RelationshipColumn(np.array([0] * rows)))
    assert raised.value.detail == "DeletedEntityAccess"
    assert len(evaluated(expression, context, r=RelationshipColumn(np.array([1] * rows)))) == rows


def test_the_type_of_a_deleted_relationship_can_still_be_read(graph: MemoryStore) -> None:
    context = Context(graph)
    context.deleted_relationships.add(0)
    assert evaluated("type(r)", context, r=RelationshipColumn(np.array([0]))) == ["KNOWS"]
    with pytest.raises(CypherEntityNotFound):
        evaluated("r.since", context, r=RelationshipColumn(np.array([0])))


@pytest.mark.parametrize("bound", ["1.0 / 0.0", "0.0 / 0.0", "'a'", "[1]", "true"])
def test_the_bounds_of_a_slice_are_finite_numbers(bound: str) -> None:
    with pytest.raises(CypherTypeError, match="Slice bounds must be integers"):
        evaluated(f"[1, 2, 3][0..{bound}]")
    assert evaluated("[1, 2, 3][0..1.9]") == [[1]]


# ── Depth, kinds of columns, wrong types ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("operator", "item", "expected"), [("AND", "true", True), ("OR", "false", False), ("XOR", "true", False)]
)
def test_a_chain_of_thousands_does_not_exhaust_the_stack(operator: str, item: str, expected: bool) -> None:
    assert evaluated(f" {operator} ".join([item] * 5000)) == [expected]


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("x + 1", IntColumn),
        ("x * 1.5", FloatColumn),
        ("x > 3", BoolColumn),
        ("x > 3 AND x < 30", BoolColumn),
        ("CASE WHEN x > 3 THEN 1 ELSE 2 END", IntColumn),
        ("[x]", ObjectColumn),
        ("x IN [1, 2]", BoolColumn),
    ],
)
def test_results_stay_typed(expression: str, kind: type) -> None:
    batch = Batch({"x": IntColumn(np.arange(80))}, 80)
    assert type(compiled(expression)(batch, Context())) is kind


def test_strings_of_a_text_column_stay_coded() -> None:
    batch = Batch({"x": column_of(["b", "a", None] * 30)}, 90)
    column = compiled("toUpper(x)")(batch, Context())
    assert isinstance(column, TextColumn)
    assert column.to_list() == ["B", "A", None] * 30


@pytest.mark.parametrize(
    "expression", ["x AND true", "NOT x", "CASE WHEN x THEN 1 END", "[y IN [x] WHERE y]"]
)
def test_a_number_is_no_truth_value(expression: str) -> None:
    for numbers in ([1], [1] * 30):
        with pytest.raises(CypherTypeError, match="Expected a BOOLEAN, but got 1, which is an INTEGER"):
            evaluated(expression, x=numbers)


def test_errors_say_what_was_computed() -> None:
    with pytest.raises(
        CypherError, match="Cannot compute true \\+ 1: the operator does not accept a BOOLEAN and an INTEGER"
    ):
        evaluated("x + 1", x=[True])
    with pytest.raises(
        CypherError, match="toUpper\\(\\) expects a STRING for input, but got 5, which is an INT"
    ):
        evaluated("toUpper(x)", x=[5])


# ── Long lists ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("at_once", [1, 3, 7, 1000])
def test_lists_are_walked_in_several_goes(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sociogram.queries.cypher.expressions.lists.ITEMS_AT_ONCE", at_once)
    lists = [[1, 2, 3], None, [], [4], [5, 6, 7, 8], [9]]
    assert evaluated("[y IN x WHERE y % 2 = 1 | y * z]", x=ObjectColumn.of(lists), z=[1, 2, 3, 4, 5, 6]) == [
        [1, 3], None, [], [], [25, 35], [54],
    ]  # fmt: skip
    assert evaluated("any(y IN x WHERE y = z)", x=ObjectColumn.of(lists), z=[3, 1, 1, 1, 5, 6]) == [
        True, None, False, False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "expression",
    [
        "reduce(s = 'ab', i IN range(1, 60) | s + s)",
        "reduce(l = [1], i IN range(1, 60) | l + l)",
        "reduce(s = 'ab', i IN range(1, 60) | replace(s, 'a', 'aaaaaaaa'))",
        "range(1, 1000000000)",
    ],
)
def test_values_that_grow_beyond_all_use_are_refused(expression: str) -> None:
    with pytest.raises(LimitExceeded, match="would become longer than"):
        evaluated(expression)


def test_a_walk_ends_when_the_time_is_up() -> None:
    limits = watch.begin(timeout=0.0)
    try:
        with pytest.raises(LimitExceeded, match="took longer than"):
            evaluated("reduce(a = 0, i IN range(1, 100000) | a + i)")
    finally:
        watch.end(limits)
