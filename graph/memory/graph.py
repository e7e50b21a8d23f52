"""The graph in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from sociogram.graph.actor_rules import ActorChoice, ActorRule
from sociogram.graph.columns import ConstantColumn
from sociogram.graph.columns.patch import DerivedColumn
from sociogram.graph.common.gc_pause import gc_paused
from sociogram.graph.dataset import Dataset, MergeCounts, RowsToSave, Table
from sociogram.graph.graph_columns import GraphColumns
from sociogram.graph.memory.actors import actor_rule
from sociogram.graph.memory.constraints import SchemaRule
from sociogram.graph.memory.saved_rows import SavedRows, rows_to_save
from sociogram.graph.memory.scan import MemoryView, claim_columns, entity_rows, nodes_at, relationships_at
from sociogram.graph.memory.state import GraphState
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.memory.storage.tables import Tables
from sociogram.graph.model import Node, Relationship
from sociogram.graph.store import Progress
from sociogram.graph.subgraph import Subgraph

if TYPE_CHECKING:
    from sociogram.graph.memory.networkx.mirror import NetworkXMirror
    from sociogram.graph.memory.recorded_changes import Recorded
    from sociogram.graph.memory.transaction import Transaction


class MemoryGraph:
    """A property graph in memory: columns for queries, and a NetworkX graph on request.

    Readers use ``snapshot``, which never changes; writers open a ``transaction()``. One thread writes at a
    time; the others wait.

    With ``enforces_keys``, a transaction fails if a data folder could not store its result, for example if
    two entities had one id.
    """

    def __init__(
        self, tables: Tables | None = None, *, location: str = "memory", enforces_keys: bool = False
    ) -> None:
        self.location = location
        self._enforces_keys = enforces_keys
        self._state = GraphState(tables)
        self.indexes: dict[str, SchemaRule] = {}
        """The declared indexes by name; look-ups do not need them."""
        self._mirror: NetworkXMirror | None = None
        self._transaction: Transaction | None = None
        self._actor_choice = ActorChoice()
        self.cached_as: tuple[Tables | None, str] = None, ""
        """The tables that a cache holds, and their key there."""

    @classmethod
    def from_dataset(cls, dataset: Dataset, *, location: str = "memory") -> Self:
        """Create a graph from a data set with unique entity ids, whose relations name existing entities."""
        from sociogram.graph.memory.from_dataset import tables_of

        return cls(tables_of(dataset), location=location)

    @classmethod
    def from_networkx(cls, graph: Any, *, location: str = "networkx") -> Self:
        """Create a graph from a NetworkX graph of any class; ``networkx`` returns the same object."""
        from sociogram.graph.memory.networkx.mirror import NetworkXMirror

        store = cls(location=location)
        store._state.listener = store._mirror = NetworkXMirror.of_graph(graph, store._state)
        return store

    @classmethod
    def from_subgraph(cls, part: Subgraph, *, location: str = "memory") -> Self:
        """Create a graph from a part of another one, for example to convert it to tables or to NetworkX."""
        store = cls(location=location)
        with store.transaction() as transaction:
            slots = {node.id: transaction.create_node(node.labels, node.properties) for node in part.nodes}
            for edge in part.relationships:
                transaction.create_relationship(
                    slots[edge.start], slots[edge.end], edge.type, edge.properties
                )
        return store

    @classmethod
    def from_columns(cls, part: GraphColumns, *, location: str = "memory") -> Self:
        """Create a graph from a part of another one, for example to convert it to tables."""
        from sociogram.graph.memory.from_columns import tables_of_columns

        return cls(tables_of_columns(part), location=location)

    @property
    def snapshot(self) -> Snapshot:
        """The graph as it is now, including the writes of a running transaction. It never changes."""
        with self._state.lock:
            if self._mirror is not None and self._transaction is None:
                self._mirror.pull(self._state)
            return self._state.snapshot(may_compact=self._transaction is None)

    @property
    def networkx(self) -> Any:
        """The graph as a NetworkX graph, built on first use and updated by each write.

        Changes made to it directly are visible to the next query.
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
    def actor_rule(self) -> ActorRule:
        """Which nodes are actors, and what they are called."""
        return self._rule_for(self.snapshot)

    def property_keys(self, among: Collection[str] | None = None) -> set[str]:
        """Return the properties that nodes and relationships have, or those ``among`` the given names."""
        snapshot = self.snapshot
        found = {*snapshot.node_property_keys, *snapshot.relationship_property_keys}
        return found if among is None else found.intersection(among)

    def _rule_for(self, snapshot: Snapshot) -> ActorRule:
        choice = self._actor_choice
        return snapshot.cached(("actor rule", choice), lambda: actor_rule(snapshot, choice))

    @property
    def actor_choice(self) -> ActorChoice:
        """The user's choice of actors and their names."""
        return self._actor_choice

    def choose_actors(self, choice: ActorChoice) -> None:
        """Use these labels and names for actors from now on."""
        self._actor_choice = choice

    @property
    def is_remote(self) -> bool:
        """Always false."""
        return False

    @property
    def is_persistent(self) -> bool:
        """Always false: writes last only if the graph is saved to a folder."""
        return False

    @property
    def rejects_writes(self) -> bool:
        """Always true: the engine checks each query."""
        return True

    @property
    def is_empty(self) -> bool:
        """Whether nothing has ever been written, so that a data set can be loaded as whole tables."""
        return self._state.live.node_slots == 0 and self._mirror is None and not self._state.constraints

    @property
    def is_directed(self) -> bool:
        """Whether directions are significant; false only for an undirected NetworkX graph."""
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

    # The whole graph

    def view(self, rule: ActorRule | None = None) -> MemoryView:
        """Return a view of all entities, relationships between them, sources and relation types."""
        snapshot = self.snapshot
        return MemoryView(snapshot, rule or self._rule_for(snapshot))

    def entity_rows(self) -> Iterable[tuple[Any, ...]]:
        """Return id, name, aliases and stub flag of each entity."""
        return entity_rows(self.snapshot)

    def claim_columns(self, properties: Sequence[str], among: Collection[str] | None = None) -> Table:
        """Return a table of the relationships between entities, one row each, read from the columns."""
        snapshot = self.snapshot
        found = claim_columns(snapshot, self._rule_for(snapshot), properties, among)
        if "directed" in properties and not self.is_directed:
            found.columns["directed"] = ConstantColumn(False, len(found))
        return found

    def relationships_by_key(self, keys: Sequence[str]) -> list[Relationship]:
        """Return the relationships with the given ``elementId()`` values."""
        return self.relationships([int(key) for key in keys])

    # Writing

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Open a transaction that commits when the block ends and rolls back if it raises.

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
                if self._enforces_keys and outer is None:  # it includes the writes of all nested ones
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
        """Merge a data set: update what exists, add what is new, delete nothing.

        Args:
            dataset: entities and sources by ``id``, relation types by ``type``, relations by ``id`` or,
                without one, by their key fields.
            progress: called with the number of rows done and the total.

        Raises:
            DataError: a relation names an id that no entity has.
        """
        from sociogram.graph.memory.merge.merger import fill, has_no_duplicates, merge

        if self._transaction is None and self.is_empty and has_no_duplicates(dataset):
            with gc_paused():
                return fill(self._state, dataset, progress)
        with gc_paused(), self.transaction() as transaction:
            return merge(transaction, dataset, progress)

    def networkx_keys(self, nodes: Collection[str]) -> dict[str, Any]:
        """Return the keys in ``networkx`` of nodes, given by their element ids, without building it."""
        from sociogram.graph.memory.networkx.to_networkx import node_key

        with self._state.lock:
            snapshot, mirror = self.snapshot, self._mirror
            keys = {}
            for node in nodes:
                known = None if mirror is None else mirror.keys.node(int(node))
                keys[node] = node_key(snapshot, int(node)) if known is None else known
        return keys

    def write_node_values(self, name: str, values: Mapping[Any, Any]) -> None:
        """Write a property of nodes, given by their keys in ``networkx``."""
        nodes = self.networkx.nodes
        for key, value in values.items():
            nodes[key][name] = value

    def node_with_key(self, key: Any) -> str | None:
        """Return the ``elementId()`` of a node by its key in a NetworkX graph, or None."""
        if self._mirror is None:
            return None
        _ = self.snapshot  # includes changes made to the NetworkX graph
        try:
            slot = self._mirror.keys.slots.get(key)
        except TypeError:  # not hashable, such as a tuple that contains a list
            return None
        return None if slot is None else str(slot)

    def rename_entities(self, renames: Mapping[str, str]) -> None:
        """Change the ids of entities; if another entity has the new id, merge the two.

        Args:
            renames: old id to new id.
        """
        from sociogram.graph.memory.merge.rename import rename_entities

        if renames:
            with self.transaction() as transaction:
                rename_entities(transaction, renames)

    def to_dataset(self) -> Dataset:
        """Return the graph as tables, for a data folder or another store.

        Raises:
            DataError: the tables cannot represent something, for example a relation of a source.
            CypherConstraintValidationFailed: the running transaction could not be committed.
        """
        from sociogram.graph.memory.to_dataset import dataset_of

        if self._enforces_keys and self._transaction is not None:
            self._transaction.check_keys()
        return dataset_of(self.snapshot)

    def saved_as(self, digest: str) -> None:
        """Record that the files with this digest hold exactly this graph, which is unchanged since."""
        tables = self._state.tables
        if isinstance(tables.relationship_columns.get("id"), DerivedColumn):
            return  # the next save gives ids to relations without one
        self._state.saved = SavedRows.of_tables(tables, digest)

    def written_as(self, digest: str) -> None:
        """Record that the graph, as it is now, was written to the files with this digest."""
        self._state.written = digest, self._state.delta.operations

    def is_written_as(self, digest: str) -> bool:
        """Return whether the graph was written to the files with this digest and is unchanged since."""
        with self._state.lock:
            _ = self.snapshot  # includes changes made to the NetworkX graph
            return self._state.written == (digest, self._state.delta.operations)

    def is_frozen_as(self, tables: Tables | None) -> bool:
        """Return whether all writes since these tables were frozen are in the delta."""
        return self._state.tables is tables

    def recorded_changes(self, digest: str) -> Recorded | None:
        """Return the writes since the tables of the graph were frozen.

        None if JSON cannot represent them, or if the files with this digest do not hold the graph.
        """
        from sociogram.graph.memory.recorded_changes import recorded

        with self._state.lock:
            return recorded(self._state, digest)

    def replay(self, changes: Recorded, digest: str) -> None:
        """Write recorded changes into a graph of the same tables, which files with this digest hold."""
        from sociogram.graph.memory.recorded_changes import replay

        with self._state.lock:
            replay(self._state, changes, digest)

    @property
    def is_saved(self) -> bool:
        """Whether it is known which rows of the saved files hold the nodes and relationships."""
        return self._state.saved is not None

    def changed_rows(self, digest: str) -> RowsToSave | None:
        """Return the rows that differ from the files with this digest; None if unknown."""
        with self._state.lock:
            saved, snapshot = self._state.saved, self.snapshot
            if saved is None or saved.digest != digest:
                return None
            if self._enforces_keys and self._transaction is not None:
                self._transaction.check_keys()
            delta = self._state.savepoint()
            saved.note(delta)
            self.release()  # rewriting the files needs memory
            rows = rows_to_save(snapshot, saved, delta)
            self.release()
            return rows

    def release(self) -> None:
        """Give back memory that is not needed now."""
        self._state.tables.release()

    def close(self) -> None:
        """Do nothing; an in-memory graph holds no connection."""

    # Constraints

    @property
    def constraints(self) -> dict[str, SchemaRule]:
        """The uniqueness constraints, by name."""
        return dict(self._state.constraints.rules)

    def add_constraint(self, rule: SchemaRule) -> None:
        """Require unique properties among the nodes with a label.

        Raises:
            CypherConstraintVerificationFailed: some nodes already have equal values.
        """
        self._state.constraints.add(self.snapshot, rule)

    def drop_constraint(self, name: str) -> bool:
        """Drop a constraint; return False if none has this name."""
        return self._state.constraints.drop(name)
