"""Quantified path patterns: repeat a pattern and collect its variables into lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sociogram.graph.columns import BoolArray, Column, IntArray, NodeColumn, ObjectColumn, RelationshipColumn
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import values_of
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.batches import collect, concatenate, rank_within, whole
from sociogram.queries.cypher.execute.paths.expand import unlike_rows
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.slots import StepLists, node_slots, relationship_slots, slots_in
from sociogram.queries.cypher.execute.subqueries import numbered, row_numbers
from sociogram.queries.cypher.kernels.grouping import groups_of
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.plan import operators as op

Bindings = dict[str, Column]
"""The inner variables of one iteration, one row per walk."""

_SLOT_BYTES = 8
"""The size of a node or relationship in a column."""


class Walks:
    """Walks of one length: the outer row and the current node of each, and the bindings of each iteration.

    ``used`` has the relationships traversed so far, one array per step.
    """

    __slots__ = ("iterations", "nodes", "rows", "used")

    def __init__(
        self, rows: IntArray, nodes: IntArray, iterations: tuple[Bindings, ...], used: tuple[IntArray, ...]
    ) -> None:
        self.rows: IntArray = rows
        self.nodes: IntArray = nodes
        self.iterations: tuple[Bindings, ...] = iterations
        self.used: tuple[IntArray, ...] = used

    def parts(self, most: int) -> Iterator[Walks]:
        """Yield the walks in slices."""
        if len(self.rows) <= most:
            yield self
            return
        for begin in range(0, len(self.rows), most):
            positions = np.arange(begin, min(begin + most, len(self.rows)))
            yield Walks(
                self.rows[positions],
                self.nodes[positions],
                tuple(
                    {name: column.take(positions) for name, column in bindings.items()}
                    for bindings in self.iterations
                ),
                (),
            )


class QuantifiedWalker:
    """Repeats the inner pattern of one QuantifiedExpand."""

    def __init__(self, plan: op.QuantifiedExpand, builder: OperatorBuilder) -> None:
        self.plan = plan
        self.inner: Runner = builder.build(plan.inner)
        self.chunk: int = builder.chunk
        self.names: tuple[str, ...] = tuple(inside for inside, _ in plan.groups)

    def walk(self, batch: Batch, context: Context) -> Iterator[Batch]:
        """Yield the walks from each row's node, in ascending order of length."""
        starts = node_slots(batch.columns[self.plan.start], self.plan.start)
        rows = np.flatnonzero(starts >= 0)
        walks = Walks(rows, starts[rows], (), ())
        length = 0
        while len(walks.rows):
            if length >= self.plan.minimum:
                for some in walks.parts(self.chunk):
                    context.check()
                    ended = self._ended(batch, some)
                    if ended.length:
                        yield ended
            if self.plan.maximum is not None and length >= self.plan.maximum:
                return
            context.check()
            walks = self._again(batch, walks, context)
            length += 1

    def _again(self, batch: Batch, walks: Walks, context: Context) -> Walks:
        plan = self.plan
        outer = batch.take_with(walks.rows, {plan.inner_start: NodeColumn(walks.nodes)})
        wanted = (plan.row, plan.inner_end, *self.names)
        parts = collect(self.inner(numbered(outer, plan.row), context), context)
        watch.make(_SLOT_BYTES * len(wanted) * sum(part.length for part in parts))
        found = concatenate(parts, wanted)
        if not found.length:
            return Walks(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), (), ())
        numbers = row_numbers(found, plan.row)
        steps = [relationship_slots(found.columns[name]) for name in plan.relationships]
        keep = self._fresh(walks, numbers, () if plan.repeatable else steps)
        for step in steps:
            if plan.unlike:
                keep &= unlike_rows(batch, walks.rows[numbers], step, plan.unlike)
        remaining = np.flatnonzero(keep)
        numbers = numbers[remaining]
        width = len(walks.used) + len(steps) + len(self.names) * (len(walks.iterations) + 1)
        watch.make(_SLOT_BYTES * width * len(remaining))
        bindings = {name: found.columns[name].take(remaining) for name in self.names}
        iterations = tuple(
            {name: column.take(numbers) for name, column in bindings.items()} for bindings in walks.iterations
        )
        used = (*(step[numbers] for step in walks.used), *(step[remaining] for step in steps))
        nodes = node_slots(found.columns[plan.inner_end])[remaining]
        return Walks(walks.rows[numbers], nodes, (*iterations, bindings), used)

    @staticmethod
    def _fresh(walks: Walks, numbers: IntArray, steps: Sequence[IntArray]) -> BoolArray:
        """Return the mask of new steps that traverse no relationship that their walk already contains."""
        keep = np.ones(len(numbers), dtype=np.bool_)
        for step in steps:
            for before in walks.used:
                keep &= before[numbers] != step
        return keep

    def _ended(self, batch: Batch, walks: Walks) -> Batch:
        plan = self.plan
        rows, iterations = walks.rows, walks.iterations
        new_columns: dict[str, Column] = {}
        if plan.into:
            ends = node_slots(batch.columns[plan.end], plan.end)
            there = np.flatnonzero(ends[rows] == walks.nodes)
            rows = rows[there]
            iterations = tuple(
                {name: column.take(there) for name, column in bindings.items()} for bindings in iterations
            )
        else:
            new_columns[plan.end] = NodeColumn(walks.nodes)
        ordered = iterations[::-1] if plan.backwards else iterations
        for inside, outside in plan.groups:
            new_columns[outside] = _collected_lists([bindings[inside] for bindings in ordered], len(rows))
        return batch.take_with(rows, new_columns)


def _collected_lists(columns: list[Column], length: int) -> Column:
    """Build one list per row from the values bound in each iteration."""
    if columns and all(isinstance(column, RelationshipColumn) for column in columns):
        steps = tuple(relationship_slots(column) for column in columns)
        return StepLists(steps, length)
    if not columns:
        return StepLists((), length)
    return ObjectColumn.of([list(items) for items in zip(*map(values_of, columns), strict=True)])


def build_quantified_expand(plan: op.QuantifiedExpand, builder: OperatorBuilder) -> Runner:
    """Repeat a pattern for each number of iterations that its quantifier allows."""
    source = builder.build(plan.source)
    walker = QuantifiedWalker(plan, builder)

    def run_quantified_expand(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            yield from walker.walk(batch, context)

    return run_quantified_expand


# ── Selecting among the matches ─────────────────────────────────────────────────────────────


def build_select_paths(plan: op.SelectPaths, builder: OperatorBuilder) -> Runner:
    """Yield the shortest paths for each pair of ends."""
    source = builder.build(plan.source)

    def run_select_paths(argument: Batch, context: Context) -> Iterator[Batch]:
        batch = whole(source(argument, context), context)
        if not batch.length:
            return
        lengths = np.full(batch.length, plan.fixed, dtype=np.int64)
        for name in plan.lengths:
            lengths += _sizes(batch.columns[name])
        groups = groups_of([batch.columns[name] for name in plan.partition], batch.length)
        order = np.lexsort((lengths, groups.of))
        if plan.groups:
            positions = _ranks_of_lengths(groups.of[order], lengths[order])
        else:
            positions = rank_within(groups.of[order])
        yield batch.take(order[positions < plan.count])

    return run_select_paths


def _ranks_of_lengths(groups: IntArray, lengths: IntArray) -> IntArray:
    """Return, for ordered rows, the rank of each row's length within its group."""
    new_group = np.r_[True, groups[1:] != groups[:-1]]
    new_length = new_group | np.r_[True, lengths[1:] != lengths[:-1]]
    counted = np.cumsum(new_length)
    begins = counted[np.maximum.accumulate(np.where(new_group, np.arange(len(groups)), 0))]
    positions: IntArray = counted - begins
    return positions


def _sizes(column: Column) -> IntArray:
    if isinstance(column, StepLists):
        return np.full(len(column), len(column.steps), dtype=np.int64)
    return np.array([len(slots_in(value)) for value in column.to_list()], dtype=np.int64)
