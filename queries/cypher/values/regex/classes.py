"""Translate the character classes of Java's regular expressions to members of ``[…]`` in ``regex``."""

from __future__ import annotations

import re
import sys
from typing import Final

import regex

from sociogram.graph.errors import CypherSyntaxError

_SPACES: Final = "\\t\\n\\x0b\\x0c\\r "
_HORIZONTAL: Final = " \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000"
_VERTICAL: Final = "\\n\\x0b\\x0c\\r\\x85\\u2028\\u2029"


def _ranges(members: str) -> list[tuple[int, int]]:
    """Return members of a class as sorted ranges of code points; escapes may only stand for characters."""
    parts = re.findall(r"\\x..|\\u....|[^\\]|\\.", members)
    codes = [ord(character_of(part)) if part != "-" else -1 for part in parts]
    found: list[tuple[int, int]] = []
    position = 0
    while position < len(codes):
        if position + 2 < len(codes) and codes[position + 1] == -1:
            found.append((codes[position], codes[position + 2]))
            position += 3
        else:
            found.append((codes[position], codes[position]))
            position += 1
    return sorted(found)


def character_of(part: str) -> str:
    """Return the character that an escape denotes."""
    if part[:2] in ("\\x", "\\u"):
        return chr(int(part[2:], 16))
    return {"\\t": "\t", "\\n": "\n", "\\r": "\r"}.get(part, part[-1])


def _negation(ranges: list[tuple[int, int]]) -> str:
    """Return the class members for every code point outside sorted ranges."""
    outside: list[tuple[int, int]] = []
    start = 0
    for low, high in ranges:
        if low > start:
            outside.append((start, low - 1))
        start = max(start, high + 1)
    if start <= sys.maxunicode:
        outside.append((start, sys.maxunicode))
    return members_of(outside)


def members_of(ranges: list[tuple[int, int]]) -> str:
    """Return ranges of code points as class members."""
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges)


def _with_negations(positive: dict[str, str]) -> dict[str, str]:
    return positive | {name.upper(): _negation(_ranges(members)) for name, members in positive.items()}


SHORTHANDS: Final = _with_negations(
    {"d": "0-9", "w": "0-9A-Z_a-z", "s": _SPACES, "h": _HORIZONTAL, "v": _VERTICAL}
)
"""What ``\\d`` and similar escapes mean inside brackets."""

UNICODE_SHORTHANDS: Final = SHORTHANDS | {name: f"\\{name}" for name in "dDwWsS"}
"""What they mean with ``(?U)``."""

_POSIX: Final = {
    "Lower": "a-z",
    "Upper": "A-Z",
    "ASCII": "\\x00-\\x7f",
    "Alpha": "A-Za-z",
    "Digit": "0-9",
    "Alnum": "0-9A-Za-z",
    "Punct": "!-/:-@\\[-`{-~",
    "Graph": "!-~",
    "Print": " -~",
    "Blank": " \\t",
    "Cntrl": "\\x00-\\x1f\\x7f",
    "XDigit": "0-9A-Fa-f",
    "Space": _SPACES,
}
_OTHERS: Final = {
    "IsLetter": "L",
    "IsPunctuation": "P",
    "IsControl": "Cc",
    "IsDigit": "Nd",
    "IsTitlecase": "Lt",
    "javaLetter": "L",
    "javaDigit": "Nd",
    "javaTitleCase": "Lt",
    "javaLowerCase": "IsLowercase",
    "javaUpperCase": "IsUppercase",
    "javaAlphabetic": "IsAlphabetic",
    "javaIdeographic": "IsIdeographic",
    "javaWhitespace": "IsWhite_Space",
}
"""The properties that Java and ``regex`` name differently."""
_CATEGORIES: Final = re.compile("(?:Is)?(L[ultmoC]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfson]?)")


def property_class(name: str, *, negated: bool, pattern: str) -> str:
    r"""Return ``\p{name}`` as class members."""
    if name in _POSIX:
        ranges = _ranges(_POSIX[name].replace("\\[", "["))
        return _negation(ranges) if negated else members_of(ranges)
    category = _CATEGORIES.fullmatch(name)
    known = _OTHERS.get(name, category[1] if category else name)
    if name == "IsAssigned":
        known, negated = "Cn", not negated
    member = f"\\{'P' if negated else 'p'}{{{known}}}"
    try:
        regex.compile(member)
    except regex.error:
        raise CypherSyntaxError(
            f"The regular expression {pattern!r} uses an unknown property {name!r}.",
            detail="InvalidRegularExpression",
            hint="Known properties include \\p{L}, \\p{Lu}, \\p{IsAlphabetic}, \\p{IsLatin}, \\p{Punct}.",
        ) from None
    return member
