"""MERGE: match the pattern, or else create it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.batches import collect, concatenate, whole
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.subqueries import numbered, row_numbers
from sociogram.queries.cypher.execute.writes.create import Maker, PathNamer
from sociogram.queries.cypher.execute.writes.update import Updates
from sociogram.queries.cypher.plan import operators as op


def build_merge_pattern(plan: op.MergePattern, builder: OperatorBuilder) -> Runner:
    """Match the pattern for each row, or create it.

    Each row sees what earlier rows created, so the rows from the first without a match on run one by one.
    """
    source = builder.build(plan.source)
    merge = _Merge(plan, builder)

    def run_merge_pattern(argument: Batch, context: Context) -> Iterator[Batch]:
        batch = whole(source(argument, context), context)
        if not batch.length:
            return
        first, done = merge.match_first(batch, context)
        for row in range(first, batch.length):
            context.check()
            done.append(merge.one(batch.take(np.array([row])), context))
        yield whole(iter(done), context)

    return run_merge_pattern


class _Merge:
    """Matches and creates the pattern of a MERGE."""

    def __init__(self, plan: op.MergePattern, builder: OperatorBuilder) -> None:
        self._plan = plan
        self._match = builder.build(plan.match)
        self._maker = Maker(plan.create, builder, merging=True)
        self._paths = [PathNamer(element) for element in plan.create if isinstance(element, op.NewPath)]
        self._on_create = Updates(plan.on_create, builder)
        self._on_match = Updates(plan.on_match, builder)

    def one(self, batch: Batch, context: Context) -> Batch:
        """Return the matches of one row, or what is created for it."""
        found, _ = self._matched(batch, context)
        if found.length:
            self._on_match.apply(found, context)
            return found
        created = self._maker.make(batch, context)
        self._on_create.apply(created, context)
        return created

    def match_first(self, batch: Batch, context: Context) -> tuple[int, list[Batch]]:
        """Match all rows before the first one without a match at once, because they see the graph unchanged.

        Returns:
            The number of these rows, and their matches; no rows if ON MATCH or ON CREATE may change what is
            matched.
        """
        if self._plan.on_match or self._plan.on_create or batch.length < 2:
            return 0, []
        found, rows = self._matched(batch, context)
        missed = np.ones(batch.length, dtype=np.bool_)
        missed[rows] = False
        first = int(np.argmax(missed)) if missed.any() else batch.length
        before = np.flatnonzero(rows < first)
        return first, [found.take(before)] if len(before) else []

    def _matched(self, batch: Batch, context: Context) -> tuple[Batch, IntArray]:
        """Return the matches, and the row of each."""
        number, variables = self._plan.row, self._plan.variables
        found = concatenate(
            collect(self._match(numbered(batch, number), context), context), (number, *variables)
        )
        rows = row_numbers(found, number)
        both = batch.take_with(rows, {name: found.columns[name] for name in variables})
        paths = {path.variable: path.make(both, context) for path in self._paths}
        return both.with_columns(paths), rows
