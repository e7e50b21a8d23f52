"""CALL: subqueries in braces, and procedures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn
from sociogram.graph.errors import CypherProcedureError, CypherTypeError, SociogramError
from sociogram.queries.cypher.batch import Batch, Columns
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.exchange import from_python, to_python
from sociogram.queries.cypher.execute.builder import Builder, Runner
from sociogram.queries.cypher.execute.rows import whole
from sociogram.queries.cypher.execute.run import Entities, Run
from sociogram.queries.cypher.execute.subqueries import numbered, outer_rows
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.procedures import Procedure
from sociogram.queries.cypher.values import article, shown, type_name
from sociogram.queries.cypher.vectors import column_from, values_of

# ── Subqueries ─────────────────────────────────────────────────────────────────────────────────


def build_apply(plan: op.Apply, builder: Builder) -> Runner:
    """Run a subquery for the rows that come, and put its columns beside them."""
    source = builder.build(plan.source)
    inner = builder.build(plan.inner)

    def run_apply(argument: Batch, context: Context) -> Iterator[Batch]:
        if plan.each:
            yield from _one_after_another(plan, inner, whole(source(argument, context), context), context)
            return
        for batch in source(argument, context):
            if batch.length:
                yield from _joined(plan, batch, inner(_imported(plan, batch), context), context)

    return run_apply


def _imported(plan: op.Apply, batch: Batch) -> Batch:
    if plan.imports is None:
        return numbered(batch, plan.row)
    columns = {name: batch.columns[name] for name in plan.imports}
    return numbered(Batch(Columns.root(columns), batch.length), plan.row)


def _joined(plan: op.Apply, batch: Batch, found: Iterator[Batch], context: Context) -> Iterator[Batch]:
    if plan.unit:
        for _ in found:
            pass
        yield batch
        return
    if not plan.optional:
        for rows in found:
            yield _beside(plan, batch, rows)
        return
    together = whole(found, context)
    numbers = outer_rows(together, plan.row) if together.length else []
    without = np.ones(batch.length, dtype=np.bool_)
    without[numbers] = False
    missing = np.flatnonzero(without)
    if together.length:
        yield _beside(plan, batch, together)
    if len(missing):
        yield batch.taken_with(missing, {name: ConstantColumn(None, len(missing)) for name in plan.columns})


def _beside(plan: op.Apply, batch: Batch, found: Batch) -> Batch:
    made = {name: found.columns[name] for name in plan.columns}
    return batch.taken_with(outer_rows(found, plan.row), made)


def _one_after_another(plan: op.Apply, inner: Runner, batch: Batch, context: Context) -> Iterator[Batch]:
    """Run a subquery that writes for one row at a time, so that each sees what the one before wrote."""
    stopped = False
    for row in range(batch.length):
        context.check()
        one = batch.take(np.array([row]))
        error: str | None = None
        made: list[Batch] = []
        if not stopped:
            try:
                made = _in_transaction(plan, one, inner, context)
            except SociogramError as failure:
                if plan.on_error == "FAIL":
                    raise
                error = str(failure)
                stopped = plan.on_error == "BREAK"
                made = [_without(plan, one)]
        else:
            made = [_without(plan, one)]
        for rows in made:
            if plan.status is None:
                yield rows
            else:
                started = not stopped or error is not None
                yield rows.with_columns({plan.status: _status(error, started=started, length=rows.length)})


def _in_transaction(plan: op.Apply, one: Batch, inner: Runner, context: Context) -> list[Batch]:
    """Run the subquery for one row so that its writes alone can be taken back."""
    run: Run = context.statement
    outer, counted = run.transaction, dict(run.counted)
    if plan.on_error == "FAIL":
        return list(_joined(plan, one, inner(_imported(plan, one), context), context))
    deleted = set(context.deleted_nodes), set(context.deleted_relationships)
    try:
        with run.store.transaction() as transaction:
            run.transaction = transaction
            return list(_joined(plan, one, inner(_imported(plan, one), context), context))
    except SociogramError:
        run.counted = counted
        context.deleted_nodes, context.deleted_relationships = deleted
        raise
    finally:
        run.transaction = outer


def _without(plan: op.Apply, one: Batch) -> Batch:
    return one.with_columns({name: ConstantColumn(None, 1) for name in plan.columns})


def _status(error: str | None, *, started: bool, length: int) -> Column:
    value = {
        "started": started,
        "committed": started and error is None,
        "transactionId": "1" if started else None,
        "errorMessage": error,
    }
    return ConstantColumn(value, length)


# ── Procedures ─────────────────────────────────────────────────────────────────────────────────


def build_procedure_call(plan: op.ProcedureCall, builder: Builder) -> Runner:
    """Call a procedure for each row."""
    source = builder.build(plan.source)
    procedure = builder.planner.procedures.need(plan.name)
    arguments = builder.compile_all(plan.arguments)
    fields = [name for name, _ in procedure.outputs]
    places = [fields.index(field) for field, _ in plan.outputs]
    names = [name for _, name in plan.outputs]

    def run_procedure_call(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            if not batch.length:
                continue
            columns = [values_of(compiled(batch, context)) for compiled in arguments]
            rows: list[int] = []
            made: list[list[Any]] = [[] for _ in names]
            for row in range(batch.length):
                context.check()
                given = [column[row] for column in columns]
                found = called(procedure, given, context)
                if plan.unit:
                    continue
                if not found and plan.optional:
                    found = [(None,) * len(fields)]
                for values in found:
                    rows.append(row)
                    for column, place in zip(made, places, strict=True):
                        column.append(values[place])
            if plan.unit:
                yield batch
            elif rows:
                further = {name: column_from(values) for name, values in zip(names, made, strict=True)}
                yield batch.taken_with(np.array(rows, dtype=np.int64), further)

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
        return [_row(procedure, row) for row in answer or ()]
    entity = Entities(context)
    answer = procedure.function(*(to_python(value, entity) for value in checked))
    place = f"procedure {procedure.name}"
    return [
        tuple(from_python(context.statement.reference(value), place=place) for value in _row(procedure, row))
        for row in answer or ()
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
        f"The argument {name} of {procedure.name} is {article(wanted)}, not {shown(value)}, "
        f"{article(found)}.",
        detail="InvalidArgumentType",
        hint=f"It is called as {procedure.signature}.",
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
        f"The procedure {procedure.name} gave {row!r}, which has not the fields of {procedure.signature}.",
        detail="ProcedureCallFailed",
    )
