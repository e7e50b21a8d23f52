"""SET and REMOVE: change properties and labels of existing nodes and relationships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import numpy as np

from sociogram.graph.errors import CypherTypeError
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import iterate_values
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.batches import whole
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.writes.properties import (
    Labels,
    property_name,
    run_of,
    stored_map,
    transaction_of,
)
from sociogram.queries.cypher.kernels.access import properties_of
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.values.comparison import type_name
from sociogram.queries.cypher.values.property_values import to_stored
from sociogram.queries.cypher.values.references import NodeRef, RelationshipRef, article, shown

_READS_GRAPH = (
    ast.PatternExpression,
    ast.PatternComprehension,
    ast.SubqueryExpression,
    ast.ShortestPathExpression,
    ast.HasLabels,
    ast.MapProjection,
    ast.Subscript,
)
_ENTITY_FUNCTIONS = frozenset({"labels", "keys", "properties"})

Item = ast.SetItem | ast.RemoveProperty | ast.RemoveLabels


class Updates:
    """The compiled items of a SET or REMOVE; they run row by row if an item reads what another writes."""

    def __init__(self, items: tuple[Item, ...], builder: OperatorBuilder) -> None:
        self._items = [
            _SetTogether(group, builder) if len(group) > 1 else _compiled(group[0], builder)  # type: ignore[arg-type]
            for group in _together(items)
        ]
        self._row_by_row = reads_own_writes(items)

    def apply(self, batch: Batch, context: Context) -> None:
        """Write all items for the rows of a batch."""
        if self._row_by_row and batch.length > 1:
            for row in range(batch.length):
                context.check()
                self._apply(batch.take(np.array([row])), context)
            return
        self._apply(batch, context)

    def _apply(self, batch: Batch, context: Context) -> None:
        for item in self._items:
            item(batch, context)


def _together(items: tuple[Item, ...]) -> list[list[Item]]:
    """Group adjacent property assignments to the same variable.

    As in Neo4j, all values are computed before the first is written: ``SET n.a = n.b, n.b = n.a`` swaps.
    """
    groups: list[list[Item]] = []
    for item in items:
        last = groups[-1][-1] if groups else None
        if (
            isinstance(item, ast.SetProperty)
            and isinstance(last, ast.SetProperty)
            and isinstance(item.subject, ast.Variable)
            and item.subject == last.subject
        ):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


class _SetTogether:
    """Several properties of one variable."""

    def __init__(self, items: list[ast.SetProperty], builder: OperatorBuilder) -> None:
        self._subject = builder.compile(items[0].subject)
        self._items = [_SetProperty(item.subject, item.key, item.value, builder) for item in items]

    def __call__(self, batch: Batch, context: Context) -> None:
        subjects = iterate_values(self._subject(batch, context))
        known = [item.named_values(batch, context) for item in watch.each(self._items)]
        rows = (
            [_written(subject, key, value) for key, value in values]
            for subject, values in zip(subjects, zip(*known, strict=True), strict=True)
        )
        _write(chain.from_iterable(rows), context)


def _compiled(item: Item, builder: OperatorBuilder) -> Any:
    match item:
        case ast.SetProperty():
            return _SetProperty(item.subject, item.key, item.value, builder)
        case ast.RemoveProperty():
            return _SetProperty(item.subject, item.key, ast.Literal(None), builder)
        case ast.SetProperties():
            return _SetProperties(item, builder)
        case ast.SetLabels():
            return _ChangeLabels(item.variable, item.labels, builder, add=True)
        case ast.RemoveLabels():
            return _ChangeLabels(item.variable, item.labels, builder, add=False)
    raise TypeError(f"{type(item).__name__} is not an update")


class _SetProperty:
    def __init__(
        self,
        subject: ast.Expression,
        key: str | ast.Expression,
        value: ast.Expression,
        builder: OperatorBuilder,
    ) -> None:
        self._subject = builder.compile(subject)
        self._key = builder.compile(ast.Literal(key) if isinstance(key, str) else key)
        self._value = builder.compile(value)

    def __call__(self, batch: Batch, context: Context) -> None:
        subjects = iterate_values(self._subject(batch, context))
        named = self.named_values(batch, context)
        _write((_written(subject, *one) for subject, one in zip(subjects, named, strict=True)), context)

    def named_values(self, batch: Batch, context: Context) -> Iterator[tuple[Any, Any]]:
        """Return the name of the property and its value for each row."""
        keys = iterate_values(self._key(batch, context))
        values = iterate_values(self._value(batch, context))
        return zip(keys, values, strict=True)


def _write(values: Iterable[tuple[Any, str, Any]], context: Context) -> None:
    """Write a property for each subject, key and value; skip null subjects."""
    for subject, key, value in watch.each(values):
        if subject is not None:
            write_property(subject, key, value, context)


def _written(subject: Any, key: Any, value: Any) -> tuple[Any, str, Any]:
    if subject is None:
        return None, "", None
    name = property_name(key, removed=value is None)
    return subject, name, to_stored(value, name=name)


def write_property(subject: Any, key: str, value: Any, context: Context) -> None:
    """Set one property of a node or relationship; None removes it.

    A property of an entity that this query deleted is counted and discarded, as in Neo4j.
    """
    transaction, run = transaction_of(context), run_of(context)
    if _is_deleted(subject, context):
        if value is None:
            return
    elif type(subject) is NodeRef:
        if value is None and transaction.snapshot.node_property_value(subject.slot, key) is None:
            return
        transaction.set_node_property(subject.slot, key, value)
    elif type(subject) is RelationshipRef:
        if value is None and transaction.snapshot.relationship_property_value(subject.slot, key) is None:
            return
        transaction.set_relationship_property(subject.slot, key, value)
    else:
        raise _no_entity(subject, "Properties can only be set on")
    run.count("properties_set")


def _is_deleted(subject: Any, context: Context) -> bool:
    snapshot = transaction_of(context).snapshot
    if type(subject) is NodeRef:
        return not snapshot.is_node(subject.slot)
    return type(subject) is RelationshipRef and not snapshot.is_relationship(subject.slot)


def _no_properties() -> CypherTypeError:
    return CypherTypeError(
        "Properties are set to those of a map, a node or a relationship, not to null.",
        detail="InvalidArgumentType",
        hint="Write SET n = {} to remove all properties, or filter such rows out before.",
    )


def _no_entity(subject: Any, target: str) -> CypherTypeError:
    return CypherTypeError(
        f"{target} nodes and relationships, not on {shown(subject)}, {article(type_name(subject))}.",
        detail="InvalidArgumentType",
    )


class _SetProperties:
    """``n = map`` and ``n += map``; if the value is a node or relationship, its properties are set."""

    def __init__(self, item: ast.SetProperties, builder: OperatorBuilder) -> None:
        self._subject = builder.compile(item.variable)
        self._value = builder.compile(item.value)
        self._add = item.add

    def __call__(self, batch: Batch, context: Context) -> None:
        subjects = iterate_values(self._subject(batch, context))
        values = iterate_values(self._value(batch, context))
        for subject, value in watch.each(zip(subjects, values, strict=True)):
            if subject is None:
                continue
            new_values = properties_of(value, context)
            if new_values is None:
                raise _no_properties()
            properties = stored_map(new_values, "SET n =")
            for key in self._removed(subject, new_values, context):
                write_property(subject, key, None, context)
            for key, item in properties.items():
                write_property(subject, key, item, context)

    def _removed(self, subject: Any, new_values: dict[str, Any], context: Context) -> list[str]:
        """Return the properties to remove: those set to null, and with ``=`` all that the map lacks."""
        if not isinstance(subject, (NodeRef, RelationshipRef)):
            raise _no_entity(subject, "Properties can only be set on")
        if _is_deleted(subject, context):
            return []
        known = properties_of(subject, context) or {}
        return [key for key in known if new_values.get(key) is None and (not self._add or key in new_values)]


class _ChangeLabels:
    def __init__(
        self,
        variable: ast.Variable,
        labels: tuple[ast.Label | ast.DynamicLabel, ...],
        builder: OperatorBuilder,
        *,
        add: bool,
    ) -> None:
        self._subject = builder.compile(variable)
        self._labels = Labels(labels, builder)
        self._add = add

    def __call__(self, batch: Batch, context: Context) -> None:
        transaction, run = transaction_of(context), run_of(context)
        subjects = iterate_values(self._subject(batch, context))
        change = transaction.add_label if self._add else transaction.remove_label
        counter = "labels_added" if self._add else "labels_removed"
        rows = zip(subjects, self._labels.for_rows(batch, context), strict=True)
        for subject, names in watch.each(rows):
            if subject is None:
                continue
            if type(subject) is not NodeRef:
                raise CypherTypeError(
                    f"Only nodes have labels, not {shown(subject)}, {article(type_name(subject))}.",
                    detail="InvalidArgumentType",
                )
            run.count(counter, sum(change(subject.slot, name) for name in names))


def build_set_items(plan: op.SetItems, builder: OperatorBuilder) -> Runner:
    """Set properties and labels, after the last row has arrived."""
    return _updating(plan, builder)


def build_remove_items(plan: op.RemoveItems, builder: OperatorBuilder) -> Runner:
    """Remove properties and labels, after the last row has arrived."""
    return _updating(plan, builder)


def _updating(plan: op.SetItems | op.RemoveItems, builder: OperatorBuilder) -> Runner:
    source = builder.build(plan.source)
    updates = Updates(plan.items, builder)

    def run_updates(argument: Batch, context: Context) -> Iterator[Batch]:
        batch = whole(source(argument, context), context)
        if batch.length:
            updates.apply(batch, context)
            yield batch

    return run_updates


def reads_own_writes(items: tuple[Any, ...]) -> bool:
    """Return whether the value of an item may depend on what an item writes for another row."""
    written: set[str] = set()
    everything = False
    for item in items:
        match item:
            case ast.SetProperty(key=str(key)) | ast.RemoveProperty(key=str(key)):
                written.add(key)
            case ast.SetLabels() | ast.RemoveLabels():
                written.add("")
            case _:
                everything = True
    for item in items:
        for part in _values(item):
            if _reads(part, written, everything=everything):
                return True
    return False


def _values(item: Any) -> tuple[Any, ...]:
    match item:
        case ast.SetProperty(subject, key, value):
            return (subject, key, value)
        case ast.RemoveProperty(subject, key):
            return (subject, key)
        case ast.SetLabels(labels=labels) | ast.RemoveLabels(labels=labels):
            return labels
        case ast.SetProperties(value=value):
            # a node or relationship as value is read with all its properties
            return (
                (value, ast.HasLabels(value, ast.LabelWildcard()))
                if isinstance(value, ast.Variable)
                else (value,)
            )
    return ()


def _reads(syntax: Any, written: set[str], *, everything: bool) -> bool:
    if isinstance(syntax, tuple):
        return any(_reads(part, written, everything=everything) for part in syntax)
    if not isinstance(syntax, ast.Syntax):
        return False
    if isinstance(syntax, _READS_GRAPH):
        return True
    if isinstance(syntax, ast.FunctionCall) and syntax.name.lower() in _ENTITY_FUNCTIONS:
        return True
    if isinstance(syntax, ast.Property) and (everything or syntax.key in written):
        return True
    return any(_reads(part, written, everything=everything) for part in syntax.__dict__.values())
