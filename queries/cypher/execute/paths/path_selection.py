"""Choose among the paths between the two nodes of each row: one, all, or some of the shortest."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeAlias

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import true_rows
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.paths.bidirectional_search import BidirectionalSearch
from sociogram.queries.cypher.execute.paths.trails import Walk, trails
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.slots import node_slots
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.plan import operators as op

Lengths: TypeAlias = Iterator[Iterator[Walk]]
"""The paths of each length, in ascending order of length."""


class PathSelector(ABC):
    """Chooses paths for each row, without computing longer ones than needed."""

    def __init__(self, plan: op.ShortestPath | op.ShortestWalk, builder: OperatorBuilder) -> None:
        self.plan = plan
        self.check: tuple[Compiled, ...] = builder.compile_all(plan.check)

    @abstractmethod
    def search(self, batch: Batch, row: int, context: Context) -> BidirectionalSearch:
        """Return a search for one row."""

    @abstractmethod
    def with_paths(self, batch: Batch, rows: IntArray, walks: list[Walk]) -> Batch:
        """Build the output rows with their paths and lists."""

    def lengths(
        self, batch: Batch, starts: list[int], ends: list[int], context: Context
    ) -> Callable[[int], Lengths]:
        """Return a function that yields the paths of a row by length."""
        plan = self.plan

        def of_row(row: int) -> Lengths:
            start, end = starts[row], ends[row]
            if start == end and plan.minimum == 0:
                yield iter([([start], [0] * 0)])
            search = self.search(batch, row, context)
            least = max(plan.minimum, 1)
            yield from trails(search, start, end, least, plan.maximum, repeatable=plan.repeatable)

        return of_row

    def chooser(
        self, batch: Batch, starts: list[int], ends: list[int], context: Context
    ) -> Callable[[int], list[Walk]]:
        """Return a function that returns the chosen paths of a row."""
        lengths = self.lengths(batch, starts, ends, context)
        return lambda row: self._chosen(lengths(row), batch, row, context)

    def found(self, batch: Batch, context: Context) -> Batch:
        """Return the rows with the paths chosen for each."""
        starts = node_slots(batch.columns[self.plan.start], self.plan.start).tolist()
        ends = node_slots(batch.columns[self.plan.end], self.plan.end).tolist()
        choose = self.chooser(batch, starts, ends, context)
        rows: list[int] = []
        walks: list[Walk] = []
        for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if start < 0 or end < 0:
                continue
            context.check()
            chosen = choose(row)
            rows += [row] * len(chosen)
            walks += chosen
        return self.with_paths(batch, np.array(rows, dtype=np.int64), walks)

    def runner(self, source: Runner) -> Runner:
        """Return a runner that chooses paths for the rows of ``source``."""

        def run_selection(argument: Batch, context: Context) -> Iterator[Batch]:
            for batch in source(argument, context):
                found = self.found(batch, context)
                if found.length:
                    yield found

        return run_selection

    def _chosen(self, lengths: Lengths, batch: Batch, row: int, context: Context) -> list[Walk]:
        plan = self.plan
        chosen: list[Walk] = []
        groups = 0
        for walks in lengths:
            if self.check:
                walks = (walk for walk in walks if self._holds(walk, batch, row, context))  # noqa: PLW2901
            before = len(chosen)
            chosen += walks if plan.groups else islice(walks, plan.count - before)
            groups += len(chosen) > before
            if (groups if plan.groups else len(chosen)) == plan.count:
                break
        return chosen

    def _holds(self, walk: Walk, batch: Batch, row: int, context: Context) -> bool:
        tested = self.with_paths(batch, np.array([row]), [walk])
        return all(len(true_rows(test(tested, context))) for test in self.check)
