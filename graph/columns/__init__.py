"""Typed columns of values: the arrays under tables, snapshots and query batches."""

from sociogram.graph.columns.arrays import AnyArray, BoolArray, CodeArray, FloatArray, IntArray, ObjectArray
from sociogram.graph.columns.base import LIST_LIMIT, Column, RowIndices
from sociogram.graph.columns.columns import (
    INT64_MAX,
    INT64_MIN,
    BoolColumn,
    ConstantColumn,
    DictionaryColumn,
    FloatColumn,
    IntColumn,
    ListBackedColumn,
    ObjectColumn,
    TextColumn,
    integers_for,
)
from sociogram.graph.columns.construction import column_of, concat, concat_texts
from sociogram.graph.columns.entity_columns import NodeColumn, RelationshipColumn

__all__ = [
    "INT64_MAX",
    "INT64_MIN",
    "LIST_LIMIT",
    "AnyArray",
    "BoolArray",
    "BoolColumn",
    "CodeArray",
    "Column",
    "ConstantColumn",
    "DictionaryColumn",
    "FloatArray",
    "FloatColumn",
    "IntArray",
    "IntColumn",
    "ListBackedColumn",
    "NodeColumn",
    "ObjectArray",
    "ObjectColumn",
    "RelationshipColumn",
    "RowIndices",
    "TextColumn",
    "column_of",
    "concat",
    "concat_texts",
    "integers_for",
]
