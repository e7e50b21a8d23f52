"""Text as people type it: cleaning, comparison without case and accents, the nearest known name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u2060\u00ad"))
_CUTOFF = 0.6


def clean(text: str) -> str:
    """Remove invisible characters (byte order marks, soft hyphens); make any white space one space."""
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    return " ".join(text.translate(_INVISIBLE).split())


def are_clean(texts: Sequence[str]) -> bool:
    """Check many texts at once: True if ``clean`` changes none of them; False if it may change one."""
    joined = "|".join(["", *texts, ""])
    return (
        joined.isascii()
        and joined.isprintable()
        and not any(mark in joined for mark in ("  ", "| ", " |", "||"))
    )


def strip_accents(text: str) -> str:
    """Return the text in compatibility form without combining marks: ``"Ｍarín"`` becomes ``"Marin"``."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def fold(name: str) -> str:
    """Return ``name`` without case, accents and doubled spaces: ``"MARÍN "`` becomes ``"marin"``."""
    if name.isascii():  # most names; going through them by character is slow
        return " ".join(name.lower().split())
    return " ".join(strip_accents(name).casefold().split())


def nearest(name: str, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Return the names most similar to ``name``, best first: by spelling, then those that contain it."""
    by_folded, wanted = _by_folded(known), fold(name)
    close = _similar(wanted, by_folded, most)
    if len(close) < most:
        words = [key for key in by_folded if wanted and (wanted in key or key in wanted)]
        close += [key for key in words if key not in close][: most - len(close)]
    return tuple(by_folded[key] for key in close)


def nearest_spelling(name: str, known: Iterable[str]) -> str | None:
    """Return the known name spelled most like ``name``, for identifiers and keywords; None if none is."""
    by_folded = _by_folded(known)
    close = _similar(fold(name), by_folded, 1)
    return by_folded[close[0]] if close else None


def did_you_mean(names: Iterable[str]) -> str:
    """Return a sentence that offers ``names``; empty if there are none."""
    quoted = [f"'{name}'" for name in names]
    if not quoted:
        return ""
    if len(quoted) == 1:
        return f"Did you mean {quoted[0]}?"
    return f"Did you mean {', '.join(quoted[:-1])} or {quoted[-1]}?"


def _by_folded(known: Iterable[str]) -> dict[str, str]:
    by_folded: dict[str, str] = {}
    for candidate in known:
        by_folded.setdefault(fold(candidate), candidate)
    return by_folded


def _similar(wanted: str, folded: Mapping[str, str], most: int) -> list[str]:
    from difflib import get_close_matches  # imported only for an error message

    return get_close_matches(wanted, folded, n=most, cutoff=_CUTOFF)
