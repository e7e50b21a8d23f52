"""Find what a stored query needs to return rows: types in its patterns, ``Needs:`` lines in its header.

// Needs: start_date
// Needs: sources or cites or label Source
"""

from __future__ import annotations

import re

from sociogram.graph.store import GraphStore
from sociogram.queries.cypher.notifications import referenced_names
from sociogram.queries.cypher.syntax.parser import parse
from sociogram.queries.tie_dates import tie_dates

_LINE = re.compile(r"^//[ \t]*Needs:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_LABEL = "label "
_DATE = "start_date"
_LABELS = "CALL db.labels() YIELD label RETURN label"
_OF_GRAPH = "CALL db.relationshipTypes() YIELD relationshipType AS type WHERE type IN $types RETURN type"


def missing_needs(text: str, store: GraphStore) -> tuple[str, ...]:
    """Return in words what a query needs but a graph does not have."""
    return (*_missing_types(text, store), *_missing_names(text, store))


def _missing_types(text: str, store: GraphStore) -> tuple[str, ...]:
    """Return the relation types that a query matches, if the graph has none of them."""
    types = referenced_names(parse(text)).types
    if not types or next(iter(store.execute(_OF_GRAPH, {"types": list(types)}).rows), None) is not None:
        return ()
    return (f"tie of type {' or '.join(types)}",)


def _missing_names(text: str, store: GraphStore) -> tuple[str, ...]:
    """Return the properties and labels in ``Needs:`` lines that the graph does not have."""
    needs = [re.split(r"\s+or\s+", line[1]) for line in _LINE.finditer(text)]
    names = [name for one in needs for name in one]
    if not names:
        return ()
    known = store.property_keys([name for name in names if not name.startswith(_LABEL)])
    if not store.actor_rule.is_default and _DATE in names and _DATE not in known:
        known |= tie_dates(store).known
    if any(name.startswith(_LABEL) for name in names):
        known |= {f"{_LABEL}{label}" for (label,) in store.execute(_LABELS).rows}
    return tuple(" or ".join(map(_said, one)) for one in needs if known.isdisjoint(one))


def _said(name: str) -> str:
    return name if name.startswith(_LABEL) else f"property {name}"
