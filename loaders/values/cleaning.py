"""Text of titles and cells without what cannot be seen."""

from __future__ import annotations

from collections.abc import Sequence

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u2060\u00ad"))


def clean(text: str) -> str:
    """Mend what cannot be seen: no-break and doubled spaces, marks of byte order, soft hyphens."""
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    return " ".join(text.translate(_INVISIBLE).split())


def are_clean(texts: Sequence[str]) -> bool:
    """Tell of many texts at once that none needs mending; False says that some may."""
    joined = "|".join(["", *texts, ""])
    return (
        joined.isascii()
        and joined.isprintable()
        and not any(mark in joined for mark in ("  ", "| ", " |", "||"))
    )
