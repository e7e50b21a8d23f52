"""Sources that rows name by title: the ids of those that the load or the target describes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sociogram.graph.common.text import fold_name
from sociogram.loaders.rows.claims.known_claims import KnownClaims
from sociogram.loaders.rows.table_rows import TableRows

_FIELDS = ("sources", "cites")


def name_sources_by_id(rows: TableRows, described: TableRows, claims: KnownClaims) -> None:
    """Replace titles of sources by ids, regardless of case and accents.

    A title of several sources stays as it is, and so does one that claims of the target cite as it is.

    Args:
        rows: relations.
        described: the sources of the load.
        claims: the target.
    """
    columns = {name: rows.columns[name] for name in _FIELDS if name in rows.columns}
    cited = {one for column in columns.values() for cell in column.used() for one in cell}
    titles = dict(zip(described.get("id").to_list(), described.get("title").to_list(), strict=True))
    if not (unknown := cited - titles.keys()):
        return
    titles = {**claims.source_titles(), **titles}
    ids = _ids_of(unknown - titles.keys(), titles)
    for text in claims.cited(ids) if ids else ():
        del ids[text]
    if not ids:
        return
    for name, column in columns.items():
        rows.columns[name] = column.map(lambda cell: list(dict.fromkeys(ids.get(one, one) for one in cell)))
    (text, source), *more = sorted(ids.items())
    others = f", and {len(more)} more" if more else ""
    rows.origins.sheets[0].report.readings.append(f"Sources by title: `{text}` is `{source}`{others}.")


def _ids_of(texts: Iterable[str], titles: Mapping[str, Any]) -> dict[str, str]:
    """Return the ids of the sources with these titles, except titles of several."""
    named: dict[str, list[str]] = {}
    for source, title in titles.items():
        if title is not None:
            named.setdefault(fold_name(str(title)), []).append(source)
    found = {text: named.get(fold_name(text), ()) for text in texts}
    return {text: sources[0] for text, sources in found.items() if len(sources) == 1}
