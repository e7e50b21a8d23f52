"""All nodes and relationships of a server as columns; the rows become columns in blocks as they arrive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, overload

import numpy as np

from sociogram.graph.columns import DictionaryColumn, IntArray, ObjectColumn
from sociogram.graph.common.cypher_names import quoted
from sociogram.graph.graph_columns import GraphColumns, NodeColumns, RelationshipColumns
from sociogram.graph.neo4j.column_blocks import ColumnBlocks, in_blocks
from sociogram.graph.neo4j.connection import Connection

_ROWS_AT_ONCE = 20_000
"""Rows held as Python values before they become columns, which take a fraction of the memory."""


def whole_columns(connection: Connection, nodes: Sequence[str], ends: tuple[str, str]) -> GraphColumns:
    """Return nodes and the relationships between the actors among them as columns.

    Args:
        connection: the server.
        nodes: queries that match nodes as ``a``.
        ends: the patterns of actors as ``a`` and as ``b``.
    """
    found = _read_nodes(connection, nodes)
    rows = {key: row for row, key in enumerate(found.keys or ())}
    return GraphColumns(found, _read_ties(connection, ends, rows))


def _read_nodes(connection: Connection, queries: Sequence[str]) -> NodeColumns:
    names = _names(connection, (f"{text} UNWIND keys(a)" for text in queries))
    cells = "".join(f", a.{quoted(name)}" for name in names)
    answers = (connection.execute(f"{text} RETURN elementId(a), labels(a){cells}") for text in queries)
    blocks, keys, labels = ColumnBlocks(names), _Keys(), _Codes()
    for some in in_blocks(chain.from_iterable(answer.rows for answer in answers), _ROWS_AT_ONCE):
        keys.add([row[0] for row in some])
        labels.add([tuple(sorted(row[1])) for row in some])
        blocks.add([row[2:] for row in some])
    return NodeColumns(np.arange(len(keys)), blocks.columns(), keys, labels.column())


def _read_ties(connection: Connection, ends: tuple[str, str], rows: dict[str, int]) -> RelationshipColumns:
    a, b = ends
    names = _names(connection, [f"MATCH {a}-[r]->{b} UNWIND keys(r)"])
    cells = "".join(f", r.{quoted(name)}" for name in names)
    # One row for each actor: the driver takes longer for a row than for the values in it, and for a map of
    # properties longer than for a list.
    ties = f"[(a)-[r]->{b} | [elementId(b), elementId(r), type(r){cells}]]"
    answer = connection.execute(
        f"MATCH {a} WITH a, {ties} AS ties WHERE ties <> [] RETURN elementId(a), ties"
    )
    blocks, keys, types = ColumnBlocks(names), _Keys(), _Codes()
    starts: list[IntArray] = []
    targets: list[IntArray] = []
    for some in in_blocks(_known_ties(answer.rows, rows), _ROWS_AT_ONCE):
        starts.append(np.array([row[0] for row in some], dtype=np.int64))
        targets.append(np.array([row[1] for row in some], dtype=np.int64))
        keys.add([row[2] for row in some])
        types.add([row[3] for row in some])
        blocks.add([row[4:] for row in some])
    return RelationshipColumns(
        np.arange(len(keys)), blocks.columns(), keys, types.column(), _joined(starts), _joined(targets)
    )


def _known_ties(answer: Iterator[tuple[Any, ...]], rows: dict[str, int]) -> Iterator[list[Any]]:
    """Yield the ties of rows of actors, each with the rows of its ends; none of an actor created since."""
    for start, ties in answer:
        if start in rows:
            own = rows[start]
            yield from ([own, rows[tie[0]], *tie[1:]] for tie in ties if tie[0] in rows)


def _names(connection: Connection, queries: Iterator[str] | list[str]) -> list[str]:
    """Return in alphabetical order the properties that queries unwind."""
    texts = (f"{text} AS name RETURN DISTINCT name" for text in queries)
    return sorted({name for text in texts for (name,) in connection.execute(text).rows})


def _joined(parts: list[IntArray]) -> IntArray:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


@dataclass(slots=True)
class _Codes:
    """Values of which there are few different ones."""

    codes: list[IntArray] = field(default_factory=list)
    distinct: dict[Any, int] = field(default_factory=dict)

    def add(self, values: Sequence[Any]) -> None:
        distinct = self.distinct
        self.codes.append(
            np.array([distinct.setdefault(one, len(distinct)) for one in values], dtype=np.int64)
        )

    def column(self) -> DictionaryColumn:
        return DictionaryColumn(_joined(self.codes), ObjectColumn.of(list(self.distinct)).values)


class _Keys(Sequence[str]):
    """Values of ``elementId()``. Neo4j's differ only in the number at their end, so numbers are kept."""

    def __init__(self) -> None:
        self._parts: list[IntArray] = []
        self._numbers: IntArray | None = None
        self._prefix: str | None = None
        self._texts: list[str] | None = None

    def add(self, keys: list[str]) -> None:
        if self._texts is None:
            if self._prefix is None:
                self._prefix = _prefix_of(keys[0])
            begin = len(self._prefix)
            rest = [key[begin:] for key in keys if key.startswith(self._prefix)]
            if len(rest) == len(keys) and all(map(_is_number, rest)):
                self._parts.append(np.array(rest, dtype=np.int64))
                self._numbers = None
                return
            self._texts = list(self)
        self._texts += keys

    def _all(self) -> IntArray:
        if self._numbers is None:
            self._numbers = _joined(self._parts)
            self._parts = [self._numbers]
        return self._numbers

    def __len__(self) -> int:
        return len(self._all()) if self._texts is None else len(self._texts)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if self._texts is not None:
            return self._texts[index]
        if isinstance(index, slice):
            return [f"{self._prefix}{number}" for number in self._all()[index].tolist()]
        return f"{self._prefix}{self._all()[index]}"


def _prefix_of(key: str) -> str:
    return key.rstrip("0123456789")


def _is_number(text: str) -> bool:
    """Return whether a text is what writing a number of 64 bits gives."""
    return text.isascii() and text.isdigit() and len(text) < 19 and (text == "0" or text[0] != "0")
