"""FOREACH: run updating clauses for each element of each row's list."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.batches import whole
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.subqueries import numbered
from sociogram.queries.cypher.kernels.lists import as_lists
from sociogram.queries.cypher.plan import operators as op


def build_foreach(plan: op.Foreach, builder: OperatorBuilder) -> Runner:
    """Run the inner clauses; the rows pass through unchanged."""
    source = builder.build(plan.source)
    elements = builder.compile(plan.list)
    inner = builder.build(plan.inner)
    at_once = isinstance(plan.inner, (op.Create, op.Delete, op.SetItems, op.RemoveItems)) and isinstance(
        plan.inner.source, op.Argument
    )

    def run_foreach(argument: Batch, context: Context) -> Iterator[Batch]:
        batch = whole(source(argument, context), context)
        if not batch.length:
            return
        for rows, items in as_lists(elements(batch, context)).slices(builder.chunk):
            each = batch.take_with(rows, {plan.variable: items})
            parts = [each] if at_once else (each.take(np.array([row])) for row in range(each.length))
            for part in parts:
                context.check()
                for _ in inner(numbered(part, plan.row), context):
                    context.check()
        yield batch

    return run_foreach
