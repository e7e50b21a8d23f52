"""A graph as tables: what the sources and the relation types are, and the rows of actors and claims."""

from __future__ import annotations

from typing import Any

from sociogram.graph.model import RELATION_TYPE_LABEL, SOURCE_LABEL
from sociogram.graph.store import GraphStore
from sociogram.queries.run import run

Rows = dict[str, dict[str, Any]]
"""The columns of each row, by its id."""


def sources(store: GraphStore) -> Rows:
    """Return the sources by ``id``."""
    return _rows(store, SOURCE_LABEL, "id")


def relation_types(store: GraphStore) -> Rows:
    """Return the relation types by ``type``."""
    return _rows(store, RELATION_TYPE_LABEL, "type")


def _rows(store: GraphStore, label: str, key: str) -> Rows:
    query = f"MATCH (n:{label}) WHERE coalesce(n.{key}, '') <> '' RETURN n.{key}, properties(n)"
    rows = ((str(name), dict(columns)) for name, columns in run(store, query))
    return dict(sorted(rows, key=lambda row: row[0]))
