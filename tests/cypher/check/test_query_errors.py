"""What is wrong with a query, where, and what to do: the tables ``errors_*.txt`` beside this file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.graph.errors import (
    COMPILE_TIME,
    CypherError,
    CypherParameterMissing,
    CypherSyntaxError,
    LimitExceeded,
)
from sociogram.queries.cypher import functions
from sociogram.queries.cypher.check import check
from sociogram.queries.cypher.syntax.parser import parse
from support.tables import read_table
from support.tck.procedures_stub import PROCEDURES

HERE = Path(__file__).parent


def table(name: str):
    pairs = read_table(HERE / f"errors_{name}.txt")
    return pytest.mark.parametrize(("query", "expected"), [pytest.param(*pair, id=pair[0]) for pair in pairs])


def told(error: CypherError) -> str:
    place = f" at {error.line}:{error.column}" if error.line is not None else ""
    hint = f" | {error.hint}" if error.hint else ""
    return f"{error.type} {error.detail}{place}: {error.message}{hint}"


@table("parse")
def test_error_of_the_parser(query: str, expected: str) -> None:
    with pytest.raises(CypherError) as caught:
        parse(query)
    assert (told(caught.value), caught.value.phase) == (expected, COMPILE_TIME)


@table("check")
def test_error_of_the_check_stage(query: str, expected: str) -> None:
    statement = parse(query)
    with pytest.raises(CypherError) as caught:
        check(statement, functions=functions, procedures=PROCEDURES)
    assert (told(caught.value), caught.value.phase) == (expected, COMPILE_TIME)


def test_the_excerpt_shows_the_line_with_a_caret() -> None:
    with pytest.raises(CypherSyntaxError) as caught:
        parse("MATCH (n)\n\tRETRUN n\nLIMIT 1")
    error = caught.value
    assert (error.line, error.column) == (2, 2)
    assert str(error) == ("Unexpected 'RETRUN' (line 2, column 2). Did you mean RETURN?\n   RETRUN n\n   ^")


def test_the_excerpt_of_a_long_line_is_cut() -> None:
    with pytest.raises(CypherSyntaxError) as caught:
        parse("RETURN " + "1 + " * 100 + "= 2" + " + 1" * 100)
    line, caret = str(caught.value.excerpt).split("\n")
    assert (line[:3], line[-1]) == ("  …", "…")
    assert line[caret.index("^")] == "="


@pytest.mark.parametrize(
    ("query", "given", "hint"),
    [
        ("RETURN $name", {}, "Pass it with the query."),
        ("RETURN $nmae", {"name": 1}, "Did you mean name?"),
        ("MATCH (n {x: $x}) RETURN n", {"y": 1}, "Pass it with the query."),
        ("CALL test.greet", {"times": 2}, "Pass the parameter, or write the arguments in parentheses."),
    ],
)
def test_a_parameter_that_is_missing(query: str, given: dict[str, int], hint: str) -> None:
    with pytest.raises(CypherParameterMissing) as caught:
        check(parse(query), functions=functions, procedures=PROCEDURES, parameters=given)
    assert (caught.value.detail, caught.value.hint) == ("MissingParameter", hint)
    check(parse(query), functions=functions, procedures=PROCEDURES)  # any may come


DEPTH = 5000


@pytest.mark.parametrize(
    "query",
    [
        "RETURN " + "(" * DEPTH + "1" + ")" * DEPTH,
        "RETURN " + "[" * DEPTH,
        "RETURN " + "{a: " * DEPTH + "1" + "}" * DEPTH,
        "RETURN " + "-" * DEPTH + "x",
        "RETURN " + "NOT " * DEPTH + "true",
        "RETURN " + "trim(" * DEPTH + "'a'" + ")" * DEPTH,
        "RETURN " + "CASE WHEN true THEN " * DEPTH + "1" + " END" * DEPTH,
        "RETURN " + "[(a {x: " * DEPTH + "1" + "})-->()]" * DEPTH,
        "RETURN x" + ".x" * DEPTH,
        "RETURN x" + "[0]" * DEPTH,
        "RETURN 1 IS :: " + "LIST<" * DEPTH + "INTEGER" + ">" * DEPTH,
        "MATCH (n:" + "!" * DEPTH + "A) RETURN n",
        "MATCH (n:" + "(" * DEPTH + "A" + ")" * DEPTH + ") RETURN n",
        "MATCH " + "(" * DEPTH + "(a)-->(b)" + "){2}" * DEPTH + " RETURN 1",
        "MATCH (n) WHERE " + "EXISTS { MATCH (n) WHERE " * DEPTH + "true" + "}" * DEPTH + " RETURN n",
        "CALL { " * DEPTH + "RETURN 1 AS x" + "}" * DEPTH,
        "FOREACH (x IN [1] | " * DEPTH + "CREATE ()" + ")" * DEPTH,
    ],
    ids=lambda query: query[:24],
)
def test_what_is_nested_too_deeply_is_refused(query: str) -> None:
    with pytest.raises(LimitExceeded) as caught:
        parse(query)
    assert caught.value.limit == "query nesting depth"


def test_a_full_stack_is_no_crash() -> None:
    statement = parse("RETURN " + "[" * 90 + "1" + "]" * 90 + " AS x")

    def at_depth(levels: int):
        if levels:
            return at_depth(levels - 1)
        with pytest.raises(LimitExceeded):
            parse(statement.text)
        with pytest.raises(LimitExceeded):
            check(statement, functions=functions, procedures=PROCEDURES)
        return True

    import sys

    frames = 0
    frame = sys._getframe()
    while frame is not None:
        frames, frame = frames + 1, frame.f_back
    assert at_depth(sys.getrecursionlimit() - frames - 100)
