"""Compile access to values: variables, properties, subscripts, labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sociogram.graph.columns import (
    LIST_LIMIT,
    BoolColumn,
    Column,
    ConstantColumn,
    NodeColumn,
    ObjectColumn,
    RelationshipColumn,
)
from sociogram.graph.errors import CypherTypeError
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import column_from, small_column
from sociogram.queries.cypher.context import Context, deleted_entity
from sociogram.queries.cypher.kernels.access import check_node, get_property, slice_list, subscript
from sociogram.queries.cypher.kernels.compiled import (
    Compiled,
    Compiler,
    Constant,
    apply,
    folded,
    gather,
    read_table,
)
from sociogram.queries.cypher.kernels.label_masks import nodes_that_fit, relationships_that_fit
from sociogram.queries.cypher.kernels.lists import slice_column, subscript_column
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.values.comparison import own, type_name
from sociogram.queries.cypher.values.references import NodeRef, RelationshipRef, article, shown


def compile_literal(expression: ast.Literal, compiler: Compiler) -> Compiled:  # noqa: ARG001
    """Compile a literal."""
    return Constant(expression.value)


def compile_parameter(expression: ast.Parameter, compiler: Compiler) -> Compiled:  # noqa: ARG001
    """Compile ``$name``."""
    name = expression.name

    def run(batch: Batch, context: Context) -> Column:
        return ConstantColumn(context.parameter(name), batch.length)

    return run


def compile_variable(expression: ast.Variable, compiler: Compiler) -> Compiled:  # noqa: ARG001
    """Compile a variable, whose value is a column of the batch."""
    name = expression.name

    def run(batch: Batch, context: Context) -> Column:  # noqa: ARG001 - the signature of Compiled
        return batch.columns[name]

    return run


def compile_property(expression: ast.Property, compiler: Compiler) -> Compiled:
    """Compile ``subject.key``."""
    key = expression.key
    if isinstance(expression.subject, ast.Variable):
        name = expression.subject.name
        return lambda batch, context: property_column(batch.columns[name], key, context)
    subject = compiler.compile(expression.subject)

    def run(batch: Batch, context: Context) -> Column:
        return property_column(subject(batch, context), key, context)

    return folded(run, (subject,))


def property_column(column: Column, key: str, context: Context) -> Column:
    """Return a property of each node or relationship, or a component of each map, point or temporal value."""
    if isinstance(column, NodeColumn):
        slot_list = column.listed() if column.slot_list is None and len(column) == 1 else column.slot_list
        if slot_list is not None and len(slot_list) <= LIST_LIMIT:
            if context.deleted_nodes:
                check_listed(slot_list, context.deleted_nodes, "node")
            return small_column(context.snapshot.node_property_values(slot_list, key))
        check_nodes(column, context)
        return read_table(context.snapshot.node_property(key), column, key, context.snapshot)
    if isinstance(column, RelationshipColumn):
        slot_list = column.listed() if column.slot_list is None and len(column) == 1 else column.slot_list
        if slot_list is not None and len(slot_list) <= LIST_LIMIT:
            if context.deleted_relationships:
                check_listed(slot_list, context.deleted_relationships, "relationship")
            return small_column(context.snapshot.relationship_property_values(slot_list, key))
        check_relationships(column, context)
        return read_table(context.snapshot.relationship_property(key), column, key, context.snapshot)
    if isinstance(column, ObjectColumn):
        values = column.to_list()
        if {dict}.issuperset(map(type, values)):
            return column_from([value.get(key) for value in values])
    return apply(lambda value: get_property(value, key, context), (column,), len(column))


def check_listed(slots: list[int], deleted: set[int], kind: str) -> None:
    """Raise if this query has deleted one of a few nodes or relationships."""
    if not deleted.isdisjoint(slots):
        raise deleted_entity(kind)


def check_nodes(column: NodeColumn, context: Context) -> None:
    """Raise if this query has deleted one of the nodes."""
    if context.deleted_nodes and np.isin(column.slots, list(context.deleted_nodes)).any():
        raise deleted_entity("node")


def check_relationships(column: RelationshipColumn, context: Context) -> None:
    """Raise if this query has deleted one of the relationships."""
    if context.deleted_relationships and np.isin(column.slots, list(context.deleted_relationships)).any():
        raise deleted_entity("relationship")


def compile_subscript(expression: ast.Subscript, compiler: Compiler) -> Compiled:
    """Compile ``subject[index]``."""
    subject = compiler.compile(expression.subject)
    index = compiler.compile(expression.index)

    def run(batch: Batch, context: Context) -> Column:
        columns = (subject(batch, context), index(batch, context))
        quick = subscript_column(*columns)
        if quick is not None:
            return quick
        return apply(lambda one, other: subscript(one, other, context), columns, batch.length)

    return folded(run, (subject, index))


def compile_slice(expression: ast.Slice, compiler: Compiler) -> Compiled:
    """Compile ``subject[start..end]``; a missing bound means the start or end of the list."""
    subject = compiler.compile(expression.subject)
    start = Constant(0) if expression.start is None else compiler.compile(expression.start)
    end = Constant(2**63 - 1) if expression.end is None else compiler.compile(expression.end)

    def run(batch: Batch, context: Context) -> Column:
        columns = (subject(batch, context), start(batch, context), end(batch, context))
        quick = slice_column(*columns)
        return apply(slice_list, columns, batch.length) if quick is None else quick

    return folded(run, (subject, start, end))


# ── Labels and relationship types ──────────────────────────────────────────────────────────────


def compile_has_labels(expression: ast.HasLabels, compiler: Compiler) -> Compiled:
    """Compile ``n:A|B``, a test of a node's labels or of a relationship's type."""
    subject = compiler.compile(expression.subject)
    test = label_test(expression.labels, compiler)

    def run(batch: Batch, context: Context) -> Column:
        return test(subject(batch, context), batch, context)

    return run


LabelTest = Callable[[Column, Batch, Context], Column]


def label_test(labels: ast.LabelExpression, compiler: Compiler) -> LabelTest:
    """Return a test of node or relationship columns for a label expression."""
    names = _DynamicNames(labels, compiler)

    def run(column: Column, batch: Batch, context: Context) -> Column:
        length = batch.length
        if length > 1 and type(column) is NodeColumn and _every_node_has(labels, column, context):
            return ConstantColumn(True, length)
        if length > LIST_LIMIT and not names.compiled:
            if isinstance(column, NodeColumn):
                check_nodes(column, context)
                return gather(BoolColumn(nodes_that_fit(labels, context.snapshot)), column.slots)
            if isinstance(column, RelationshipColumn):
                return gather(BoolColumn(relationships_that_fit(labels, context.snapshot)), column.slots)
        dynamic = [compiled(batch, context) for compiled in names.compiled]

        def one(value: Any, *given: Any) -> bool | None:
            if value is None:
                return None
            return names.holds(labels, entity_names(value, context), given)

        return apply(one, (column, *dynamic), length)

    return run


def _every_node_has(labels: ast.LabelExpression, column: NodeColumn, context: Context) -> bool:
    """Return whether all nodes of the graph have the label, as most have ``Entity``, and no row is null."""
    index = context.snapshot
    return (
        isinstance(labels, ast.Label)
        and index.every_node_has(labels.name)
        and not context.deleted_nodes
        and not column.has_nulls()
    )


def entity_names(value: Any, context: Context) -> tuple[str, ...]:
    """Return the labels of a node, or the type of a relationship."""
    value = own(value)
    if isinstance(value, NodeRef):
        check_node(value.slot, context)
        return context.snapshot.node_labels(value.slot)
    if isinstance(value, RelationshipRef):
        return (context.snapshot.type_name(value.slot),)
    raise CypherTypeError(
        f"Only nodes have labels and only relationships have a type, but got {shown(value)}, "
        f"which is {article(type_name(value))}.",
        detail="InvalidArgumentValue",
    )


class _DynamicNames:
    """The compiled expressions inside ``$(…)`` of a label expression, and the test with their values."""

    def __init__(self, labels: ast.LabelExpression, compiler: Compiler) -> None:
        self.compiled: list[Compiled] = []
        self.positions: dict[int, int] = {}
        waiting: list[ast.LabelExpression] = [labels]
        while waiting:
            one = waiting.pop()
            if isinstance(one, ast.DynamicLabel):
                self.positions[id(one)] = len(self.compiled)
                self.compiled.append(compiler.compile(one.expression))
            elif isinstance(one, ast.LabelNot):
                waiting.append(one.operand)
            elif isinstance(one, ast.LabelAnd | ast.LabelOr):
                waiting += one.operands

    def holds(self, labels: ast.LabelExpression, names: tuple[str, ...], given: tuple[Any, ...]) -> bool:
        """Return whether an entity with these names satisfies a label expression."""
        if isinstance(labels, ast.Label):
            return labels.name in names
        if isinstance(labels, ast.LabelNot):
            return not self.holds(labels.operand, names, given)
        if isinstance(labels, ast.LabelAnd):
            return all(self.holds(operand, names, given) for operand in labels.operands)
        if isinstance(labels, ast.LabelOr):
            return any(self.holds(operand, names, given) for operand in labels.operands)
        if isinstance(labels, ast.DynamicLabel):
            wanted = label_names(given[self.positions[id(labels)]])
            present = [name in names for name in wanted]
            return any(present) if labels.any else all(present)
        return bool(names)


def label_names(value: Any) -> list[str]:
    """Return the names in the value of ``$(value)``: a string or a list of strings."""
    value = own(value)
    names = value if isinstance(value, list) else [value]
    for name in names:
        if not isinstance(name, str) or not name:
            raise CypherTypeError(
                f"A label or relationship type must be a non-empty STRING, but got {shown(name)}, "
                f"{article(type_name(name))}.",
                detail="InvalidArgumentType",
            )
    return names


# ── Types of values ────────────────────────────────────────────────────────────────────────────


def compile_is_type(expression: ast.IsType, compiler: Compiler) -> Compiled:
    """Compile ``x IS :: INTEGER NOT NULL``."""
    from sociogram.queries.cypher.values.type_tests import is_of_type

    inner = compiler.compile(expression.operand)
    wanted, negated = expression.type, expression.negated

    def run(batch: Batch, context: Context) -> Column:
        column = inner(batch, context)
        return apply(lambda value: is_of_type(value, wanted) != negated, (column,), batch.length)

    return folded(run, (inner,))


def compile_is_normalized(expression: ast.IsNormalized, compiler: Compiler) -> Compiled:
    """Compile ``x IS NFC NORMALIZED``."""
    import unicodedata

    inner = compiler.compile(expression.operand)
    form, negated = expression.form, expression.negated

    def one(value: Any) -> bool | None:
        if not isinstance(value, str):
            return None
        return unicodedata.is_normalized(form, value) != negated

    def run(batch: Batch, context: Context) -> Column:
        return apply(one, (inner(batch, context),), batch.length)

    return folded(run, (inner,))
