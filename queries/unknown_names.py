"""Find names in a query that do not exist in a graph: labels, relationship types, properties."""

from __future__ import annotations

from sociogram.graph.errors import SociogramError
from sociogram.graph.store import GraphStore
from sociogram.queries.cypher.notifications import referenced_names
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser import parse

_KINDS = ("label", "relationshipType")
_NAMES = " UNION ALL ".join(
    f"CALL db.{procedure}() YIELD {kind} RETURN '{kind}' AS kind, {kind} AS name"
    for procedure, kind in zip(("labels", "relationshipTypes"), _KINDS, strict=True)
)


def unknown_names(store: GraphStore, statement: ast.Statement) -> tuple[str, ...]:
    """Return a message for each name that a statement reads but the graph does not have.

    Raises:
        SociogramError: the server does not list its names, or does not answer.
    """
    names: dict[str, set[str]] = {kind: set() for kind in _KINDS}
    for kind, name in store.execute(_NAMES).rows:
        names[kind].add(name)
    labels, types = names.values()
    return referenced_names(statement).unknown(labels, types, store.property_keys())


def notices_of_text(store: GraphStore, text: str) -> tuple[str, ...]:
    """Return the ``unknown_names`` of a text; none if only the server can parse it."""
    try:
        return unknown_names(store, parse(text))
    except (SociogramError, RecursionError):
        return ()
