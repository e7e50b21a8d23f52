"""Functions of nodes, relationships and paths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sociogram.graph.columns import (
    Column,
    ConstantColumn,
    IntColumn,
    NodeColumn,
    RelationshipColumn,
    TextColumn,
)
from sociogram.graph.columns.dictionaries.number_dictionary import NumberDictionary
from sociogram.queries.cypher.batches.combine import with_nulls
from sociogram.queries.cypher.functions.registry import Function, define
from sociogram.queries.cypher.kernels.access import check_node, check_relationship, properties_of
from sociogram.queries.cypher.kernels.compiled import read_table
from sociogram.queries.cypher.values.references import NodeRef, PathRef, RelationshipRef

if TYPE_CHECKING:
    from sociogram.queries.cypher.context import Context


def entity_id(entity: NodeRef | RelationshipRef) -> int:
    """Return the store's numeric id of a node or relationship."""
    return entity.slot


def element_id(entity: NodeRef | RelationshipRef) -> str:
    """Return the store's element id of a node or relationship."""
    return str(entity.slot)


def labels(context: Context, node: NodeRef) -> list[str]:
    """Return a node's labels."""
    check_node(node.slot, context)
    return list(context.snapshot.node_labels(node.slot))


def relationship_type(context: Context, relationship: RelationshipRef) -> str:
    """Return a relationship's type, even if the query has deleted the relationship."""
    return context.snapshot.type_name(relationship.slot)


def properties(context: Context, subject: Any) -> dict[str, Any] | None:
    """Return all properties as a map."""
    return properties_of(subject, context)


def keys(context: Context, subject: Any) -> list[str]:
    """Return the property names of an entity, or the keys of a map."""
    found = properties_of(subject, context) or {}
    return list(found) if isinstance(subject, dict) else sorted(found)


def start_node(context: Context, relationship: RelationshipRef) -> NodeRef:
    """Return the start node of a relationship."""
    check_relationship(relationship.slot, context)
    return NodeRef(context.snapshot.start_of(relationship.slot))


def end_node(context: Context, relationship: RelationshipRef) -> NodeRef:
    """Return the end node of a relationship."""
    check_relationship(relationship.slot, context)
    return NodeRef(context.snapshot.end_of(relationship.slot))


def nodes(path: PathRef) -> list[NodeRef]:
    """Return a path's nodes."""
    return [NodeRef(slot) for slot in path.nodes]


def relationships(path: PathRef) -> list[RelationshipRef]:
    """Return a path's relationships."""
    return [RelationshipRef(slot) for slot in path.relationships]


def length(path: PathRef) -> int:
    """Return the number of relationships in a path."""
    return len(path.relationships)


def _id_kernel(columns: Sequence[Column], rows: int, context: Context) -> Column | None:  # noqa: ARG001
    column = columns[0]
    if not isinstance(column, NodeColumn | RelationshipColumn):
        return None
    return IntColumn(column.slots, column.null_mask() if column.has_nulls() else None)


def _element_id_kernel(
    columns: Sequence[Column],
    rows: int,  # noqa: ARG001
    context: Context,  # noqa: ARG001
) -> Column | None:
    column = columns[0]
    if not isinstance(column, NodeColumn | RelationshipColumn) or column.has_nulls():
        return None
    numbers, codes = np.unique(column.slots, return_inverse=True)
    return TextColumn(codes.astype(np.int32), NumberDictionary(numbers))


def _type_kernel(columns: Sequence[Column], rows: int, context: Context) -> Column | None:
    column, snapshot = columns[0], context.snapshot
    if not isinstance(column, RelationshipColumn):
        return None
    if column.selection is not None and column.selection.of is not None and len(column.selection.of) == 1:
        return ConstantColumn(column.selection.of[0], rows)
    return read_table(snapshot.types_by_slot(), column, "type()", snapshot)


def _labels_kernel(columns: Sequence[Column], rows: int, context: Context) -> Column | None:  # noqa: ARG001
    column, snapshot = columns[0], context.snapshot
    if not isinstance(column, NodeColumn) or context.deleted_nodes:
        return None
    return read_table(snapshot.labels_by_slot(), column, "labels()", snapshot)


def _end_kernel(side: str) -> Any:
    def run(columns: Sequence[Column], rows: int, context: Context) -> Column | None:  # noqa: ARG001
        column = columns[0]
        if not isinstance(column, RelationshipColumn) or context.deleted_relationships:
            return None
        if not context.snapshot.relationship_slots:
            return None
        ends = getattr(context.snapshot, side)[np.maximum(column.slots, 0)].astype(np.int64)
        found: Column = NodeColumn(ends)
        missing = column.slots < 0
        return with_nulls(found, missing) if missing.any() else found

    return run


FUNCTIONS: tuple[Function, ...] = (
    define(
        "elementId(input :: NODE | RELATIONSHIP) :: STRING",
        "The store's element id.",
        element_id,
        kernel=_element_id_kernel,
    ),
    define(
        "endNode(input :: RELATIONSHIP) :: NODE",
        "The end node of a relationship.",
        end_node,
        needs_context=True,
        kernel=_end_kernel("end"),
    ),
    define(
        "id(input :: NODE | RELATIONSHIP) :: INTEGER",
        "The store's numeric id.",
        entity_id,
        kernel=_id_kernel,
        deprecated="elementId()",
    ),
    define(
        "keys(input :: NODE | RELATIONSHIP | MAP) :: LIST<STRING>",
        "The property names of an entity, or the keys of a map.",
        keys,
        needs_context=True,
    ),
    define(
        "labels(input :: NODE) :: LIST<STRING>",
        "A node's labels.",
        labels,
        needs_context=True,
        kernel=_labels_kernel,
    ),
    define("length(input :: PATH) :: INTEGER", "The number of relationships in a path.", length),
    define("nodes(input :: PATH) :: LIST<NODE>", "A path's nodes.", nodes),
    define(
        "properties(input :: NODE | RELATIONSHIP | MAP) :: MAP",
        "All properties as a map.",
        properties,
        needs_context=True,
    ),
    define("relationships(input :: PATH) :: LIST<RELATIONSHIP>", "A path's relationships.", relationships),
    define(
        "startNode(input :: RELATIONSHIP) :: NODE",
        "The start node of a relationship.",
        start_node,
        needs_context=True,
        kernel=_end_kernel("start"),
    ),
    define(
        "type(input :: RELATIONSHIP) :: STRING",
        "A relationship's type.",
        relationship_type,
        needs_context=True,
        kernel=_type_kernel,
    ),
)
