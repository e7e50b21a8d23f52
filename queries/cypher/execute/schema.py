"""CREATE and DROP INDEX and CONSTRAINT, SHOW INDEXES and CONSTRAINTS.

Uniqueness is kept. Indexes are accepted and change nothing: every property has one, made when it is
first looked up.
"""

from __future__ import annotations

from collections.abc import Iterator

from sociogram.graph.columns import ObjectColumn
from sociogram.graph.errors import CypherSemanticError
from sociogram.queries.cypher import ast
from sociogram.queries.cypher.batch import Batch
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.builder import Builder, Runner
from sociogram.queries.cypher.execute.writing import run_of
from sociogram.queries.cypher.plan import operators as op

UNIQUE = ("UNIQUE", "NODE KEY", "KEY")


def build_schema_change(plan: op.SchemaChange, _builder: Builder) -> Runner:
    """Carry out a schema command."""
    command = plan.command

    def run_schema_change(_argument: Batch, context: Context) -> Iterator[Batch]:
        if command.action == "SHOW":
            yield from _show(command, context)
        elif command.object == "CONSTRAINT":
            (_create_constraint if command.action == "CREATE" else _drop_constraint)(command, context)
        elif command.action == "CREATE":
            run_of(context).count("indexes_added")
        else:
            run_of(context).count("indexes_removed")

    return run_schema_change


def _show(command: ast.SchemaCommand, context: Context) -> Iterator[Batch]:
    unique = run_of(context).store.unique if command.object == "CONSTRAINT" else {}
    rows = [(name, "UNIQUENESS", "NODE", [label], [key]) for (label, key), name in sorted(unique.items())]
    columns = {name: ObjectColumn.of([row[place] for row in rows]) for place, name in enumerate(op.SHOWN)}
    yield Batch(columns, len(rows))


def _create_constraint(command: ast.SchemaCommand, context: Context) -> None:
    run = run_of(context)
    if command.kind not in UNIQUE or command.on_relationship or len(command.properties) != 1:
        raise CypherSemanticError(
            f"The constraint {command.kind} is not available here: "
            "the uniqueness of one property of nodes with a label is.",
            detail="UnsupportedOperation",
            hint="CREATE CONSTRAINT FOR (n:Label) REQUIRE n.property IS UNIQUE",
        )
    label = command.label or ""
    if run.store.add_unique(label, command.properties[0], command.name):
        run.count("constraints_added")
    elif not command.if_exists:
        raise CypherSemanticError(
            f"There is such a constraint on :{label}({command.properties[0]}) already.",
            detail="ConstraintAlreadyExists",
            hint="Write IF NOT EXISTS to leave it at that.",
        )


def _drop_constraint(command: ast.SchemaCommand, context: Context) -> None:
    run = run_of(context)
    for (label, key), name in run.store.unique.items():
        if name == command.name:
            run.store.drop_unique(label, key)
            run.count("constraints_removed")
            return
    if not command.if_exists:
        raise CypherSemanticError(
            f"There is no constraint {command.name}.",
            detail="ConstraintNotFound",
            hint="SHOW CONSTRAINTS lists them.",
        )
