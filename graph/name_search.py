"""Compare names on a server as look-ups in memory do: ignoring case, accents, spaces and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sociogram.graph.common.text import name_pattern, without_accents

_SIGNS = " \t\n\r.'`´‘’ʼ‐‑‒–—―-"
_ACCENTS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0323\u0326\u0327\u0328\u0331"
"""The combining marks of most languages in Latin script; a name with other marks is compared by a pattern."""

_NORMAL = "trim(normalize(toStringOrNull({text}), NFKD))"
_LETTERS = (
    f"reduce(letters = replace(replace(toLower({_NORMAL}), 'ß', 'ss'), 'ς', 'σ'), "
    "sign IN $signs | replace(letters, sign, ''))"
)
_HAS_MARKS = r"letters =~ '(?s)[^\\p{M}]*\\p{M}.*'"


def name_is_one_of(texts: str) -> str:
    """Return a Cypher condition: the list contains one of the names; see ``names_to_find``.

    A server compiles the pattern again for each text, so the pattern is used for unusual letters only.

    Args:
        texts: an expression for the list.
    """
    return _any(texts, f"letters IN $names OR ({_HAS_MARKS} AND {_NORMAL.format(text='text')} =~ $pattern)")


def name_may_be_one_of(texts: str) -> str:
    """Return a Cypher condition: the list contains one of the names, or a text with unusual letters.

    It holds for every text that differs from one of them only in case, accents, spaces or invisible signs.
    See ``names_to_compare`` for its parameters.

    Args:
        texts: an expression for the list.
    """
    return _any(texts, "letters IN $names OR NOT letters =~ '[!-~]*'")


def names_to_compare(names: Iterable[str]) -> dict[str, Any]:
    """Return the parameters of ``name_may_be_one_of``."""
    return {"names": sorted(set(map(_letters, names))), **_PARAMETERS}


def name_matches(texts: str) -> str:
    """Return a Cypher condition: a text of the list matches the pattern; see ``name_to_find``.

    Args:
        texts: an expression for the list.
    """
    matches = f"{_NORMAL.format(text='text')} =~ $pattern"
    return _any(texts, f"(letters CONTAINS $name OR {_HAS_MARKS}) AND {matches}")


def _any(texts: str, condition: str) -> str:
    return f"any(text IN {texts} WHERE any(letters IN [{_LETTERS.format(text='text')}] WHERE {condition}))"


def names_to_find(names: Iterable[str]) -> dict[str, Any]:
    """Return the parameters of ``name_is_one_of``."""
    wanted = sorted(names)
    pattern = f"(?isu)({'|'.join(map(name_pattern, wanted))})"
    return {"names": [_letters(name) for name in wanted], "pattern": pattern, **_PARAMETERS}


def name_to_find(name: str, pattern: str) -> dict[str, Any]:
    """Return the parameters of ``name_matches``.

    Args:
        name: the text must contain it.
        pattern: the text, normalised to NFKD, must match it in any case.
    """
    return {"name": _letters(name), "pattern": f"(?isu){pattern}", **_PARAMETERS}


_PARAMETERS = {"signs": [*_SIGNS, *_ACCENTS]}


def _letters(name: str) -> str:
    return re.sub(f"[{re.escape(_SIGNS)}]", "", without_accents(name).replace("ς", "σ"))
