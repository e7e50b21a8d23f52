"""The procedures ``db.…`` and ``dbms.…``, which describe a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sociogram.graph.columns import Column, IntArray
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.procedures.procedure import Procedure
from sociogram.queries.cypher.values.comparison import type_name


def _labels(context: Context) -> Iterable[str]:
    return context.snapshot.labels


def _relationship_types(context: Context) -> Iterable[str]:
    return context.snapshot.types


def _property_keys(context: Context) -> Iterable[str]:
    snapshot = context.snapshot
    return sorted({*snapshot.node_property_keys, *snapshot.relationship_property_keys})


_TYPE_NAMES = {
    "INTEGER": "Long",
    "FLOAT": "Double",
    "STRING": "String",
    "BOOLEAN": "Boolean",
    "DATE": "Date",
    "LOCAL TIME": "LocalTime",
    "ZONED TIME": "Time",
    "LOCAL DATETIME": "LocalDateTime",
    "ZONED DATETIME": "DateTime",
    "DURATION": "Duration",
    "POINT": "Point",
}


def _java_name(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return f"{_java_name(value[0])}Array" if value else "StringArray"
    name = type_name(value)
    return _TYPE_NAMES.get(name, name)


def _rows_of_kind(
    kind: str, names: list[str] | None, slots: IntArray, keys: Iterable[str], columns: Iterable[Column]
) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each property that some entities of the kind have; a row of nulls if there is none."""
    first = (kind,) if names is None else (kind, names)
    some = False
    for key, column in zip(keys, columns, strict=True):
        taken = column.take(slots)
        nulls = taken.null_mask()
        if nulls.all():
            continue
        some = True
        kinds = sorted({_java_name(value) for value in taken.to_list() if value is not None})
        yield (*first, key, kinds, not bool(nulls.any()))
    if not some:
        yield (*first, None, None, False)


def _node_type_properties(context: Context) -> Iterator[tuple[Any, ...]]:
    snapshot = context.snapshot
    groups: dict[tuple[str, ...], list[int]] = {}
    for slot in watch.each(snapshot.all_nodes().tolist()):
        groups.setdefault(snapshot.node_labels(slot), []).append(slot)
    keys = sorted(snapshot.node_property_keys)
    columns = [snapshot.node_property(key) for key in keys]
    for labels in sorted(groups):
        context.check()
        kind = "".join(f":`{label}`" for label in labels)
        yield from _rows_of_kind(kind, list(labels), _slots(groups[labels]), keys, columns)


def _relationship_type_properties(context: Context) -> Iterator[tuple[Any, ...]]:
    snapshot = context.snapshot
    keys = sorted(snapshot.relationship_property_keys)
    columns = [snapshot.relationship_property(key) for key in keys]
    for name in snapshot.types:
        context.check()
        yield from _rows_of_kind(f":`{name}`", None, snapshot.all_relationships((name,)), keys, columns)


def _constraints(context: Context, kind: str) -> Iterator[tuple[Any, ...]]:
    if set(kind.split()) <= {"UNIQUE", "UNIQUENESS", "NODE", "PROPERTY"}:
        rules = context.statement.store.constraints
        for name, rule in sorted(rules.items()):
            yield (name, "UNIQUENESS", "NODE", [*rule.tokens], [*rule.keys], name)


def _indexes(context: Context, kind: str) -> Iterator[tuple[Any, ...]]:
    """Yield the declared indexes, and those that belong to constraints."""
    store = context.statement.store
    owned = store.constraints
    for name, rule in sorted({**store.indexes, **owned}.items()):
        shown = "RANGE" if name in owned else rule.kind
        if kind in ("", shown):
            entity = "RELATIONSHIP" if rule.on_relationships else "NODE"
            owner = name if name in owned else None
            yield (name, shown, entity, [*rule.tokens], [*rule.keys], owner)


def _slots(slots: list[int]) -> IntArray:
    import numpy as np

    return np.array(slots, dtype=np.int64)


def _components(_context: Context) -> Iterator[tuple[Any, ...]]:
    from importlib.metadata import PackageNotFoundError, version

    try:
        ours = version("sociogram")
    except PackageNotFoundError:
        ours = "0"
    yield ("sociogram", [ours], "embedded")


def _defined(name: str, outputs: tuple[tuple[str, str], ...], function: Any, description: str) -> Procedure:
    return Procedure(name, (), outputs, function, description, needs_context=True)


_RULE = (
    ("name", "STRING"),
    ("type", "STRING"),
    ("entityType", "STRING"),
    ("labelsOrTypes", "LIST<STRING>"),
    ("properties", "LIST<STRING>"),
)


def _listed(name: str, last: str, function: Any, description: str) -> Procedure:
    outputs = (*_RULE, (last, "STRING?"))
    inputs = (("kind", "STRING"),)
    return Procedure(name, inputs, outputs, function, description, needs_context=True, defaults=("",))


PROCEDURES: tuple[Procedure, ...] = (
    _listed("db.constraints", "ownedIndex", _constraints, "The constraints, as SHOW CONSTRAINTS lists them."),
    _listed("db.indexes", "owningConstraint", _indexes, "The indexes, as SHOW INDEXES lists them."),
    _defined("db.labels", (("label", "STRING"),), _labels, "The labels of nodes."),
    _defined(
        "db.relationshipTypes",
        (("relationshipType", "STRING"),),
        _relationship_types,
        "The types of relationships.",
    ),
    _defined("db.propertyKeys", (("propertyKey", "STRING"),), _property_keys, "All property names."),
    _defined(
        "db.schema.nodeTypeProperties",
        (
            ("nodeType", "STRING"),
            ("nodeLabels", "LIST<STRING>"),
            ("propertyName", "STRING"),
            ("propertyTypes", "LIST<STRING>"),
            ("mandatory", "BOOLEAN"),
        ),
        _node_type_properties,
        "The properties of each combination of labels, their types, and whether all nodes have them.",
    ),
    _defined(
        "db.schema.relTypeProperties",
        (
            ("relType", "STRING"),
            ("propertyName", "STRING"),
            ("propertyTypes", "LIST<STRING>"),
            ("mandatory", "BOOLEAN"),
        ),
        _relationship_type_properties,
        "The properties of each relationship type, their types, and whether all relationships have them.",
    ),
    _defined(
        "dbms.components",
        (("name", "STRING"), ("versions", "LIST<STRING>"), ("edition", "STRING")),
        _components,
        "The name and version of this engine.",
    ),
)
