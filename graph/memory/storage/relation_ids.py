"""Ids of relations without a given one, computed on first read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sociogram.graph.columns import Column, IntArray, ObjectArray
from sociogram.graph.columns.patch import objects
from sociogram.graph.merge_rules import relation_key, relation_keys


class RelationIds:
    """Returns the given id of a relation, or else the digest of its key fields.

    Attributes:
        own: the given ids; null for relations without one.
        keys: the columns of ``RELATION_KEY_FIELDS``, in that order.
    """

    __slots__ = ("keys", "own")

    def __init__(self, own: Column, keys: Sequence[Column]) -> None:
        self.own: Column = own
        self.keys: Sequence[Column] = keys

    def __call__(self, rows: IntArray | None) -> ObjectArray:
        """Return the ids of some rows, or of all if ``rows`` is None."""
        found = relation_keys(self.keys if rows is None else [column.take(rows) for column in self.keys])
        own = (self.own if rows is None else self.own.take(rows)).to_list()
        ids = [derived if mine is None else mine for derived, mine in zip(found, own, strict=True)]
        return objects(ids, len(ids))

    def one(self, row: int) -> Any:
        """Return the id of one row."""
        own = self.own.value(row)
        return relation_key([column.value(row) for column in self.keys]) if own is None else own
