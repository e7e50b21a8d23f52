"""The names that a query mentions: labels, relationship types, properties, and where.

Unknown names are no errors in Cypher (a graph may have them tomorrow); whoever checks a stored query
against a graph wants to hear of them all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sociogram.queries.cypher import ast
from sociogram.queries.cypher.excerpt import locate
from sociogram.queries.cypher.record import Record


class Names(Record):
    """Each name with the line and column of its first mention.

    ``tested`` are labels or types of ``x:Name`` and ``x IS Name``, which alone does not tell which.
    """

    labels: Mapping[str, tuple[int, int]]
    types: Mapping[str, tuple[int, int]]
    tested: Mapping[str, tuple[int, int]]
    properties: Mapping[str, tuple[int, int]]


def names_in(statement: ast.Statement) -> Names:
    """Return the names that a statement mentions."""
    offsets: dict[str, dict[str, int]] = {"labels": {}, "types": {}, "tested": {}, "properties": {}}
    for group, name, offset in _mentions(statement):
        known = offsets[group].get(name)
        offsets[group][name] = offset if known is None else min(known, offset)

    def places(group: str) -> dict[str, tuple[int, int]]:
        ordered = sorted(offsets[group].items(), key=lambda item: item[1])
        return {name: locate(statement.text, offset)[:2] for name, offset in ordered}

    return Names(places("labels"), places("types"), places("tested"), places("properties"))


def _mentions(root: ast.Statement) -> Iterator[tuple[str, str, int]]:
    pending: list[Any] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, tuple):
            pending.extend(node)
            continue
        if not isinstance(node, ast.Syntax):
            continue
        yield from _mentioned_by(node)
        pending.extend(node.__dict__.values())


def _mentioned_by(node: ast.Syntax) -> Iterator[tuple[str, str, int]]:
    match node:
        case ast.NodePattern():
            yield from _of_labels("labels", node.labels)
            yield from _keys(node.properties)
        case ast.RelationshipPattern():
            yield from _of_labels("types", node.types)
            yield from _keys(node.properties)
        case ast.HasLabels():
            yield from _of_labels("tested", node.labels)
        case ast.SetLabels() | ast.RemoveLabels():
            for label in node.labels:
                yield from _of_labels("labels", label)
        case ast.SetProperties():
            yield from _keys(node.value)
        case ast.Property() | ast.SetProperty() | ast.RemoveProperty():
            if isinstance(node.key, str):
                yield "properties", node.key, node.pos


def _of_labels(group: str, labels: ast.LabelExpression | None) -> Iterator[tuple[str, str, int]]:
    match labels:
        case ast.Label(name):
            yield group, name, labels.pos
        case ast.LabelNot(operand):
            yield from _of_labels(group, operand)
        case ast.LabelAnd(operands) | ast.LabelOr(operands):
            for operand in operands:
                yield from _of_labels(group, operand)


def _keys(properties: ast.Syntax | None) -> Iterator[tuple[str, str, int]]:
    if isinstance(properties, ast.MapLiteral):
        for key, _ in properties.items:
            yield "properties", key, properties.pos
