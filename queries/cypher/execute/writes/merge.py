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
    """Match each row, and create what is missing.

    A row sees what earlier rows created, so rows without a match run one by one.
    """
    source = builder.build(plan.source)
    match = builder.build(plan.match)
    maker = Maker(plan.create, builder, merging=True)
    paths = [PathNamer(element) for element in plan.create if isinstance(element, op.NewPath)]
    on_create = Updates(plan.on_create, builder)
    on_match = Updates(plan.on_match, builder)
    early = not plan.on_match and not plan.on_create

    def matched(batch: Batch, context: Context) -> tuple[Batch, IntArray]:
        found = concatenate(
            collect(match(numbered(batch, plan.row), context), context), (plan.row, *plan.variables)
        )
        rows = row_numbers(found, plan.row)
        both = batch.take_with(rows, {name: found.columns[name] for name in plan.variables})
        return both.with_columns({path.variable: path.make(both, context) for path in paths}), rows

    def one(batch: Batch, context: Context) -> Batch:
        found, _ = matched(batch, context)
        if found.length:
            on_match.apply(found, context)
            return found
        created = maker.make(batch, context)
        on_create.apply(created, context)
        return created

    def matched_early(batch: Batch, context: Context) -> tuple[int, list[Batch]]:
        """Match the rows up to the first without a match, which see the graph unchanged, at once."""
        found, rows = matched(batch, context)
        missed = np.ones(batch.length, dtype=np.bool_)
        missed[rows] = False
        first = int(np.argmax(missed)) if missed.any() else batch.length
        before = np.flatnonzero(rows < first)
        return first, [found.take(before)] if len(before) else []

    def run_merge_pattern(argument: Batch, context: Context) -> Iterator[Batch]:
        batch = whole(source(argument, context), context)
        if not batch.length:
            return
        first, done = matched_early(batch, context) if early and batch.length > 1 else (0, [])
        for row in range(first, batch.length):
            context.check()
            done.append(one(batch.take(np.array([row])), context))
        yield whole(iter(done), context)

    return run_merge_pattern
