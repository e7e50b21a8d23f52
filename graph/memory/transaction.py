"""Transactions on a graph in memory: all of the writes take effect, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from sociogram.graph.errors import (
    CypherConstraintValidationFailed,
    CypherConstraintVerificationFailed,
    CypherEntityNotFound,
)
from sociogram.graph.memory.constraints import check_keys, table_of
from sociogram.graph.memory.state import GraphState
from sociogram.graph.memory.storage.delta import Delta
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import ENTITY_LABEL, Direction

_LOG_AT_LEAST: Final = 1000
"""At least this many writes are logged before a savepoint is made."""


class Transaction:
    """Writes that are immediately visible in ``store.snapshot`` and can be rolled back.

    ``snapshot`` is the graph with the writes so far. It changes with each write, so reading between writes
    costs nothing; ``store.snapshot`` returns a snapshot that does not change.
    """

    __slots__ = ("_constraints", "_log_limit", "_outer", "_savepoint", "_state", "_undo", "snapshot")

    def __init__(self, state: GraphState, outer: Transaction | None = None, *, checked: bool = True) -> None:
        self._state = state
        self._outer = outer
        self._constraints = state.constraints if checked else None
        self._undo: list[tuple[Any, ...]] = []
        self._savepoint: tuple[Delta, int] | None = None
        self._log_limit = max(_LOG_AT_LEAST, state.delta.operations)
        self.snapshot: Snapshot = state.live

    def create_node(self, labels: Iterable[str] = (), properties: Mapping[str, Any] | None = None) -> int:
        """Create a node and return its slot; properties that are None are ignored.

        Raises:
            CypherConstraintValidationFailed: a constraint does not allow it.
        """
        state = self._state
        labels = tuple(labels)
        properties = properties or {}
        if self._constraints:
            self._constraints.check(self.snapshot, labels, properties)
        changes = state.writable()
        slot = changes.node_slots
        changes.node_slots += 1
        changes.labels[slot] = code = state.tables.label_sets.code(labels)
        for key, value in properties.items():
            if value is not None:
                changes.writable(changes.node_values, key).set(slot, value)
        self._node_lives(changes, slot, state.tables.label_sets.sets[code], 1)
        self._log(Transaction._uncreate_node, slot, tuple(properties))
        return slot

    def create_relationship(
        self,
        start: int,
        end: int,
        type: str,  # noqa: A002 - the plain word
        properties: Mapping[str, Any] | None = None,
    ) -> int:
        """Create a relationship and return its slot; properties that are None are ignored.

        Raises:
            CypherEntityNotFound: an end has been deleted.
            StoreError: the NetworkX graph allows one edge between two nodes, and these have one.
        """
        self._need_node(start)
        self._need_node(end)
        state = self._state
        if state.listener is not None:
            state.listener.check_room(self.snapshot, start, end)
        changes = state.writable()
        slot = changes.relationship_slots
        changes.relationship_slots += 1
        code = state.tables.type_names.code(type)
        changes.added.add(slot, start, end, code)
        for key, value in (properties or {}).items():
            if value is not None:
                changes.writable(changes.relationship_values, key).set(slot, value)
        self._relationship_lives(changes, slot, code, 1)
        self._log(Transaction._uncreate_relationship, slot, tuple(properties or ()))
        return slot

    def set_node_property(self, slot: int, key: str, value: Any) -> None:
        """Set a property of a node; None removes it.

        Raises:
            CypherConstraintValidationFailed: a constraint does not allow the value.
            CypherEntityNotFound: the node has been deleted.
        """
        self._need_node(slot)
        if self._constraints and value is not None:
            self._constraints.check(self.snapshot, self.snapshot.node_labels(slot), {key: value}, slot)
        old = self.snapshot.node_property_value(slot, key)
        self._put_node_property(slot, key, value)
        self._log(Transaction._put_node_property, slot, key, old)

    def set_relationship_property(self, slot: int, key: str, value: Any) -> None:
        """Set a property of a relationship; None removes it.

        Raises:
            CypherEntityNotFound: the relationship has been deleted.
        """
        self._need_relationship(slot)
        old = self.snapshot.relationship_property_value(slot, key)
        self._put_relationship_property(slot, key, value)
        self._log(Transaction._put_relationship_property, slot, key, old)

    def add_label(self, slot: int, label: str) -> bool:
        """Add a label to a node; return False if the node has it already.

        Raises:
            CypherConstraintValidationFailed: a constraint does not allow the label.
            CypherEntityNotFound: the node has been deleted.
        """
        self._need_node(slot)
        labels = self.snapshot.node_labels(slot)
        if label in labels:
            return False
        if self._constraints:
            self._constraints.check(self.snapshot, (label,), self.snapshot.node_properties(slot), slot)
        self._put_labels(slot, (*labels, label))
        self._log(Transaction._put_labels, slot, labels)
        return True

    def remove_label(self, slot: int, label: str) -> bool:
        """Remove a label from a node; return False if the node does not have it.

        Raises:
            CypherEntityNotFound: the node has been deleted.
        """
        self._need_node(slot)
        labels = self.snapshot.node_labels(slot)
        if label not in labels:
            return False
        self._put_labels(slot, tuple(other for other in labels if other != label))
        self._log(Transaction._put_labels, slot, labels)
        return True

    def delete_node(self, slot: int) -> None:
        """Delete a node without relationships.

        Raises:
            CypherConstraintVerificationFailed: it has relationships.
            CypherEntityNotFound: it has been deleted already.
        """
        self._need_node(slot)
        if self.snapshot.expand_one(slot, Direction.BOTH)[0]:
            raise CypherConstraintVerificationFailed(
                "Cannot delete a node that still has relationships. DETACH DELETE deletes them too.",
                detail="DeleteConnectedNode",
            )
        changes = self._state.writable()
        changes.dead_nodes.add(slot)
        self._node_lives(changes, slot, self.snapshot.node_labels(slot), -1)
        self._log(Transaction._revive_node, slot)

    def delete_relationship(self, slot: int) -> None:
        """Delete a relationship.

        Raises:
            CypherEntityNotFound: it has been deleted already.
        """
        self._need_relationship(slot)
        changes = self._state.writable()
        changes.added.touched.update((self.snapshot.start_of(slot), self.snapshot.end_of(slot)))
        changes.dead_relationships.add(slot)
        self._relationship_lives(changes, slot, self.snapshot.type_code(slot), -1)
        self._log(Transaction._revive_relationship, slot)

    def check_keys(self) -> None:
        """Check that the result can be saved to a data folder and opened again.

        Raises:
            CypherConstraintValidationFailed: a key is missing, not unique or not text.
        """
        nodes, relationships = set(), set()
        for action, slot, *written in self._undo:
            if action in (Transaction._uncreate_node, Transaction._put_labels):
                nodes.add(slot)
                if action is Transaction._put_labels:
                    self._need_entity_label(slot, written[0])
            elif action is Transaction._put_node_property and written[0] in ("id", "type"):
                nodes.add(slot)
                self._need_id(slot, written[0])
            elif action in (Transaction._uncreate_relationship, Transaction._put_relationship_property):
                keys = written[0] if isinstance(written[0], tuple) else (written[0],)
                relationships.update([slot] if "id" in keys else [])
        check_keys(self.snapshot, nodes, relationships)

    def _need_id(self, slot: int, key: str) -> None:
        snapshot = self.snapshot
        if key == "id" and snapshot.is_node(slot) and snapshot.node_property_value(slot, key) is None:
            raise CypherConstraintValidationFailed(
                "The id of an entity cannot be removed: relations in a data folder refer to it.",
                detail="ConstraintValidationFailed",
            )

    def _need_entity_label(self, slot: int, before: tuple[str, ...]) -> None:
        snapshot = self.snapshot
        if ENTITY_LABEL not in before or not snapshot.is_node(slot):
            return
        labels = snapshot.node_labels(slot)
        if ENTITY_LABEL not in labels and table_of(labels)[0] == ENTITY_LABEL:
            raise CypherConstraintValidationFailed(
                f"The label {ENTITY_LABEL} cannot be removed: every node of a data folder that is neither a "
                "source nor a relation type has it. To remove the node, use DETACH DELETE.",
                detail="ConstraintValidationFailed",
            )

    def commit(self) -> None:
        """Commit the writes; after the commit of a nested transaction, the outer one can still undo them."""
        outer = self._outer
        if outer is not None:
            if self._savepoint is not None and outer._savepoint is None:
                delta, logged = self._savepoint
                outer._savepoint = delta, len(outer._undo) + logged
            outer._undo += self._undo
        self._undo.clear()
        self._savepoint = None
        self._log_limit = max(_LOG_AT_LEAST, self._state.delta.operations)

    def rollback(self) -> None:
        """Undo every write: those after the savepoint at once, the others one by one, last first."""
        if self._savepoint is not None:
            delta, logged = self._savepoint
            self._savepoint = None
            self._touch(self._undo[logged:])
            del self._undo[logged:]
            self._state.restore(delta)
        while self._undo:
            action, *arguments = self._undo.pop()
            action(self, *arguments)

    def _log(self, action: Callable[..., None], slot: int, *arguments: Any) -> None:
        """Log how to undo the latest write.

        Undoing writes one by one takes about as long as making them. So once a transaction has logged as many
        writes as the delta held before, it makes a savepoint, which copies the delta once: a rollback then
        restores the savepoint and undoes only the first few writes one by one.
        """
        self._undo.append((action, slot, *arguments))
        if self._savepoint is None and len(self._undo) >= self._log_limit:
            self._savepoint = self._state.savepoint(), len(self._undo)

    def _touch(self, undone: list[tuple[Any, ...]]) -> None:
        """Report writes that were undone at once to the listener, if there is one."""
        if self._state.listener is None:
            return
        for action, slot, *arguments in undone:
            names: tuple[str, ...] = ()
            if arguments and action is not Transaction._put_labels:
                names = arguments[0] if isinstance(arguments[0], tuple) else (arguments[0],)
            if action in _OF_RELATIONSHIPS:
                for name in names or (None,):
                    self._state.touch_relationship(slot, name)
            else:
                for name in names or (None,):
                    self._state.touch_node(slot, name, labels=action is Transaction._put_labels)

    # Shared by the writes above and their undo actions

    def _need_node(self, slot: int) -> None:
        if not self.snapshot.is_node(slot):
            raise CypherEntityNotFound("The node has been deleted.", detail="DeletedEntityAccess")

    def _need_relationship(self, slot: int) -> None:
        if not self.snapshot.is_relationship(slot):
            raise CypherEntityNotFound("The relationship has been deleted.", detail="DeletedEntityAccess")

    def _node_lives(self, changes: Delta, slot: int, labels: Iterable[str], by: int) -> None:
        changes.node_count += by
        for label in labels:
            changes.label_counts[label] = changes.label_counts.get(label, 0) + by
        changes.nodes_version += 1
        changes.operations += 1
        self._state.touch_node(slot)

    def _relationship_lives(self, changes: Delta, slot: int, code: int, by: int) -> None:
        changes.relationship_count += by
        changes.type_counts[code] = changes.type_counts.get(code, 0) + by
        changes.relationships_version += 1
        changes.operations += 1
        self._state.touch_relationship(slot)

    def _put_node_property(self, slot: int, key: str, value: Any) -> None:
        changes = self._state.writable()
        changes.writable(changes.node_values, key).set(slot, value)
        changes.operations += 1
        self._state.touch_node(slot, key)

    def _put_relationship_property(self, slot: int, key: str, value: Any) -> None:
        changes = self._state.writable()
        changes.writable(changes.relationship_values, key).set(slot, value)
        changes.operations += 1
        self._state.touch_relationship(slot, key)

    def _put_labels(self, slot: int, labels: tuple[str, ...]) -> None:
        old = self.snapshot.node_labels(slot)
        changes = self._state.writable()
        changes.labels[slot] = self._state.tables.label_sets.code(labels)
        for label in old:
            changes.label_counts[label] -= 1
        for label in labels:
            changes.label_counts[label] = changes.label_counts.get(label, 0) + 1
        changes.nodes_version += 1
        changes.operations += 1
        self._state.touch_node(slot, labels=True)

    def _uncreate_node(self, slot: int, keys: tuple[str, ...]) -> None:
        for key in keys:
            self._put_node_property(slot, key, None)
        changes = self._state.writable()
        changes.dead_nodes.add(slot)
        self._node_lives(changes, slot, self.snapshot.node_labels(slot), -1)

    def _uncreate_relationship(self, slot: int, keys: tuple[str, ...]) -> None:
        for key in keys:
            self._put_relationship_property(slot, key, None)
        changes = self._state.writable()
        changes.dead_relationships.add(slot)
        self._relationship_lives(changes, slot, self.snapshot.type_code(slot), -1)

    def _revive_node(self, slot: int) -> None:
        changes = self._state.writable()
        changes.dead_nodes.discard(slot)
        self._node_lives(changes, slot, self.snapshot.node_labels(slot), 1)

    def _revive_relationship(self, slot: int) -> None:
        changes = self._state.writable()
        changes.dead_relationships.discard(slot)
        self._relationship_lives(changes, slot, self.snapshot.type_code(slot), 1)


_OF_RELATIONSHIPS: Final = frozenset(
    {
        Transaction._uncreate_relationship,
        Transaction._put_relationship_property,
        Transaction._revive_relationship,
    }
)
"""The undo actions of relationship writes; all others are of nodes."""
