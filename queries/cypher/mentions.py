"""The names of the graph that a query mentions, and what is said of those that the graph does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from sociogram.queries.cypher import ast
from sociogram.queries.names import did_you_mean, nearest


class Mentions(NamedTuple):
    """Labels, relationship types and property keys, in the order of their first mention."""

    labels: tuple[str, ...]
    types: tuple[str, ...]
    properties: tuple[str, ...]


def walk(node: Any) -> Iterator[ast.Syntax]:
    """Give a tree's nodes, each before what is in it."""
    pending = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, ast.Syntax):
            yield current
            pending.extend(getattr(current, name) for name in reversed(current.class_fields))
        elif isinstance(current, tuple):
            pending.extend(reversed(current))


def mentions_of(statement: ast.Statement) -> Mentions:
    """Collect the names that a query reads by. A label that the query itself gives is not one of them.

    ``x:Name`` outside a pattern may be either, so it counts as a label.
    """
    labels: dict[str, None] = {}
    types: dict[str, None] = {}
    properties: dict[str, None] = {}
    for node in walk(statement.body):
        match node:
            case ast.NodePattern():
                labels.update(dict.fromkeys(_names(node.labels)))
                properties.update(dict.fromkeys(_keys(node.properties)))
            case ast.RelationshipPattern():
                types.update(dict.fromkeys(_names(node.types)))
                properties.update(dict.fromkeys(_keys(node.properties)))
            case ast.HasLabels():
                labels.update(dict.fromkeys(_names(node.labels)))
            case ast.Property(ast.Variable(), key):
                properties[key] = None
    return Mentions(tuple(labels), tuple(types), tuple(properties))


def unknown(names: Collection[str], known: Collection[str], what: str) -> list[str]:
    """Say of each name that the graph does not have what it may have been meant to be."""
    missing = [name for name in names if name not in known]
    return [
        f"The graph has no {what} '{name}'. {did_you_mean(nearest(name, known))}".rstrip() for name in missing
    ]


def _names(expression: ast.LabelExpression | None) -> Iterator[str]:
    return (node.name for node in walk(expression) if isinstance(node, ast.Label))


def _keys(properties: ast.MapLiteral | ast.Parameter | None) -> Iterator[str]:
    if isinstance(properties, ast.MapLiteral):
        yield from (key for key, _ in properties.items)
