"""Cells that name a source together with a document that it relays: ``El Faro; citing the land registry``.

The first is the text that was read, the second is cited there, and nobody on the team has read it.
"""

from __future__ import annotations

import re

import numpy as np

from sociogram.graph.common.text import strip_accents
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.numbers import words_of

_CITING = (
    *("citing", "quoting", "relying on", "referring to"),
    *("citeert", "citerend", "met verwijzing naar", "onder verwijzing naar"),
    *("citando a", "citando", "citant", "unter Berufung auf", "mit Verweis auf"),
)
"""Words after which a text names what it relays, in the languages of titles."""
_AFTER_A_SOURCE = (
    "according to",
    "volgens",
    "según",
    "segun",
    "selon",
    "d'après",
    "laut",
    "segundo",
    "secondo",
)
"""Words that also occur within headlines, so they only count at the beginning of a later value."""


def _words(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words))


_VALUE = re.compile(
    rf"(?:and |en |y |et |und )?(?:{_words(_CITING + _AFTER_A_SOURCE)})\s+(?P<cited>\S.*)", re.I
)
_WITHIN = re.compile(rf"(?P<own>.*\S)\s*[,(]\s*(?:{_words(_CITING)})\s+(?P<cited>\S.*)", re.I)


_BARE = re.compile(
    r"(?P<own>(?:[^\W\d_]\S*\s+){1,4}?)"
    r"(?:citing|(?:met|onder) verwijzing naar|citando a|citant|unter Berufung auf|mit Verweis auf)"
    r"\s+(?P<cited>[^\W\d_]\S*(?:\s+\S+){0,5})"
)
"""A short name of a source, and what it cites: ``Reuters citing El Faro``. A headline is longer."""


_MOST_WORDS = 2
_NEWSPAPERS = words_of(
    """times post news journal herald telegraph guardian gazette tribune chronicle mail observer press agency
    courant dagblad krant volkskrant nieuws zeitung nachrichten tageblatt anzeiger monde figaro matin presse
    mundo pais diario vanguardia correo prensa"""
)
"""The last word of a longer name: ``Judge Frees Ann citing Lack of Evidence`` is a headline."""


def split_relayed(parts: list[str]) -> tuple[list[str], list[str]]:
    """Return the sources in a cell, and the documents that its words say they cite.

    >>> split_relayed(["El Faro", "citing the land registry"])
    (['El Faro'], ['the land registry'])
    >>> split_relayed(["El Faro (citing the land registry)"])
    (['El Faro'], ['the land registry'])
    >>> split_relayed(["Reuters citing El Faro"])
    (['Reuters'], ['El Faro'])
    >>> split_relayed(["Diario El País citing La Razón"])
    (['Diario El País'], ['La Razón'])
    >>> split_relayed(["Judge Frees Ann citing Lack of Evidence"])
    (['Judge Frees Ann citing Lack of Evidence'], [])
    >>> split_relayed(["According to plan"])
    (['According to plan'], [])
    """
    own: list[str] = []
    cited: list[str] = []
    for part in parts:
        if own and (match := _VALUE.fullmatch(part)) is not None:
            cited.append(match["cited"])
        elif (match := _WITHIN.fullmatch(part) or _named(part)) is not None:
            own.append(match["own"].strip())
            named = match["cited"]
            cited.append(named[:-1].rstrip() if named.endswith(")") and "(" not in named else named)
        else:
            own.append(part)
    return own, cited


def _named(part: str) -> re.Match[str] | None:
    """Return the match of a source and what it cites if both look like names, and neither like a headline."""
    match = _BARE.fullmatch(part)
    words = match["own"].split() if match is not None else []
    if not words or not all(word[0].isupper() for word in words):
        return None
    is_short = len(words) <= _MOST_WORDS or strip_accents(words[-1]).casefold() in _NEWSPAPERS
    return match if is_short else None


def move_relayed(checked: CheckedRows) -> None:
    """Move the documents that cells of sources name as cited from ``sources`` to ``cites``, and report it."""
    sources = checked.values.get("sources")
    if sources is None or checked.plan.is_exact or checked.plan.field("sources") is None:
        return
    cited = sources.map(lambda cell: split_relayed(cell)[1] or None)
    rows = np.flatnonzero(~cited.nulls()).tolist()
    if not rows:
        return
    there = checked.get("cites").to_list()
    for row in rows:
        there[row] = list(dict.fromkeys([*(there[row] or ()), *cited.value(row)]))
    checked.values["sources"] = sources.map(lambda cell: split_relayed(cell)[0])
    checked.values["cites"] = Categorical.of(there)
    own, first = checked.values["sources"].value(rows[0])[0], cited.value(rows[0])[0]
    checked.report.readings.append(
        f"Documents that a text cites were moved from `{checked.title('sources')}` to `cites` "
        f"({checked.line_words(rows)}): `{first}`, which `{own}` cites."
    )
