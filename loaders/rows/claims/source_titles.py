"""Replaces titles of sources in rows by the ids of sources that the load or the target describes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from sociogram.graph.common.text import fold_name
from sociogram.loaders.rows.claims.known_claims import KnownClaims
from sociogram.loaders.rows.table_rows import TableRows
from sociogram.loaders.values.categorical import Categorical

_FIELDS = ("sources", "cites")


def name_sources_by_id(rows: TableRows, described: TableRows, claims: KnownClaims) -> None:
    """Replace titles of sources by ids, regardless of case and accents.

    Titles that several sources have, or that claims of the target cite, are kept.

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
    _report(rows, columns.values(), ids)
    for name, column in columns.items():
        rows.columns[name] = column.map(lambda cell: list(dict.fromkeys(ids.get(one, one) for one in cell)))


def _report(rows: TableRows, columns: Iterable[Categorical], ids: Mapping[str, str]) -> None:
    for number, checked in enumerate(rows.origins.sheets):
        own = np.flatnonzero(rows.origins.sheet_of == number)
        cited = {one for column in columns for cell in column.take(own).used() for one in cell}
        if found := sorted(cited & ids.keys()):
            others = f", and {len(found) - 1} more" if len(found) > 1 else ""
            checked.report.readings.append(f"Sources by title: `{found[0]}` is `{ids[found[0]]}`{others}.")


def _ids_of(texts: Iterable[str], titles: Mapping[str, Any]) -> dict[str, str]:
    """Return the ids of the sources with these titles, except titles of several."""
    named: dict[str, list[str]] = {}
    for source, title in titles.items():
        if title is not None:
            named.setdefault(fold_name(str(title)), []).append(source)
    found = {text: named.get(fold_name(text), ()) for text in texts}
    return {text: sources[0] for text, sources in found.items() if len(sources) == 1}
