"""Reports types of ties that mean the same in two languages: ``BESITZT`` and ``OWNS``."""

from __future__ import annotations

from sociogram.graph.common.text import first_few, strip_accents
from sociogram.loaders.headers.vocabulary.related_titles import RELATED_TITLES
from sociogram.loaders.rows.claims.known_claims import KnownClaims
from sociogram.loaders.rows.table_rows import TableRows

_MOST_SHOWN = 3


def report_alike_types(rows: TableRows, claims: KnownClaims) -> None:
    """Report new types that mean the same as another type of the load or the target; no load merges them."""
    here = {str(name) for name in rows.get("type").used()}
    if not any(map(_meaning, here)):
        return
    alike: dict[str, list[str]] = {}
    there = set(claims.types())
    for name in sorted(here | there):
        meaning = _meaning(name)
        if meaning is not None:
            alike.setdefault(meaning, []).append(name)
    found = [names for names in alike.values() if len(names) > 1 and not here.isdisjoint({*names} - there)]
    if found:
        shown = first_few([" and ".join(f"`{name}`" for name in names) for names in found], _MOST_SHOWN, ";")
        rows.origins.sheets[0].report.readings.append(
            f"Types that may mean the same: {shown}. They stay different types; to have one, write one "
            "of them in the sheets."
        )


def _meaning(name: str) -> str | None:
    """Return the type that a verb of a known language means; None for any other type."""
    words = strip_accents(name).casefold().replace("_", " ")
    meaning, cell_starts = RELATED_TITLES.get(words, ("", True))
    return None if cell_starts else meaning
