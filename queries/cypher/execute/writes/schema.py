"""CREATE and DROP of indexes and constraints.

Uniqueness constraints are enforced. Indexes are only recorded by name, because every property is indexed when
it is first looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

from sociogram.graph.errors import CypherSemanticError, CypherTypeError
from sociogram.graph.memory.constraints import SchemaRule
from sociogram.graph.memory.graph import MemoryGraph
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.run import Run
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.writes.properties import run_of
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.values.references import shown

_LISTED = "SHOW INDEXES and SHOW CONSTRAINTS list them."


def build_schema_change(plan: op.SchemaChange, _builder: OperatorBuilder) -> Runner:
    """Run a schema command."""
    command = plan.command
    change = _create if command.action == "CREATE" else _drop

    def run_schema_change(_argument: Batch, context: Context) -> Iterator[Batch]:
        name = command.name
        if isinstance(name, ast.Parameter):
            name = context.parameter(name.name)
            if not isinstance(name, str):
                raise CypherTypeError(
                    f"The name of an index or constraint is a STRING, not {shown(name)}.",
                    detail="InvalidArgumentType",
                )
        if name is not None and not name.strip():
            raise CypherSemanticError(
                "The name of an index or constraint cannot be empty.", detail="InvalidArgumentValue"
            )
        change(command, name, run_of(context))
        yield from ()

    return run_schema_change


def _create(command: ast.SchemaCommand, name: str | None, run: Run) -> None:
    store, rule = run.store, _rule(command, name)
    is_index = command.object == "INDEX"
    same = _same(rule, store, is_index=is_index)
    if not is_index and rule.name in store.indexes:
        raise _exists(store.indexes[rule.name], store, "Choose another name for the constraint.")
    if same is not None and command.if_exists:
        return
    if len(set(rule.keys)) < len(rule.keys):
        raise CypherSemanticError(
            f"{rule} names a property more than once.",
            detail="RepeatedProperty",
            hint="Name each property once.",
        )
    if same is not None:
        raise _exists(same, store)
    if is_index:
        store.indexes[rule.name] = rule
        run.count("indexes_added")
        return
    if command.kind != "UNIQUE" or command.on_relationship:
        raise _unsupported(command)
    index = next((one for one in store.indexes.values() if _equivalent(one, rule)), None)
    if index is not None:
        raise _exists(index, store, "Drop it first: a constraint has its own index.")
    store.add_constraint(rule)
    run.count("constraints_added")


def _rule(command: ast.SchemaCommand, name: str | None) -> SchemaRule:
    on = command.on_relationship, command.labels, command.properties
    if name is None:
        number = crc32(repr((command.object, command.kind, *on)).encode())
        name = f"{command.object.lower()}_{number:08x}"
    return SchemaRule(name, command.kind, *on)


def _same(rule: SchemaRule, store: MemoryGraph, *, is_index: bool) -> SchemaRule | None:
    """Return the existing rule with the same name, or else an equivalent one."""
    constraints, indexes = store.constraints, store.indexes
    named = constraints.get(rule.name) or indexes.get(rule.name)
    if named is not None:
        return named
    if rule.kind == "LOOKUP":
        return SchemaRule("lookup", "LOOKUP", rule.on_relationships, (), ())
    alike = [one for one in (indexes if is_index else constraints).values() if one[1:] == rule[1:]]
    if is_index and rule.kind == "RANGE":
        alike += [one for one in constraints.values() if one.schema == rule.schema]
    return alike[0] if alike else None


def _equivalent(index: SchemaRule, constraint: SchemaRule) -> bool:
    return index.kind == "RANGE" and index.schema == constraint.schema


def _exists(rule: SchemaRule, store: MemoryGraph, hint: str | None = None) -> CypherSemanticError:
    is_constraint = rule.name in store.constraints
    target = "A constraint" if is_constraint else "An index"
    return CypherSemanticError(
        f"{target} {rule.name} on {rule} already exists."
        if rule.tokens
        else "The index on all labels or types already exists.",
        detail="ConstraintAlreadyExists" if is_constraint else "IndexAlreadyExists",
        hint=hint or f"{_LISTED} To create it only if it is missing, write IF NOT EXISTS.",
    )


def _unsupported(command: ast.SchemaCommand) -> CypherSemanticError:
    where = "relationships" if command.on_relationship else "nodes"
    return CypherSemanticError(
        f"{command.kind} constraints on {where} are not supported, only uniqueness of node properties.",
        detail="UnsupportedOperation",
        hint="CREATE CONSTRAINT FOR (n:Label) REQUIRE n.property IS UNIQUE",
    )


def _drop(command: ast.SchemaCommand, name: str | None, run: Run) -> None:
    store = run.store
    is_index = command.object == "INDEX"
    if name is None:
        rules = store.indexes if is_index else store.constraints
        wanted = _rule(command, None)
        name = next((one.name for one in rules.values() if one.schema == wanted.schema), str(wanted))
    if is_index and name in store.constraints:
        raise CypherSemanticError(
            f"The index {name} belongs to the constraint {name}.",
            detail="IndexBelongsToConstraint",
            hint=f"DROP CONSTRAINT {name} drops both.",
        )
    if store.indexes.pop(name, None) is not None if is_index else store.drop_constraint(name):
        run.count("indexes_removed" if is_index else "constraints_removed")
    elif not command.if_exists:
        raise CypherSemanticError(
            f"There is no {command.object.lower()} {name}.",
            detail="IndexNotFound" if is_index else "ConstraintNotFound",
            hint=f"{_LISTED} To drop it only if it exists, write IF EXISTS.",
        )
