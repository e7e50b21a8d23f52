"""A data set as groups of rows for one statement: with the same labels or the same type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sociogram.graph.columns import AnyArray, Column, ConstantColumn, IntArray, TextColumn
from sociogram.graph.dataset import RELATION_KEY_FIELDS, Dataset, Table
from sociogram.graph.merge_rules import DEFAULT_TYPE, relation_key
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, types_of
from sociogram.graph.neo4j.merge.column_parameters import Field, values_at
from sociogram.graph.neo4j.merge.statements import (
    FewNodeStatements,
    FewRelationshipStatements,
    NodeStatements,
    RelationshipStatements,
    Statements,
)

FEW_ROWS = 5_000
"""Up to this many rows, planning a statement for columns takes longer than it saves."""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows of one table for the same statements.

    Attributes:
        table: the table of the data set.
        statements: the statements to run for them.
        rows: their row numbers in the table.
        labels: the labels of their nodes besides the one that finds them.
        values: returns the values of each field at some rows.
        completes: whether the rows have no id of their own and therefore replace no existing value.
    """

    table: str
    statements: Statements
    rows: IntArray
    labels: tuple[str, ...]
    values: Callable[[IntArray], list[list[Any]]]
    completes: bool = False


def groups_of(dataset: Dataset, given_ids: Mapping[str, str]) -> Iterator[RowGroup]:
    """Yield the groups, nodes before the relationships between them.

    Args:
        dataset: the data set.
        given_ids: by computed id, the ids that the server has for relations without an id in the data set.
    """
    yield from _entities(dataset.entities)
    yield from _plain_nodes("sources", dataset.sources, SOURCE_LABEL, "id")
    yield from _plain_nodes("relation_types", dataset.relation_types, RELATION_TYPE_LABEL, "type")
    yield from _relations(dataset.relations, given_ids)


def _entities(table: Table) -> Iterator[RowGroup]:
    fields = _fields(table, skip=("type",))
    for types, rows in _grouped(table.column("type"), len(table)):
        labels = (types,) if isinstance(types, str) else tuple(dict.fromkeys(types or ()))
        others = tuple(types_of(labels))
        statements = _node_statements(ENTITY_LABEL, "id", others, fields, len(rows))
        yield RowGroup("entities", statements, rows, others, _reader(fields))


def _plain_nodes(name: str, table: Table, label: str, key: str) -> Iterator[RowGroup]:
    if len(table):
        fields = _fields(table)
        rows = np.arange(len(table), dtype=np.int64)
        yield RowGroup(name, _node_statements(label, key, (), fields, len(rows)), rows, (), _reader(fields))


def _node_statements(
    label: str, key: str, others: Sequence[str], fields: Sequence[Field], count: int
) -> NodeStatements:
    make = FewNodeStatements if count <= FEW_ROWS else NodeStatements
    return make(label, key, others, fields)


def _relations(table: Table, given_ids: Mapping[str, str]) -> Iterator[RowGroup]:
    fields = _fields(table, skip=("type", "id"))
    identity = Field("id", table.column("id"), "text", nullable=False)
    sources = _codes(table.column("source"))
    has_id = ~table.column("id").null_mask() if len(table) else np.zeros(0, dtype=np.bool_)
    for type_name, all_rows in _grouped(table.column("type"), len(table)):
        for completes, rows in ((False, all_rows[has_id[all_rows]]), (True, all_rows[~has_id[all_rows]])):
            if not len(rows):
                continue
            make = FewRelationshipStatements if len(rows) <= FEW_ROWS else RelationshipStatements
            statements = make(ENTITY_LABEL, type_name or DEFAULT_TYPE, [identity, *fields])
            # Sort by start node: a transaction then touches fewer nodes.
            ordered_rows = rows[np.argsort(sources[rows], kind="stable")]
            reader = _relation_reader(table, fields, given_ids)
            yield RowGroup("relations", statements, ordered_rows, (), reader, completes)


def are_distinct(relations: Table) -> bool:
    """Return whether no two relations of a data set can be the same."""
    if not len(relations):
        return True
    source, target = (_codes(relations.column(end)).astype(np.int64) for end in ("source", "target"))
    pairs = source * (int(target.max()) + 2) + target
    order = np.argsort(pairs, kind="stable")
    repeated = np.flatnonzero(pairs[order][1:] == pairs[order][:-1])
    rows = np.unique(np.concatenate([order[repeated], order[repeated + 1]]))
    [ids] = _relation_reader(relations, (), {})(rows)
    return len(set(ids)) == len(ids)


def _fields(table: Table, skip: Sequence[str] = ()) -> list[Field]:
    found = (Field.of(name, column) for name, column in table.columns.items() if name not in skip)
    return [field for field in found if field is not None]


def _reader(fields: Sequence[Field]) -> Callable[[IntArray], list[list[Any]]]:
    def read(rows: IntArray) -> list[list[Any]]:
        return [field.at(rows) for field in fields]

    return read


def _relation_reader(
    table: Table, fields: Sequence[Field], given_ids: Mapping[str, str]
) -> Callable[[IntArray], list[list[Any]]]:
    """Read the id and the fields; a missing id is the server's for the computed one, or the computed one."""
    own = table.column("id")
    keys = [table.column(name) for name in RELATION_KEY_FIELDS]
    all_own = not own.has_nulls()

    def read(rows: IntArray) -> list[list[Any]]:
        ids = values_at(own, rows)
        if not all_own:
            parts = zip(*[values_at(key, rows) for key in keys], strict=True)
            ids = [
                given_ids.get(made := relation_key(part), made) if mine is None else mine
                for mine, part in zip(ids, parts, strict=True)
            ]
        return [[str(mine) for mine in ids], *[field.at(rows) for field in fields]]

    return read


def _grouped(column: Column, length: int) -> Iterator[tuple[Any, IntArray]]:
    """Yield each distinct value of a column (lists compare by items) and the rows that have it."""
    if not length:
        return
    if isinstance(column, ConstantColumn):
        yield column.constant, np.arange(length, dtype=np.int64)
        return
    codes = _codes(column)
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[0] - 1))
    for rows in np.split(order, starts[1:]):
        yield column.value(int(rows[0])), rows


def _codes(column: Column) -> AnyArray:
    """Return, for each row, the number of its distinct value."""
    if isinstance(column, TextColumn):
        return column.codes
    codes: dict[Any, int] = {}
    keys = (tuple(value) if isinstance(value, list) else value for value in column.to_list())
    return np.fromiter((codes.setdefault(key, len(codes)) for key in keys), np.int64, count=len(column))
