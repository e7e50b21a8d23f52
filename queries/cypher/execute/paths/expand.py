"""Expand nodes along one relationship to new nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sociogram.graph.columns import (
    LIST_LIMIT,
    AnyArray,
    BoolArray,
    Column,
    IntArray,
    IntColumn,
    NodeColumn,
    RelationshipColumn,
    RowIndices,
)
from sociogram.graph.memory.storage.adjacency import HOP_LIMIT, ListedHops
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import Direction
from sociogram.queries.cypher.batches.batch import Batch, LazyColumn, LazyProperty
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.slots import node_slots, relationship_slots, slots_in, unlike_mask
from sociogram.queries.cypher.expressions.access import check_listed, check_nodes
from sociogram.queries.cypher.plan import operators as op

ALL_DEGREES_SHARE = 16
"""If more than one sixteenth of all nodes are expanded, the degrees of all nodes are computed and cached."""

Hops = tuple[IntArray, IntArray, IntArray]
"""Source rows, relationships, neighbours."""


def expand_rows(
    snapshot: Snapshot, nodes: RowIndices, direction: Direction, types: op.Types
) -> Hops | ListedHops:
    """Expand each node; the result of a short list is lists. Null nodes have no relationships."""
    if isinstance(nodes, list):
        is_short = len(nodes) <= LIST_LIMIT
        hops = snapshot.expand_listed(nodes, direction, types, HOP_LIMIT) if is_short else None
        if hops is not None:
            return hops
        nodes = np.array(nodes, dtype=np.int64)
    return expand_nodes(snapshot, nodes, direction, types)


def expand_nodes(
    snapshot: Snapshot, nodes: IntArray, direction: Direction, types: op.Types, among: BoolArray | None = None
) -> Hops:
    """Expand each node to the neighbours in the mask ``among``; null nodes have no relationships."""
    if len(nodes) and nodes.min() < 0:
        present = np.flatnonzero(nodes >= 0)
        rows, relationships, neighbours = snapshot.expand(nodes[present], direction, types, among)
        return present[rows], relationships, neighbours
    return snapshot.expand(nodes, direction, types, among)


def expand_lazily(
    snapshot: Snapshot, nodes: IntArray, direction: Direction, types: op.Types, among: BoolArray | None
) -> tuple[IntArray, Column | LazyColumn, Column | LazyColumn]:
    """Expand each node; relationships and neighbours are read only on demand.

    Both are scattered over memory. Often one of them is never read, or only in rows where the other matches.
    """
    no_nulls = len(nodes) > 0 and nodes.min() >= 0
    found = snapshot.positions(nodes, direction, types) if no_nulls else None
    if found is None:
        rows, relationships, neighbours = expand_nodes(snapshot, nodes, direction, types, among)
        return rows, RelationshipColumn(relationships, filled=True), NodeColumn(neighbours, filled=True)
    rows, positions, adjacency = found
    ends: Column | LazyColumn
    if among is None:
        ends = LazyProperty(
            IntColumn(positions), lambda some: NodeColumn(adjacency.neighbours[some.values], filled=True)
        )
    else:
        rows, positions, reached = adjacency.reaching(rows, positions, among)
        ends = NodeColumn(reached, filled=True)
    return (
        rows,
        LazyProperty(
            IntColumn(positions),
            lambda some: RelationshipColumn(adjacency.relationships[some.values], filled=True),
        ),
        ends,
    )


def slices(
    snapshot: Snapshot, nodes: IntArray, direction: Direction, types: op.Types, chunk: int
) -> Iterator[tuple[int, int]]:
    """Yield slices of the rows, as begin and end, such that expanding each yields about ``chunk`` rows."""
    counts = degrees_of(snapshot, nodes, direction, types)
    if counts.sum() <= chunk:
        yield 0, len(nodes)
        return
    total = counts.cumsum()
    begin = 0
    while begin < len(nodes):
        done = int(total[begin - 1]) if begin else 0
        end = max(int(np.searchsorted(total, done + chunk, side="right")), begin + 1)
        yield begin, end
        begin = end


def build_expand(plan: op.Expand, builder: OperatorBuilder) -> Runner:
    """Expand each row's node along its relationships."""
    source = builder.build(plan.source)
    direction, types, unlike = plan.direction, plan.types, plan.unlike
    start, relationship, end = plan.start, plan.relationship, plan.end
    chunk = builder.chunk

    def run_expand(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            snapshot = context.snapshot
            label = None if plan.label is None or snapshot.every_node_has(plan.label) else plan.label
            nodes = short_list(batch.columns[start])
            hops = None if nodes is None else snapshot.expand_listed(nodes, direction, types, HOP_LIMIT)
            if hops is not None:
                context.check()
                yield from _expand_list(plan, batch, hops, label, context)
                continue
            starts = node_slots(batch.columns[start], start)
            among = None if label is None else snapshot.label_mask(label)
            for first, last in slices(snapshot, starts, direction, types, chunk):
                context.check()
                rows, relationships, ends = expand_lazily(
                    snapshot, starts[first:last], direction, types, among
                )
                if first:
                    rows = rows + first
                columns = batch.take_with(rows, {relationship: relationships, end: ends})
                if plan.label is not None and context.deleted_nodes:
                    check_nodes(NodeColumn(node_slots(columns.columns[end])), context)
                if unlike:
                    traversed = relationship_slots(columns.columns[relationship])
                    columns = columns.where(unlike_rows(batch, rows, traversed, unlike))
                yield columns

    return run_expand


def short_list(column: Column) -> list[int] | None:
    """Return the nodes as a list if they are one and few enough to expand one by one, else None."""
    if type(column) is NodeColumn and (hops := column.slot_list) is not None and len(hops) <= LIST_LIMIT:
        return hops
    return None


def _with_label(label: str, found: ListedHops, context: Context) -> ListedHops:
    """Return the hops that lead to nodes with a label."""
    labels_of = context.snapshot.node_labels
    remaining = [step for step in zip(*found, strict=True) if label in labels_of(step[2])]
    return (
        [row for row, _, _ in remaining],
        [slot for _, slot, _ in remaining],
        [node for _, _, node in remaining],
    )


def _expand_list(
    plan: op.Expand, batch: Batch, found: ListedHops, label: str | None, context: Context
) -> Iterator[Batch]:
    if plan.label is not None and context.deleted_nodes:
        check_listed(found[2], context.deleted_nodes, "node")
    rows, relationships, neighbours = found if label is None else _with_label(label, found, context)
    remaining = unlike_positions(batch, rows, relationships, plan.unlike)
    if len(remaining) < len(rows):
        rows, relationships, neighbours = (
            [values[position] for position in remaining] for values in (rows, relationships, neighbours)
        )
    if rows:
        columns: dict[str, Column] = {
            plan.relationship: RelationshipColumn.of(relationships),
            plan.end: NodeColumn.of(neighbours),
        }
        yield batch.take_with(rows, columns)


def unlike_positions(
    batch: Batch, rows: list[int], relationships: list[int], unlike: tuple[str, ...]
) -> Sequence[int]:
    """Return the positions of the relationships that no ``unlike`` column of their row contains."""
    remaining: Sequence[int] = range(len(rows))
    for name in unlike:
        traversed = relationships_by_row(batch.columns[name])
        remaining = [
            position for position in remaining if relationships[position] not in traversed[rows[position]]
        ]
    return remaining


def relationships_by_row(column: Column) -> list[list[int]]:
    """Return the relationships of each row: one, or a list of them."""
    if type(column) is RelationshipColumn:
        return [[slot] for slot in column.listed()]
    return [slots_in(value) for value in column.to_list()]


def unlike_rows(batch: Batch, rows: IntArray, relationships: IntArray, unlike: tuple[str, ...]) -> BoolArray:
    """Return the mask of relationships that their row has not yet traversed."""
    keep = np.ones(len(rows), dtype=np.bool_)
    for name in unlike:
        keep &= unlike_mask(relationships, batch.columns[name].take(rows))
    return keep


def build_distinct_relationships(plan: op.DistinctRelationships, builder: OperatorBuilder) -> Runner:
    """Drop rows whose two sides traverse the same relationship."""
    source = builder.build(plan.source)

    def run_distinct_relationships(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            keep = np.ones(batch.length, dtype=np.bool_)
            for left, right in plan.pairs:
                first, second = batch.columns[left], batch.columns[right]
                if not isinstance(first, RelationshipColumn):
                    first, second = second, first
                if isinstance(first, RelationshipColumn):
                    keep &= unlike_mask(first.slots, second)
                else:
                    keep &= _disjoint(first, second)
            yield batch if keep.all() else batch.take(np.flatnonzero(keep))

    return run_distinct_relationships


def _disjoint(first: Column, second: Column) -> BoolArray:
    from sociogram.queries.cypher.execute.slots import slots_in

    pairs = zip(first.to_list(), second.to_list(), strict=True)
    return np.array([set(slots_in(one)).isdisjoint(slots_in(other)) for one, other in pairs], dtype=np.bool_)


def degrees_of(snapshot: Snapshot, nodes: IntArray, direction: Direction, types: op.Types) -> AnyArray:
    """Return the degree of each node, as integers of any width; 0 for null."""
    if not snapshot.node_slots:
        return np.zeros(len(nodes), dtype=np.int64)
    nulls = bool(len(nodes)) and nodes.min() < 0
    known = np.maximum(nodes, 0) if nulls else nodes
    if len(nodes) * ALL_DEGREES_SHARE > snapshot.node_slots:
        counts: AnyArray = snapshot.degrees(direction, types)
        if not _is_table(snapshot, nodes):
            counts = counts[known]
    else:
        counts = snapshot.degree(known, direction, types)
    return np.where(nodes < 0, 0, counts) if nulls else counts


def _is_table(snapshot: Snapshot, nodes: IntArray) -> bool:
    """Return whether these are all nodes in slot order, as a scan yields them."""
    return len(nodes) == snapshot.node_slots and nodes is snapshot.all_nodes()
