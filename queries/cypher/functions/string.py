"""Functions of strings."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal

from sociogram.graph.errors import CypherArgumentError, CypherTypeError
from sociogram.queries.cypher.functions.registry import Function, define
from sociogram.queries.cypher.values.arithmetic import check_size
from sociogram.queries.cypher.values.comparison import type_name
from sociogram.queries.cypher.values.references import article, shown

_FORMS: tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...] = ("NFC", "NFD", "NFKC", "NFKD")
_WHITESPACE = (
    " \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a"
    "\u2028\u2029\u205f\u3000"
)
"""White space as in Java's Character.isWhitespace, which excludes no-break spaces."""


def to_upper(text: str) -> str:
    """Return a string in upper case."""
    return text.upper()


def to_lower(text: str) -> str:
    """Return a string in lower case."""
    return text.lower()


def left(text: str, length: int) -> str:
    """Return the first characters."""
    return text[: _length(length, "left")]


def right(text: str, length: int) -> str:
    """Return the last characters."""
    count = _length(length, "right")
    return text[-count:] if count else ""


def _length(length: int, name: str) -> int:
    if length < 0:
        raise CypherArgumentError(
            f"The length for {name}() must be 0 or more, but got {length}.", detail="NegativeIntegerArgument"
        )
    return length


def substring(text: str, start: int, length: int | None = None) -> str:
    """Return the characters from ``start``, counted from 0."""
    if start < 0 or (length is not None and length < 0):
        raise CypherArgumentError(
            f"substring() needs a start and length of 0 or more, not {start if start < 0 else length}.",
            detail="NegativeIntegerArgument",
        )
    return text[start:] if length is None else text[start : start + length]


def replace(text: str, search: str, replacement: str) -> str:
    """Replace every occurrence of ``search``."""
    if len(replacement) > len(search):
        grown = text.count(search) * (len(replacement) - len(search))
        check_size(len(text) + grown, "string")
    return text.replace(search, replacement)


def split(text: str, delimiters: Any) -> list[str] | None:
    """Return the parts of a string between delimiters; null if one of the delimiters is null."""
    if delimiters == [""]:
        delimiters = ""
    if isinstance(delimiters, str):
        if delimiters == "":
            check_size(len(text), "list")
            return list(text) or [""]
        check_size(text.count(delimiters) + 1, "list")
        return text.split(delimiters)
    for delimiter in delimiters:
        if not isinstance(delimiter, str | None):
            raise CypherTypeError(
                f"The delimiters for split() must be strings, but got {shown(delimiter)}, "
                f"which is {article(type_name(delimiter))}.",
                detail="InvalidArgumentValue",
            )
    if None in delimiters:
        return None
    any_of = re.compile("|".join(re.escape(delimiter) for delimiter in delimiters if delimiter))
    if not any_of.pattern:
        return [text]
    check_size(len(text), "string")
    parts = any_of.split(text)
    check_size(len(parts), "list")
    return parts


def trim(text: str) -> str:
    """Strip white space from both ends."""
    return text.strip(_WHITESPACE)


def btrim(text: str, characters: str | None = None) -> str:
    """Strip white space, or the given characters, from both ends."""
    return text.strip(_WHITESPACE if characters is None else characters) if characters != "" else text


def ltrim(text: str, characters: str | None = None) -> str:
    """Strip white space, or the given characters, from the start."""
    return text.lstrip(_WHITESPACE if characters is None else characters) if characters != "" else text


def rtrim(text: str, characters: str | None = None) -> str:
    """Strip white space, or the given characters, from the end."""
    return text.rstrip(_WHITESPACE if characters is None else characters) if characters != "" else text


def normalize(text: str, form: str = "NFC") -> str:
    """Return a string in a Unicode normal form."""
    for known in _FORMS:
        if form.upper() == known:
            return unicodedata.normalize(known, text)
    raise CypherArgumentError(
        f"Unknown normal form {form!r}.",
        detail="InvalidArgumentValue",
        hint="Use one of NFC, NFD, NFKC, NFKD.",
    )


def char_length(text: str) -> int:
    """Return the number of characters."""
    return len(text)


FUNCTIONS: tuple[Function, ...] = (
    define(
        "btrim(input :: STRING, characters? :: STRING) :: STRING",
        "Without white space, or the given characters, at both ends.",
        btrim,
    ),
    define("char_length(input :: STRING) :: INTEGER", "The number of characters.", char_length),
    define("character_length(input :: STRING) :: INTEGER", "The number of characters.", char_length),
    define("left(original :: STRING, length :: INTEGER) :: STRING", "The first characters.", left),
    define("lower(input :: STRING) :: STRING", "In lower case; toLower().", to_lower),
    define(
        "ltrim(input :: STRING, characters? :: STRING) :: STRING",
        "Without white space, or the given characters, at the start.",
        ltrim,
    ),
    define(
        "normalize(input :: STRING, form? :: STRING) :: STRING",
        "In a Unicode normal form, NFC by default.",
        normalize,
    ),
    define(
        "replace(original :: STRING, search :: STRING, replace :: STRING) :: STRING",
        "With every occurrence of search replaced.",
        replace,
    ),
    define(
        "right(original :: STRING, length :: INTEGER) :: STRING",
        "The last characters.",
        right,
    ),
    define(
        "rtrim(input :: STRING, characters? :: STRING) :: STRING",
        "Without white space, or the given characters, at the end.",
        rtrim,
    ),
    define(
        "split(original :: STRING, delimiters :: STRING | LIST<STRING>) :: LIST<STRING>",
        "The parts between the delimiters.",
        split,
    ),
    define(
        "substring(original :: STRING, start :: INTEGER, length? :: INTEGER) :: STRING",
        "The characters from start, counted from 0.",
        substring,
    ),
    define("toLower(input :: STRING) :: STRING", "In lower case.", to_lower),
    define("toUpper(input :: STRING) :: STRING", "In capitals.", to_upper),
    define("trim(input :: STRING) :: STRING", "Without white space at both ends.", trim),
    define("upper(input :: STRING) :: STRING", "In upper case; toUpper().", to_upper),
)
