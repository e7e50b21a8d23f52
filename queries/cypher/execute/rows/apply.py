"""CALL: subqueries in braces, and procedures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np

from sociogram.graph.columns import ConstantColumn
from sociogram.graph.errors import CypherProcedureError, CypherTypeError
from sociogram.queries.cypher.batches.batch import Batch, Columns
from sociogram.queries.cypher.batches.column_values import column_from, values_of
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.batches import together, whole
from sociogram.queries.cypher.execute.rows.transactions import Batches
from sociogram.queries.cypher.execute.run import Entities
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.subqueries import numbered, row_numbers
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.procedures.procedure import Procedure
from sociogram.queries.cypher.values.comparison import type_name
from sociogram.queries.cypher.values.conversion import from_python, to_python
from sociogram.queries.cypher.values.references import article, shown

# ── Subqueries ─────────────────────────────────────────────────────────────────────────────────


def build_apply(plan: op.Apply, builder: OperatorBuilder) -> Runner:
    """Run a subquery for the incoming rows and append its columns.

    A subquery that writes runs for all rows before the first row is yielded: later operators see all its
    writes, and none is lost if they stop early.
    """
    source = builder.build(plan.source)
    inner = builder.build(plan.inner)
    apply = partial(_applied, plan, inner)
    each = partial(_row_by_row, apply) if plan.each else apply
    batches = None if plan.transactions is None else Batches(plan, plan.transactions, each, builder)

    def run_apply(argument: Batch, context: Context) -> Iterator[Batch]:
        if batches is not None:
            yield from together(batches.run(source(argument, context), context), context)
        elif plan.each:
            yield from together(each(whole(source(argument, context), context), context), context)
        else:
            for batch in source(argument, context):
                if batch.length:
                    yield from apply(batch, context)

    return run_apply


def _row_by_row(apply: Runner, batch: Batch, context: Context) -> Iterator[Batch]:
    """Run a subquery row by row, so that each row sees the writes of earlier rows."""
    for row in range(batch.length):
        context.check()
        yield from apply(batch.take(np.array([row])), context)


def _applied(plan: op.Apply, inner: Runner, batch: Batch, context: Context) -> Iterator[Batch]:
    """Run the subquery for the rows of a batch."""
    found = inner(_imported(plan, batch), context)
    if plan.unit:
        for _ in found:
            pass
        yield batch
    elif plan.optional:
        yield from _with_missing(plan, batch, whole(found, context))
    else:
        for rows in found:
            yield _appended(plan, batch, rows)


def _imported(plan: op.Apply, batch: Batch) -> Batch:
    if plan.imports is None:
        return numbered(batch, plan.row)
    columns = {name: batch.columns[name] for name in plan.imports}
    return numbered(Batch(Columns.root(columns), batch.length), plan.row)


def _with_missing(plan: op.Apply, batch: Batch, found: Batch) -> Iterator[Batch]:
    """Append the subquery's columns to its rows, and nulls to the rows for which it has none."""
    without = np.ones(batch.length, dtype=np.bool_)
    if found.length:
        without[row_numbers(found, plan.row)] = False
    missing = np.flatnonzero(without)
    if found.length:
        yield _appended(plan, batch, found)
    if len(missing):
        yield batch.take_with(missing, {name: ConstantColumn(None, len(missing)) for name in plan.columns})


def _appended(plan: op.Apply, batch: Batch, found: Batch) -> Batch:
    new_columns = {name: found.columns[name] for name in plan.columns}
    return batch.take_with(row_numbers(found, plan.row), new_columns)


# ── Procedures ─────────────────────────────────────────────────────────────────────────────────


def build_procedure_call(plan: op.ProcedureCall, builder: OperatorBuilder) -> Runner:
    """Call a procedure for each row."""
    source = builder.build(plan.source)
    procedure = builder.planner.procedures.need(plan.name)
    arguments = builder.compile_all(plan.arguments)
    fields = [name for name, _ in procedure.outputs]
    positions = [fields.index(field) for field, _ in plan.outputs]
    names = [name for _, name in plan.outputs]

    def run_procedure_call(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            if not batch.length:
                continue
            columns = [values_of(compiled(batch, context)) for compiled in arguments]
            rows: list[int] = []
            answers: list[tuple[Any, ...]] = []
            for row in range(batch.length):
                context.check()
                found = called(procedure, [column[row] for column in columns], context)
                if not found and plan.optional:
                    found = [(None,) * len(fields)]
                rows += [row] * len(found)
                answers += found
            if plan.unit:
                yield batch
            elif rows:
                further = {
                    name: column_from([values[position] for values in answers])
                    for name, position in zip(names, positions, strict=True)
                }
                yield batch.take_with(np.array(rows, dtype=np.int64), further)

    return run_procedure_call


def called(procedure: Procedure, given: list[Any], context: Context) -> list[tuple[Any, ...]]:
    """Call a procedure and return its rows."""
    missing = len(procedure.inputs) - len(given)
    if missing:
        given = [*given, *procedure.defaults[len(procedure.defaults) - missing :]]
    checked = [
        _argument(procedure, name, kind, value)
        for (name, kind), value in zip(procedure.inputs, given, strict=True)
    ]
    if procedure.needs_context:
        answer = procedure.function(context, *checked)
        return [_row(procedure, row) for row in watch.each(answer or ())]
    entity = Entities(context)
    answer = procedure.function(*(to_python(value, entity) for value in checked))
    subject = f"procedure {procedure.name}"
    return [
        tuple(
            from_python(context.statement.reference(value), subject=subject) for value in _row(procedure, row)
        )
        for row in watch.each(answer or ())
    ]


def _argument(procedure: Procedure, name: str, kind: str, value: Any) -> Any:
    wanted = kind.rstrip("?").strip().upper()
    if value is None or wanted in ("ANY", "MAP") or wanted.startswith("LIST"):
        return value
    found = type_name(value)
    if wanted in ("FLOAT", "NUMBER") and found == "INTEGER":
        return float(value) if wanted == "FLOAT" else value
    if wanted == found or (wanted == "NUMBER" and found == "FLOAT") or wanted not in _KNOWN:
        return value
    raise CypherTypeError(
        f"Argument {name} of {procedure.name} must be {article(wanted)}, not {shown(value)}, "
        f"{article(found)}.",
        detail="InvalidArgumentType",
        hint=f"Signature: {procedure.signature}.",
    )


_KNOWN = frozenset({"STRING", "INTEGER", "FLOAT", "BOOLEAN", "NODE", "RELATIONSHIP", "PATH"})


def _row(procedure: Procedure, row: Any) -> tuple[Any, ...]:
    width = len(procedure.outputs)
    if isinstance(row, Mapping):
        return tuple(row.get(name) for name, _ in procedure.outputs)
    if isinstance(row, tuple) and len(row) == width:
        return row
    if width == 1:
        return (row,)
    raise CypherProcedureError(
        f"The procedure {procedure.name} returned {row!r}, which does not match {procedure.signature}.",
        detail="ProcedureCallFailed",
    )
