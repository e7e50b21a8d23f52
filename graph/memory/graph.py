"""The graph in memory."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sociogram.graph.dataset import Dataset, MergeCounts
from sociogram.graph.memory.constraints import Constraints, SchemaRule
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.memory.storage.tables import Delta, Tables
from sociogram.graph.model import Node, Relationship

if TYPE_CHECKING:
    from sociogram.graph.memory.networkx.mirror import NetworkXMirror
    from sociogram.graph.memory.transaction import Transaction
    from sociogram.graph.subgraph import Subgraph

_FOLD_AT_LEAST = 1000
_FOLD_SHARE = 50
"""Delta are folded into the tables when they are more than a fiftieth of them (and a thousand)."""


class MemoryStore:
    """A property graph in memory: columns for queries, and a networkx graph when it is asked for.

    Readers take ``index``, which stands still; writers open a ``transaction()``. One thread at a time
    writes, and others wait for it.

    Attributes:
        kept: what those who use the store keep with it, by its class: prepared queries, say.

    With ``keeps_keys`` no transaction is kept that a data folder could not hold: ids stay unique.
    """

    def __init__(
        self, tables: Tables | None = None, *, location: str = "memory", keeps_keys: bool = False
    ) -> None:
        self.location = location
        self._keeps_keys = keeps_keys
        self.kept: dict[type, Any] = {}
        self._tables = Tables.empty() if tables is None else tables
        self._changes = Delta(self._tables)
        self._live = Snapshot(self._tables, self._changes)
        self._handed_out: weakref.ref[Snapshot] | None = None
        self._constraints = Constraints()
        self.indexes: dict[str, SchemaRule] = {}
        """The indexes that a user has declared, by name; look-ups need none of them."""
        self._face: NetworkXMirror | None = None
        self._transaction: Transaction | None = None
        self._lock = threading.RLock()

    @classmethod
    def from_dataset(cls, dataset: Dataset, *, location: str = "memory") -> MemoryStore:
        """Hold a data set; ids of entities are unique, and both ends of each relation are among them."""
        from sociogram.graph.memory.from_dataset import tables_of

        return cls(tables_of(dataset), location=location)

    @classmethod
    def from_networkx(cls, graph: Any, *, location: str = "networkx") -> MemoryStore:
        """Hold a graph made with networkx, of any of its classes; ``networkx`` stays that very object."""
        from sociogram.graph.memory.networkx.mirror import NetworkXMirror

        store = cls(location=location)
        store._face = NetworkXMirror.of_graph(graph, store)
        return store

    @classmethod
    def from_subgraph(cls, part: Subgraph, *, location: str = "memory") -> MemoryStore:
        """Hold a part of another graph, as one of its own: to tabulate it, or to have it as networkx."""
        store = cls(location=location)
        with store.transaction() as transaction:
            slots = {node.id: transaction.create_node(node.labels, node.properties) for node in part.nodes}
            for edge in part.relationships:
                transaction.create_relationship(
                    slots[edge.start], slots[edge.end], edge.type, edge.properties
                )
        return store

    @property
    def index(self) -> Snapshot:
        """The graph as it is now, a running transaction's writes included. It does not change."""
        with self._lock:
            if self._face is not None and self._transaction is None:
                self._face.pull(self)
            found = None if self._handed_out is None else self._handed_out()
            if found is not None:
                return found
            if self._transaction is None:
                self._fold_if_large()
            index = Snapshot(self._tables, self._changes)
            self._handed_out = weakref.ref(index)
            return index

    @property
    def networkx(self) -> Any:
        """The graph as a ``networkx`` graph, built when first asked for and kept up to date.

        What is changed in it directly is seen by the next query.
        """
        with self._lock:
            if self._face is None:
                from sociogram.graph.memory.networkx.mirror import NetworkXMirror

                self._face = NetworkXMirror.of_index(self.index)
            else:
                if self._transaction is None:
                    self._face.pull(self)
                self._face.push(self._live)
            return self._face.graph

    @property
    def is_empty(self) -> bool:
        """Whether nothing has ever been written, so that a whole graph can be put in place."""
        return self._live.node_slots == 0 and self._face is None and not self._constraints

    @property
    def is_directed(self) -> bool:
        """Whether directions mean something: not so in a networkx graph that is undirected."""
        return self._face is None or bool(self._face.graph.is_directed())

    # Values

    def node(self, slot: int) -> Node:
        """Return a node as a value."""
        index = self.index
        return Node(str(slot), index.node_labels(slot), index.node_properties(slot))

    def relationship(self, slot: int) -> Relationship:
        """Return a relationship as a value."""
        index = self.index
        return Relationship(
            str(slot),
            index.type_name(slot),
            str(index.start_of(slot)),
            str(index.end_of(slot)),
            index.relationship_properties(slot),
        )

    # Writing

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Open a transaction: kept when the block ends, taken back when it raises.

        One inside another is a part of it, which can be taken back alone.
        """
        from sociogram.graph.memory.transaction import Transaction

        with self._lock:
            outer = self._transaction
            if outer is None and self._face is not None:
                self._face.need_writable()
                self._face.pull(self)
            inner = self._transaction = Transaction(self, outer)
            try:
                yield inner
                if self._keeps_keys:
                    inner.check_keys()
            except BaseException:
                inner.undo()
                raise
            else:
                inner.keep()
            finally:
                self._transaction = outer
                if outer is None and self._face is not None:
                    self._face.push(self._live)

    def merge(self, dataset: Dataset, *, progress: Callable[[int, int], None] | None = None) -> MergeCounts:
        """Merge a data set: what is there is completed, what is new is added, nothing is taken away.

        Args:
            dataset: entities by ``id``, relations by ``id`` or by what makes them the same, sources by
                ``id``, relation types by ``type``.
            progress: called with rows done and rows in all.
        """
        from sociogram.graph.memory.merge import merge

        return merge(self, dataset, progress)

    def to_dataset(self) -> Dataset:
        """Return what the store holds as tables, for a data folder or another store.

        Raises:
            DataError: the tables cannot hold something, such as a relation of a source.
        """
        from sociogram.graph.memory.to_dataset import dataset_of

        return dataset_of(self.index)

    def close(self) -> None:
        """Let go of nothing: the graph is in memory. Here for stores that have a connection."""

    # Constraints

    @property
    def constraints(self) -> dict[str, SchemaRule]:
        """The uniqueness constraints, by name."""
        return dict(self._constraints.rules)

    def add_constraint(self, rule: SchemaRule) -> None:
        """Keep properties unique among the nodes with a label.

        Raises:
            CypherConstraintVerificationFailed: some nodes have the same values.
        """
        self._constraints.add(self.index, rule)

    def drop_constraint(self, name: str) -> bool:
        """Drop a constraint; False where there is none of that name."""
        return self._constraints.drop(name)

    # For transactions

    def _writable(self) -> Delta:
        """Return the changes, to write into; whoever holds an index keeps it as it is."""
        if self._handed_out is not None:
            if self._handed_out() is not None:
                self._changes = self._live._changes = self._changes.fork()
            self._handed_out = None
        return self._changes

    def _fold_if_large(self) -> None:
        changes, tables = self._changes, self._tables
        size = tables.node_slots + tables.relationship_slots
        if changes.operations > max(_FOLD_AT_LEAST, size // _FOLD_SHARE):
            from sociogram.graph.memory.storage.compaction import compact

            self._replace(compact(self._live))

    def _replace(self, tables: Tables) -> None:
        """Go on from other tables that hold all there is."""
        self._tables = self._live._tables = tables
        self._changes = self._live._changes = Delta(tables)
        self._handed_out = None

    def _touched_nodes(self, slot: int, key: str | None = None, *, labels: bool = False) -> None:
        if self._face is not None:
            self._face.node_touched(slot, key, labels=labels)

    def _touched_relationships(self, slot: int, key: str | None = None) -> None:
        if self._face is not None:
            self._face.relationship_touched(slot, key)

    def nodes(self, slots: Sequence[int]) -> list[Node]:
        """Return many nodes as values."""
        from sociogram.graph.memory.values import nodes

        return nodes(self.index, slots)

    def relationships(self, slots: Sequence[int]) -> list[Relationship]:
        """Return many relationships as values."""
        from sociogram.graph.memory.values import relationships

        return relationships(self.index, slots)
