"""Texts that mean an empty cell or an unknown name, in five languages, including spreadsheet errors."""

from __future__ import annotations

import re

from sociogram.graph.common.text import fold
from sociogram.loaders.values.categorical import Categorical

_IN_BRACKETS = (
    "null",
    "none",
    "empty",
    "blank",
    "leeg",
    "geen",
    "vacío",
    "ninguno",
    "vide",
    "aucun",
    "leer",
    "keine",
)

_NOTHING = frozenset(
    {
        *("NULL", "null", "\\N", "NaN", "nan", "None", "none", "NONE", "<NA>", "<null>", "NaT"),
        *("n/a", "N/A", "N/a", "n.a.", "N.A."),
        *(".", "..", "...", "…", "-", "--", "---", "–", "—", "?", "??", "???"),
        *("n.v.t.", "N.v.t.", "nvt", "k.A.", "k. A.", "K.A.", "s/d", "S/D", "s/n", "S/N", "sin datos"),
        *("niet van toepassing", "keine Angabe", "no aplica", "sans objet", "not applicable"),
        *(f"({form})" for word in _IN_BRACKETS for form in (word, word.capitalize(), word.upper())),
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
_NOBODY = frozenset(
    (
        *("unknown", "unkown", "unidentified", "unnamed", "not known", "not available", "name unknown"),
        *("no name", "no data", "tbd", "tbc", "tba", "to be determined", "to be confirmed", "xxx"),
        *("unknown person", "unknown persons", "unknown people", "unknown owner", "unknown company"),
        *("onbekend", "onbekende", "niet bekend", "nog niet bekend", "naam onbekend", "nader te bepalen"),
        *("ntb", "onbekende persoon", "geen naam", "desconocido", "desconocida", "se desconoce"),
        *("no consta", "no identificado", "no identificada", "por determinar", "por confirmar"),
        *("persona desconocida", "nombre desconocido", "sin nombre", "inconnu", "inconnue", "inconnus"),
        *("non connu", "non identifie", "non identifiee", "a determiner", "a confirmer", "nom inconnu"),
        *("personne inconnue", "sans nom", "unbekannt", "unbekannte", "unbekannter", "nicht bekannt"),
        *("noch unbekannt", "name unbekannt", "unbekannte person", "ohne namen", "neizvestno"),
        *("nobody", "none", "no one", "niemand", "geen", "nadie", "ninguno", "ninguna", "aucun", "aucune"),
        *("keine", "keiner", "kein", "not applicable", "not specified", "unspecified", "niet opgegeven"),
        *("no especificado", "non precise", "nicht angegeben", "n/k", "not stated", "not named"),
        *("not disclosed", "undisclosed", "redacted", "name withheld", "niet genoemd", "no revelado"),
        *("non communique", "nicht genannt"),
        *("neizvestnyi", "neizvesten", "neizvestna", "agnosto", "agnostos"),
    )
)
"""Words in place of a name, folded. ``Anonymous`` and ``Null`` are not among them: both are names too."""
_ERROR = re.compile(r"#[¡¿]?[A-ZÀ-ÖØ-Þ/0]{2,}[!?]|Err:\d{3}|#{3,}")
"""Spreadsheet errors in any language, and the marks for a column that is too narrow."""
_BEGINNINGS = ("#", "Err:")


def is_nothing(text: str, *, is_name: bool) -> bool:
    """Return whether a cell's text means an empty cell.

    Args:
        text: a cell without surrounding space.
        is_name: whether the cell may hold a name or free text, in which ``unknown`` and ``Null`` have a
            meaning.
    """
    if text in _NOTHING or (text[:1] in "#E" and _ERROR.fullmatch(text)):
        return True
    return not is_name and (not text or text.casefold() in _NOT_KNOWN)


def may_be_nothing(cells: Categorical) -> bool:
    """Return whether ``is_nothing`` may accept a cell with a name or free text, without a call for each."""
    if cells.codes_of(_NOTHING):
        return True
    if not cells.may_be_with(begins=_BEGINNINGS):
        return False
    joined = "\0".join(["", *cells.values])
    return any(f"\0{mark}" in joined for mark in _BEGINNINGS)


def names_nobody(text: str) -> bool:
    """Return whether a text says that the name of an actor is not known.

    >>> names_nobody("Unbekannt"), names_nobody("(unknown)"), names_nobody("Nobody's Child")
    (True, True, False)
    """
    return fold(text).strip(" ()[]<>*?.!-") in _NOBODY
