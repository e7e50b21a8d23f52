"""Reports denials whose type is another tense of the type that they may deny: ``PAID`` beside ``PAYS``.

Nothing is changed: a tie of the past and one of today may differ in just that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from sociogram.graph.common.text import first_few
from sociogram.loaders.rows.claims.known_claims import Ends, KnownClaims
from sociogram.loaders.rows.table_rows import TableRows
from sociogram.loaders.values.verb_forms import verb_key

_MOST_SHOWN = 3
_MOST_COMPARED = 10_000
"""Rows; in a larger load, comparing each would take longer than reading it."""


def report_denied_tenses(rows: TableRows, claims: KnownClaims) -> None:
    """Report ties that a row of the load denies, or affirms, in another tense than another claim does."""
    if len(rows) > _MOST_COMPARED:
        return
    types = {str(name) for name in rows.get("type").used()}
    keys: dict[tuple[str, ...], set[str]] = {}
    for name in types | set(claims.types()):
        keys.setdefault(verb_key(name), set()).add(name)
    several = {name for name in types if len(keys[verb_key(name)]) > 1}
    if not several:
        return
    stated = _stated(rows, several)
    there = {ends: list(_said(found)) for ends, found in claims.between(stated.keys()).items()}
    found: dict[tuple[str, str], Ends] = {}
    for ends, here in stated.items():
        said = [*here, *there.get(ends, ())]
        denied = {name for name, denies in said if denies}
        for name in denied:
            others = keys[verb_key(name)].intersection(one for one, _ in said) - denied
            found |= {(name, other): ends for other in others}
    if found:
        pairs = [
            f"`{denied}` is denied and `{other}` is not, {ends[0]} – {ends[1]}"
            for (denied, other), ends in sorted(found.items())
        ]
        rows.origins.sheets[0].report.readings.append(
            f"Denials in another tense: {first_few(pairs, _MOST_SHOWN, ';')}. They stay different types, so "
            "the denial does not dispute the other; if it should, write one of the types in the sheets."
        )


def _stated(rows: TableRows, types: set[str]) -> dict[Ends, list[tuple[str, bool]]]:
    """Return the types of the load between each two actors, and whether each row denies the tie."""
    columns = [rows.get(name) for name in ("source", "target", "type", "polarity")]
    found: dict[Ends, list[tuple[str, bool]]] = {}
    for row in np.flatnonzero(~columns[2].nulls()).tolist():
        source, target, name, polarity = (column.value(row) for column in columns)
        if name in types and source is not None and target is not None:
            found.setdefault((str(source), str(target)), []).append((str(name), polarity == "denies"))
    return found


def _said(claims: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, bool]]:
    for claim in claims:
        yield str(claim["type"]), claim.get("polarity") == "denies"
