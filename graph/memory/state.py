"""The state of a graph in memory: frozen tables, the delta written since, constraints, the writer's lock."""

from __future__ import annotations

import threading
import weakref
from typing import Protocol

from sociogram.graph.memory.constraints import Constraints
from sociogram.graph.memory.saved_rows import SavedRows
from sociogram.graph.memory.storage.compaction import compact
from sociogram.graph.memory.storage.delta import Delta
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.memory.storage.tables import Tables

_COMPACT_AT_LEAST = 1000
_COMPACT_SHARE = 50
"""The delta is compacted into the tables when it exceeds both 1/50 of their size and 1,000 operations."""


class WriteListener(Protocol):
    """Notified of every write; the NetworkX mirror is one."""

    def check_room(self, snapshot: Snapshot, start: int, end: int) -> None:
        """Raise StoreError if no relationship can be added between two nodes."""
        ...

    def node_touched(self, slot: int, key: str | None, *, labels: bool) -> None:
        """Record that a node was created, deleted or changed."""
        ...

    def relationship_touched(self, slot: int, key: str | None) -> None:
        """Record that a relationship was created, deleted or changed."""
        ...


class GraphState:
    """The state that transactions, merges and the NetworkX mirror share.

    Attributes:
        tables: the frozen columns.
        delta: the writes since the tables were frozen.
        live: a snapshot that always shows the latest writes.
        constraints: the uniqueness constraints.
        listener: notified of writes, if any.
        lock: held by the thread that writes.
        saved: the rows of the data folder that holds the graph; None if none does.
        written: the digest of the files to which the graph was written last, and the number of operations of
            the delta at that time; None if it was not, or has new tables since.
    """

    __slots__ = ("_shared", "constraints", "delta", "listener", "live", "lock", "saved", "tables", "written")

    def __init__(self, tables: Tables | None = None) -> None:
        self.tables: Tables = Tables.empty() if tables is None else tables
        self.delta: Delta = Delta(self.tables)
        self.live: Snapshot = Snapshot(self.tables, self.delta)
        self.constraints: Constraints = Constraints()
        self.listener: WriteListener | None = None
        self.lock = threading.RLock()
        self.saved: SavedRows | None = None
        self.written: tuple[str, int] | None = None
        self._shared: weakref.ref[Snapshot] | None = None

    def snapshot(self, *, may_compact: bool) -> Snapshot:
        """Return the graph at this moment; readers share one snapshot until the next write."""
        found = None if self._shared is None else self._shared()
        if found is not None:
            return found
        if may_compact:
            self._compact_if_large()
        made = Snapshot(self.tables, self.delta)
        self._shared = weakref.ref(made)
        return made

    def writable(self) -> Delta:
        """Return the delta to write to; fork it first if a reader holds a snapshot of it."""
        if self._shared is not None:
            if self._shared() is not None:
                self.delta = self.live._changes = self.delta.fork()
            self._shared = None
        return self.delta

    def savepoint(self) -> Delta:
        """Return the current delta, for ``restore``; later writes go to a copy."""
        before = self.delta
        self.delta = self.live._changes = before.fork()
        self._shared = None
        return before

    def restore(self, savepoint: Delta) -> None:
        """Undo all writes since a savepoint at once."""
        no_labels = self.tables.label_sets.code(())
        self.delta = self.live._changes = savepoint.restored(self.delta, no_labels)
        self._shared = None

    def replace(self, tables: Tables) -> None:
        """Replace the tables by those of another graph and start with an empty delta."""
        self.saved = None
        self._freeze(tables)

    def _freeze(self, tables: Tables) -> None:
        self.tables = self.live._tables = tables
        self.written = None
        self.delta = self.live._changes = Delta(tables)
        self._shared = None

    def touch_node(self, slot: int, key: str | None = None, *, labels: bool = False) -> None:
        """Notify the listener that a node was created, deleted or changed."""
        if self.listener is not None:
            self.listener.node_touched(slot, key, labels=labels)

    def touch_relationship(self, slot: int, key: str | None = None) -> None:
        """Notify the listener that a relationship was created, deleted or changed."""
        if self.listener is not None:
            self.listener.relationship_touched(slot, key)

    def _compact_if_large(self) -> None:
        size = self.tables.node_slots + self.tables.relationship_slots
        if self.delta.operations > max(_COMPACT_AT_LEAST, size // _COMPACT_SHARE):
            if self.saved is not None:
                self.saved.note(self.delta)
                self.saved.held = None  # the tables have its values
            written = self.written
            is_written = written is not None and written[1] == self.delta.operations
            self._freeze(compact(self.live))
            if written is not None and is_written:
                self.written = written[0], 0
