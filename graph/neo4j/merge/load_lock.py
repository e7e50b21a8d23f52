"""Loads take turns, so that a first load need not look for what it adds, and adds in two lanes at once.

Merging a relationship looks for it among those of its ends, twice, for it locks the ends in between.
Creating it takes a third less of the server's time, and is as safe where it cannot be there yet: where
the server holds as many relationships as this load has written, the rows of the data set differ, and no
other load adds any meanwhile. So whoever writes relationships has the turn first: a lock on a key, which
ends with its transaction. Why nothing is there twice, whatever breaks, is told in
``docs/decisions/0010-loads-take-turns.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING, Any

from sociogram.graph.errors import StoreError
from sociogram.graph.model import ENTITY_LABEL

if TYPE_CHECKING:
    import neo4j

    from sociogram.graph.neo4j.connection import Connection

LANES = 2
"""Transactions at once. While one is committed, the server works on the other; more lanes gain nothing."""

_KEY = "\0 one load at a time"
_LANE_KEYS = [f"\0 lane {lane} of a load" for lane in range(LANES)]

_LOCK: Any = f"UNWIND $keys AS key MERGE (turn:`{ENTITY_LABEL}` {{id: key}}) DELETE turn"
"""Locks keys until the transaction ends, where ids of entities are unique. Nobody ever sees the nodes."""

_COUNT = "MATCH ()-[r]->() RETURN count(r)"


class LockLostError(Exception):
    """The transaction that kept the turn is no more: another load may have it."""


class LoadLock:
    """The turns of one load.

    Args:
        are_distinct: whether no two relations of the data set are the same.

    Attributes:
        may_create: whether relations may be created without looking for them, as far as is known.
        written: the relations that this load has brought to the server.
    """

    def __init__(self, are_distinct: bool) -> None:
        self.may_create: bool = are_distinct
        self.written = 0
        self._are_allowed = True

    def wait(self, tx: neo4j.Transaction) -> None:
        """Wait until no other load has its turn; this one's ends with the transaction.

        To be done before the transaction locks anything else: whoever has the turn may wait for that.
        """
        if self._are_allowed:
            _lock(tx, [_KEY, *_LANE_KEYS])

    def are_all_new(self, tx: neo4j.Transaction) -> bool:
        """Tell, while it is this load's turn, whether no relation still to be written can be there."""
        if self.may_create:
            [(count,)] = tx.run(_COUNT)
            self.may_create = bool(count == self.written)
        return self.may_create

    def gives_up(self, error: StoreError) -> bool:
        """Tell whether an error may come from waiting, which takes the right to delete: do without."""
        was_allowed = self._are_allowed
        self._are_allowed = was_allowed and not (error.code or "").endswith(".Forbidden")
        self.may_create = self.may_create and self._are_allowed
        return was_allowed and not self._are_allowed


class HeldLock:
    """A turn for several transactions, kept by one more that does nothing else.

    Args:
        tx: that transaction, which has locked the key.
        server: the address of the server on which it did.
    """

    def __init__(self, tx: neo4j.Transaction, server: object) -> None:
        self._tx = tx
        self._server = server
        self._lock = Lock()

    def enter(self, tx: neo4j.Transaction, lane: int) -> None:
        """Let a transaction take part; there is one at a time in each lane.

        Raises:
            LockLostError: it is no longer this load's turn, or that cannot be told.
        """
        from neo4j.exceptions import DriverError, Neo4jError

        if _lock(tx, [_LANE_KEYS[lane]]) != self._server:
            raise LockLostError  # a cluster has another leader, with locks of its own
        # Asked after the lane is locked: whoever has the turn next waits for the lane.
        with self._lock:
            try:
                self._tx.run("RETURN 1").consume()
            except (Neo4jError, DriverError) as error:
                raise LockLostError from error


@contextmanager
def hold_lock(connection: Connection, turns: LoadLock) -> Iterator[HeldLock | None]:
    """Keep the turn for several transactions; None where it cannot be had or relations may be there."""
    from neo4j.exceptions import DriverError, Neo4jError

    session = connection.session(write=True)
    try:
        try:
            tx = session.begin_transaction()
            server = _lock(tx, [_KEY])
            # What the last keeper of the turn let in may not have ended yet.
            connection.attempt(lambda other: _lock(other, _LANE_KEYS))
            turn = HeldLock(tx, server) if turns.are_all_new(tx) else None
        except (Neo4jError, DriverError):
            turn = None
        yield turn
    finally:
        with suppress(Neo4jError, DriverError):
            session.close()  # rolls back: there is nothing to commit


def _lock(tx: neo4j.Transaction, keys: list[str]) -> object:
    """Lock keys and return the address of the server that did."""
    return tx.run(_LOCK, keys=keys).consume().server.address
