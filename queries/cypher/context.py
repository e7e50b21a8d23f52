"""The state of a running query that expressions read."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sociogram.graph.errors import CypherEntityNotFound, CypherParameterMissing
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.values.conversion import from_python

if TYPE_CHECKING:
    from random import Random

    from sociogram.graph.memory.graph import MemoryGraph
    from sociogram.graph.memory.storage.snapshot import Snapshot


class Context:
    """One run of one query: its graph, parameters, clock and randomness.

    Attributes:
        store: the graph that is queried.
        deleted_nodes: the slots of the nodes that this query has deleted.
        deleted_relationships: the same for relationships.
        statement: the executor's state of this run (``execute.run.Run``).
    """

    __slots__ = (
        "_now",
        "_parameters",
        "_random",
        "_raw_parameters",
        "_seed",
        "_still",
        "deleted_nodes",
        "deleted_relationships",
        "statement",
        "store",
    )

    def __init__(
        self,
        store: MemoryGraph | None = None,
        parameters: Mapping[str, Any] | None = None,
        *,
        now: int | None = None,
        seed: int | None = None,
    ) -> None:
        self.store: MemoryGraph | None = store
        self._still: Snapshot | None = None
        self._raw_parameters: Mapping[str, Any] = parameters or {}
        self._parameters: dict[str, Any] = {}
        self._now = now
        self._seed = seed
        self._random: Random | None = None
        self.deleted_nodes: set[int] = set()
        self.deleted_relationships: set[int] = set()
        self.statement: Any = None

    @property
    def snapshot(self) -> Snapshot:
        """The graph as columns, including what this query has written so far."""
        if self._still is not None:
            return self._still
        if self.store is None:
            raise LookupError("this context has no graph")
        return self.store.snapshot

    def pin(self, snapshot: Snapshot) -> None:
        """From now on, read the graph as it is in ``snapshot``, whatever is written later."""
        self._still = snapshot

    @property
    def is_stable(self) -> bool:
        """Whether the query reads a fixed snapshot, so that lazy reads see the same graph."""
        return self._still is not None

    @property
    def now(self) -> int:
        """The statement's clock: nanoseconds since 1970-01-01T00:00Z, constant throughout the query."""
        if self._now is None:
            self._now = clock()
        return self._now

    @property
    def random(self) -> Random:
        """The random number generator of ``rand()``; ``seed`` makes its numbers reproducible."""
        if self._random is None:
            from random import Random

            self._random = Random(self._seed)  # noqa: S311 - rand() is not for cryptography
        return self._random

    def parameter(self, name: str) -> Any:
        """Return a parameter as a Cypher value."""
        if name in self._parameters:
            return self._parameters[name]
        if name not in self._raw_parameters:
            raise parameter_missing(name)
        value = from_python(self._raw_parameters[name], subject=f"${name}")
        self._parameters[name] = value
        return value

    def revive(self) -> None:
        """Remove the slots whose deletion was rolled back from the deleted ones."""
        snapshot = self.snapshot
        self.deleted_nodes = {slot for slot in self.deleted_nodes if not snapshot.is_node(slot)}
        self.deleted_relationships = {
            slot for slot in self.deleted_relationships if not snapshot.is_relationship(slot)
        }

    def check(self) -> None:
        """Raise ``LimitExceeded`` if the query exceeds its time or memory limit."""
        watch.check()


def parameter_missing(name: str) -> CypherParameterMissing:
    """Return the error for a parameter without a value."""
    return CypherParameterMissing(
        f"The parameter ${name} is missing.",
        detail="MissingParameter",
        hint=f"Pass it by name: {name}=…",
    )


def clock() -> int:
    """Return the time in nanoseconds, with millisecond precision like Neo4j's clock."""
    return time.time_ns() // 1_000_000 * 1_000_000


def deleted_entity(kind: str) -> CypherEntityNotFound:
    """Return the error for reading a node or relationship that the same query deleted."""
    return CypherEntityNotFound(
        f"The query reads a {kind} that it has already deleted.",
        detail="DeletedEntityAccess",
        hint="Copy what you need from it in a WITH before DELETE.",
    )
