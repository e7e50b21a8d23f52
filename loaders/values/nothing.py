"""Texts that stand for an empty cell, in five languages, including spreadsheet errors."""

from __future__ import annotations

import re

_NOTHING = frozenset(
    {
        *("NULL", "null", "\\N", "NaN", "nan", "None", "none", "NONE", "<NA>", "<null>", "(null)", "NaT"),
        *("n/a", "N/A", "N/a", "n.a.", "N.A."),
        *(".", "..", "...", "…", "-", "--", "---", "–", "—", "?", "??", "???"),
        *("n.v.t.", "N.v.t.", "nvt", "k.A.", "k. A.", "K.A.", "s/d", "S/D", "s/n", "S/N", "sin datos"),
        *("niet van toepassing", "keine Angabe", "no aplica", "sans objet", "not applicable"),
        *("#N/A N/A", "#N/A", "#NA", "#NV", "#N/D", "#N/B"),
    }
)
_NOT_KNOWN = frozenset(
    (
        *(
            "unknown",
            "unkown",
            "not known",
            "undated",
            "no date",
            "n.d.",
            "nd",
            "na",
            "nil",
            "null",
            "tbd",
            "tbc",
        ),
        *("not available", "onbekend", "niet bekend", "z.d.", "desconocido", "desconocida", "no consta"),
        *("sin fecha", "s.f.", "inconnu", "inconnue", "non connu", "sans date", "s.d."),
        *("unbekannt", "nicht bekannt", "ohne datum", "o.d.", "o.j."),
    )
)
_ERROR = re.compile(r"#[¡¿]?[A-ZÀ-ÖØ-Þ/0]{2,}[!?]|Err:\d{3}|#{3,}")
"""Spreadsheet errors in any language, and the marks for a column that is too narrow."""


def is_nothing(text: str, *, is_name: bool) -> bool:
    """Return whether a cell's text stands for an empty cell.

    Args:
        text: a cell without surrounding space.
        is_name: whether the cell may hold a name or free text, in which ``unknown`` and ``Null`` have a
            meaning.
    """
    if text in _NOTHING or (text[:1] in "#E" and _ERROR.fullmatch(text)):
        return True
    return not is_name and (not text or text.casefold() in _NOT_KNOWN)
