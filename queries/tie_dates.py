"""Which properties say when a tie holds: ``start_date`` and ``end_date``, or those of another program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sociogram.graph.common.cypher_names import written_name
from sociogram.graph.common.temporal import is_temporal, iso_text
from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import StoreError
from sociogram.graph.model import Relationship
from sociogram.graph.store import GraphStore
from sociogram.queries.run import run

_SAMPLE, _MOST_TYPES, _MOST_VALUES = 1_000, 50, 20
"""The number of ties of each type that are read to find dates, the number of types, and that of values."""
_STARTS = (
    "startdate", "start", "since", "from", "fromdate", "datefrom", "validfrom", "effectivefrom", "begin",
    "began", "begindate", "started", "startedat", "startedon", "startyear", "fromyear", "sinceyear",
)  # fmt: skip
_ENDS = (
    "enddate", "end", "until", "till", "to", "todate", "dateto", "validto", "validuntil", "effectiveto",
    "ended", "endedat", "endedon", "endyear", "toyear", "ceased", "ceasedon",
)  # fmt: skip
_DAYS = ("date", "day", "when", "on", "year", "datetime", "timestamp")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d([T ].*)?)?)?")
_YEARS = range(1000, 3000)


@dataclass(frozen=True, slots=True)
class TieDates:
    """The properties with the dates of ties; the first that a tie has is used.

    Attributes:
        starts: when a tie begins.
        ends: when it ends.
        days: the one time at which it is, unless it has a beginning.
    """

    starts: tuple[str, ...] = ("start_date",)
    ends: tuple[str, ...] = ("end_date",)
    days: tuple[str, ...] = ()

    @property
    def is_default(self) -> bool:
        """Whether these are the properties of a graph that sociogram loaded."""
        return self == TieDates()

    @property
    def known(self) -> frozenset[str]:
        """Which of ``start_date`` and ``end_date`` they give."""
        starts, ends = self.starts or self.days, self.ends or self.days
        return frozenset(key for key, names in (("start_date", starts), ("end_date", ends)) if names)

    def start(self, variable: str) -> str:
        """Return the Cypher expression for the date at which a tie begins, as text."""
        return _first(variable, (*self.starts, *self.days))

    def end(self, variable: str) -> str:
        """Return the Cypher expression for the date at which a tie ends, as text."""
        end = _first(variable, self.ends)
        if not self.days:
            return end
        day = f"CASE WHEN {_first(variable, self.starts)} IS NULL THEN {_first(variable, self.days)} END"
        return f"coalesce({end}, {day})"

    def of(self, tie: Relationship) -> Relationship:
        """Return a tie with its dates in ``start_date`` and ``end_date``."""
        if self.is_default:
            return tie
        begun, ended, day = (_value(tie, names) for names in (self.starts, self.ends, self.days))
        found = {"start_date": begun or day, "end_date": ended or (None if begun else day)}
        return replace(tie, properties={**tie.properties, **{key: one for key, one in found.items() if one}})

    def __str__(self) -> str:
        """Return the properties in words; empty if there are none.

        >>> print(TieDates(("since",), (), ("date",)))
        the beginning in since, the day in date
        """
        parts = (("beginning", self.starts), ("end", self.ends), ("day", self.days))
        return ", ".join(f"the {part} in {' or '.join(names)}" for part, names in parts if names)


def tie_dates(store: GraphStore) -> TieDates:
    """Return the properties that the user chose, or find them: by their names, and by values that are dates.

    A graph with ``start_date`` or ``end_date`` has its dates there. For other graphs, the first 1,000
    ties of each type are read.

    Raises:
        StoreError: no tie or node has a property that the user chose, or these are more than two.
    """
    if chosen := store.actor_choice.dates:
        return _chosen(store, chosen)
    ours = TieDates()
    names = [key for key in sorted(store.property_keys()) if _plain(key) in (*_STARTS, *_ENDS, *_DAYS)]
    dated = {*ours.starts, *ours.ends}.intersection(names)
    if dated and (store.actor_rule.is_default or dated.issuperset(names)):
        return ours
    # A server lists every property that its database ever had: what ties have is seen in the ties.
    values = _values(store, names)
    if values.keys() & {*ours.starts, *ours.ends}:
        return ours
    found = [name for name, some in values.items() if _are_dates(some)]
    return TieDates(*(_among(found, words) for words in (_STARTS, _ENDS, _DAYS)))


def _chosen(store: GraphStore, names: tuple[str, ...]) -> TieDates:
    if len(names) > 2:
        raise StoreError(f"Dates are one or two properties, START or START,END: {', '.join(names)} are more.")
    known = store.property_keys()
    for name in names:
        if name not in known:
            offer = did_you_mean(nearest(name, known))
            raise StoreError(f"No tie has the property '{name}'. {offer}".rstrip())
    return TieDates(names[:1], names[1:], ())


def _plain(name: str) -> str:
    return name.lower().replace("_", "")


def _among(names: Iterable[str], words: Sequence[str]) -> tuple[str, ...]:
    found = (name for name in names if _plain(name) in words)
    return tuple(sorted(found, key=lambda name: words.index(_plain(name))))


_TYPES = "CALL db.relationshipTypes() YIELD relationshipType AS type RETURN type ORDER BY type LIMIT $most"


def _values(store: GraphStore, names: Sequence[str]) -> dict[str, list[Any]]:
    """Return some values of properties, from the first ties of each type: a server may hold millions."""
    types = [name for (name,) in run(store, _TYPES, {"most": _MOST_TYPES})] if names else []
    parts = (
        f"MATCH ()-[r:{written_name(name)}]->() WITH r LIMIT {_SAMPLE} "
        "UNWIND [key IN keys(r) WHERE key IN $names] AS key "
        f"RETURN key, collect(DISTINCT r[key])[..{_MOST_VALUES}] AS values"
        for name in types
    )
    found: dict[str, list[Any]] = {}
    if types:
        for key, values in run(store, " UNION ALL ".join(parts), {"names": list(names)}):
            found.setdefault(key, []).extend(values)
    return found


def _are_dates(values: Sequence[Any]) -> bool:
    return bool(values) and all(map(_is_date, values))


def _is_date(value: Any) -> bool:
    if isinstance(value, str):
        return _DATE.fullmatch(value) is not None
    if isinstance(value, int):
        return value in _YEARS
    return is_temporal(value) and hasattr(value, "year")


def _value(tie: Relationship, names: Iterable[str]) -> str | None:
    found = next((value for name in names if (value := tie.get(name)) is not None), None)
    return iso_text(found) if is_temporal(found) else None if found is None else str(found)


def _first(variable: str, names: Iterable[str]) -> str:
    texts = [f"toStringOrNull({variable}.{written_name(name)})" for name in names]
    return f"coalesce({', '.join((*texts, 'null'))})"
