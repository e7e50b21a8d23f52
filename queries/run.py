"""Run Cypher on any store: in memory by the engine of this package, otherwise on the server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sociogram.graph.store import GraphStore
from sociogram.queries.results.result import Result

BATCH = 10_000
"""The maximum number of values in a query parameter; a larger message may take hundreds of megabytes."""


def run(
    store: GraphStore,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    write: bool = False,
    timeout: float | None = None,
) -> Result:
    """Run one query.

    Args:
        store: the graph.
        text: one Cypher statement.
        parameters: the values of its ``$parameters``.
        write: whether to allow writes; otherwise a query that writes is rejected before it is sent to a
            server.
        timeout: the time limit in seconds; None for no limit.

    Raises:
        CypherError: the query is invalid or fails.
        LimitExceeded: the query exceeded a limit.
        StoreError: the store cannot run queries, or cannot be reached.
    """
    if store.is_remote and not write:
        from sociogram.queries.read_only import check_read_only

        check_read_only(store, text)
    return Result(store.execute(text, parameters, write=write, timeout=timeout))


def batches(values: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield values in batches that fit into the parameter of one query."""
    for start in range(0, len(values), BATCH):
        yield list(values[start : start + BATCH])
