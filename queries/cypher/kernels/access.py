"""Access to parts of single values: ``x.key``, ``x[index]``, ``x[start..end]``."""

from __future__ import annotations

from typing import Any

from sociogram.graph.errors import CypherTypeError
from sociogram.queries.cypher.context import Context, deleted_entity
from sociogram.queries.cypher.values.comparison import own, type_name
from sociogram.queries.cypher.values.points import Point
from sociogram.queries.cypher.values.predicates import as_list
from sociogram.queries.cypher.values.references import NodeRef, RelationshipRef, article, shown
from sociogram.queries.cypher.values.temporal.types import Temporal


def check_node(slot: int, context: Context) -> None:
    """Raise if this query has deleted the node."""
    if context.deleted_nodes and slot in context.deleted_nodes:
        raise deleted_entity("node")


def check_relationship(slot: int, context: Context) -> None:
    """Raise if this query has deleted the relationship."""
    if context.deleted_relationships and slot in context.deleted_relationships:
        raise deleted_entity("relationship")


def get_property(subject: Any, key: str, context: Context) -> Any:
    """Return ``subject.key`` of a node, a relationship, a map, a temporal value or a point."""
    kind = type(subject)
    if kind is NodeRef:
        check_node(subject.slot, context)
        return context.snapshot.node_property_value(subject.slot, key)
    if kind is dict:
        return subject.get(key)
    if subject is None:
        return None
    if kind is RelationshipRef:
        check_relationship(subject.slot, context)
        return context.snapshot.relationship_property_value(subject.slot, key)
    return _component(own(subject), key)


def _component(value: Any, key: str) -> Any:
    if isinstance(value, Temporal):
        from sociogram.queries.cypher.values.temporal_operations.components import component

        return component(value, key)
    if isinstance(value, Point):
        from sociogram.queries.cypher.values.points import component as coordinate

        return coordinate(value, key)
    if isinstance(value, dict):
        return value.get(key)
    raise CypherTypeError(
        f"Cannot read .{key} of {shown(value)}: {article(type_name(value))} has no properties.",
        detail="InvalidArgumentType",
    )


def properties_of(subject: Any, context: Context) -> dict[str, Any] | None:
    """Return all properties of a node, a relationship or a map."""
    subject = own(subject)
    if subject is None or isinstance(subject, dict):
        return subject
    if isinstance(subject, NodeRef):
        check_node(subject.slot, context)
        return dict(context.snapshot.node_properties(subject.slot))
    if isinstance(subject, RelationshipRef):
        check_relationship(subject.slot, context)
        return dict(context.snapshot.relationship_properties(subject.slot))
    raise CypherTypeError(
        f"Cannot read the properties of {shown(subject)}, which is {article(type_name(subject))}.",
        detail="InvalidArgumentType",
        hint="Only nodes, relationships and maps have properties.",
    )


def subscript(subject: Any, index: Any, context: Context) -> Any:
    """Return ``subject[index]``: an item of a list, a value of a map, or a property by a computed name."""
    if type(subject) is list and type(index) is int:
        return subject[index] if -len(subject) <= index < len(subject) else None
    if subject is None or index is None:
        return None
    subject = own(subject)
    if isinstance(subject, list):
        return list_item(subject, index)
    if isinstance(subject, dict | NodeRef | RelationshipRef):
        key = own(index)
        if isinstance(key, str):
            return get_property(subject, key, context)
        raise CypherTypeError(
            f"A key must be a STRING, but [{shown(key)}] is {article(type_name(key))}.",
            detail="MapElementAccessByNonString",
        )
    raise CypherTypeError(
        f"Cannot read [{shown(index)}] of {shown(subject)}, which is {article(type_name(subject))}.",
        detail="InvalidArgumentType",
        hint="Only lists, maps, nodes and relationships can be indexed.",
    )


def list_item(items: list[Any], index: Any) -> Any:
    """Return an item of a list by position; negative positions count from the end; null if out of range."""
    if type(index) is not int:
        index = own(index)
        if type(index) is not int:
            raise CypherTypeError(
                f"List indexes must be integers, but [{shown(index)}] is {article(type_name(index))}.",
                detail="ListElementAccessByNonInteger",
            )
    return items[index] if -len(items) <= index < len(items) else None


def slice_list(subject: Any, start: Any, end: Any) -> Any:
    """Return ``subject[start..end]``; the compiler has replaced missing bounds."""
    if subject is None or start is None or end is None:
        return None
    return as_list(subject)[_bound(own(start)) : _bound(own(end))]


def _bound(value: Any) -> int:
    if type(value) is int:
        return value
    if type(value) is float and value - value == 0:
        return int(value)
    raise CypherTypeError(
        f"Slice bounds must be integers, but {shown(value)} is {article(type_name(value))}.",
        detail="ListElementAccessByNonInteger",
    )
