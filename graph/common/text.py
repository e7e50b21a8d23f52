"""Names as people type them: without regard to case, accents and spacing, and the nearest known one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def fold(name: str) -> str:
    """Return ``name`` without case, accents and doubled spaces: ``"MARÍN "`` becomes ``"marin"``."""
    if name.isascii():  # most names, and one letter after another is slow
        return " ".join(name.lower().split())
    decomposed = unicodedata.normalize("NFKD", name)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.casefold().split())


def nearest(name: str, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Return those of ``known`` that are spelled most like ``name``, best first."""
    from difflib import get_close_matches  # only a failure needs it

    by_folded: dict[str, str] = {}
    for candidate in known:
        by_folded.setdefault(fold(candidate), candidate)
    wanted = fold(name)
    close = get_close_matches(wanted, by_folded, n=most, cutoff=0.6)
    if len(close) < most:
        words = [key for key in by_folded if wanted and (wanted in key or key in wanted)]
        close += [key for key in words if key not in close][: most - len(close)]
    return tuple(by_folded[key] for key in close)


def did_you_mean(names: Iterable[str]) -> str:
    """Return a sentence that offers ``names``, or nothing where there are none."""
    quoted = [f"'{name}'" for name in names]
    if not quoted:
        return ""
    if len(quoted) == 1:
        return f"Did you mean {quoted[0]}?"
    return f"Did you mean {', '.join(quoted[:-1])} or {quoted[-1]}?"
