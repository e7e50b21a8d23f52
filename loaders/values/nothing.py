"""Words in a cell that say that it is empty."""

from __future__ import annotations

_NOTHING = frozenset(
    {
        *("NULL", "null", "\\N", "NaN", "nan", "None", "none", "NONE", "<NA>", "<null>", "(null)", "NaT"),
        *("n/a", "N/A", "N/a", "n.a.", "N.A."),
        *("-", "--", "---", "–", "—", "?", "??", "???"),
        *(
            "#N/A",
            "#N/A N/A",
            "#REF!",
            "#VALUE!",
            "#NAME?",
            "#DIV/0!",
            "#NUM!",
            "#NULL!",
            "#SPILL!",
            "#CALC!",
        ),
    }
)
_NOT_KNOWN = frozenset(
    """unknown|unkown|undated|no date|n.d.|nd|na|nil|null|s.d.|s.f.|onbekend|desconocido|desconocida|sin fecha
    |inconnu|inconnue|sans date|unbekannt|ohne datum|o.d.|o.j.|z.d.|tbd|tbc|not available""".replace(
        "\n    ", ""
    ).split("|")
)


def is_nothing(text: str, *, is_name: bool) -> bool:
    """Return whether a cell's text stands for an empty cell.

    Args:
        text: a cell without surrounding space.
        is_name: whether the cell may hold a name or free words, where ``unknown`` and ``Null`` say something.
    """
    return text in _NOTHING or (not is_name and (not text or text.casefold() in _NOT_KNOWN))
