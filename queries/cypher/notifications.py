"""What a query may have meant otherwise: labels, types and properties that the graph has not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sociogram.queries.cypher import ast
from sociogram.queries.cypher.record import Record

if TYPE_CHECKING:
    from sociogram.graph.memory.index import GraphIndex

_WRITING = (ast.Create, ast.Merge, ast.Set, ast.Remove, ast.SchemaCommand)


class Mentions(Record):
    """The names that a query reads from the graph."""

    labels: frozenset[str]
    types: frozenset[str]
    keys: frozenset[str]

    def unknown(self, index: GraphIndex) -> tuple[str, ...]:
        """Return a line for each name that the graph does not have."""
        missing_labels = [name for name in sorted(self.labels) if not index.label_count(name)]
        missing_types = [name for name in sorted(self.types) if not index.type_count(name)]
        missing_keys = sorted(
            self.keys.difference(index.node_property_keys, index.relationship_property_keys)
        )
        # a label in a predicate may be a type, and the other way round
        missing_labels = [name for name in missing_labels if not index.type_count(name)]
        if not (missing_labels or missing_types or missing_keys):
            return ()
        keys = (*index.node_property_keys, *index.relationship_property_keys)
        return (
            *_lines("label", missing_labels, index.labels),
            *_lines("relationship type", missing_types, index.types),
            *_lines("property", missing_keys, keys),
        )


def _lines(kind: str, names: Iterable[str], known: Iterable[str]) -> list[str]:
    from sociogram.queries.cypher.excerpt import nearest

    lines = []
    for name in names:
        near = nearest(name, list(known))
        lines.append(f"The graph has no {kind} {name}." + (f" Did you mean {near}?" if near else ""))
    return lines


def mentions(statement: ast.Statement) -> Mentions:
    """Collect the names that a statement reads from the graph, not those that it writes."""
    labels: set[str] = set()
    types: set[str] = set()
    keys: set[str] = set()

    def walk(syntax: Any) -> None:
        if isinstance(syntax, tuple):
            for part in syntax:
                walk(part)
            return
        if not isinstance(syntax, ast.Syntax) or isinstance(syntax, _WRITING):
            return
        match syntax:
            case ast.NodePattern() | ast.HasLabels():
                labels.update(_names(syntax.labels))
            case ast.RelationshipPattern():
                types.update(_names(syntax.types))
        if isinstance(syntax, (ast.NodePattern, ast.RelationshipPattern)):
            keys.update(_keys(syntax.properties))
        for value in syntax.__dict__.values():
            walk(value)

    walk(statement.body)
    return Mentions(frozenset(labels), frozenset(types), frozenset(keys))


def _keys(properties: Any) -> list[str]:
    return [key for key, _ in properties.items] if isinstance(properties, ast.MapLiteral) else []


def _names(labels: Any) -> list[str]:
    match labels:
        case ast.Label(name):
            return [name]
        case ast.LabelNot(operand):
            return _names(operand)
        case ast.LabelAnd(operands) | ast.LabelOr(operands):
            return [name for operand in operands for name in _names(operand)]
    return []
