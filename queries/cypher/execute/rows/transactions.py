"""CALL { … } IN TRANSACTIONS: batches of rows, each committed or rolled back separately."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from sociogram.graph.columns import ConstantColumn
from sociogram.graph.errors import CypherArgumentError, CypherError, CypherTypeError
from sociogram.queries.cypher.batches.batch import ONE_ROW, Batch
from sociogram.queries.cypher.batches.column_values import value_at
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.batches import whole
from sociogram.queries.cypher.execute.run import Run, finish_deletions
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.values.comparison import type_name
from sociogram.queries.cypher.values.references import article, shown

ROWS = 1000
"""The number of rows per batch without OF … ROWS."""


class Batches:
    """Runs a subquery batch by batch.

    Args:
        plan: the subquery's plan.
        transactions: the query's settings for batches and errors.
        apply: runs the subquery for a batch.
        builder: compiles the settings.
    """

    def __init__(
        self, plan: op.Apply, transactions: ast.InTransactions, apply: Runner, builder: OperatorBuilder
    ) -> None:
        self._columns = plan.columns
        self._transactions = transactions
        self._apply = apply
        self._size = _compiled(transactions.rows, builder)
        self._concurrency = _compiled(transactions.concurrency, builder)

    def run(self, rows: Iterator[Batch], context: Context) -> Iterator[Batch]:
        """Run the subquery for all rows; a batch that fails is rolled back as a whole."""
        size = ROWS if self._size is None else _integer(self._size, context, "OF … ROWS")
        if size < 1:
            raise CypherArgumentError(
                f"OF … ROWS takes a positive integer, but got {size}.", detail="InvalidArgumentValue"
            )
        # Only the type is checked: the batches run one after the other, whatever concurrency is requested.
        if self._concurrency is not None:
            _integer(self._concurrency, context, "IN … CONCURRENT")
        every = whole(rows, context)
        on_error = self._transactions.on_error
        for begin in range(0, every.length, size):
            batch = every.take(np.arange(begin, min(begin + size, every.length)))
            try:
                with _committed_or_rolled_back(context):
                    done = list(self._apply(batch, context))
            except CypherError as failure:
                if on_error == "FAIL":
                    raise
                yield self._without(batch, str(failure))
                if on_error == "BREAK" and begin + size < every.length:
                    rest = np.arange(begin + size, every.length)
                    yield self._without(every.take(rest), None)
                    return
                continue
            for applied in done:
                yield self._with_status(applied, committed=True)

    def _without(self, batch: Batch, error: str | None) -> Batch:
        """Return rows whose subquery failed with ``error``, or was not run if that is None."""
        nulls = {name: ConstantColumn(None, batch.length) for name in self._columns}
        return self._with_status(batch.with_columns(nulls), committed=False, error=error)

    def _with_status(self, batch: Batch, *, committed: bool, error: str | None = None) -> Batch:
        name = self._transactions.status
        if name is None:
            return batch
        started = committed or error is not None
        status = {
            "started": started,
            "committed": committed,
            "transactionId": "1" if started else None,
            "errorMessage": error,
        }
        return batch.with_columns({name: ConstantColumn(status, batch.length)})


def _compiled(expression: ast.Expression | None, builder: OperatorBuilder) -> Compiled | None:
    return None if expression is None else builder.compile(expression)


def _integer(compiled: Compiled, context: Context, words: str) -> int:
    value = value_at(compiled(ONE_ROW, context), 0)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise CypherTypeError(
        f"{words} takes an INTEGER, but got {shown(value)}, {article(type_name(value))}.",
        detail="InvalidArgumentType",
    )


@contextmanager
def _committed_or_rolled_back(context: Context) -> Iterator[None]:
    """Commit the block's writes even if the query fails later; roll them back if the block raises."""
    run: Run = context.statement
    outer = run.transaction
    if outer is None:  # the query does not write
        yield
        return
    counted = dict(run.counted)
    try:
        with run.store.transaction() as transaction:
            run.transaction = transaction
            yield
            finish_deletions(context)
    except BaseException:
        run.counted = counted
        run.unfinished.clear()
        context.revive()
        raise
    finally:
        run.transaction = outer
    outer.commit()
