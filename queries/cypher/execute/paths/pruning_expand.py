"""Find the nodes that a variable length reaches, for queries that need only the distinct end nodes.

A trail of at most n relationships reaches a node if and only if a walk of at most n does, because the
shortest walk repeats no relationship. The only exception is the start node of an undirected pattern:
following a relationship and returning along it is a walk but not a trail.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sociogram.graph.columns import LIST_LIMIT, BoolArray, Column, IntArray, RelationshipColumn, RowIndices
from sociogram.graph.columns.arrays import unique_below
from sociogram.graph.memory.storage.adjacency import HOP_LIMIT
from sociogram.graph.model import Direction
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import true_rows
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.paths.expand import expand_nodes, expand_rows
from sociogram.queries.cypher.execute.slots import node_column, node_slots
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.plan import operators as op

MARK_LIMIT = 1 << 25
"""The maximum number of marks, rows times nodes, in memory at once."""


@dataclass(frozen=True, slots=True)
class PruningExpander:
    """Finds the nodes that a VarExpand reaches, each node once per row.

    Attributes:
        plan: the operator.
        direction: the direction in which to expand.
        where: the tests that every relationship must pass.
    """

    plan: op.VarExpand
    direction: Direction
    where: tuple[Compiled, ...]

    def expand(self, batch: Batch, context: Context) -> Iterator[Batch]:
        """Yield the distinct nodes that each row reaches."""
        plan = self.plan
        starts = node_slots(batch.columns[plan.start], plan.start)
        rows = np.flatnonzero(starts >= 0)
        size = max(MARK_LIMIT // max(context.snapshot.node_slots, 1), 1)
        targets = node_slots(batch.columns[plan.end], plan.end) if plan.into else None
        for begin in range(0, len(rows), size):
            slice_rows = rows[begin : begin + size]
            for found, nodes in _together(_levels(self, batch, slice_rows, starts[slice_rows], context)):
                if targets is None:
                    yield batch.take_with(found, {plan.end: node_column(nodes)})
                else:
                    there = np.asarray(found)[targets[found] == nodes]
                    if len(there):
                        yield batch.take(there)


def _together(levels: Iterator[tuple[RowIndices, RowIndices]]) -> Iterator[tuple[RowIndices, RowIndices]]:
    """Combine the new nodes of several lengths while they are few, because small batches are slow."""
    rows: list[int] = []
    nodes: list[int] = []
    for some, new in levels:
        if len(nodes) + len(new) > LIST_LIMIT and nodes:
            yield rows, nodes
            rows, nodes = [], []
        if isinstance(some, list) and isinstance(new, list) and len(new) <= LIST_LIMIT:
            rows += some
            nodes += new
        else:
            yield some, new
    if nodes:
        yield rows, nodes


def _levels(
    expander: PruningExpander, batch: Batch, rows: IntArray, starts: IntArray, context: Context
) -> Iterator[tuple[RowIndices, RowIndices]]:
    """Yield the new nodes of each length: rows of the batch, and nodes."""
    if len(rows) <= LIST_LIMIT and not expander.where:
        for row, start in zip(rows.tolist(), starts.tolist(), strict=True):
            yield from _levels_of_row(expander, batch, row, start, context)
        return
    plan = expander.plan
    width = context.snapshot.node_slots
    number = np.arange(len(rows))
    marked = np.zeros(len(rows) * width, dtype=np.bool_)
    home = number * width + starts
    undirected = expander.direction is Direction.BOTH
    if plan.minimum == 0 or undirected:
        marked[home] = True
    if plan.minimum == 0:
        yield rows, starts
    at, nodes = number, starts
    length = 0
    while len(nodes) and (plan.maximum is None or length < plan.maximum):
        context.check()
        length += 1
        origin, neighbours = _steps(expander, batch, rows, at, nodes, context)
        if length == 1 and undirected and plan.minimum:
            closed = np.flatnonzero(_closed(expander, batch, rows, starts, origin, neighbours, context))
            if len(closed):
                yield rows[closed], starts[closed]
        new = _fresh(at[origin] * width + neighbours, marked)
        at, nodes = np.divmod(new, width)
        if len(new):
            yield rows[at], nodes


def _fresh(keys: IntArray, marked: BoolArray) -> IntArray:
    """Mark the keys that are not yet marked, and return each of them once."""
    new = keys[~marked[keys]]
    marked[new] = True
    return unique_below(new, len(marked)) if len(new) else new


def _levels_of_row(
    expander: PruningExpander, batch: Batch, row: int, start: int, context: Context
) -> Iterator[tuple[RowIndices, RowIndices]]:
    """Yield the new nodes of each length from one row; small frontiers are sets, later ones arrays."""
    plan, snapshot = expander.plan, context.snapshot
    undirected = expander.direction is Direction.BOTH
    reached = {start} if plan.minimum == 0 or undirected else set()
    if plan.minimum == 0 or (undirected and _returns(expander, batch, row, context)):
        yield [row], [start]
    frontier: RowIndices = [start]
    marked: BoolArray | None = None
    length = 0
    while len(frontier) and (plan.maximum is None or length < plan.maximum):
        context.check()
        length += 1
        neighbours = expand_rows(snapshot, frontier, expander.direction, plan.types)[2]
        if marked is None and len(neighbours) <= HOP_LIMIT:
            fresh = set(neighbours if isinstance(neighbours, list) else neighbours.tolist())
            fresh.difference_update(reached)
            reached |= fresh
            frontier = sorted(fresh)
        else:
            if marked is None:
                marked = np.zeros(snapshot.node_slots, dtype=np.bool_)
                marked[list(reached)] = True
            frontier = _fresh(np.asarray(neighbours, dtype=np.int64), marked)
        if len(frontier):
            yield [row] * len(frontier), frontier


def _steps(
    expander: PruningExpander, batch: Batch, rows: IntArray, at: IntArray, nodes: IntArray, context: Context
) -> tuple[IntArray, IntArray]:
    origin, relationships, neighbours = expand_nodes(
        context.snapshot, nodes, expander.direction, expander.plan.types
    )
    for test in expander.where:
        if not len(origin):
            break
        each: dict[str, Column] = {expander.plan.each: RelationshipColumn(relationships)}
        remaining = true_rows(test(batch.take_with(rows[at[origin]], each), context))
        origin, relationships, neighbours = origin[remaining], relationships[remaining], neighbours[remaining]
    return origin, neighbours


def _closed(
    expander: PruningExpander,
    batch: Batch,
    rows: IntArray,
    starts: IntArray,
    origin: IntArray,
    neighbours: IntArray,
    context: Context,
) -> BoolArray:
    """Return the mask of rows that have a trail back to their start.

    ``origin`` and ``neighbours`` are all first steps. A loop leads back, and so do two relationships to the
    same neighbour. Only rows without either are searched individually.
    """
    longest = expander.plan.maximum
    closed = np.zeros(len(rows), dtype=np.bool_)
    closed[origin[neighbours == starts[origin]]] = True
    if longest is None or longest > 1:
        keys = np.sort(origin * context.snapshot.node_slots + neighbours)
        twice = keys[1:][keys[1:] == keys[:-1]]
        closed[twice // context.snapshot.node_slots] = True
    if longest is None or longest > 2:
        for position in np.flatnonzero(~closed).tolist():
            closed[position] = _returns(expander, batch, int(rows[position]), context)
    return closed


def _returns(expander: PruningExpander, batch: Batch, row: int, context: Context) -> bool:
    """Return whether an undirected trail leads back to its start.

    The shortest such trail is a cycle. It consists of two branches of the search, which differ in their first
    relationship, and of a relationship that joins them.
    """
    start = int(node_slots(batch.columns[expander.plan.start])[row])
    longest = expander.plan.maximum
    branch: dict[int, int] = {}
    depth: dict[int, int] = {start: 0}
    frontier = [start]
    length = 0
    best: int | None = None
    while frontier and (longest is None or 2 * length < longest) and (best is None or 2 * length < best):
        context.check()
        following: list[int] = []
        for position, relationship, other in _row_steps(expander, batch, row, frontier, context):
            node = frontier[position]
            mine = branch.get(node, relationship)
            if other == start:
                if mine != relationship or node == start:
                    best = min(best or length + 1, length + 1)
            elif other not in depth:
                depth[other], branch[other] = length + 1, mine
                following.append(other)
            elif branch[other] != mine:
                closed = length + 1 + depth[other]
                best = min(best or closed, closed)
        frontier = following
        length += 1
    return best is not None and (longest is None or best <= longest)


def _row_steps(
    expander: PruningExpander, batch: Batch, row: int, nodes: list[int], context: Context
) -> Iterator[tuple[int, int, int]]:
    """Yield the steps that a row may take from some nodes: position in ``nodes``, relationship, other end."""
    found = context.snapshot.expand_listed(nodes, expander.direction, expander.plan.types, sys.maxsize)
    positions, relationships, neighbours = found or ([], [], [])
    for test in expander.where:
        each = {expander.plan.each: RelationshipColumn.of(relationships)}
        remaining = true_rows(test(batch.take_with([row] * len(relationships), each), context))
        positions = [positions[position] for position in remaining]
        relationships = [relationships[position] for position in remaining]
        neighbours = [neighbours[position] for position in remaining]
    return zip(positions, relationships, neighbours, strict=True)
