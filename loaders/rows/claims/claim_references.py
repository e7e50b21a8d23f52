"""References between claims: to unknown claims, and from claims that supersede another voice's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import numpy as np

from sociogram.loaders.rows.claims.known_claims import KnownClaims
from sociogram.loaders.rows.table_rows import TableRows
from sociogram.loaders.values.categorical import Categorical

_FIELDS = ("about", "contradicts", "supersedes")


def check_references(rows: TableRows, claims: KnownClaims) -> None:
    """Warn of unknown ids; reject claims that refer to themselves or must not supersede another.

    Claims are looked up in the load, in any order, and in the graph.
    """
    cells = {name: _filled_cells(rows.columns[name]) for name in _FIELDS if name in rows.columns}
    referred = {one for column in cells.values() for value in column.values() for one in _ids(value)}
    if not referred:
        return
    ids = rows.get("id")
    row_of = _rows_called(ids, referred)
    held = claims.called(one for one in referred if one not in row_of)
    dropped: set[int] = set()
    for name, column in cells.items():
        for row, value in column.items():
            own = ids.value(row)
            for one in _ids(value):
                if own is not None and one == str(own):
                    _reject(rows, row, name, f"The claim `{one}` refers to itself.", dropped)
                elif one not in row_of and one not in held:
                    source_row = rows.source_row(row)
                    remark = source_row.remark(
                        name, f"No claim has the id `{one}`.", "Correct it, or load that claim."
                    )
                    source_row.checked.report.warnings.append(remark)
    if "supersedes" in cells:
        superseding = _Superseding(rows, row_of, cells["supersedes"], claims)
        _check_superseding(rows, superseding, cells["supersedes"], dropped)
    rows.drop(dropped)


def _filled_cells(column: Categorical) -> dict[int, Any]:
    """Return the cells that are not empty, by row; usually a few of a million."""
    rows = np.flatnonzero(~column.nulls())
    return dict(zip(rows.tolist(), column.take(rows).to_list(), strict=True))


def _rows_called(ids: Categorical, wanted: Collection[str]) -> dict[str, int]:
    """Return the row that has each of some ids; the last one if there are several."""
    rows = ids.rows_of(ids.codes_of(wanted))
    own = ids.take(np.array(rows, dtype=np.int64)).to_texts()
    return dict(zip(own, rows, strict=True))


class _Superseding:
    """Checks the references of ``supersedes``, in the load and in the graph."""

    def __init__(
        self, rows: TableRows, row_of: Mapping[str, int], cells: Mapping[int, Any], claims: KnownClaims
    ) -> None:
        self._ids, self._voices = rows.get("id"), rows.get("claimed_by")
        self._row_of = row_of
        self._cells = cells
        self._claims = claims
        claims.called(cells.values())  # together, because each single look-up may be a query

    def id_of(self, row: int) -> str | None:
        """Return the id of a row's claim."""
        own = self._ids.value(row)
        return None if own is None else str(own)

    def voices_of(self, row: int) -> tuple[Any, Any]:
        """Return the voice of a row's claim and that of the claim it supersedes; None if unknown."""
        one = self._cells[row]
        return self._voice(self.id_of(row), row), self._voice(one, self._row_of.get(one))

    def circle(self, row: int) -> tuple[str | None, ...]:
        """Return the claims that lead from a row's claim back to it, which comes last; empty if none do."""
        own = self.id_of(row)
        ring = dict.fromkeys([own])
        following = self._cells[row]
        while following is not None and following not in ring:
            ring[following] = None
            following = self._value(following, self._row_of.get(following), self._cells.get, "supersedes")
        return (*ring, own) if following is not None and following == own else ()

    def _voice(self, own: str | None, row: int | None) -> Any:
        return self._value(own, row, self._voices.value, "claimed_by")

    def _value(self, own: str | None, row: int | None, value_of: Callable[[int], Any], name: str) -> Any:
        """Return a value of a claim: of its row in the load, or else of the claim in the graph."""
        value = None if row is None else value_of(row)
        if value is not None or own is None:
            return value
        return self._claims.called([own]).get(own, {}).get(name)


def _check_superseding(
    rows: TableRows, superseding: _Superseding, cells: Mapping[int, Any], dropped: set[int]
) -> None:
    for row, one in cells.items():
        if row in dropped:
            continue
        voice, other = superseding.voices_of(row)
        if voice is not None and other is not None and voice != other:
            reason = f"`{one}` is a claim of `{other}`, and this one is `{voice}`'s."
            cure = (
                "A voice takes back its own claims only: write `contradicts`, or correct the claim by its id."
            )
            rows.source_row(row).reject("supersedes", reason, cure)
            dropped.add(row)
            continue
        circle = superseding.circle(row)
        if circle[1:-1] == (one,):
            _reject(rows, row, "supersedes", f"`{circle[0]}` and `{one}` supersede each other.", dropped)
        elif circle:
            shown = " → ".join(f"`{claim}`" for claim in circle)
            _reject(rows, row, "supersedes", f"The reference is circular: {shown}.", dropped)


def _ids(value: Any) -> Iterable[str]:
    return () if value is None else (value,) if isinstance(value, str) else value


def _reject(rows: TableRows, row: int, name: str, reason: str, dropped: set[int]) -> None:
    rows.source_row(row).reject(name, reason, "Empty the cell, or write the id of another claim.")
    dropped.add(row)
