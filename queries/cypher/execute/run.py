"""One run of a plan: what it writes, what it counts, and how its values go out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import ref

from sociogram.graph.columns import (
    BoolColumn,
    Column,
    ConstantColumn,
    FloatColumn,
    IntColumn,
    ListBackedColumn,
    NodeColumn,
    RelationshipColumn,
    TextColumn,
)
from sociogram.graph.errors import CypherConstraintVerificationFailed, LimitExceeded
from sociogram.graph.memory.storage.snapshot import Snapshot, Way
from sociogram.graph.model import Node, Path, Relationship
from sociogram.graph.summary import Counters
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.vectors import ListColumn
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.memory_limit import free_memory
from sociogram.queries.cypher.values.conversion import to_python
from sociogram.queries.cypher.values.references import NodeRef, PathRef, RelationshipRef

if TYPE_CHECKING:
    from sociogram.graph.memory.graph import MemoryStore
    from sociogram.graph.memory.transaction import Transaction

BYTES_A_VALUE = 8
UNASKED = 1 << 26
"""Bytes that are never too many."""
OUT_AT_ONCE = 1 << 14
"""Rows that are made into an answer's values at once: paths and lists take much more than rows do."""

_PLAIN = frozenset({IntColumn, FloatColumn, BoolColumn, TextColumn})
"""Columns whose values an answer holds as they are."""
_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})
"""Kinds of values that it holds so."""


class Run:
    """What the operators of one run share.

    Attributes:
        store: the graph; writing operators open their transaction through it.
        transaction: where to write; None in a query that only reads.
        counted: what was written, by the names of ``Counters``.
        unfinished: nodes that are deleted once nothing hangs on them any more.
        stages: the rows that a stage of a long plan has given to the next one.
    """

    __slots__ = ("_held", "_memory", "counted", "stages", "store", "transaction", "unfinished")

    def __init__(
        self, store: MemoryStore, transaction: Transaction | None, memory: int | None = None
    ) -> None:
        self.store: MemoryStore = store
        self.transaction: Transaction | None = transaction
        self.counted: dict[str, int] = {}
        self.unfinished: list[int] = []
        self.stages: dict[int, list[Batch]] = {}
        self._held = 0
        self._memory = memory

    def hold(self, rows: int, columns: int) -> None:
        """Note that rows are kept until all have come, and raise where that is more than a query may."""
        self._held += rows * max(columns, 1) * BYTES_A_VALUE
        if self._held < UNASKED:
            return
        if self._memory is None:
            self._memory = free_memory() // 2
        if self._held > self._memory:
            raise LimitExceeded(
                f"The query would hold rows of more than {self._memory / 1e9:.1f} GB at once. "
                "Ask for less (LIMIT, a narrower pattern, counts instead of rows), "
                "or raise the limit with limits=Limits(memory=…).",
                limit="memory",
            )

    def count(self, what: str, number: int = 1) -> None:
        """Note that something was written."""
        self.counted[what] = self.counted.get(what, 0) + number

    def counters(self) -> Counters:
        """Return what was written."""
        return Counters(**self.counted)

    def reference(self, value: Any) -> Any:
        """Return what a procedure of the user's gives as the query holds it."""
        kind = type(value)
        if kind is Node:
            return NodeRef(int(value.id))
        if kind is Relationship:
            return RelationshipRef(int(value.id))
        if kind is Path:
            nodes = tuple(int(node.id) for node in value.nodes)
            return PathRef(nodes, tuple(int(step.id) for step in value.relationships))
        return value


def finish_deletions(context: Context) -> None:
    """Delete the nodes that had relationships when their clause ran, or raise if they still have."""
    run: Run = context.statement
    transaction = run.transaction
    if transaction is None:
        return
    for slot in run.unfinished:
        if transaction.index.expand_one(slot, Way.BOTH)[0]:
            raise CypherConstraintVerificationFailed(
                "Cannot delete a node that still has relationships.",
                detail="DeleteConnectedNode",
                hint="DETACH DELETE deletes them too.",
            )
        transaction.delete_node(slot)
    run.unfinished.clear()


KEPT_AT_LEAST = 1 << 13
"""Nodes and relationships of an answer that are never worth letting go."""

Entity = TypeVar("Entity", Node, Relationship)


class Entities:
    """Makes nodes, relationships and paths of references, each once, as the graph is now."""

    __slots__ = (
        "_deleted_nodes",
        "_deleted_relationships",
        "_index",
        "_nodes",
        "_relationships",
        "_release_at",
    )

    def __init__(self, context: Context) -> None:
        self._index: Snapshot = context.index
        self._deleted_nodes = context.deleted_nodes
        self._deleted_relationships = context.deleted_relationships
        self._nodes: dict[int, Node] = {}
        self._relationships: dict[int, Relationship] = {}
        self._release_at = KEPT_AT_LEAST

    def release(self) -> None:
        """Let go of what nobody holds any more: rows that were streamed past.

        What somebody holds stays, so that it is still made once.
        """
        if len(self._nodes) + len(self._relationships) < self._release_at:
            return
        self._nodes = _still_held(self._nodes)
        self._relationships = _still_held(self._relationships)
        # twice as many next time, or rows that are kept would be gone over again and again
        self._release_at = max(KEPT_AT_LEAST, 2 * (len(self._nodes) + len(self._relationships)))

    def __call__(self, value: Any) -> Any:
        """Return what a reference stands for."""
        kind = type(value)
        if kind is NodeRef:
            return self.node(value.slot)
        if kind is RelationshipRef:
            return self.relationship(value.slot)
        nodes = tuple(map(self.node, value.nodes))
        return Path(nodes, tuple(map(self.relationship, value.relationships)))

    def node(self, slot: int) -> Node:
        """Return a node; one that this query has deleted is bare."""
        found = self._nodes.get(slot)
        if found is None:
            if slot in self._deleted_nodes:
                found = Node(str(slot))
            else:
                found = Node(str(slot), self._index.node_labels(slot), self._index.node_properties(slot))
            self._nodes[slot] = found
        return found

    def relationship(self, slot: int) -> Relationship:
        """Return a relationship; one that this query has deleted has no properties."""
        found = self._relationships.get(slot)
        if found is None:
            index = self._index
            gone = slot in self._deleted_relationships
            found = Relationship(
                str(slot),
                index.type_name(slot),
                str(index.start_of(slot)),
                str(index.end_of(slot)),
                {} if gone else index.relationship_properties(slot),
            )
            self._relationships[slot] = found
        return found


def _still_held(made: dict[int, Entity]) -> dict[int, Entity]:
    """Return those that somebody else holds, and empty ``made``."""
    seen = {slot: ref(entity) for slot, entity in made.items()}
    made.clear()
    return {slot: entity for slot, found in seen.items() if (entity := found()) is not None}


def values_out(column: Column, entities: Entities) -> list[Any]:
    """Return a column's values as an answer holds them."""
    kind = type(column)
    if kind in _PLAIN:
        return column.to_list()
    if kind is ListBackedColumn:
        return [
            value if type(value) in _AS_THEY_ARE else to_python(value, entities)
            for value in column.listed  # type: ignore[attr-defined]
        ]
    if isinstance(column, NodeColumn):
        return [None if slot < 0 else entities.node(slot) for slot in column.listed()]
    if isinstance(column, RelationshipColumn):
        return [None if slot < 0 else entities.relationship(slot) for slot in column.listed()]
    if isinstance(column, ConstantColumn):
        value = column.constant
        return [value if type(value) in _AS_THEY_ARE else to_python(value, entities)] * column.length
    if isinstance(column, ListColumn) and not column.repeats_items():
        return column.lists_of(partial(values_out, entities=entities))
    return [
        value if type(value) in _AS_THEY_ARE else to_python(value, entities) for value in column.to_list()
    ]


def rows_out(batches: list[Batch], columns: tuple[str, ...], context: Context) -> Iterator[tuple[Any, ...]]:
    """Give the rows of an answer, one batch after another; a batch goes when it is out."""
    # chained in C: a generator's own step would cost each row as much as making it
    return chain.from_iterable(_parts_out(batches, columns, context))


def _parts_out(
    batches: list[Batch], columns: tuple[str, ...], context: Context
) -> Iterator[Iterator[tuple[Any, ...]]]:
    entities = Entities(context)
    batches.reverse()
    while batches:
        batch = batches.pop()
        for part in batch.parts(OUT_AT_ONCE) if batch.length > OUT_AT_ONCE else (batch,):
            context.check()
            made = part.columns
            yield zip(*[values_out(made[name], entities) for name in columns], strict=True)
            entities.release()
