"""Distinguishes actors with the same name by their values, such as two years of birth."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from sociogram.graph.common.text import fold
from sociogram.graph.merge_rules import UNION_PROPERTIES
from sociogram.loaders.rows.entity_resolver import KnownEntities
from sociogram.loaders.rows.table_rows import TableRows, shown

_NOT_COMPARED = UNION_PROPERTIES | {"id", "name", "type", "stub", "summary", "description", "note"}
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_MOST_WORDS = 4
"""A longer text describes an actor, and two descriptions may both be true."""
_MOST_SHOWN = 3


class Namesakes:
    """The values of some actors, to compare with rows that have their names.

    Args:
        rows: the rows of actors.
        known: the actors of the target.
        actors: the actors to compare with; their rows among ``rows`` count as well.
    """

    def __init__(self, rows: TableRows, known: KnownEntities, actors: Collection[str]) -> None:
        self._columns = {name: column for name, column in rows.columns.items() if name not in _NOT_COMPARED}
        self._known = known
        self._held: dict[str, list[dict[str, Any]]] = {actor: [] for actor in actors}
        if not actors or not self._columns:
            return
        former = {old: new for old, new in known.renamed.items() if new in self._held}
        for own, values in known.details(sorted({*self._held, *former})).items():
            self._held[former.get(own, own)].append({name: values.get(name) for name in self._columns})
        for row, actor in enumerate(rows.get("id").to_list()):
            if actor in self._held:
                self.learn(actor, row)

    def learn(self, actor: str, row: int) -> None:
        """Record that a row describes an actor."""
        values = {name: column.value(row) for name, column in self._columns.items()}
        self._held.setdefault(actor, []).append(values)

    def difference(self, row: int, actor: str, own: str | None = None) -> str:
        """Return in words the values of an actor that a row contradicts; empty if there is none.

        Args:
            row: the row.
            actor: the actor.
            own: the id of the row; by a decision, it may be the same as the actor.
        """
        if own is not None and self._known.decisions.are_same(actor, own):
            return ""
        found: dict[str, str] = {}
        for held in self._held.get(actor, ()):
            for name, column in self._columns.items():
                here, there = column.value(row), held[name]
                if name not in found and _contradict(here, there):
                    found[name] = f"`{name}` is `{shown(there)}` and `{shown(here)}`"
        more = f" and {len(found) - _MOST_SHOWN} more differ" if len(found) > _MOST_SHOWN else ""
        return ", ".join(list(found.values())[:_MOST_SHOWN]) + more


def _contradict(one: Any, other: Any) -> bool:
    """Return whether two values exclude each other; ``1980`` and ``1980-05-02`` do not."""
    if one is None or other is None or isinstance(one, list) or isinstance(other, list):
        return False
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one != other
    texts = sorted((fold(str(one)), fold(str(other))), key=len)
    if all(map(_DATE.fullmatch, texts)):
        return not f"{texts[1]}-".startswith(f"{texts[0]}-")
    return texts[0] != texts[1] and all(len(text.split()) <= _MOST_WORDS for text in texts)
