"""The meaning of operators and functions: the table ``expressions.txt`` beside this file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sociogram.graph.columns import IntColumn
from sociogram.graph.common.keys import float_text
from sociogram.graph.errors import CypherError
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.expressions.compiler import Compiled, ExpressionCompiler
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.cypher.syntax.parser import parse
from sociogram.queries.cypher.values.temporal.types import Temporal

TABLE = Path(__file__).parent / "expressions.txt"


def rows() -> list[tuple[str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    pairs = [line.rpartition(" ⇒ ") for line in lines if line and not line.startswith("#")]
    return [(expression, expected) for expression, _, expected in pairs]


def compiled(expression: str) -> Compiled:
    (item,) = parse(f"RETURN {expression}").body.clauses[0].projection.items
    return ExpressionCompiler().compile(item.expression)


def notation(value: Any) -> str:
    """Write a value as Cypher does, with the type before temporal ones."""
    match value:
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case float():
            return float_text(value)
        case str():
            escaped = value.replace("\\", "\\\\").replace("'", "\\'")
            return "'" + escaped.replace("\n", "\\n").replace("\t", "\\t") + "'"
        case list():
            return f"[{', '.join(map(notation, value))}]"
        case dict():
            return "{" + ", ".join(f"{key}: {notation(item)}" for key, item in value.items()) + "}"
        case Temporal():
            return f"{value.type_name.lower()} {value}"
    return str(value)


def outcome(expression: str, rows: int = 1) -> str:
    try:
        column = compiled(expression)(Batch({"x": IntColumn(np.arange(rows))}, rows), Context(MemoryStore()))
    except CypherError as error:
        return f"{error.type}: {error.detail}"
    (value,) = {notation(value) for value in column.to_list()}
    return value


@pytest.mark.parametrize(("expression", "expected"), rows())
def test_expression(expression: str, expected: str) -> None:
    assert outcome(expression) == expected


def test_the_table_is_long_and_says_nothing_twice() -> None:
    expressions = [expression for expression, _ in rows()]
    assert len(expressions) > 900
    assert len(set(expressions)) == len(expressions)


@pytest.mark.parametrize(("expression", "expected"), rows())
def test_many_rows_give_what_one_row_gives(expression: str, expected: str) -> None:
    """Each row its own evaluation: the expression does not fold, because it looks at a variable."""
    assert outcome(f"CASE WHEN x >= 0 THEN {expression} END", rows=40) == expected
