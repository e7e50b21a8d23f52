"""Running Cypher on whatever store: in memory our engine, elsewhere the server's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sociogram.graph.store import GraphStore
from sociogram.queries.results.result import Result

BATCH = 10_000
"""Values in one query's parameter, so that a server never gets a message of hundreds of megabytes."""


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
        text: one statement of Cypher.
        parameters: values of its ``$parameters``.
        write: let it change the graph; without it a writing query is refused, before it is sent to a server.
        timeout: seconds after which it is given up.

    Raises:
        CypherError: the query is invalid or fails.
        LimitExceeded: it ran into a limit.
        StoreError: the store cannot run queries, or cannot be reached.
    """
    if store.is_remote and not write:
        from sociogram.queries.read_only import check_read_only

        check_read_only(store, text)
    return Result(store.execute(text, parameters, write=write, timeout=timeout))


def batches(values: Sequence[Any]) -> Iterator[list[Any]]:
    """Give values in parts that fit into one query's parameter."""
    for start in range(0, len(values), BATCH):
        yield list(values[start : start + BATCH])
