"""Moves rows of actors that, by decision, are another actor to that actor; their names become aliases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sociogram.loaders.report import FileReport
from sociogram.loaders.rows.entity_resolver import KnownEntities
from sociogram.loaders.rows.table_rows import TableRows
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.naming import name_key

_OWN = ("id", "name", "aliases", "stub")
_MOST_SHOWN = 5


def follow_decisions(rows: TableRows, known: KnownEntities) -> None:
    """Move rows of actors that, by decision, are another actor to the id of that actor.

    Their names become aliases. Their other cells are used only if the other actor has no such value, neither
    in the target nor in this load.

    Args:
        rows: the rows of actors; some may have no id.
        known: the actors of the target, and the decisions.
    """
    if not known.decisions or not len(rows):
        return
    table = _Table(rows)
    found = dict(table.decided(known))
    if not found:
        return
    held = table.held(known, found)
    for row, merged_id in found.items():
        table.move(row, merged_id, held.setdefault(merged_id, {}))
        known.decided |= {old: merged_id for old in (table.ids[row],) if old is not None and old != merged_id}
    table.write(found)
    _report(rows, table, found)


class _Table:
    """The cells of rows, as lists."""

    def __init__(self, rows: TableRows) -> None:
        self.rows = rows
        names = dict.fromkeys([*_OWN, *rows.columns])
        self.cells: dict[str, list[Any]] = {name: list(rows.get(name).to_list()) for name in names}
        self.ids, self.names = list(self.cells["id"]), list(self.cells["name"])
        self.given: set[int] = set()
        """Rows that were assigned an id because other rows are the same actor."""

    def decided(self, known: KnownEntities) -> Iterator[tuple[int, str]]:
        """Yield the rows of actors that are another actor, each with the id of that actor."""
        ids = {own for own in self.ids if own is not None}
        by_name = {name_key(name): row for row, name in enumerate(self.names) if name is not None}
        for row, (own, name) in enumerate(zip(self.ids, self.names, strict=True)):
            texts = [text for text in (own, name) if text is not None]
            group = next((group for text in texts if (group := known.decisions.group(text))), ())
            for member in group:
                if any(name_key(member) == name_key(text) for text in texts):
                    break
                merged_id = known.exactly(member) or (member if member in ids else None)
                if merged_id is None and name_key(member) in by_name:
                    merged_id = self._id_of(by_name[name_key(member)], known)
                if merged_id is not None:
                    yield row, merged_id
                    break

    def _id_of(self, row: int, known: KnownEntities) -> str:
        """Return the id of a row, which is assigned one if it has none."""
        if self.ids[row] is None:
            self.ids[row] = self.cells["id"][row] = known.new_id(self.names[row])
            self.given.add(row)
        return str(self.ids[row])

    def held(self, known: KnownEntities, found: Mapping[int, str]) -> dict[str, dict[str, Any]]:
        """Return the values of the actors to move rows to, by id: from the target and from this load."""
        held = {own: dict(values) for own, values in known.details(sorted(set(found.values()))).items()}
        wanted = set(found.values())
        for row, own in enumerate(self.ids):
            if own in wanted and row not in found:
                here = held.setdefault(own, {})
                here |= {name: cells[row] for name, cells in self.cells.items() if cells[row] is not None}
        return held

    def move(self, row: int, merged_id: str, held: dict[str, Any]) -> None:
        """Move a row to another actor."""
        name = self.cells["name"][row]
        others = [*(self.cells["aliases"][row] or ()), *([] if name is None else [name])]
        for title, cells in self.cells.items():
            if title not in _OWN:
                if held.get(title) is not None:
                    cells[row] = None
                elif cells[row] is not None:
                    held[title] = cells[row]
        own_name = held.get("name")
        aliases = [
            other for other in others if own_name is None or name_key(other) != name_key(str(own_name))
        ]
        self.cells["id"][row] = merged_id
        self.cells["name"][row] = None
        self.cells["aliases"][row] = list(dict.fromkeys(aliases)) or None
        self.cells["stub"][row] = None

    def write(self, found: Mapping[int, str]) -> None:
        """Write changed cells back into the rows."""
        for name, cells in self.cells.items():
            before = self.rows.get(name)
            if any(before.value(row) != cells[row] for row in (*found, *self.given)):
                self.rows.columns[name] = Categorical.of(cells)


def _report(rows: TableRows, table: _Table, found: Mapping[int, str]) -> None:
    """Report the moved rows, each in the report of its file."""
    by_report: dict[int, tuple[FileReport, list[str]]] = {}
    for row, merged_id in found.items():
        report = rows.source_row(row).checked.report
        before = table.ids[row] or table.names[row]
        by_report.setdefault(id(report), (report, []))[1].append(f"`{before}` is `{merged_id}`")
    for report, lines in by_report.values():
        more = ", …" if len(lines) > _MOST_SHOWN else ""
        report.readings.append(
            f"Decided to be the same actor: {', '.join(lines[:_MOST_SHOWN])}{more} ({len(lines):,} in all)."
        )
