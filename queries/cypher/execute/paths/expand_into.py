"""Find the relationships between two bound nodes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sociogram.graph.columns import Column, IntArray, RelationshipColumn
from sociogram.graph.columns.arrays import expand_ranges, unique_below
from sociogram.graph.memory.storage.adjacency import HOP_LIMIT
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import Direction
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.paths.expand import (
    degrees_of,
    expand_nodes,
    short_list,
    slices,
    unlike_positions,
    unlike_rows,
)
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.slots import node_slots
from sociogram.queries.cypher.plan import operators as op


def build_expand_into(plan: op.ExpandInto, builder: OperatorBuilder) -> Runner:
    """Yield the relationships between two bound nodes."""
    source = builder.build(plan.source)
    direction, types, unlike = plan.direction, plan.types, plan.unlike
    chunk = builder.chunk

    def run_expand_into(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            snapshot = context.snapshot
            start_list, end_list = short_list(batch.columns[plan.start]), short_list(batch.columns[plan.end])
            found = None
            if start_list is not None and end_list is not None:
                found = _between_lists(snapshot, start_list, end_list, direction, types)
            if found is not None:
                context.check()
                if found[0]:
                    yield _unlike_list(batch, found, unlike, plan.relationship)
                continue
            starts = node_slots(batch.columns[plan.start], plan.start)
            ends = node_slots(batch.columns[plan.end], plan.end)
            for rows, relationships in _between(snapshot, starts, ends, direction, types, chunk, context):
                keep = unlike_rows(batch, rows, relationships, unlike)
                columns: dict[str, Column] = {
                    plan.relationship: RelationshipColumn(relationships[keep], filled=True)
                }
                yield batch.take_with(rows[keep], columns)

    return run_expand_into


def _between_lists(
    snapshot: Snapshot, starts: list[int], ends: list[int], direction: Direction, types: op.Types
) -> tuple[list[int], list[int]] | None:
    """Find the relationships between a few pairs of nodes; None if the nodes have too many to scan."""
    work = snapshot.listed_degrees(starts, direction, types)
    if sum(work) > HOP_LIMIT:
        end_degrees = snapshot.listed_degrees(ends, direction.reversed, types)
        if sum(end_degrees) < sum(work):
            starts, ends, direction, work = ends, starts, direction.reversed, end_degrees
    if sum(work) > HOP_LIMIT:
        return None
    rows: list[int] = []
    relationships: list[int] = []
    for row, (start, end, degree) in enumerate(zip(starts, ends, work, strict=True)):
        if degree and end >= 0:
            some, neighbours = snapshot.expand_one(start, direction, types)
            if end in neighbours:
                hits = [slot for slot, node in zip(some, neighbours, strict=True) if node == end]
                rows += [row] * len(hits)
                relationships += hits
    return rows, relationships


def _unlike_list(
    batch: Batch, found: tuple[list[int], list[int]], unlike: tuple[str, ...], relationship: str
) -> Batch:
    rows, relationships = found
    remaining = unlike_positions(batch, rows, relationships, unlike)
    if len(remaining) < len(rows):
        rows = [rows[position] for position in remaining]
        relationships = [relationships[position] for position in remaining]
    return batch.take_with(rows, {relationship: RelationshipColumn.of(relationships)})


def _between(
    snapshot: Snapshot,
    starts: IntArray,
    ends: IntArray,
    direction: Direction,
    types: op.Types,
    chunk: int,
    context: Context,
) -> Iterator[tuple[IntArray, IntArray]]:
    """Find the relationships between pairs of nodes, scanning those of the side that has fewer."""
    present = np.flatnonzero((starts >= 0) & (ends >= 0))
    if not len(present):
        return
    firsts, lasts = starts[present], ends[present]
    distinct, from_start = _work(snapshot, firsts, direction, types)
    distinct_ends, from_end = _work(snapshot, lasts, direction.reversed, types)
    if from_end < from_start:
        firsts, lasts, direction, distinct = lasts, firsts, direction.reversed, distinct_ends
    if distinct is not None:
        yield _looked_up(snapshot, distinct, firsts, lasts, present, direction, types)
        return
    for first, last in slices(snapshot, firsts, direction, types, chunk):
        context.check()
        rows, relationships, neighbours = expand_nodes(snapshot, firsts[first:last], direction, types)
        hit = neighbours == lasts[first:last][rows]
        yield present[first:last][rows[hit]], relationships[hit]


def _degree_sum(snapshot: Snapshot, nodes: IntArray, direction: Direction, types: op.Types) -> int:
    return int(degrees_of(snapshot, nodes, direction, types).sum(dtype=np.int64))


def _work(
    snapshot: Snapshot, nodes: IntArray, direction: Direction, types: op.Types
) -> tuple[IntArray | None, int]:
    """Return the distinct nodes of a side if many repeat, and the number of relationships to scan."""
    distinct = unique_below(nodes, snapshot.node_slots)
    if len(distinct) * 4 < len(nodes):
        return distinct, _degree_sum(snapshot, distinct, direction, types) + len(nodes)
    return None, _degree_sum(snapshot, nodes, direction, types)


def _looked_up(
    snapshot: Snapshot,
    distinct: IntArray,
    firsts: IntArray,
    lasts: IntArray,
    present: IntArray,
    direction: Direction,
    types: op.Types,
) -> tuple[IntArray, IntArray]:
    """Expand each distinct node once and look up the pairs among its neighbours."""
    rows, relationships, neighbours = snapshot.expand(distinct, direction, types)
    reached = np.zeros(snapshot.node_slots, dtype=np.bool_)
    reached[neighbours] = True
    possible = np.flatnonzero(reached[lasts])
    position = np.zeros(snapshot.node_slots, dtype=np.int64)
    position[distinct] = np.arange(len(distinct))
    width = np.int64(snapshot.node_slots)
    found = rows * width + neighbours
    order = np.argsort(found, kind="stable")
    found = found[order]
    wanted = position[firsts[possible]] * width + lasts[possible]
    low = np.searchsorted(found, wanted, side="left")
    if not len(found):
        return present[:0], relationships
    # drop the pairs without a relationship before looking for the parallel ones of the others
    hits = np.flatnonzero(found[np.minimum(low, len(found) - 1)] == wanted)
    possible, wanted, low = possible[hits], wanted[hits], low[hits]
    pair, positions = expand_ranges(low, np.searchsorted(found, wanted, side="right") - low)
    return present[possible[pair]], relationships[order[positions]]
