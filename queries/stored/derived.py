"""Create the rows that a stored query receives as a parameter, as its header declares them.

// Derived: $ties where called_disputed, with $actor first $top
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import StoredQueryError
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.query_rows.families import FAMILIES
from sociogram.queries.cypher.syntax.frozen import Frozen

_LINE = re.compile(
    r"Derived:\s+\$(?P<family>\w+)(?:\s+where\s+(?P<filters>.+?))?(?:\s+first\s+\$(?P<first>\w+))?"
)
_FILTER = re.compile(r"(?P<name>\w+)(?:\s+\$(?P<parameter>\w+))?")
GRAMMAR = "Derived: $ties where MASK, FILTER $parameter first $parameter"


class DerivedRows(Frozen):
    """The rows that a header requests.

    Attributes:
        family: the name of the rows and of the parameter.
        filters: pairs of a filter's name and its parameter, or of a mask's name and an empty string.
        first: the parameter with the maximum number of rows; empty for none.
    """

    family: str
    filters: tuple[tuple[str, str], ...]
    first: str

    @property
    def parameters(self) -> list[str]:
        """The parameters of the query on which the rows depend."""
        return [name for _, name in self.filters if name] + ([self.first] if self.first else [])


def read_derived(line: str, location: str) -> DerivedRows:
    """Read a line of a header that begins with ``Derived:``.

    Raises:
        StoredQueryError: it does not follow the grammar, or names an unknown family or filter.
    """
    match = _LINE.fullmatch(line)
    if match is None:
        raise StoredQueryError(f"{location}: '{line}' does not say which rows. Write: {GRAMMAR}.")
    family = match["family"]
    if family not in FAMILIES:
        offer = did_you_mean(nearest(family, FAMILIES)) or f"Use one of {', '.join(FAMILIES)}."
        raise StoredQueryError(f"{location}: there are no derived rows '${family}'. {offer}")
    filters = tuple(
        _filter(part.strip(), family, location) for part in (match["filters"] or "").split(",") if part
    )
    return DerivedRows(family, filters, match["first"] or "")


def _filter(text: str, family: str, location: str) -> tuple[str, str]:
    masks, filters = FAMILIES[family].masks, FAMILIES[family].filters
    match = _FILTER.fullmatch(text)
    if match is None:
        raise StoredQueryError(f"{location}: '{text}' is not a filter. Write: {GRAMMAR}.")
    name, parameter = match["name"], match["parameter"]
    if name in masks and parameter is None:
        return name, ""
    if name in filters and parameter is not None:
        return name, parameter
    if name in (*masks, *filters):
        wanted = f"{name} without a parameter" if name in masks else f"{name} $parameter"
        raise StoredQueryError(f"{location}: write '{wanted}'.")
    offer = did_you_mean(nearest(name, (*masks, *filters)))
    known = ", ".join((*masks, *(f"{one} $parameter" for one in filters))) or "none"
    raise StoredQueryError(f"{location}: ${family} has no filter '{name}'. {offer or f'It has: {known}.'}")


def derived_values(
    store: GraphStore, derived: tuple[DerivedRows, ...], values: Mapping[str, Any]
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that a query receives, by the names of its parameters.

    Args:
        store: the graph.
        derived: the rows that its header requests.
        values: the values of its other parameters.

    Raises:
        StoredQueryError: a parameter names a claim or a source that does not exist, or is not a number.
        LimitExceeded: there are too many rows.
    """
    from sociogram.queries.claims.query_rows.bound_rows import BoundRows

    rows = BoundRows(store)
    found: dict[str, list[dict[str, Any]]] = {}
    for one in derived:
        filters = [(name, values[parameter] if parameter else None) for name, parameter in one.filters]
        first = values[one.first] if one.first else None
        found[one.family] = rows.rows(one.family, filters, first)
    return found
