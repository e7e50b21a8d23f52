"""Notifications: labels, types and properties that a query reads but the graph does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.frozen import Frozen

if TYPE_CHECKING:
    from sociogram.graph.memory.storage.snapshot import Snapshot

_WRITING = (ast.Create, ast.Merge, ast.Set, ast.Remove, ast.SchemaCommand)


class NameReferences(Frozen):
    """The names that a query reads from the graph, in order of first occurrence."""

    labels: tuple[str, ...]
    types: tuple[str, ...]
    properties: tuple[str, ...]

    def all_in(self, snapshot: Snapshot) -> bool:
        """Return whether the graph has all the names: faster than listing the names it has."""
        return (
            all(snapshot.label_count(name) or snapshot.type_count(name) for name in self.labels)
            and all(map(snapshot.type_count, self.types))
            and all(map(snapshot.has_property, self.properties))
        )

    def unknown(
        self, labels: Collection[str], types: Collection[str], properties: Collection[str]
    ) -> tuple[str, ...]:
        """Return a line for each name that the graph lacks, with the nearest existing name.

        A label in a predicate may be a type, so it only has to exist as one of the two.
        """
        known = {*labels, *types}
        return (
            *_lines("label", [name for name in self.labels if name not in known], labels),
            *_lines("relationship type", [name for name in self.types if name not in types], types),
            *_lines("property", [name for name in self.properties if name not in properties], properties),
        )


def walk(syntax: Any, *, without: tuple[type, ...] = ()) -> Iterator[ast.Syntax]:
    """Yield the nodes of a tree in pre-order, except those of the classes ``without``."""
    pending = [syntax]
    while pending:
        current = pending.pop()
        if isinstance(current, tuple):
            pending.extend(reversed(current))
        elif isinstance(current, ast.Syntax) and not isinstance(current, without):
            yield current
            pending.extend(reversed(current.__dict__.values()))


def referenced_names(statement: ast.Statement) -> NameReferences:
    """Collect the names that a statement reads from the graph, not those that it writes.

    Properties count only on variables bound by a pattern: other values with keys may be arbitrary maps.
    """
    labels: dict[str, None] = {}
    types: dict[str, None] = {}
    properties: dict[str, None] = {}
    bound: set[str] = set()
    read: list[tuple[str, str]] = []
    for syntax in walk(statement.body, without=_WRITING):
        match syntax:
            case ast.NodePattern():
                labels.update(_names(syntax.labels))
                properties.update(_keys(syntax.properties))
                bound.add(syntax.variable or "")
            case ast.RelationshipPattern():
                types.update(_names(syntax.types))
                properties.update(_keys(syntax.properties))
                bound.add(syntax.variable or "")
            case ast.HasLabels():
                labels.update(_names(syntax.labels))
            case ast.Property(ast.Variable(name), key):
                read.append((name, key))
    properties.update((key, None) for name, key in read if name in bound)
    return NameReferences(tuple(labels), tuple(types), tuple(properties))


def _lines(kind: str, names: Iterable[str], known: Collection[str]) -> list[str]:
    from sociogram.graph.common.text import did_you_mean, nearest

    return [
        f"The graph has no {kind} '{name}'. {did_you_mean(nearest(name, known, most=1))}".rstrip()
        for name in names
    ]


def _keys(properties: ast.MapLiteral | ast.Parameter | None) -> dict[str, None]:
    return dict.fromkeys(key for key, _ in properties.items) if isinstance(properties, ast.MapLiteral) else {}


def _names(labels: ast.LabelExpression | None) -> dict[str, None]:
    return dict.fromkeys(syntax.name for syntax in walk(labels) if isinstance(syntax, ast.Label))
