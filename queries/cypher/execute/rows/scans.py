"""Sources of rows: the argument, scans and seeks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from sociogram.graph.columns import (
    BoolArray,
    Column,
    ConstantColumn,
    IntArray,
    IntColumn,
    NodeColumn,
    ObjectColumn,
    RelationshipColumn,
    RowIndices,
)
from sociogram.graph.columns.arrays import unique
from sociogram.graph.columns.scan_selection import ScanSelection
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import Direction
from sociogram.queries.cypher.batches.batch import Batch, LazyColumn, NewColumns, concatenate_rows
from sociogram.queries.cypher.batches.column_values import value_at, values_of
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.runner import CHUNK, OperatorBuilder, Runner
from sociogram.queries.cypher.execute.slots import node_column, node_slots, relationship_slots, unlike_mask
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.kernels.label_masks import nodes_that_fit
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.values.comparison import equals

NOTHING: IntArray = np.zeros(0, dtype=np.int64)


def build_argument(_plan: op.Argument, _builder: OperatorBuilder) -> Runner:
    """Yield the rows that the plan was given."""

    def run_argument(argument: Batch, _context: Context) -> Iterator[Batch]:
        yield argument

    return run_argument


# ── Nodes ──────────────────────────────────────────────────────────────────────────────────────


def labelled_nodes(labels: ast.LabelExpression | None, snapshot: Snapshot) -> IntArray:
    """Return the nodes that match the label expression."""
    if labels is None:
        return snapshot.all_nodes()
    if isinstance(labels, ast.Label):
        return snapshot.nodes_with_label(labels.name)
    return snapshot.nodes_matching(labels, lambda: nodes_that_fit(labels, snapshot))


def build_node_scan(plan: op.NodeScan, builder: OperatorBuilder) -> Runner:
    """Yield every node that matches the labels, for each row."""
    source = builder.build(plan.source)
    chunk = builder.chunk
    # below a LIMIT, the scan may end early, and reading a whole selection would be wasted
    listed = chunk >= CHUNK
    name = plan.labels.name if isinstance(plan.labels, ast.Label) else None
    of = name if name is not None or plan.labels is None else ("some labels",)

    def run_node_scan(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            nodes = labelled_nodes(plan.labels, context.snapshot)
            selection = ScanSelection(of, nodes, 0, len(nodes)) if listed else None
            yield from crossed(batch, plan.variable, NodeColumn(nodes, selection), chunk, context)

    return run_node_scan


def crossed(batch: Batch, variable: str, column: NodeColumn, chunk: int, context: Context) -> Iterator[Batch]:
    """Yield each combination of a row of ``batch`` and a node."""
    node_list = column.slot_list
    if batch.length == 1 and node_list is not None:
        if node_list:
            context.check()
            yield batch.repeated_with(0, len(node_list), {variable: column})
        return
    nodes = column.slots
    if batch.length == 1:
        if 0 < len(nodes) <= chunk:
            context.check()
            yield batch.repeated_with(0, len(nodes), {variable: column})
            return
        for begin in range(0, len(nodes), chunk):
            context.check()
            slice_batch = column.part(begin, min(begin + chunk, len(nodes)))
            yield batch.repeated_with(0, len(slice_batch), {variable: slice_batch})
        return
    if not len(nodes):
        return
    per_slice = max(chunk // len(nodes), 1)
    for begin in range(0, batch.length, per_slice):
        context.check()
        some = np.arange(begin, min(begin + per_slice, batch.length))
        rows = np.repeat(some, len(nodes))
        yield batch.take_with(rows, {variable: NodeColumn(np.tile(nodes, len(some)))})


def seek_nodes(snapshot: Snapshot, key: str, value: Any, label: str | None) -> RowIndices:
    """Return the nodes whose property equals the value."""
    if isinstance(value, (str, int, float)):
        return snapshot.found_nodes(key, value, label)
    if value is None:
        return NOTHING
    nodes = snapshot.all_nodes() if label is None else snapshot.nodes_with_label(label)
    found = snapshot.node_property(key).take(nodes).to_list()
    rows = [row for row, other in enumerate(watch.each(found)) if other is not None and equals(other, value)]
    return nodes[np.array(rows, dtype=np.int64)]


def build_node_seek(plan: op.NodeSeek, builder: OperatorBuilder) -> Runner:
    """Look up nodes by a property value."""
    source = builder.build(plan.source)
    value = builder.compile(plan.value)
    key, label, many, variable = plan.key, plan.label, plan.many, plan.variable

    def found(snapshot: Snapshot, wanted: Any) -> RowIndices:
        if not many:
            return seek_nodes(snapshot, key, wanted, label)
        items = _items(wanted)
        nodes: IntArray = unique(of_rows(snapshot, items)[1]) if items else NOTHING
        return nodes

    def of_rows(snapshot: Snapshot, wanted: list[Any]) -> tuple[IntArray, IntArray]:
        if {str}.issuperset(map(type, wanted)):
            together = snapshot.nodes_with_texts(key, wanted, label)
            if together is not None:
                return together
        return _row_by_row(wanted, lambda item: seek_nodes(snapshot, key, item, label))

    return _sought(source, variable, value, found, None if many else of_rows)


def build_node_seek_any(plan: op.NodeSeekAny, builder: OperatorBuilder) -> Runner:
    """Look up nodes by several properties and yield each node once."""
    source = builder.build(plan.source)
    seeks = [(key, builder.compile(value), many) for key, value, many in plan.seeks]
    label, variable = plan.label, plan.variable

    def found(snapshot: Snapshot, wanted: list[Any]) -> RowIndices:
        parts = [
            seek_nodes(snapshot, key, item, label)
            for (key, _, many), value in zip(seeks, wanted, strict=True)
            for item in (_items(value) if many else [value])
        ]
        parts = [slice_batch for slice_batch in parts if len(slice_batch)]
        if len(parts) < 2:
            return parts[0] if parts else NOTHING
        nodes: IntArray = unique(concatenate_rows(parts))
        return nodes

    def run_node_seek_any(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            snapshot = context.snapshot
            columns = [value(batch, context) for _, value, _ in seeks]
            if batch.length == 1:
                nodes = found(snapshot, [value_at(column, 0) for column in columns])
                yield from crossed(batch, variable, node_column(nodes), CHUNK, context)
                continue
            parts = [
                found(snapshot, list(row)) for row in watch.each(zip(*map(values_of, columns), strict=True))
            ]
            counts = np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))
            if len(parts):
                rows = np.repeat(np.arange(len(parts)), counts)
                yield batch.take_with(rows, {variable: NodeColumn(concatenate_rows(parts))})

    return run_node_seek_any


def build_node_by_element_id(plan: op.NodeByElementId, builder: OperatorBuilder) -> Runner:
    """Look up nodes by ``elementId()`` or ``id()``."""
    source = builder.build(plan.source)
    value = builder.compile(plan.value)

    def slot_of(snapshot: Snapshot, wanted: Any) -> int:
        if plan.number:
            slot = int(wanted) if isinstance(wanted, (int, float)) and not isinstance(wanted, bool) else -1
            slot = slot if slot == wanted else -1
        else:
            slot = int(wanted) if isinstance(wanted, str) and wanted.isdecimal() and wanted.isascii() else -1
            slot = slot if str(slot) == wanted else -1
        return slot if slot >= 0 and snapshot.is_node(slot) else -1

    def found(snapshot: Snapshot, wanted: Any) -> IntArray:
        slots = {slot_of(snapshot, item) for item in (_items(wanted) if plan.many else [wanted])}
        slots.discard(-1)
        return np.array(sorted(slots), dtype=np.int64)

    return _sought(source, plan.variable, value, found)


def _items(wanted: Any) -> list[Any]:
    if wanted is None:
        return []
    if isinstance(wanted, list):
        return wanted
    from sociogram.queries.cypher.values.predicates import in_list

    in_list(None, wanted)  # raises the error of IN for a value that is not a list
    return []


def _sought(
    source: Runner,
    variable: str,
    value: Compiled,
    found: Callable[[Snapshot, Any], RowIndices],
    of_rows: Callable[[Snapshot, list[Any]], tuple[IntArray, IntArray]] | None = None,
) -> Runner:
    """Return a runner that looks up each row's value; ``of_rows`` looks up many at once."""

    def run_seek(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            snapshot = context.snapshot
            wanted = value(batch, context)
            if batch.length == 1 or isinstance(wanted, ConstantColumn):
                if not batch.length:
                    continue
                nodes = node_column(found(snapshot, value_at(wanted, 0)))
                yield from crossed(batch, variable, nodes, CHUNK, context)
                continue
            if of_rows is None:
                rows, several = _row_by_row(values_of(wanted), partial(found, snapshot))
            else:
                rows, several = of_rows(snapshot, values_of(wanted))
            yield batch.take_with(rows, {variable: NodeColumn(several)})

    return run_seek


def _row_by_row(wanted: list[Any], found: Callable[[Any], RowIndices]) -> tuple[IntArray, IntArray]:
    """Look up values one by one; return the row of each node found, and the node."""
    parts: list[RowIndices] = []
    known: dict[Any, RowIndices] = {}
    for item in watch.each(wanted):
        if isinstance(item, str):
            nodes = known.get(item)
            if nodes is None:
                nodes = known[item] = found(item)
            parts.append(nodes)
        else:
            parts.append(found(item))
    counts = np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))
    rows = np.repeat(np.arange(len(parts)), counts)
    return rows, concatenate_rows(parts)


# ── Relationships ──────────────────────────────────────────────────────────────────────────────


def build_relationship_scan(plan: op.RelationshipScan, builder: OperatorBuilder) -> Runner:
    """Yield every relationship with both ends."""
    source = builder.build(plan.source)
    chunk = builder.chunk
    listed = chunk >= CHUNK
    both = plan.direction is Direction.BOTH
    is_reversed = plan.direction is Direction.INCOMING

    def run_relationship_scan(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            snapshot = context.snapshot
            slots = snapshot.all_relationships(plan.types)
            for begin in range(0, len(slots), chunk):
                context.check()
                part = slots[begin : begin + chunk]
                selection = ScanSelection(plan.types, slots, begin, begin + len(part)) if listed else None
                relationships = RelationshipColumn(part, selection, filled=True)
                for row in range(batch.length):
                    yield with_ends(batch, row, relationships, snapshot)
                    if both:
                        starts, ends = snapshot.starts_of(relationships), snapshot.ends_of(relationships)
                        straight = np.flatnonzero(starts.slots != ends.slots)
                        yield with_ends(batch, row, relationships.take(straight), snapshot, back=True)

    def with_ends(
        batch: Batch, row: int, relationships: RelationshipColumn, snapshot: Snapshot, *, back: bool = False
    ) -> Batch:
        start, end = (plan.end, plan.start) if is_reversed or back else (plan.start, plan.end)
        new_columns: NewColumns = {
            plan.relationship: relationships,
            # lazy, because often only the relationship is read
            start: LazyColumn(lambda: snapshot.starts_of(relationships)),
            end: LazyColumn(lambda: snapshot.ends_of(relationships)),
        }
        return batch.repeated_with(row, len(relationships), new_columns)

    return run_relationship_scan


def build_type_counts(plan: op.TypeCounts, builder: OperatorBuilder) -> Runner:
    """Yield each type with its number of relationships."""
    source = builder.build(plan.source)

    def run_type_counts(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            snapshot = context.snapshot
            names = [name for name in snapshot.types if plan.types is None or name in plan.types]
            counts = IntColumn(np.array([snapshot.type_count(name) for name in names], dtype=np.int64))
            yield batch.repeated_with(0, len(names), {plan.type: ObjectColumn.of(names), plan.count: counts})

    return run_type_counts


def build_relationship_ends(plan: op.RelationshipEnds, builder: OperatorBuilder) -> Runner:
    """Bind the ends of a bound relationship, or compare them if they are bound."""
    source = builder.build(plan.source)

    def run_relationship_ends(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            snapshot = context.snapshot
            slots = relationship_slots(batch.columns[plan.relationship], plan.relationship)
            rows = np.flatnonzero(_fitting(plan, batch, slots, snapshot))
            remaining = slots[rows]
            starts, ends = snapshot.start[remaining], snapshot.end[remaining]
            if plan.direction is Direction.INCOMING:
                starts, ends = ends, starts
            yield _with_ends(plan, batch, rows, starts, ends)
            if plan.direction is Direction.BOTH:
                straight = starts != ends
                yield _with_ends(plan, batch, rows[straight], ends[straight], starts[straight])

    return run_relationship_ends


def _fitting(plan: op.RelationshipEnds, batch: Batch, slots: IntArray, snapshot: Snapshot) -> BoolArray:
    """Return the mask of relationships that have one of the types and are not yet traversed, nor null."""
    keep: BoolArray = slots >= 0
    if plan.types is not None:
        codes = [code for code, name in enumerate(snapshot.type_names) if name in plan.types]
        type_codes = snapshot.type_codes
        keep &= np.isin(type_codes[np.maximum(slots, 0)], codes) if len(type_codes) else False
    for name in plan.unlike:
        keep &= unlike_mask(slots, batch.columns[name])
    return keep


def _with_ends(
    plan: op.RelationshipEnds, batch: Batch, rows: IntArray, starts: IntArray, ends: IntArray
) -> Batch:
    """Return the rows whose bound ends equal the given ones, with the other ends as new columns."""
    keep = np.ones(len(rows), dtype=np.bool_)
    if plan.start == plan.end:
        keep &= starts == ends
    if plan.start_bound:
        keep &= node_slots(batch.columns[plan.start], plan.start)[rows] == starts
    if plan.end_bound:
        keep &= node_slots(batch.columns[plan.end], plan.end)[rows] == ends
    new_columns: dict[str, Column] = {}
    if not plan.start_bound:
        new_columns[plan.start] = NodeColumn(starts[keep])
    if not plan.end_bound:
        new_columns[plan.end] = NodeColumn(ends[keep])
    return batch.take_with(rows[keep], new_columns)
