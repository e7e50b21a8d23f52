"""Tokens: where they begin and end, and what strings and numbers say."""

from __future__ import annotations

import pytest

from sociogram.graph.errors import COMPILE_TIME, CypherSyntaxError, LimitExceeded
from sociogram.queries.cypher.syntax.lexer import MAX_TEXT, number_value, string_value, tokenize


def keys(text: str) -> list[str]:
    return tokenize(text).keys[:-3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Match (n)", ["MATCH", "(", "N", ")"]),
        ("a<-b", ["A", "<", "-", "B"]),
        ("a<=b<>c>=d", ["A", "<=", "B", "<>", "C", ">=", "D"]),
        ("*1..3", ["*", "number", "..", "number"]),
        ("*..3", ["*", "..", "number"]),
        ("n.x=~'a'", ["N", ".", "X", "=~", "string"]),
        ("x+=$p", ["X", "+=", "parameter"]),
        ("$ (x)", ["$", "(", "X", ")"]),
        ("$0 $`a b` $a", ["parameter"] * 3),
        ("1e-3 1.5E+3 .5 0xFF 0o17", ["number"] * 5),
        ("`a``b`", ["quoted"]),
        ("a // to the end\nb", ["A", "B"]),
        ("a /* over\nlines */ b", ["A", "B"]),
        ("'// no comment'", ["string"]),
        ("\ufeffRETURN\u00a01", ["RETURN", "number"]),
        ("naïve Łódź 名前 हिन्दी e\u0301", ["NAÏVE", "ŁÓDŹ", "名前", "हिन्दी", "E\u0301"]),
        ("(a)—[r]—〉(b)", ["(", "A", ")", "dash", "[", "R", "]", "dash", "right head", "(", "B", ")"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


def test_tokens_know_their_place() -> None:
    tokens = tokenize("RETURN  `a``b` , 'x'")
    spans = list(zip(tokens.starts, tokens.ends, strict=True))[:4]
    assert spans == [(0, 6), (8, 14), (15, 16), (17, 20)]
    assert tokens.names[:4] == ["RETURN", "a`b", None, None]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"'it\'s'", "it's"),
        (r'"say \"x\""', 'say "x"'),
        (r"'\\ \n \t \r \b \f \`'", "\\ \n \t \r \b \f `"),
        (r"'\u00e9\U0001F600'", "é😀"),
        (r"'\uD83D\uDE00'", "😀"),
        (r"'\d+\.'", r"\d+\."),
        ("'two\nlines'", "two\nlines"),
        ("''", ""),
    ],
)
def test_strings(text: str, value: str) -> None:
    assert string_value(text, 0, len(text)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("42", 42),
        ("1_000", 1000),
        ("0x1f", 31),
        ("0o17", 15),
        ("9223372036854775808", 2**63),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1.5E-3", 0.0015),
        ("1.5f", 1.5),
    ],
)
def test_numbers(text: str, value: float) -> None:
    found = number_value(text, 0, len(text))
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("0x", "InvalidNumberLiteral"),
        ("0xZZ", "InvalidNumberLiteral"),
        ("0b11", "InvalidNumberLiteral"),
        ("017", "InvalidNumberLiteral"),
        ("12ab", "InvalidNumberLiteral"),
        ("1_", "InvalidNumberLiteral"),
        ("1e", "InvalidNumberLiteral"),
        ("1" * 5000 + "x", "InvalidNumberLiteral"),
        ("1e999", "FloatingPointOverflow"),
    ],
)
def test_no_numbers(text: str, detail: str) -> None:
    with pytest.raises(CypherSyntaxError) as caught:
        number_value(text, 0, len(text))
    assert (caught.value.detail, caught.value.phase) == (detail, COMPILE_TIME)


@pytest.mark.parametrize(
    ("text", "detail", "column"),
    [
        ("RETURN 'x", "UnexpectedSyntax", 8),
        ("RETURN `x", "UnexpectedSyntax", 8),
        ("RETURN /* x", "UnexpectedSyntax", 8),
        ("RETURN “x”", "InvalidUnicodeCharacter", 8),
        ("RETURN \x00", "UnexpectedSyntax", 8),
    ],
)
def test_no_tokens(text: str, detail: str, column: int) -> None:
    with pytest.raises(CypherSyntaxError) as caught:
        tokenize(text)
    assert (caught.value.detail, caught.value.column) == (detail, column)


def test_a_text_may_be_so_long() -> None:
    with pytest.raises(LimitExceeded, match="parameters"):
        tokenize(" " * (MAX_TEXT + 1))
