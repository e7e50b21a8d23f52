"""Habits from SQL and slips: the message of an error says what to write instead (``hints.txt``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.graph.errors import CypherError
from sociogram.queries.cypher import functions
from sociogram.queries.cypher.check import check
from sociogram.queries.cypher.syntax import hints
from sociogram.queries.cypher.syntax.function_hints import function_hint
from sociogram.queries.cypher.syntax.parser import parse
from support.tables import read_table
from support.tck.procedures_stub import PROCEDURES

TABLE = read_table(Path(__file__).parent / "hints.txt")


@pytest.mark.parametrize(("query", "words"), [pytest.param(*pair, id=pair[0]) for pair in TABLE])
def test_the_message_says_what_to_write_instead(query: str, words: str) -> None:
    with pytest.raises(CypherError) as caught:
        check(parse(query), functions=functions, procedures=PROCEDURES)
    error = caught.value
    assert error.line == 1
    message = f"{error.message} {error.hint}"
    assert [word for word in words.split("; ") if word not in message] == []


@pytest.mark.parametrize(("pattern", "hint"), hints._PATTERNS)
def test_a_hint_quotes_only_tokens_of_its_pattern(pattern: str, hint: str) -> None:
    tokens = pattern.split()
    assert tokens.count("^") == 1
    assert hint.format(*tokens[:-1])


def test_no_function_that_exists_is_called_foreign() -> None:
    assert [name for name in functions.names() if "." not in name and function_hint(name)] == []
