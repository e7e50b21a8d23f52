"""Every function gives for many rows at once what it gives row by row: by kernel, by distinct string or not.

The calls are those that ``make differential`` makes by chance, with a column in the place of each argument.
"""

from __future__ import annotations

import pytest

from sociogram.graph.columns import Column, column_of
from sociogram.graph.errors import CypherError
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import column_from, values_of
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.expressions.compiler import ExpressionCompiler
from sociogram.queries.cypher.functions import Function, functions
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.cypher.syntax.parser import parse
from sociogram.queries.run import run
from support.datasets import dataset_of
from support.grammar.base import Chance, Scope
from support.grammar.expressions import value
from support.grammar.functions import HELD, KINDS, call, is_of_the_moment
from support.grammar.vocabulary import LITERALS, MIXED

ROWS = 40
CALLS = 8
NOON = Context(now=12 * 3600 * 10**9)


def compiled(expression: str) -> Compiled:
    (item,) = parse(f"RETURN {expression}").body.clauses[0].projection.items
    return ExpressionCompiler().compile(item.expression)


def column_of_kind(kind: str) -> Column:
    """Hold the literals of a kind, and null, in turn."""
    literals = [*LITERALS.get(kind, ()), "null"]
    if kind == "any":
        literals = [text for mixed in dict.fromkeys(MIXED) for text in LITERALS[mixed][:3]]
    if kind == "map":
        literals = ["{}", "{a: 1}", "{name: 'Ann', age: 7}", "null"]
    values = [compiled(text)(Batch({}, 1), Context()).to_list()[0] for text in literals]
    repeated = (values * ROWS)[:ROWS]
    return column_of(repeated) if kind == "str" else column_from(repeated)


COLUMNS = {kind: column_of_kind(kind) for kind in ("map", "any", *LITERALS)}


def argument(chance: Chance, kind: str, scope: Scope, depth: int) -> str:
    """Name the column of a kind; ``grammar_expressions`` makes what has none."""
    return kind if kind in COLUMNS else value(chance, kind, scope, depth)


def rows_of(column: Column) -> list[str]:
    """Write values with their types: 1 is not 1.0, and NaN is NaN."""
    return [f"{type(found).__name__} {found!r} {found}" for found in values_of(column)]


OF_THE_GRAPH = {
    "elementId": ("elementId(n)", "elementId(r)"),
    "endNode": ("endNode(r)",),
    "id": ("id(n)", "id(r)"),
    "keys": ("keys(n)", "keys(r)"),
    "labels": ("labels(n)",),
    "length": ("length(p)",),
    "nodes": ("nodes(p)",),
    "properties": ("properties(n)", "properties(r)", "properties({k: r.paragraph})"),
    "relationships": ("relationships(p)",),
    "startNode": ("startNode(r)",),
    "type": ("type(r)",),
}


def of_values(function: Function) -> bool:
    """Tell whether a function can be called without a graph."""
    needed = [parameter for parameter in function.parameters if not parameter.optional]
    kinds = [{KINDS.get(name, "any") for name in parameter.types} for parameter in needed]
    return function.name not in OF_THE_GRAPH and not any(kind <= set(HELD) for kind in kinds)


CALLED = [function for function in functions() if not function.aggregate and not is_of_the_moment(function)]


@pytest.mark.parametrize("function", list(filter(of_values, CALLED)), ids=lambda function: function.name)
def test_functions_of_values(function: Function) -> None:
    answered = 0
    for number in range(CALLS):
        run_call = compiled(call(Chance(f"{function.name} {number}"), function, "any", {}, 1, argument))
        expected: dict[int, str] = {}
        for row in range(ROWS):
            one = {name: column.part(row, row + 1) for name, column in COLUMNS.items()}
            try:
                (expected[row],) = rows_of(run_call(Batch(one, 1), NOON))
            except CypherError:
                continue
        if len(expected) < ROWS:
            with pytest.raises(CypherError):
                run_call(Batch(COLUMNS, ROWS), NOON)
        kept = sorted(expected) * (1 + ROWS // max(len(expected), 1))
        many = {name: column.take(kept) for name, column in COLUMNS.items()}
        assert rows_of(run_call(Batch(many, len(kept)), NOON)) == [expected[row] for row in kept]
        answered += len(expected)
    assert answered > ROWS


def graph() -> MemoryStore:
    """Return 72 actors and as many ties, three of each kind between the same two."""
    actors = [
        {"id": f"a{number}", "type": ["Odd"] if number % 2 else ["Even"], "name": f"n{number % 5}"}
        for number in range(72)
    ]
    ties = [
        {
            "source": f"a{number // 3}",
            "target": f"a{number % 7}",
            "type": "RST"[number % 3],
            "paragraph": number,
        }
        for number in range(72)
    ]
    return MemoryStore.from_dataset(dataset_of(actors, ties))


@pytest.mark.parametrize("name", OF_THE_GRAPH)
def test_functions_of_the_graph(name: str) -> None:
    store = graph()
    for text in OF_THE_GRAPH[name]:
        many = run(store, f"MATCH p = (n)-[r]->(m) RETURN {text} AS x ORDER BY r.paragraph")
        each = [
            run(store, f"MATCH p = (n)-[r {{paragraph: {number}}}]->(m) RETURN {text} AS x")
            for number in range(72)
        ]
        assert [repr(row["x"]) for row in many] == [repr(row["x"]) for rows in each for row in rows]
        assert len({repr(list(rows)) for rows in each}) > 1 or text in ("length(p)", "keys(r)", "keys(n)")


def test_no_function_is_left_out() -> None:
    left = {function.name for function in CALLED if not of_values(function)} - set(OF_THE_GRAPH)
    assert left == set()
