"""Read a graph as tables: sources, relation types, actors and claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sociogram.graph.common.cypher_names import quoted
from sociogram.graph.dataset import ENTITY_FIELDS, RELATION_FIELDS
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL
from sociogram.graph.reserved_names import reserved_name
from sociogram.graph.store import GraphStore
from sociogram.queries.results.result import Result
from sociogram.queries.run import run

Rows = dict[str, dict[str, Any]]
"""The columns of each row, by its id or type."""


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


def node_table(store: GraphStore) -> Result:
    """Return the actors, one per row: id, name, labels and other properties."""
    rule = store.actor_rule
    pattern, name = rule.pattern("a"), rule.shown("a")
    keys = _keys(store, f"MATCH {pattern} UNWIND keys(a) AS key", ENTITY_FIELDS)
    own = {
        "id": rule.own_id("a"),
        "name": name,
        "labels": f"[label IN labels(a) WHERE label <> '{ENTITY_LABEL}']",
    }
    shown = {
        key for key, is_shown in (("id", rule.has_ids), ("name", rule.names[:1] == ("name",))) if is_shown
    }
    return _table(store, f"MATCH {pattern}", "a", own, [key for key in keys if key not in shown])


def edge_table(store: GraphStore) -> Result:
    """Return the claims, one per row: both ends, the type and the properties."""
    rule = store.actor_rule
    pattern = f"{rule.pattern('a')}-[r]->{rule.pattern('b')}"
    own = {"source": rule.own_id("a"), "target": rule.own_id("b"), "type": "type(r)"}
    keys = _keys(store, f"MATCH {pattern} UNWIND keys(r) AS key", ("id", *RELATION_FIELDS))
    return _table(store, f"MATCH {pattern}", "r", own, keys)


def _keys(store: GraphStore, match: str, first: Sequence[str]) -> list[str]:
    """Return the existing properties: first those in ``first``, in its order, then the others, sorted."""
    found = {str(key) for (key,) in run(store, f"{match} RETURN DISTINCT key")}
    return [*(key for key in first if key in found), *sorted(found.difference(first))]


def _table(
    store: GraphStore, match: str, variable: str, own: Mapping[str, str], keys: Sequence[str]
) -> Result:
    """Return the columns ``own``, then the properties ``keys``, which are renamed if ``own`` has the name."""
    columns = [f"{expression} AS {name}" for name, expression in own.items()]
    columns += [f"{variable}.{quoted(key)} AS {quoted(reserved_name(key, frozenset(own)))}" for key in keys]
    return run(store, f"{match} RETURN {', '.join(columns)}")
