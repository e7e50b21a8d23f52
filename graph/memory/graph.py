"""The graph in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from sociogram.graph.columns import IntArray
from sociogram.graph.common.gc_pause import gc_paused
from sociogram.graph.dataset import Dataset, MergeCounts
from sociogram.graph.memory.constraints import SchemaRule
from sociogram.graph.memory.scan import MemoryView, entity_rows, nodes_at, relationships_at
from sociogram.graph.memory.state import GraphState
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.memory.storage.tables import Tables
from sociogram.graph.model import Node, Relationship
from sociogram.graph.store import Progress
from sociogram.graph.subgraph import Subgraph

if TYPE_CHECKING:
    from sociogram.graph.memory.networkx.mirror import NetworkXMirror
    from sociogram.graph.memory.transaction import Transaction


class MemoryGraph:
    """A property graph in memory: columns for queries, and a networkx graph when it is asked for.

    Readers take ``snapshot``, which stands still; writers open a ``transaction()``. One thread at a time
    writes, and others wait for it.

    With ``enforces_keys`` a transaction is rejected that a data folder could not hold: ids stay unique.
    """

    def __init__(
        self, tables: Tables | None = None, *, location: str = "memory", enforces_keys: bool = False
    ) -> None:
        self.location = location
        self._enforces_keys = enforces_keys
        self._state = GraphState(tables)
        self.indexes: dict[str, SchemaRule] = {}
        """The indexes that a user has declared, by name; look-ups need none of them."""
        self._mirror: NetworkXMirror | None = None
        self._transaction: Transaction | None = None

    @classmethod
    def from_dataset(cls, dataset: Dataset, *, location: str = "memory") -> Self:
        """Hold a data set; ids of entities are unique, and both ends of each relation are among them."""
        from sociogram.graph.memory.from_dataset import tables_of

        return cls(tables_of(dataset), location=location)

    @classmethod
    def from_networkx(cls, graph: Any, *, location: str = "networkx") -> Self:
        """Hold a graph made with networkx, of any of its classes; ``networkx`` stays that very object."""
        from sociogram.graph.memory.networkx.mirror import NetworkXMirror

        store = cls(location=location)
        store._state.listener = store._mirror = NetworkXMirror.of_graph(graph, store._state)
        return store

    @classmethod
    def from_subgraph(cls, part: Subgraph, *, location: str = "memory") -> Self:
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
    def snapshot(self) -> Snapshot:
        """The graph as it is now, a running transaction's writes included. It does not change."""
        with self._state.lock:
            if self._mirror is not None and self._transaction is None:
                self._mirror.pull(self._state)
            return self._state.snapshot(may_compact=self._transaction is None)

    @property
    def networkx(self) -> Any:
        """The graph as a ``networkx`` graph, built on first use and updated with each write.

        The next query sees changes made to it directly.
        """
        with self._state.lock:
            if self._mirror is None:
                from sociogram.graph.memory.networkx.mirror import NetworkXMirror

                self._state.listener = self._mirror = NetworkXMirror.of_snapshot(self.snapshot)
            else:
                if self._transaction is None:
                    self._mirror.pull(self._state)
                self._mirror.push(self._state.live)
            return self._mirror.graph

    @property
    def is_remote(self) -> bool:
        """Always false."""
        return False

    @property
    def is_persistent(self) -> bool:
        """Always false: a folder has what was saved to it."""
        return False

    @property
    def is_empty(self) -> bool:
        """Whether nothing has ever been written, so that a whole graph can be put in place."""
        return self._state.live.node_slots == 0 and self._mirror is None and not self._state.constraints

    @property
    def is_directed(self) -> bool:
        """Whether directions mean something: not so in a networkx graph that is undirected."""
        return self._mirror is None or bool(self._mirror.graph.is_directed())

    # Values

    def node(self, slot: int) -> Node:
        """Return a node as a value."""
        snapshot = self.snapshot
        return Node(str(slot), snapshot.node_labels(slot), snapshot.node_properties(slot))

    def relationship(self, slot: int) -> Relationship:
        """Return a relationship as a value."""
        snapshot = self.snapshot
        return Relationship(
            str(slot),
            snapshot.type_name(slot),
            str(snapshot.start_of(slot)),
            str(snapshot.end_of(slot)),
            snapshot.relationship_properties(slot),
        )

    def nodes(self, slots: Sequence[int]) -> list[Node]:
        """Return many nodes as values."""
        return nodes_at(self.snapshot, slots)

    def relationships(self, slots: Sequence[int]) -> list[Relationship]:
        """Return many relationships as values."""
        return relationships_at(self.snapshot, slots)

    # All of it

    def view(self) -> MemoryView:
        """Return all entities, relationships between them, sources and relation types, read in chunks."""
        return MemoryView(self.snapshot)

    def relationship_ends(self) -> Iterator[tuple[IntArray, IntArray]]:
        """Yield start and end slots of the relationships between entities."""
        yield self.view().ends()

    def entity_rows(self) -> Iterable[tuple[Any, ...]]:
        """Return id, name, aliases and stub flag of each entity."""
        return entity_rows(self.snapshot)

    # Writing

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Open a transaction: committed when the block ends, rolled back when it raises.

        A nested transaction can be rolled back alone.
        """
        from sociogram.graph.memory.transaction import Transaction

        with self._state.lock:
            outer = self._transaction
            if outer is None and self._mirror is not None:
                self._mirror.need_writable()
                self._mirror.pull(self._state)
            inner = self._transaction = Transaction(self._state, outer)
            try:
                yield inner
                if self._enforces_keys:
                    inner.check_keys()
            except BaseException:
                inner.rollback()
                raise
            else:
                inner.commit()
            finally:
                self._transaction = outer
                if outer is None and self._mirror is not None:
                    self._mirror.push(self._state.live)

    def merge(self, dataset: Dataset, *, progress: Progress | None = None) -> MergeCounts:
        """Merge a data set: what is there is completed, what is new is added, nothing is taken away.

        Args:
            dataset: entities by ``id``, relations by ``id`` or by what makes them the same, sources by
                ``id``, relation types by ``type``.
            progress: called with rows done and rows in all.
        """
        from sociogram.graph.memory.merge import fill, has_no_duplicates, merge

        if self.is_empty and has_no_duplicates(dataset):
            with gc_paused():
                return fill(self._state, dataset, progress)
        with gc_paused(), self.transaction() as transaction:
            return merge(transaction, dataset, progress)

    def to_dataset(self) -> Dataset:
        """Return what the store holds as tables, for a data folder or another store.

        Raises:
            DataError: the tables cannot hold something, such as a relation of a source.
        """
        from sociogram.graph.memory.to_dataset import dataset_of

        return dataset_of(self.snapshot)

    def close(self) -> None:
        """Do nothing; an in-memory graph holds no connection."""

    # Constraints

    @property
    def constraints(self) -> dict[str, SchemaRule]:
        """The uniqueness constraints, by name."""
        return dict(self._state.constraints.rules)

    def add_constraint(self, rule: SchemaRule) -> None:
        """Keep properties unique among the nodes with a label.

        Raises:
            CypherConstraintVerificationFailed: some nodes have the same values.
        """
        self._state.constraints.add(self.snapshot, rule)

    def drop_constraint(self, name: str) -> bool:
        """Drop a constraint; False where there is none of that name."""
        return self._state.constraints.drop(name)
