"""Count the rows of an expansion from degrees, without creating them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sociogram.graph.columns import (
    AnyArray,
    BoolArray,
    Column,
    IntArray,
    IntColumn,
    ListBackedColumn,
    NodeColumn,
    RelationshipColumn,
)
from sociogram.graph.columns.scan_selection import ScanSelection
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import Direction
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.paths.expand import degrees_of, expand_nodes, short_list, unlike_rows
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.slots import as_relationship_column, node_slots
from sociogram.queries.cypher.plan import operators as op


def build_expand_count(plan: op.ExpandCount, builder: OperatorBuilder) -> Runner:
    """Count the rows that Expand would yield for each row, from degrees."""
    source = builder.build(plan.source)
    direction, types = plan.direction, plan.types

    def simple(batch: Batch) -> bool:
        return plan.overlap is None and all(
            type(batch.columns[name]) is RelationshipColumn for name in plan.unlike
        )

    plain = not (plan.unlike or plan.times or plan.overlap or plan.keep_zeros)

    def run_expand_count(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            snapshot = context.snapshot
            context.check()
            node_list = short_list(batch.columns[plan.start])
            if node_list is not None and simple(batch):
                yield _count_list(snapshot, batch, node_list, direction, plan)
                continue
            if plain and (
                degrees := _counted_in_order(snapshot, batch.columns[plan.start], direction, types)
            ):
                rows, start, counts = degrees
                yield batch.take_with(rows, {plan.start: start, plan.count: IntColumn(counts)})
                continue
            counts = _count_array(snapshot, batch, plan)
            counted = batch.with_columns({plan.count: IntColumn(counts)})
            yield counted if plan.keep_zeros else counted.where(counts != 0)

    return run_expand_count


def _count_array(snapshot: Snapshot, batch: Batch, plan: op.ExpandCount) -> AnyArray:
    direction, types = plan.direction, plan.types
    nodes = node_slots(batch.columns[plan.start], plan.start)
    counts = degrees_of(snapshot, nodes, direction, types)
    if plan.unlike or plan.times is not None or plan.overlap is not None:
        counts = counts.astype(np.int64)
    for name in plan.unlike:
        column = batch.columns[name]
        if not isinstance(column, RelationshipColumn):
            counts = _counted_unlike(snapshot, batch, nodes, direction, plan)
            break
        counts = counts - _meets(snapshot, nodes, column, direction, types)
    if plan.times is not None:
        earlier = batch.columns[plan.times]
        counts = counts * (earlier.values if isinstance(earlier, IntColumn) else earlier.to_list())
    if plan.overlap is not None:
        counts = counts - _shared(snapshot, nodes, plan, plan.overlap)
    return counts


def _count_list(
    snapshot: Snapshot, batch: Batch, nodes: list[int], direction: Direction, plan: op.ExpandCount
) -> Batch:
    counts = snapshot.listed_degrees(nodes, direction, plan.types)
    for name in plan.unlike:
        traversed = as_relationship_column(batch.columns[name]).listed()
        for row in _meeting(snapshot, nodes, traversed, direction, plan.types):
            counts[row] -= 1
    if plan.times is not None:
        earlier = batch.columns[plan.times].to_list()
        counts = [count * times for count, times in zip(counts, earlier, strict=True)]
    if not plan.keep_zeros and 0 in counts:
        rows = [row for row, count in enumerate(counts) if count]
        return batch.take_with(rows, {plan.count: ListBackedColumn([counts[row] for row in rows])})
    return batch.with_columns({plan.count: ListBackedColumn(counts)})


def _meeting(
    snapshot: Snapshot, nodes: list[int], slots: list[int], direction: Direction, types: op.Types
) -> list[int]:
    """Return the rows in which the hop from the node would traverse the relationship again."""
    start_of, end_of = snapshot.start_of, snapshot.end_of
    met: set[int] = set()
    if direction is not Direction.INCOMING:
        met.update(row for row, slot in enumerate(slots) if slot >= 0 and start_of(slot) == nodes[row])
    if direction is not Direction.OUTGOING:
        met.update(row for row, slot in enumerate(slots) if slot >= 0 and end_of(slot) == nodes[row])
    return [row for row in met if types is None or snapshot.type_name(slots[row]) in types]


def _counted_in_order(
    snapshot: Snapshot, column: Column, direction: Direction, types: op.Types
) -> tuple[IntArray, NodeColumn, AnyArray] | None:
    """Return the rows that have relationships, with their nodes and degrees.

    None unless the column is a slice of a scan of all nodes, in slot order.
    """
    selection = column.selection if isinstance(column, NodeColumn) else None
    if selection is None or selection.rows is not None or len(selection.scanned) != snapshot.node_slots:
        return None
    slots, counts = snapshot.positive_degrees(direction, types)
    first, last = np.searchsorted(slots, (selection.begin, selection.end)).tolist()
    rows = slots[first:last]
    remaining = ScanSelection(selection.of, selection.scanned, selection.begin, selection.end, rows)
    return (
        rows - selection.begin if selection.begin else rows,
        NodeColumn(None, remaining),
        counts[first:last],
    )


def _shared(
    snapshot: Snapshot, nodes: IntArray, plan: op.ExpandCount, other: tuple[Direction, op.Types]
) -> IntArray:
    """Return, for each node, the number of relationships that either of two hops from it could traverse."""

    def degrees(direction: Direction) -> IntArray:
        counts: IntArray = degrees_of(snapshot, nodes, direction, types).astype(np.int64)
        return counts

    directions = {plan.direction, other[0]}
    types = plan.types
    if other[1] is not None:
        types = other[1] if types is None else tuple(name for name in types if name in other[1])
    if directions == {Direction.OUTGOING, Direction.INCOMING}:
        # only loops both leave and enter a node, and BOTH counts them once
        out, into = degrees(Direction.OUTGOING), degrees(Direction.INCOMING)
        return out + into - degrees(Direction.BOTH)
    narrow = next((direction for direction in directions if direction is not Direction.BOTH), Direction.BOTH)
    return degrees(narrow)


def _meets(
    snapshot: Snapshot, nodes: IntArray, traversed: RelationshipColumn, direction: Direction, types: op.Types
) -> BoolArray | int:
    """Return the mask of rows in which the hop from ``nodes`` would traverse the relationship again; 0 if
    none.
    """
    if not len(snapshot.type_codes):
        return 0
    known = traversed if not traversed.has_nulls() else RelationshipColumn(np.maximum(traversed.slots, 0))
    meets = np.zeros(len(traversed), dtype=np.bool_)
    if direction is not Direction.INCOMING:
        meets |= snapshot.starts_of(known).slots == nodes
    if direction is not Direction.OUTGOING:
        meets |= snapshot.ends_of(known).slots == nodes
    if known is not traversed:
        meets &= ~traversed.null_mask()
    rows = np.flatnonzero(meets)
    if types is not None and len(rows):
        table = np.array([name in types for name in snapshot.type_names], dtype=np.bool_)
        meets[rows] = table[snapshot.type_codes[known.slots[rows]]]
    return meets if len(rows) else 0


def _counted_unlike(
    snapshot: Snapshot, batch: Batch, nodes: IntArray, direction: Direction, plan: op.ExpandCount
) -> IntArray:
    rows, relationships, _ = expand_nodes(snapshot, nodes, direction, plan.types)
    keep = unlike_rows(batch, rows, relationships, plan.unlike)
    return np.bincount(rows[keep], minlength=len(nodes))
