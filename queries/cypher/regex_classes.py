"""Character classes of Java's regular expressions as members of Python's ``[…]``."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from sociogram.graph.errors import CypherSyntaxError

_SPACES: Final = "\\t\\n\\x0b\\x0c\\r "
_HORIZONTAL: Final = " \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000"
_VERTICAL: Final = "\\n\\x0b\\x0c\\r\\x85\\u2028\\u2029"


def _ranges(members: str) -> list[tuple[int, int]]:
    """Return the code points of members without escapes of classes, as ranges."""
    parts = re.findall(r"\\x..|\\u....|[^\\]|\\.", members)
    codes = [ord(character_of(part)) if part != "-" else -1 for part in parts]
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(codes):
        if place + 2 < len(codes) and codes[place + 1] == -1:
            found.append((codes[place], codes[place + 2]))
            place += 3
        else:
            found.append((codes[place], codes[place]))
            place += 1
    return sorted(found)


def character_of(part: str) -> str:
    """Return the character that an escape stands for."""
    if part[:2] in ("\\x", "\\u"):
        return chr(int(part[2:], 16))
    return {"\\t": "\t", "\\n": "\n", "\\r": "\r"}.get(part, part[-1])


def _negation(ranges: list[tuple[int, int]]) -> str:
    """Return members for every code point outside sorted ranges."""
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
    """Return ranges of code points as members of a class."""
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges)


def _with_negations(positive: dict[str, str]) -> dict[str, str]:
    return positive | {name.upper(): _negation(_ranges(members)) for name, members in positive.items()}


SHORTHANDS: Final = _with_negations(
    {"d": "0-9", "w": "0-9A-Z_a-z", "s": _SPACES, "h": _HORIZONTAL, "v": _VERTICAL}
)
"""What ``\\d`` and its kin stand for, between brackets."""

UNICODE_SHORTHANDS: Final = SHORTHANDS | {name: f"\\{name}" for name in "dDwWsS"}
"""The same with ``(?U)``."""

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
_BINARY: Final = {
    "alphabetic": ("L", "Nl"),
    "letter": ("L",),
    "uppercase": ("Lu",),
    "lowercase": ("Ll",),
    "titlecase": ("Lt",),
    "punctuation": ("P",),
    "control": ("Cc",),
    "digit": ("Nd",),
    "assigned": ("L", "M", "N", "P", "S", "Z", "Cc", "Cf", "Co", "Cs"),
    "ideographic": ("Lo",),
    "white_space": ("Z",),
}
_SCRIPTS: Final = {
    "latin": "LATIN", "greek": "GREEK", "cyrillic": "CYRILLIC", "arabic": "ARABIC", "hebrew": "HEBREW",
    "han": "CJK UNIFIED IDEOGRAPH", "hiragana": "HIRAGANA", "katakana": "KATAKANA", "hangul": "HANGUL",
    "thai": "THAI", "armenian": "ARMENIAN", "georgian": "GEORGIAN", "devanagari": "DEVANAGARI",
}  # fmt: skip
_CATEGORIES: Final = frozenset(
    category
    for major, minors in (
        ("L", "ultmoC"),
        ("M", "nce"),
        ("N", "dlo"),
        ("P", "cdseifo"),
        ("S", "mcko"),
        ("Z", "slp"),
        ("C", "cfson"),
    )
    for category in (major, *(major + minor for minor in minors))
)


def property_class(name: str, *, negated: bool, pattern: str) -> str:
    r"""Return ``\p{name}`` as members of a class."""
    ranges = _property_ranges(name)
    if ranges is None:
        raise CypherSyntaxError(
            f"The regular expression {pattern!r} names a property {name!r} that is not known.",
            detail="InvalidRegularExpression",
            hint="\\p{L}, \\p{Lu}, \\p{IsAlphabetic}, \\p{IsLatin}, \\p{Punct} are.",
        )
    return _negation(list(ranges)) if negated else members_of(list(ranges))


@lru_cache(maxsize=64)
def _property_ranges(name: str) -> tuple[tuple[int, int], ...] | None:
    if name in _POSIX:
        return tuple(_ranges(_POSIX[name].replace("\\[", "[")))
    for prefix in ("general_category=", "gc=", "script=", "sc="):
        if name.lower().startswith(prefix):
            bare = name[len(prefix) :]
            return _script(bare) if prefix.startswith("s") else _categories((bare,))
    if name.startswith("java"):
        name = (
            "Is" + name.removeprefix("java").removesuffix("Case") + ("case" if name.endswith("Case") else "")
        )
    if name.startswith("In"):
        return _script(name[2:])
    bare = name.removeprefix("Is")
    if bare in _CATEGORIES:
        return _categories(("Lu", "Ll", "Lt") if bare == "LC" else (bare,))
    if bare.lower() in _BINARY:
        return _categories(_BINARY[bare.lower()])
    return _script(bare)


def _categories(prefixes: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    return _collected(lambda character: unicodedata.category(character).startswith(prefixes))


def _script(name: str) -> tuple[tuple[int, int], ...] | None:
    """Return a script by the names of its letters, which Python knows; None for others."""
    start = _SCRIPTS.get(name.lower())
    if start is None:
        return None
    return _collected(lambda character: unicodedata.name(character, "").startswith(start))


def _collected(test: Callable[[str], bool]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for code in range(sys.maxunicode + 1):
        if test(chr(code)):
            if found and found[-1][1] == code - 1:
                found[-1] = (found[-1][0], code)
            else:
                found.append((code, code))
    return tuple(found)
