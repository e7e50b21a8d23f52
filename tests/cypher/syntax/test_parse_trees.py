"""What the parser makes of each construct: the tables ``trees_*.txt`` beside this file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser import parse
from support.cypher.tree_text import tree
from support.cypher.unparse import unparse
from support.tables import read_table

HERE = Path(__file__).parent


def table(name: str):
    return pytest.mark.parametrize(
        ("text", "expected"),
        [pytest.param(*pair, id=pair[0]) for pair in read_table(HERE / f"trees_{name}.txt")],
    )


@table("expressions")
def test_expression(text: str, expected: str) -> None:
    statement = parse(f"RETURN {text} AS x")
    (item,) = statement.body.clauses[0].projection.items
    assert tree(item.expression) == expected
    assert parse(f"RETURN {unparse(item.expression)} AS x") == statement or "NaN" in text


@table("patterns")
def test_pattern(text: str, expected: str) -> None:
    statement = parse(f"MATCH {text} RETURN 1")
    (part,) = statement.body.clauses[0].pattern
    assert tree(part) == expected
    assert parse(f"MATCH {unparse(part)} RETURN 1") == statement


@table("clauses")
def test_clause(text: str, expected: str) -> None:
    statement = parse(text)
    (clause,) = statement.body.clauses
    assert tree(clause) == expected
    assert parse(unparse(clause)) == statement


@table("statements")
def test_statement(text: str, expected: str) -> None:
    statement = parse(text)
    assert f"{statement.mode} {tree(statement.body)}".strip() == expected


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("RETURN n.name, count( * ) ,  $x", ("n.name", "count( * )", "$x")),
        ("RETURN `odd name`, n.`odd name`", ("odd name", "n.`odd name`")),
        ("RETURN (a) + (b), [ 1,2 ] ORDER BY a", ("(a) + (b)", "[ 1,2 ]")),
        ("RETURN Count(*) // all of them\n LIMIT 1", ("Count(*)",)),
        ("RETURN n {.name}, n{.*}.name", ("n", "n{.*}.name")),
    ],
)
def test_columns_without_a_name_are_called_as_written(query: str, columns: tuple[str, ...]) -> None:
    items = parse(query).body.clauses[0].projection.items
    assert tuple(item.name for item in items) == columns


def test_positions_are_offsets_in_the_text() -> None:
    text = "MATCH (n)  RETURN  n.name + 1"
    match, returned = parse(text).body.clauses
    total = returned.projection.items[0].expression
    assert (match.pos, returned.pos, total.pos, total.right.pos) == (0, 11, 19, 28)


def test_long_chains_stay_shallow() -> None:
    expression = parse("RETURN " + " OR ".join(f"n.id = {i}" for i in range(10_000))).body.clauses[0]
    node, depth = expression.projection.items[0].expression, 0
    while isinstance(node, ast.Binary):
        node, depth = node.left, depth + 1
    assert depth == 14


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (match)-[return:WHERE]->(set) RETURN match, set.order",
        "WITH 1 AS case, 2 AS end, 3 AS in, 4 AS or RETURN case, end, in, or",
        "UNWIND [1] AS unwind WITH unwind AS with RETURN with AS return",
        "MATCH (exists), (count), (all) WHERE count.all = all.count RETURN exists",
        "MATCH (n:Union)-[:CREATE]->(:Delete {merge: 1}) RETURN n.limit ORDER BY n.skip",
        "RETURN date, trim, normalize, reduce, shortestPath",
    ],
)
def test_no_word_is_reserved(query: str) -> None:
    assert parse(unparse(parse(query))) == parse(query)
