"""What every store of a graph can do, in memory or on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sociogram.graph.dataset import Dataset, MergeCounts
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL
from sociogram.graph.subgraph import SubgraphView
from sociogram.graph.summary import Summary

if TYPE_CHECKING:
    import networkx as nx

    from sociogram.graph.columns import IntArray

Progress = Callable[[int, int], None]
"""Called with the rows done so far and the rows in all."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A running query.

    Attributes:
        columns: their names, in order.
        rows: the rows, each a tuple of the values of ``graph.model`` and plain ones; may stream.
        summary: what is known once the rows are out; asked for earlier, it gives up the rest of them.
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]
    summary: Callable[[], Summary]


class ProcedureRegistry(Protocol):
    """The procedures that CALL knows on a store."""

    def register(
        self,
        name: str,
        inputs: str | Sequence[tuple[str, str]],
        outputs: str | Sequence[tuple[str, str]],
        function: Callable[..., Iterable[Any]],
        *,
        description: str = "",
    ) -> None:
        """Make a Python function callable as ``CALL name(…) YIELD …``.

        Raises:
            StoreError: the store cannot call Python functions.
        """
        ...

    def unregister(self, name: str) -> None:
        """Remove a procedure added by ``register``."""
        ...

    def get(self, name: str, /) -> Any:
        """Return the procedure of that name, or None."""
        ...

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        ...


class QueryRunner(Protocol):
    """Runs Cypher."""

    def execute(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float | None = None,
    ) -> Answer:
        """Run a query; without ``write`` one that writes is refused; ``timeout`` is in seconds."""
        ...


class GraphStore(QueryRunner, Protocol):
    """A graph of entities, relations, sources and relation types.

    Not runtime-checkable: ``isinstance`` would read ``networkx``, which may fetch a whole graph.
    """

    @property
    def location(self) -> str:
        """Where it is, for people: a path, a URI without a password, 'memory'."""
        ...

    @property
    def is_remote(self) -> bool:
        """Whether each query is a round trip to a server, so that searches had better run there."""
        ...

    @property
    def is_persistent(self) -> bool:
        """Whether writes last without being saved to a folder."""
        ...

    @property
    def is_directed(self) -> bool:
        """Whether directions mean something; an undirected networkx graph has none."""
        ...

    @property
    def networkx(self) -> nx.MultiDiGraph:
        """The graph as NetworkX holds it."""
        ...

    @property
    def procedures(self) -> ProcedureRegistry:
        """The procedures that CALL knows."""
        ...

    def merge(self, dataset: Dataset, *, progress: Progress | None = None) -> MergeCounts:
        """Add what is new, update what differs; doing it twice changes nothing."""
        ...

    def to_dataset(self) -> Dataset:
        """Return the tables of a data folder.

        Raises:
            DataError: the tables cannot hold something in the graph.
            StoreError: the graph is on a server.
        """
        ...

    def view(self) -> SubgraphView:
        """Return all entities, relationships between them, sources and relation types, read in chunks."""
        ...

    def relationship_ends(self) -> Iterator[tuple[IntArray, IntArray]]:
        """Yield start and end numbers of the relationships between entities, in chunks."""
        ...

    def entity_rows(self) -> Iterable[tuple[Any, ...]]:
        """Return id, name, aliases and stub flag of each entity."""
        ...

    def close(self) -> None:
        """Close connections."""
        ...


def entity_pattern(store: QueryRunner, variable: str) -> str:
    """Return the node pattern that matches entities.

    In a graph that has none, it matches any node that is neither a source nor a relation type.
    """

    def has_nodes(labels: str) -> bool:
        return any(store.execute(f"MATCH (n:{labels}) RETURN 1 LIMIT 1").rows)

    if has_nodes(ENTITY_LABEL):
        return f"({variable}:{ENTITY_LABEL})"
    if has_nodes(f"{SOURCE_LABEL}|{RELATION_TYPE_LABEL}"):
        return f"({variable}:!{SOURCE_LABEL}&!{RELATION_TYPE_LABEL})"
    return f"({variable})"
