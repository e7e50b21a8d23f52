"""Running Cypher on whatever store: in memory our engine, elsewhere the server's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sociogram.graph.errors import StoreError
from sociogram.graph.memory.store import MemoryStore
from sociogram.graph.store import GraphStore, ServerStore
from sociogram.queries.result import Result

if TYPE_CHECKING:
    from sociogram.queries.cypher.procedures import Procedures

_PROCEDURES: WeakKeyDictionary[GraphStore, Procedures] = WeakKeyDictionary()


def procedures_of(store: GraphStore) -> Procedures:
    """Return the procedures that CALL knows on a store; what is registered stays with the store."""
    found = _PROCEDURES.get(store)
    if found is None:
        from sociogram.queries.cypher.procedures import Procedures

        found = _PROCEDURES[store] = Procedures()
    return found


def run(
    store: GraphStore,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    write: bool = False,
    timeout: float | None = None,
    procedures: Procedures | None = None,
) -> Result:
    """Run one query.

    Args:
        store: the graph.
        text: one statement of Cypher.
        parameters: values of its ``$parameters``.
        write: let it change the graph; without it a writing query is refused.
        timeout: seconds after which it is given up.
        procedures: what CALL can name in memory; None is what was registered for the store.

    Raises:
        CypherError: the query is at fault.
        LimitExceeded: it ran into a limit.
        StoreError: the store cannot run queries, or cannot be reached.
    """
    if isinstance(store, MemoryStore):
        from sociogram.queries.cypher.engine import execute

        known = _PROCEDURES.get(store) if procedures is None else procedures
        return Result(execute(store, text, parameters, write=write, timeout=timeout, procedures=known))
    if isinstance(store, ServerStore):
        return Result(store.execute(text, parameters, write=write, timeout=timeout))
    raise StoreError(f"{store.location} cannot run queries.")
