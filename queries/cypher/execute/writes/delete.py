"""DELETE and DETACH DELETE."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sociogram.graph.errors import CypherTypeError
from sociogram.graph.model import Direction
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import iterate_values
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.batches import whole
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.writes.properties import run_of, transaction_of
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.values.comparison import type_name
from sociogram.queries.cypher.values.references import NodeRef, PathRef, RelationshipRef, article, shown


def build_delete(plan: op.Delete, builder: OperatorBuilder) -> Runner:
    """Delete the values of the expressions, relationships before nodes."""
    source = builder.build(plan.source)
    expressions = builder.compile_all(plan.expressions)

    def run_delete(argument: Batch, context: Context) -> Iterator[Batch]:
        batch = whole(source(argument, context), context)
        if not batch.length:
            return
        nodes: dict[int, None] = {}
        relationships: dict[int, None] = {}
        for compiled in expressions:
            for value in watch.each(iterate_values(compiled(batch, context))):
                _collect(value, nodes, relationships)
        _delete(nodes, relationships, context, detach=plan.detach)
        yield batch

    return run_delete


def _collect(value: Any, nodes: dict[int, None], relationships: dict[int, None]) -> None:
    if value is None:
        return
    kind = type(value)
    if kind is NodeRef:
        nodes[value.slot] = None
    elif kind is RelationshipRef:
        relationships[value.slot] = None
    elif kind is PathRef:
        nodes.update(dict.fromkeys(value.nodes))
        relationships.update(dict.fromkeys(value.relationships))
    else:
        raise CypherTypeError(
            f"Only nodes, relationships and paths can be deleted, not {shown(value)}, "
            f"{article(type_name(value))}.",
            detail="InvalidArgumentType",
            hint="Use REMOVE for a property or a label.",
        )


def _delete(
    nodes: dict[int, None], relationships: dict[int, None], context: Context, *, detach: bool
) -> None:
    transaction, run = transaction_of(context), run_of(context)
    nodes = {slot: None for slot in nodes if slot not in context.deleted_nodes}
    if detach:
        for slot in watch.each(nodes):
            relationships.update(dict.fromkeys(transaction.snapshot.expand_one(slot, Direction.BOTH)[0]))
    for slot in watch.each(relationships):
        if slot not in context.deleted_relationships:
            transaction.delete_relationship(slot)
            context.deleted_relationships.add(slot)
            run.count("relationships_deleted")
    context.deleted_nodes.update(nodes)
    run.count("nodes_deleted", len(nodes))
    for slot in watch.each(nodes):
        if transaction.snapshot.expand_one(slot, Direction.BOTH)[0]:
            # a later clause may delete the remaining relationships
            run.unfinished.append(slot)
        else:
            transaction.delete_node(slot)
