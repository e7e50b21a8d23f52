"""Finding the relationships between two bound nodes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sociogram.graph.columns import Column, IntArray, RelationshipColumn
from sociogram.graph.columns.ranges import expand_ranges
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import Direction
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.paths.expand import (
    FEW,
    MANY,
    degrees_of,
    few_slots,
    follow,
    kept_unlike,
    pieces,
    walked_by,
)
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.slots import node_slots
from sociogram.queries.cypher.plan import operators as op

LOOKED_THROUGH = 2048
"""Lists are still faster if no more than one hit in this many is wanted."""


def build_expand_into(plan: op.ExpandInto, builder: OperatorBuilder) -> Runner:
    """Yield the relationships between two bound nodes."""
    source = builder.build(plan.source)
    direction, types, unlike = plan.direction, plan.types, plan.unlike
    chunk = builder.chunk

    def run_expand_into(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            snapshot = context.snapshot
            few, others = few_slots(batch.columns[plan.start]), few_slots(batch.columns[plan.end])
            found = None
            if few is not None and others is not None:
                found = _between_few(snapshot, few, others, direction, types)
            if found is not None:
                context.check()
                if found[0]:
                    yield _kept_few(batch, found, unlike, plan.relationship)
                continue
            starts = node_slots(batch.columns[plan.start], plan.start)
            ends = node_slots(batch.columns[plan.end], plan.end)
            for rows, relationships in _between(snapshot, starts, ends, direction, types, chunk, context):
                keep = kept_unlike(batch, rows, relationships, unlike)
                made: dict[str, Column] = {
                    plan.relationship: RelationshipColumn(relationships[keep], filled=True)
                }
                yield batch.taken_with(rows[keep], made)

    return run_expand_into


def _between_few(
    snapshot: Snapshot, starts: list[int], ends: list[int], direction: Direction, types: op.Types
) -> tuple[list[int], list[int]] | None:
    """Find the relationships between a few pairs of nodes; None if there are too many to scan."""
    work = snapshot.degrees_of_few(starts, direction, types)
    if sum(work) > MANY:
        turned = snapshot.degrees_of_few(ends, direction.reversed, types)
        if sum(turned) < sum(work):
            starts, ends, direction, work = ends, starts, direction.reversed, turned
    if sum(work) > LOOKED_THROUGH:
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


def _kept_few(
    batch: Batch, found: tuple[list[int], list[int]], unlike: tuple[str, ...], relationship: str
) -> Batch:
    rows, relationships = found
    for name in unlike:
        walked = walked_by(batch.columns[name])
        kept = [place for place, row in enumerate(rows) if relationships[place] not in walked[row]]
        if len(kept) < len(rows):
            rows, relationships = [rows[place] for place in kept], [relationships[place] for place in kept]
    return batch.taken_with(rows, {relationship: RelationshipColumn.of(relationships)})


def _between(
    snapshot: Snapshot,
    starts: IntArray,
    ends: IntArray,
    direction: Direction,
    types: op.Types,
    chunk: int,
    context: Context,
) -> Iterator[tuple[IntArray, IntArray]]:
    """Find the relationships between pairs of nodes, from the side with fewer relationships to scan."""
    present = np.flatnonzero((starts >= 0) & (ends >= 0))
    if not len(present):
        return
    firsts, lasts = starts[present], ends[present]
    if len(present) <= FEW:
        backwards = _degree_sum(snapshot, lasts, direction.reversed, types)
        turned = backwards < _degree_sum(snapshot, firsts, direction, types)
        distinct = None
    else:
        distinct, from_start = _work(snapshot, firsts, direction, types)
        others, from_end = _work(snapshot, lasts, direction.reversed, types)
        turned = from_end < from_start
        distinct = others if turned else distinct
    if turned:
        firsts, lasts, direction = lasts, firsts, direction.reversed
    if distinct is not None:
        yield _looked_up(snapshot, distinct, firsts, lasts, present, direction, types)
        return
    for first, last in pieces(snapshot, firsts, direction, types, chunk):
        context.check()
        rows, relationships, neighbours = follow(snapshot, firsts[first:last], direction, types)
        hit = neighbours == lasts[first:last][rows]
        yield present[first:last][rows[hit]], relationships[hit]


def _degree_sum(snapshot: Snapshot, nodes: IntArray, direction: Direction, types: op.Types) -> int:
    return int(degrees_of(snapshot, nodes, direction, types).sum(dtype=np.int64))


def _work(
    snapshot: Snapshot, nodes: IntArray, direction: Direction, types: op.Types
) -> tuple[IntArray | None, int]:
    """Count the relationships to scan from this side; repeated nodes are expanded once."""
    seen = np.zeros(snapshot.node_slots, dtype=np.bool_)
    seen[nodes] = True
    distinct = np.flatnonzero(seen)
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
    """Expand each distinct node once and look the pairs up among its neighbours."""
    rows, relationships, neighbours = snapshot.expand(distinct, direction, types)
    reached = np.zeros(snapshot.node_slots, dtype=np.bool_)
    reached[neighbours] = True
    possible = np.flatnonzero(reached[lasts])
    place = np.zeros(snapshot.node_slots, dtype=np.int64)
    place[distinct] = np.arange(len(distinct))
    width = np.int64(snapshot.node_slots)
    found = rows * width + neighbours
    order = np.argsort(found, kind="stable")
    found = found[order]
    wanted = place[firsts[possible]] * width + lasts[possible]
    low = np.searchsorted(found, wanted, side="left")
    if not len(found):
        return present[:0], relationships
    # without parallel relationships, a pair is found at one position or not at all
    hits = np.flatnonzero(found[np.minimum(low, len(found) - 1)] == wanted)
    possible, wanted, low = possible[hits], wanted[hits], low[hits]
    pair, places = expand_ranges(low, np.searchsorted(found, wanted, side="right") - low)
    return present[possible[pair]], relationships[order[places]]
