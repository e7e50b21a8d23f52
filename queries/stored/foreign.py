"""Stored queries on graphs that sociogram did not load, whose actors need no label ``Entity``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from sociogram.graph.dataset import RELATION_FIELDS
from sociogram.graph.model import ENTITY_LABEL, SOURCE_LABEL
from sociogram.graph.store import GraphStore, property_keys
from sociogram.queries.claims.conditions import CONDITION_KEYS
from sociogram.queries.cypher.notifications import referenced_names, walk
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser import parse


class Lacking(NamedTuple):
    """What a query reads and a graph does not have.

    Attributes:
        what: the types, the properties of claims and the label that the query needs, in words.
        columns: the columns that would be empty.
    """

    what: tuple[str, ...]
    columns: frozenset[str]


_TOKEN = re.compile(
    r"""'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"|`[^`]*`|//[^\n]*|/\*.*?\*/"""
    rf"""|\((?P<bound>\w+):{ENTITY_LABEL}\b|(?P<label>:{ENTITY_LABEL}\b)|\b(?P<of>\w+)\.(?P<key>name|id)\b""",
    re.DOTALL,
)


def adapted(text: str, store: GraphStore) -> str | None:
    """Return a stored query for a graph whose actors are not ``Entity`` nodes; None if they are.

    An actor's name is the first of its rule's properties that it has, else its id, else the store's own.
    """
    rule = store.actor_rule
    if rule.is_default:
        return None
    labels = rule.pattern("").strip("()")
    found = list(_TOKEN.finditer(text))
    actors = {match["bound"] for match in found if match["bound"]}
    actors |= {match["of"] for match in found if match["key"] == "name"}

    def replaced(match: re.Match[str]) -> str:
        variable = match["of"]
        if match["bound"]:
            return f"({match['bound']}{labels}"
        if match["label"]:
            return labels
        if match["key"] == "name":
            return rule.shown(variable)
        return rule.key(variable) if variable in actors else match[0]

    return _TOKEN.sub(replaced, text)


_OF_CLAIMS = ("claimed_by", "sources", "certainty", "polarity")
_IN_COLUMNS = (
    *(
        field
        for field in RELATION_FIELDS
        if field not in {"source", "target", "type", "directed", *CONDITION_KEYS}
    ),
    "date_certainty",
    "contradicted_by",
    "aliases",
    "country",
)
"""The properties of claims and entities that columns show. Those of ``CONDITION_KEYS`` have a default."""


def lacking(text: str, store: GraphStore, *, is_derived: bool) -> Lacking:
    """Return what a query reads and the graph does not have."""
    keys = property_keys(store, (*_OF_CLAIMS, *_IN_COLUMNS))
    read = [key for key in _OF_CLAIMS if is_derived or (key != "polarity" and re.search(rf"\.{key}\b", text))]
    what = [f"property {key}" for key in read if key not in keys]
    if f":{SOURCE_LABEL}" in text:
        what.append(f"label {SOURCE_LABEL}")
    return Lacking(tuple(what), _columns_without(text, set(_IN_COLUMNS) - keys))


def missing_types(text: str, store: GraphStore) -> tuple[str, ...]:
    """Return the types of ties that a query asks for, in words, if the graph has none of them."""
    types = referenced_names(parse(text)).types
    if not types:
        return ()
    of_graph = "CALL db.relationshipTypes() YIELD relationshipType AS type WHERE type IN $types RETURN type"
    if next(iter(store.execute(of_graph, {"types": list(types)}).rows), None) is not None:
        return ()
    return (f"tie of type {' or '.join(types)}",)


def _columns_without(text: str, missing: set[str]) -> frozenset[str]:
    """Return the columns of a query that show missing properties only.

    A variable reads what its expression reads, or the properties by which a node is matched: the claimant is
    found by ``claimed_by``.
    """
    reads: dict[str, set[str]] = {}
    for syntax in walk(parse(text).body, without=(ast.SubqueryExpression,)):
        if isinstance(syntax, ast.NodePattern) and syntax.variable:
            reads[syntax.variable] = _read(syntax.properties, reads) | reads.get(syntax.variable, set())
        elif isinstance(syntax, ast.Unwind):
            reads[syntax.variable] = _read(syntax.expression, reads)
        elif isinstance(syntax, ast.Projection):
            reads |= {item.name: _read(item.expression, reads) for item in syntax.items}
    return frozenset(name for name, keys in reads.items() if keys and keys <= missing)


def _read(expression: ast.Syntax | None, reads: Mapping[str, set[str]]) -> set[str]:
    """Return the properties in columns that an expression reads, by itself or by its variables."""
    found: set[str] = set()
    for syntax in walk(expression):
        if isinstance(syntax, ast.Property) and syntax.key in _IN_COLUMNS:
            found.add(syntax.key)
        elif isinstance(syntax, ast.Variable):
            found |= reads.get(syntax.name, set())
    return found
