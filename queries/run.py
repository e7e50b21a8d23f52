"""Running Cypher on whatever store: in memory our engine, elsewhere the server's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sociogram.graph.errors import StoreError
from sociogram.graph.memory.graph import MemoryStore
from sociogram.graph.store import Answer, GraphStore, ServerStore
from sociogram.queries.results.result import Result

if TYPE_CHECKING:
    from sociogram.queries.cypher.procedures.registry import Procedures

BATCH = 10_000
"""Values in one query's parameter, so that a server never gets a message of hundreds of megabytes."""


def procedures_of(store: GraphStore) -> Procedures:
    """Return the procedures that CALL knows on a store in memory; what is registered stays with the store."""
    from sociogram.queries.cypher.procedures.registry import Procedures

    if not isinstance(store, MemoryStore):  # a server knows its own
        return Procedures()
    found: Procedures | None = store.kept.get(Procedures)
    if found is None:
        found = store.kept[Procedures] = Procedures()
    return found


@cache
def _engine() -> Callable[..., Answer]:
    """Return what runs a query in memory; imported when the first one comes."""
    from sociogram.queries.cypher.engine import execute

    return execute


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
        execute = _engine()
        return Result(execute(store, text, parameters, write=write, timeout=timeout, procedures=procedures))
    if isinstance(store, ServerStore):
        return Result(store.execute(text, parameters, write=write, timeout=timeout))
    raise StoreError(f"{store.location} cannot run queries.")


def batches(values: Sequence[Any]) -> Iterator[list[Any]]:
    """Give values in parts that fit into one query's parameter."""
    for start in range(0, len(values), BATCH):
        yield list(values[start : start + BATCH])
