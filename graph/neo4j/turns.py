"""Loads that add relationships one at a time, so that a first load need not look for what it adds.

Merging a relationship looks for it among those of its ends, twice, for it locks the ends in between.
Creating it takes a third less of the server's time, and is as safe where it cannot be there yet: where
the server holds as many relationships as this load has written, and the rows of the data set differ.
That must stay so until the transaction ends, therefore loads take turns. A transaction whose commit was
done, but whose answer got lost, is tried again, finds more relationships than were written, and merges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sociogram.graph.errors import StoreError
from sociogram.graph.model import ENTITY_LABEL

if TYPE_CHECKING:
    import neo4j

_KEY = "\0 one load at a time"

_WAIT: Any = f"MERGE (turn:`{ENTITY_LABEL}` {{id: $key}}) DELETE turn"
"""Locks the key until the transaction ends, where ids of entities are unique. Nobody ever sees the node."""

_COUNT = "MATCH ()-[r]->() RETURN count(r)"


class Turns:
    """The turns of one load.

    Args:
        are_distinct: whether no two relations of the data set are the same.

    Attributes:
        are_exclusive: whether no other load has its turn at the same time.
        written: the relations that this load has brought to the server.
    """

    def __init__(self, are_distinct: bool) -> None:
        self.are_exclusive = True
        self.written = 0
        self._are_distinct = are_distinct
        self._are_allowed = True

    def wait(self, tx: neo4j.Transaction) -> None:
        """Wait until no other load has its turn; this one's ends with the transaction."""
        if self._are_allowed:
            tx.run(_WAIT, key=_KEY).consume()

    def are_all_new(self, tx: neo4j.Transaction) -> bool:
        """Wait for the turn, and tell whether no relation that is still to be written can be there."""
        self.wait(tx)
        if not (self._are_distinct and self.are_exclusive and self._are_allowed):
            return False
        [(count,)] = tx.run(_COUNT)
        return bool(count == self.written)

    def gives_up(self, error: StoreError) -> bool:
        """Tell whether an error may come from waiting, which takes the right to delete: do without."""
        was_allowed = self._are_allowed
        self._are_allowed = was_allowed and not (error.code or "").endswith(".Forbidden")
        return was_allowed and not self._are_allowed
