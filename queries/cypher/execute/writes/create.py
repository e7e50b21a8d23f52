"""CREATE: create nodes and relationships for each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn, NodeColumn, RelationshipColumn
from sociogram.graph.errors import CypherArgumentError, CypherSemanticError
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import values_of
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.batches import whole
from sociogram.queries.cypher.execute.paths.path_column import PathColumn
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.slots import node_slots
from sociogram.queries.cypher.execute.writes.properties import Labels, run_of, stored_map, transaction_of
from sociogram.queries.cypher.kernels.compiled import watched_map
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.syntax.variables import reads

Element = op.NewNode | op.NewRelationship | op.NewPath


class Maker:
    """Creates the elements of a pattern for the rows of a batch.

    With ``merging``, as MERGE needs, properties must not be null, and elements may read each other; one that
    is created later is null until then. In CREATE, elements read only those created before them.
    """

    def __init__(
        self,
        elements: tuple[Element, ...],
        builder: OperatorBuilder,
        *,
        merging: bool = False,
    ) -> None:
        self._steps = [_maker(element, builder, no_nulls=merging) for element in elements]
        self._unmade = _read_before_created(elements) if merging else frozenset()

    def make(self, batch: Batch, context: Context) -> Batch:
        """Create all elements and return the batch with them."""
        if self._unmade:
            batch = batch.with_columns({name: ConstantColumn(None, batch.length) for name in self._unmade})
        for step in self._steps:
            context.check()
            batch = batch.with_columns({step.variable: step.make(batch, context)})
        return batch


def _maker(
    element: Element, builder: OperatorBuilder, *, no_nulls: bool
) -> _NodeMaker | _RelationshipMaker | PathNamer:
    match element:
        case op.NewNode():
            return _NodeMaker(element, builder, no_nulls=no_nulls)
        case op.NewRelationship():
            return _RelationshipMaker(element, builder, no_nulls=no_nulls)
        case op.NewPath():
            return PathNamer(element)


def _read_before_created(elements: tuple[Element, ...]) -> frozenset[str]:
    """Return the new elements that are read by themselves or by elements created before them."""
    unmade: set[str] = set()
    read: frozenset[str] = frozenset()
    for element in elements:
        if isinstance(element, op.NewPath):
            continue
        names = element.labels if isinstance(element, op.NewNode) else (element.type,)
        read |= reads((element.properties, names))
        if element.variable in read:
            unmade.add(element.variable)
    return frozenset(unmade)


class _Properties:
    def __init__(self, expression: Any, builder: OperatorBuilder, *, no_nulls: bool) -> None:
        self._compiled = None if expression is None else builder.compile(expression)
        self._no_nulls = no_nulls

    def for_rows(self, batch: Batch, context: Context) -> list[dict[str, Any]]:
        if self._compiled is None:
            return [{} for _ in range(batch.length)]
        values = values_of(self._compiled(batch, context))
        if self._no_nulls:
            _refuse_nulls(values)
        return watched_map(lambda value: stored_map(value, "(n"), values)


def _refuse_nulls(values: Sequence[Any]) -> None:
    """Raise CypherSemanticError if a property is null, because MERGE could never match what it creates."""
    for value in values:
        for key, one in value.items():
            if one is None:
                raise CypherSemanticError(
                    f"MERGE cannot match on {key}, because its value is null.",
                    detail="MergeReadOwnWrites",
                    hint="Filter such rows out before, or set the property in ON CREATE SET.",
                )


class PathNamer:
    """Binds a path variable to elements that were created or found."""

    def __init__(self, element: op.NewPath) -> None:
        self.variable = element.variable
        self._elements = element.elements

    def make(self, batch: Batch, context: Context) -> Column:
        """Return the path of each row."""
        return PathColumn(batch, self._elements, context.snapshot)


class _NodeMaker:
    def __init__(self, element: op.NewNode, builder: OperatorBuilder, *, no_nulls: bool) -> None:
        self.variable = element.variable
        self._labels = Labels(element.labels, builder)
        self._properties = _Properties(element.properties, builder, no_nulls=no_nulls)

    def make(self, batch: Batch, context: Context) -> Column:
        transaction = transaction_of(context)
        run = run_of(context)
        labels = self._labels.for_rows(batch, context)
        properties = self._properties.for_rows(batch, context)
        slots = watched_map(transaction.create_node, labels, properties)
        run.count("nodes_created", len(slots))
        run.count("labels_added", sum(map(len, labels)))
        run.count("properties_set", sum(map(len, properties)))
        return NodeColumn(np.array(slots, dtype=np.int64))


class _RelationshipMaker:
    def __init__(self, element: op.NewRelationship, builder: OperatorBuilder, *, no_nulls: bool) -> None:
        self.variable = element.variable
        self._start = element.start
        self._end = element.end
        self._type = Labels((element.type,), builder)
        self._properties = _Properties(element.properties, builder, no_nulls=no_nulls)

    def make(self, batch: Batch, context: Context) -> Column:
        transaction = transaction_of(context)
        run = run_of(context)
        starts = self._ends(batch, self._start)
        ends = self._ends(batch, self._end)
        types = watched_map(_single_type, self._type.for_rows(batch, context))
        properties = self._properties.for_rows(batch, context)
        slots = watched_map(transaction.create_relationship, starts, ends, types, properties)
        run.count("relationships_created", len(slots))
        run.count("properties_set", sum(map(len, properties)))
        return RelationshipColumn(np.array(slots, dtype=np.int64))

    def _ends(self, batch: Batch, name: str) -> list[int]:
        slots: list[int] = node_slots(batch.columns[name], name).tolist()
        if slots and min(slots) < 0:
            shown = "an end" if name.startswith(" ") else name
            raise CypherArgumentError(
                f"Cannot create a relationship: {shown} is null.",
                detail="MissingNode",
                hint=f"Filter such rows out before: WHERE {name} IS NOT NULL.",
            )
        return slots


def _single_type(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    raise CypherArgumentError(
        f"A relationship is created with one type, not with {len(names)}.",
        detail="NoSingleRelationshipType",
        hint="Give the name of one type: -[:$(name)]->.",
    )


def build_create(plan: op.Create, builder: OperatorBuilder) -> Runner:
    """Create the pattern for all rows, after the last row has arrived."""
    source = builder.build(plan.source)
    maker = Maker(plan.elements, builder)

    def run_create(argument: Batch, context: Context) -> Iterator[Batch]:
        batch = whole(source(argument, context), context)
        if batch.length:
            yield maker.make(batch, context)

    return run_create
