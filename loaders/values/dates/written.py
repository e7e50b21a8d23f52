"""The text of a date in the form that its readers expect: folded, without a time of day, in usual words."""

from __future__ import annotations

import re

from sociogram.graph.common.text import clean, strip_accents

_TIME = (
    r"(?<=\d)[t ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
    r"\s*(?:[ap]\.?m\.?)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?$"
)
_OPEN = r"(?:xx|\?\?|00|__)"
_ONWARDS = (
    r"onwards?|and later|and after|en later|e\.?v\.?|en adelante|y posterior|et apres|et suivants?|und spater"
    r"|ff\.?"
)
_UP_TO = r"and earlier|en eerder|y antes|et avant|und fruher"
_OR_LATER = r"or later|or after|of later|o posterior|o despues|ou apres|oder spater"
_OR_EARLIER = r"or earlier|or before|of eerder|o antes|ou avant|oder fruher"
"""Words for a moment of which only a bound is known, unlike a period that begins or ends there."""

_REWRITTEN = (
    (r"^(\d{4}|\d{8})\.0+$", r"\1"),
    (rf"^(\d{{4}})-{_OPEN}-{_OPEN}$", r"\1"),
    (rf"^(\d{{4}}-\d{{2}})-{_OPEN}$", r"\1"),
    (rf"^{_OPEN}([/.-]){_OPEN}\1(\d{{4}})$", r"\2"),
    (rf"^{_OPEN}([/.-])(\d{{1,2}})\1(\d{{4}})$", r"\2\1\3"),
    (rf"^(?:from\s+|since\s+)?(.+?),?\s+(?:{_ONWARDS})$", r"since \1"),
    (rf"^(.+?),?\s+(?:{_UP_TO})$", r"until \1"),
    (rf"^(.+?),?\s+(?:{_OR_LATER})$", r"after \1"),
    (rf"^(.+?),?\s+(?:{_OR_EARLIER})$", r"before \1"),
    (r"^(c|ca)(?=\d{4}$)", r"\1 "),
)
"""Patterns and the text in place of each, in this order."""


def fold_date(text: str) -> str:
    """Return the text of a date without case, accents, a time of day and parts that are not known.

    >>> fold_date("1999-05-XX"), fold_date("5 Mai 2019, 15:30"), fold_date("2001 onwards")
    ('1999-05', '5 mai 2019', 'since 2001')
    """
    folded = strip_accents(clean(text).replace("º", "e").replace("°", "e").replace("ª", "e")).casefold()
    folded = re.sub(r"[’‘`´]", "'", re.sub(r"[—―−‒]", "–", folded))
    folded = re.sub(_TIME, "", folded).strip(" ,;")
    for pattern, usual in _REWRITTEN:
        folded = re.sub(pattern, usual, folded)
    return folded
