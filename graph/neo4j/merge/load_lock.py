"""The load lock: one load at a time, so that a first load can create relationships without looking for them.

Merging a relationship searches those of both ends twice, because it locks the ends in between. Creating it
takes a third less of the server's time. It is safe if the relationship cannot exist yet: the server holds
exactly as many relationships as this load has written, the rows of the data set are distinct, and no other
load adds any meanwhile. So each load first takes a lock on a key, which ends with its transaction.
``docs/decisions/0010-loads-take-turns.md`` explains why no failure leads to duplicates.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from sociogram.graph.errors import StoreError
from sociogram.graph.model import ENTITY_LABEL

if TYPE_CHECKING:
    import neo4j

    from sociogram.graph.neo4j.connection import Connection

WORKERS = 2
"""Transactions in parallel. While one commits, the server executes the other; more do not help."""

_KEY = "\0 one load at a time"
_WORKER_KEYS = [f"\0 worker {worker} of a load" for worker in range(WORKERS)]

_LOCK: Any = f"UNWIND $keys AS key MERGE (key_node:`{ENTITY_LABEL}` {{id: key}}) DELETE key_node"
"""Locks keys until the transaction ends, given unique entity ids. The nodes are never visible to others."""

_COUNT = "MATCH ()-[r]->() RETURN count(r)"


class LockLostError(Exception):
    """The transaction that held the lock has ended: another load may have the lock now."""


class LoadLock:
    """The state of one load's lock.

    Args:
        are_distinct: whether no two relations of the data set are the same.

    Attributes:
        may_create: whether relations may be created without looking for them; True until disproved.
        written: the number of relations that this load has written to the server.
    """

    def __init__(self, are_distinct: bool) -> None:
        self.may_create: bool = are_distinct
        self.written = 0
        self._are_allowed = True

    def wait(self, tx: neo4j.Transaction) -> None:
        """Wait for the lock and hold it until the transaction ends.

        Call this before the transaction locks anything else, for which the holder of the lock may be waiting.
        """
        if self._are_allowed:
            _lock(tx, [_KEY, *_WORKER_KEYS])

    def are_all_new(self, tx: neo4j.Transaction) -> bool:
        """Return, while holding the lock, whether no relation still to be written can exist yet."""
        if self.may_create:
            [(count,)] = tx.run(_COUNT)
            self.may_create = bool(count == self.written)
        return self.may_create

    def stops_locking(self, error: StoreError) -> bool:
        """Return whether an error may come from a missing right to delete; if so, stop locking."""
        was_allowed = self._are_allowed
        self._are_allowed = was_allowed and not (error.code or "").endswith(".Forbidden")
        self.may_create = self.may_create and self._are_allowed
        return was_allowed and not self._are_allowed


class HeldLock:
    """A lock held for several transactions by an additional one, which does nothing else.

    Args:
        tx: the transaction that has locked the key.
        server: the address of the server on which it did so.
    """

    def __init__(self, tx: neo4j.Transaction, server: object) -> None:
        self._tx = tx
        self._server = server
        self._lock = Lock()

    def enter(self, tx: neo4j.Transaction, worker: int) -> None:
        """Let a transaction take part; each worker has one at a time.

        Raises:
            LockLostError: this load no longer holds the lock, or cannot know it.
        """
        from neo4j.exceptions import DriverError, Neo4jError

        if _lock(tx, [_WORKER_KEYS[worker]]) != self._server:
            raise LockLostError  # a new cluster leader, which does not have our locks
        # Check the lock after locking the worker: the next holder of the lock waits for the worker.
        with self._lock:
            try:
                self._tx.run("RETURN 1").consume()
            except (Neo4jError, DriverError) as error:
                raise LockLostError from error


@contextmanager
def hold_lock(connection: Connection, load_lock: LoadLock) -> Iterator[HeldLock | None]:
    """Hold the lock for several transactions; None if it is not available or relations may exist already."""
    from neo4j.exceptions import DriverError, Neo4jError

    session = connection.session(write=True)
    try:
        try:
            tx = session.begin_transaction()
            server = _lock(tx, [_KEY])
            # A transaction that the previous holder let in may still be running.
            connection.attempt(lambda other: _lock(other, _WORKER_KEYS))
            held_lock = HeldLock(tx, server) if load_lock.are_all_new(tx) else None
        except (Neo4jError, DriverError):
            held_lock = None
        yield held_lock
    finally:
        try:
            session.close()  # rolls back: there is nothing to commit
        except (Neo4jError, DriverError):
            session.close()  # the failed rollback gave the connection back, but did not close the session


def _lock(tx: neo4j.Transaction, keys: list[str]) -> object:
    """Lock keys and return the address of the server that did so."""
    return tx.run(_LOCK, keys=keys).consume().server.address
