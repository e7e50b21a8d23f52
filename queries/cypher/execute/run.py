"""One run of a plan: its writes, its counters, and the conversion of its results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from sociogram.graph.memory.scan import nodes_at, relationships_at
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import Direction, Node, Path, Relationship
from sociogram.graph.summary import Counters
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.list_column import ListColumn
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.memory_limit import free_memory, watch
from sociogram.queries.cypher.values.conversion import to_python
from sociogram.queries.cypher.values.references import NodeRef, PathRef, RelationshipRef

if TYPE_CHECKING:
    from sociogram.graph.memory.graph import MemoryGraph
    from sociogram.graph.memory.transaction import Transaction

BYTES_A_VALUE = 8
UNASKED = 1 << 26
"""Below this number of bytes, the limit is not checked."""
RESULT_SLICE = 1 << 14
"""The number of rows converted to result values at once: paths and lists of values need much memory."""
FEWEST_AT_ONCE = 64
"""At least this many nodes or relationships are read faster column by column than one by one."""

_PLAIN = frozenset({IntColumn, FloatColumn, BoolColumn, TextColumn})
"""Columns whose values a result contains unchanged."""
_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})
"""Types of values that a result contains unchanged."""


class Run:
    """The state that the operators of one run share.

    Attributes:
        store: the graph, for schema changes and transactions.
        transaction: the open transaction; None in a read query.
        counted: the write counters, by their names in ``Counters``.
        unfinished: the nodes to delete once they have no relationships left.
        stages: the rows that a stage of a long plan passes to the next one.
    """

    __slots__ = ("_memory", "_referenced", "counted", "stages", "store", "transaction", "unfinished")

    def __init__(
        self, store: MemoryGraph, transaction: Transaction | None, memory: int | None = None
    ) -> None:
        self.store: MemoryGraph = store
        self.transaction: Transaction | None = transaction
        self.counted: dict[str, int] = {}
        self.unfinished: list[int] = []
        self.stages: dict[int, list[Batch]] = {}
        self._referenced = 0
        self._memory = memory

    def hold(self, rows: int, columns: int) -> None:
        """Count buffered rows.

        Raises:
            LimitExceeded: the rows buffered so far exceed the memory limit.
        """
        self._referenced += rows * max(columns, 1) * BYTES_A_VALUE
        if self._referenced < UNASKED:
            return
        if self._memory is None:
            self._memory = free_memory() // 2
        if self._referenced > self._memory:
            raise LimitExceeded(
                f"The query would buffer more than {self._memory / 1e9:.1f} GB of rows at once. "
                "Request less (LIMIT, a narrower pattern, counts instead of rows), "
                "or raise the limit with limits=Limits(memory=…).",
                limit="memory",
            )

    def count(self, what: str, number: int = 1) -> None:
        """Add to a write counter."""
        self.counted[what] = self.counted.get(what, 0) + number

    def counters(self) -> Counters:
        """Return the write counters."""
        return Counters(**self.counted)

    def reference(self, value: Any) -> Any:
        """Convert a value returned by a user's procedure to a Cypher value."""
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
    """Delete the nodes that still had relationships when their DELETE ran.

    Raises:
        CypherConstraintVerificationFailed: one of them has relationships.
    """
    run: Run = context.statement
    transaction = run.transaction
    if transaction is None:
        return
    for slot in watch.each(run.unfinished):
        if transaction.snapshot.expand_one(slot, Direction.BOTH)[0]:
            raise CypherConstraintVerificationFailed(
                "Cannot delete a node that still has relationships.",
                detail="DeleteConnectedNode",
                hint="Use DETACH DELETE to delete them too.",
            )
        transaction.delete_node(slot)
    run.unfinished.clear()


RELEASE_THRESHOLD = 1 << 13
"""At most this many nodes and relationships of a result stay without a check whether they can be released."""

Entity = TypeVar("Entity", Node, Relationship)


class Entities:
    """Creates the nodes, relationships and paths of a result from references, each only once."""

    __slots__ = (
        "_deleted_nodes",
        "_deleted_relationships",
        "_nodes",
        "_relationships",
        "_release_at",
        "_snapshot",
    )

    def __init__(self, context: Context) -> None:
        self._snapshot: Snapshot = context.snapshot
        self._deleted_nodes = context.deleted_nodes
        self._deleted_relationships = context.deleted_relationships
        self._nodes: dict[int, Node] = {}
        self._relationships: dict[int, Relationship] = {}
        self._release_at = RELEASE_THRESHOLD

    def release(self) -> None:
        """Release entities that are referenced nowhere else, such as those of rows already streamed.

        The others stay, so that each entity is created only once.
        """
        if len(self._nodes) + len(self._relationships) < self._release_at:
            return
        self._nodes = _still_referenced(self._nodes)
        self._relationships = _still_referenced(self._relationships)
        # without doubling, entities that are still referenced would be scanned again for every slice
        self._release_at = max(RELEASE_THRESHOLD, 2 * (len(self._nodes) + len(self._relationships)))

    def __call__(self, value: Any) -> Any:
        """Return the entity for a reference."""
        kind = type(value)
        if kind is NodeRef:
            return self.node(value.slot)
        if kind is RelationshipRef:
            return self.relationship(value.slot)
        nodes = tuple(map(self.node, value.nodes))
        return Path(nodes, tuple(map(self.relationship, value.relationships)))

    def nodes(self, slots: Sequence[int]) -> list[Node | None]:
        """Return the nodes of a column; if many are new, they are read column by column."""
        missing = set(slots).difference(self._nodes, self._deleted_nodes, (-1,))
        if len(missing) >= FEWEST_AT_ONCE:
            self._nodes.update(zip(missing, nodes_at(self._snapshot, list(missing)), strict=True))
        return [None if slot < 0 else self.node(slot) for slot in slots]

    def relationships(self, slots: Sequence[int]) -> list[Relationship | None]:
        """Return the relationships of a column; if many are new, they are read column by column."""
        missing = set(slots).difference(self._relationships, self._deleted_relationships, (-1,))
        if len(missing) >= FEWEST_AT_ONCE:
            found = relationships_at(self._snapshot, list(missing))
            self._relationships.update(zip(missing, found, strict=True))
        return [None if slot < 0 else self.relationship(slot) for slot in slots]

    def node(self, slot: int) -> Node:
        """Return a node; one deleted by this query has no labels or properties."""
        found = self._nodes.get(slot)
        if found is None:
            if slot in self._deleted_nodes:
                found = Node(str(slot))
            else:
                snapshot = self._snapshot
                found = Node(str(slot), snapshot.node_labels(slot), snapshot.node_properties(slot))
            self._nodes[slot] = found
        return found

    def relationship(self, slot: int) -> Relationship:
        """Return a relationship; one deleted by this query has no properties."""
        found = self._relationships.get(slot)
        if found is None:
            snapshot = self._snapshot
            is_deleted = slot in self._deleted_relationships
            found = Relationship(
                str(slot),
                snapshot.type_name(slot),
                str(snapshot.start_of(slot)),
                str(snapshot.end_of(slot)),
                {} if is_deleted else snapshot.relationship_properties(slot),
            )
            self._relationships[slot] = found
        return found


def _still_referenced(created: dict[int, Entity]) -> dict[int, Entity]:
    """Return the entities that are referenced elsewhere, and empty ``created``."""
    seen = {slot: ref(entity) for slot, entity in created.items()}
    created.clear()
    return {slot: entity for slot, found in seen.items() if (entity := found()) is not None}


def values_out(column: Column, entities: Entities) -> list[Any]:
    """Convert a column to the values of a result."""
    kind = type(column)
    if kind in _PLAIN:
        return column.to_list()
    if kind is ListBackedColumn:
        return [
            value if type(value) in _AS_THEY_ARE else to_python(value, entities)
            for value in column.listed  # type: ignore[attr-defined]
        ]
    if isinstance(column, NodeColumn):
        return entities.nodes(column.listed())
    if isinstance(column, RelationshipColumn):
        return entities.relationships(column.listed())
    if isinstance(column, ConstantColumn):
        value = column.constant
        return [value if type(value) in _AS_THEY_ARE else to_python(value, entities)] * column.length
    if isinstance(column, ListColumn) and not column.repeats_items():
        return column.lists_of(partial(values_out, entities=entities))
    return [
        value if type(value) in _AS_THEY_ARE else to_python(value, entities) for value in column.to_list()
    ]


def rows_out(batches: list[Batch], columns: tuple[str, ...], context: Context) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a result, batch by batch; each batch is released after its last row."""
    # a generator step per row would cost as much as creating the row; ``chain`` iterates in C
    return chain.from_iterable(_result_slices(batches, columns, context))


def _result_slices(
    batches: list[Batch], columns: tuple[str, ...], context: Context
) -> Iterator[Iterator[tuple[Any, ...]]]:
    entities = Entities(context)
    batches.reverse()
    while batches:
        batch = batches.pop()
        for slice_batch in batch.slices(RESULT_SLICE) if batch.length > RESULT_SLICE else (batch,):
            context.check()
            created = slice_batch.columns
            yield zip(*[values_out(created[name], entities) for name in columns], strict=True)
            entities.release()
