"""Java's regular expressions, as ``=~`` has them; each line was run on Neo4j too."""

from __future__ import annotations

import pytest

from sociogram.graph.errors import CypherError
from sociogram.queries.cypher.values.regex.matcher import compiled

MATCH = [
    # letters, digits and white space are those of ASCII, unless (?u) or (?U) is on
    (r"(?i)hello", "HELLO"),
    (r"(?iu)ä", "Ä"),
    (r"(?U)\w+", "é"),
    (r"\p{L}+", "éà"),
    (r"\p{Lu}.*", "Éa"),
    (r"\P{L}", "1"),
    (r"\p{IsLatin}+", "abcé"),
    (r"\p{IsAlphabetic}+", "αβγ"),
    (r"\p{Punct}+", "[]!"),
    (r"\p{javaLowerCase}+", "abc"),
    # classes in classes
    (r"[a-z&&[^aeiou]]+", "bcd"),
    (r"[a-c[x-z]]+", "axz"),
    (r"[^a-c[x-z]]", "m"),
    (r"[&&a]", "a"),
    (r"[a&b]", "&"),
    (r"[\w.-]+@[\w.-]+", "a.b-c@d.e"),
    (r"[\d-]+", "1-2"),
    # flags hold from where they stand to the end of their group
    ("a(?i)b", "aB"),
    ("(?i:a)b", "Ab"),
    ("x(?i)a|b", "B"),
    ("x(?i)a|b", "xA"),
    ("(?x) a b # and so on", "ab"),
    ("(?s)a.c", "a\nc"),
    (r"(?m)^a$", "a"),
    # quoting, names, numbers
    (r"\Qa.b\E", "a.b"),
    (r"(?<n>a)\k<n>", "aa"),
    (r"(a)\1", "aa"),
    (r"\x{1F600}", "😀"),
    (r"\u0041", "A"),
    (r"\07", "\x07"),
    ("a++", "aaa"),
    (r"a{2,3}", "aaa"),
    (r"\bfoo\b.*", "foo bar"),
    ("", ""),
]

NO_MATCH = [
    ("(?i)ä", "Ä"),
    (r"\d+", "١"),
    (r"\w+", "é"),
    (r"\s", "\xa0"),
    ("a.c", "a\nc"),
    ("a.c", "a\u2028c"),
    ("b", "abc"),
    (r"[a-z&&[^aeiou]]+", "bad"),
    (r"[^a-c[x-z]]", "y"),
    ("a(?i)b", "AB"),
    ("x(?i)a|b", "xb"),
    (r"\Qa.b\E", "axb"),
    ("(?i)straße", "STRASSE"),
]

INVALID = [
    "(",
    "[a",
    "*",
    "\\",
    "(?<n",
    "(?z)",
    ")",
    r"\p{Foo}",
    "[z-a]",
    r"\y",
    "a**",
    "a{",
    "a{,2}",
    "a{2",
    "(?",
]


@pytest.mark.parametrize(("pattern", "text"), MATCH)
def test_match(pattern: str, text: str) -> None:
    assert compiled(pattern)(text)


@pytest.mark.parametrize(("pattern", "text"), NO_MATCH)
def test_no_match(pattern: str, text: str) -> None:
    assert not compiled(pattern)(text)


@pytest.mark.parametrize("pattern", [*INVALID, "(" * 500 + ")" * 500, "a" * 20_000])
def test_invalid(pattern: str) -> None:
    with pytest.raises(CypherError, match="regular expression") as raised:
        compiled(pattern)
    assert raised.value.detail == "InvalidRegularExpression"
