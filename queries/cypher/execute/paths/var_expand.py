"""Relationships of variable length: expand trails level by level."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from sociogram.graph.columns import LIST_LIMIT, Column, IntArray, NodeColumn, RelationshipColumn
from sociogram.graph.memory.storage.adjacency import HOP_LIMIT
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import Direction
from sociogram.queries.cypher.batches.batch import Batch, LazyColumn, NewColumns
from sociogram.queries.cypher.batches.column_values import true_rows, values_of
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.paths.expand import (
    expand_nodes,
    short_list,
    slices,
    unlike_rows,
)
from sociogram.queries.cypher.execute.paths.pruning_expand import PruningExpander
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.slots import StepLists, node_slots, slots_in
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.plan import operators as op


class VarExpander:
    """Expands trails from each row's node for one VarExpand."""

    def __init__(self, plan: op.VarExpand, builder: OperatorBuilder) -> None:
        self.plan = plan
        self.direction = plan.direction
        self.where: tuple[Compiled, ...] = builder.compile_all(plan.where)
        self.chunk: int = builder.chunk

    def walk(self, batch: Batch, context: Context) -> Iterator[Batch]:
        """Yield the trails of all rows."""
        node_list = short_list(batch.columns[self.plan.start])
        if node_list is not None and not (self.where or self.plan.unlike or self.plan.into):
            yield from self._from_list(batch, node_list, context)
            return
        starts = node_slots(batch.columns[self.plan.start], self.plan.start)
        rows = np.flatnonzero(starts >= 0)
        if self.plan.into:
            targets = node_slots(batch.columns[self.plan.end], self.plan.end)
            rows = rows[targets[rows] >= 0]
        yield from self._from(batch, rows, starts[rows], (), context)

    def _from_list(self, batch: Batch, starts: list[int], context: Context) -> Iterator[Batch]:
        """Yield the trails from a few nodes; they are lists while they are few, then arrays."""
        plan = self.plan
        rows = [row for row, node in enumerate(starts) if node >= 0]
        nodes = [starts[row] for row in rows]
        trails: list[tuple[int, ...]] = [()] * len(rows)
        depth = 0
        while rows:
            if depth >= plan.minimum:
                new_columns: NewColumns = {
                    plan.relationship: LazyColumn(partial(self._step_lists, trails)),
                    plan.end: NodeColumn.of(nodes),
                }
                yield batch.take_with(rows, new_columns)
            if plan.maximum is not None and depth >= plan.maximum:
                return
            context.check()
            found = context.snapshot.expand_listed(nodes, self.direction, plan.types, HOP_LIMIT)
            if found is None or len(found[0]) > LIST_LIMIT:
                steps = tuple(np.array(step, dtype=np.int64) for step in zip(*trails, strict=True))
                yield from self._from(batch, np.array(rows), np.array(nodes), steps, context, yielded=True)
                return
            traversed = [
                (rows[origin], node, (*trails[origin], step))
                for origin, step, node in zip(*found, strict=True)
                if plan.repeatable or step not in trails[origin]
            ]
            rows = [row for row, _, _ in traversed]
            nodes = [node for _, node, _ in traversed]
            trails = [trail for _, _, trail in traversed]
            depth += 1

    def _step_lists(self, trails: list[tuple[int, ...]]) -> Column:
        steps = tuple(np.array(step, dtype=np.int64) for step in zip(*trails, strict=True))
        return StepLists(steps[::-1] if self.plan.backwards else steps, len(trails))

    def _from(
        self,
        batch: Batch,
        rows: IntArray,
        nodes: IntArray,
        steps: tuple[IntArray, ...],
        context: Context,
        *,
        yielded: bool = False,
    ) -> Iterator[Batch]:
        """Yield the trails that begin with ``steps``, including these, and then longer ones.

        If ``yielded``, the trails that consist of ``steps`` alone have already been yielded.
        """
        depth = len(steps)
        while len(rows):
            if depth >= self.plan.minimum and not yielded:
                yield from self._ended(batch, rows, nodes, steps)
            if self.plan.maximum is not None and depth >= self.plan.maximum:
                return
            yielded = False
            cuts = list(slices(context.snapshot, nodes, self.direction, self.plan.types, self.chunk))
            if len(cuts) > 1:
                for first, last in cuts:
                    part = slice(first, last)
                    selected = self._step(
                        batch, rows[part], nodes[part], tuple(step[part] for step in steps), context
                    )
                    yield from self._from(batch, *selected, context)
                return
            rows, nodes, steps = self._step(batch, rows, nodes, steps, context)
            depth += 1

    def _step(
        self, batch: Batch, rows: IntArray, nodes: IntArray, steps: tuple[IntArray, ...], context: Context
    ) -> tuple[IntArray, IntArray, tuple[IntArray, ...]]:
        context.check()
        origin, relationships, neighbours = expand_nodes(
            context.snapshot, nodes, self.direction, self.plan.types
        )
        keep = np.ones(len(origin), dtype=np.bool_)
        for step in () if self.plan.repeatable else steps:
            keep &= step[origin] != relationships
        if self.plan.unlike:
            keep &= unlike_rows(batch, rows[origin], relationships, self.plan.unlike)
        if not keep.all():
            origin, relationships, neighbours = origin[keep], relationships[keep], neighbours[keep]
        for test in self.where:
            if not len(origin):
                break
            tested = batch.take_with(rows[origin], {self.plan.each: RelationshipColumn(relationships)})
            remaining = true_rows(test(tested, context))
            origin, relationships, neighbours = (
                origin[remaining],
                relationships[remaining],
                neighbours[remaining],
            )
        return rows[origin], neighbours, (*(step[origin] for step in steps), relationships)

    def _ended(
        self, batch: Batch, rows: IntArray, nodes: IntArray, steps: tuple[IntArray, ...]
    ) -> Iterator[Batch]:
        plan = self.plan
        new_columns: dict[str, Column] = {}
        if plan.into:
            targets = node_slots(batch.columns[plan.end], plan.end)
            there = np.flatnonzero(targets[rows] == nodes)
            rows, steps = rows[there], tuple(step[there] for step in steps)
        else:
            new_columns[plan.end] = NodeColumn(nodes)
        new_columns[plan.relationship] = StepLists(steps[::-1] if plan.backwards else steps, len(rows))
        if len(rows):
            yield batch.take_with(rows, new_columns)


def build_var_expand(plan: op.VarExpand, builder: OperatorBuilder) -> Runner:
    """Expand trails of the requested lengths, or find the nodes they reach."""
    source = builder.build(plan.source)
    expand = (
        PruningExpander(plan, plan.direction, builder.compile_all(plan.where)).expand
        if plan.reach
        else VarExpander(plan, builder).walk
    )

    def run_var_expand(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            yield from expand(batch, context)

    return run_var_expand


# ── Lists that are already bound ───────────────────────────────────────────────────────────────


def build_walk_list(plan: op.WalkList, builder: OperatorBuilder) -> Runner:
    """Match a bound list of relationships as a path, if they connect."""
    source = builder.build(plan.source)

    def run_walk_list(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            rows: list[int] = []
            starts: list[int] = []
            ends: list[int] = []
            lists = [
                None if value is None else slots_in(value)
                for value in values_of(batch.columns[plan.relationship])
            ]
            first = _bound(batch, plan.start, plan.start_bound)
            last = _bound(batch, plan.end, plan.end_bound)
            for row, slots in enumerate(lists):
                if slots is None or not _fits(plan, slots, context.snapshot):
                    continue
                for start, end in _walks(plan, slots, context.snapshot):
                    if first[row] in (None, start) and last[row] in (None, end):
                        rows.append(row)
                        starts.append(start)
                        ends.append(end)
            new_columns: dict[str, Column] = {}
            if not plan.start_bound:
                new_columns[plan.start] = NodeColumn(np.array(starts, dtype=np.int64))
            if not plan.end_bound:
                new_columns[plan.end] = NodeColumn(np.array(ends, dtype=np.int64))
            yield batch.take_with(np.array(rows, dtype=np.int64), new_columns)

    return run_walk_list


def _bound(batch: Batch, name: str, bound: bool) -> list[Any]:
    return node_slots(batch.columns[name], name).tolist() if bound else [None] * batch.length


def _fits(plan: op.WalkList, slots: list[int], snapshot: Snapshot) -> bool:
    if len(slots) < max(plan.minimum, 1) or (plan.maximum is not None and len(slots) > plan.maximum):
        return False
    if len(set(slots)) < len(slots) and not plan.repeatable:
        return False
    return plan.types is None or all(snapshot.type_name(slot) in plan.types for slot in slots)


def _walks(plan: op.WalkList, slots: list[int], snapshot: Snapshot) -> list[tuple[int, int]]:
    """Return the first and last node for each direction in which the list can be traversed."""
    begins = {snapshot.start_of(slots[0]), snapshot.end_of(slots[0])}
    found = []
    for begin in sorted(begins):
        at: int | None = begin
        for slot in slots:
            at = _onward(plan.direction, slot, at, snapshot)
            if at is None:
                break
        if at is not None:
            found.append((begin, at))
    return found


def _onward(direction: Direction, slot: int, at: int | None, snapshot: Snapshot) -> int | None:
    start, end = snapshot.start_of(slot), snapshot.end_of(slot)
    if at == start and direction is not Direction.INCOMING:
        return end
    if at == end and direction is not Direction.OUTGOING:
        return start
    return None
