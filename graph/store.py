"""What every store of a graph can do, and what one that runs Cypher itself can do beside."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sociogram.graph.dataset import Dataset, MergeCounts
from sociogram.graph.summary import Summary

if TYPE_CHECKING:
    import networkx as nx

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


class GraphStore(Protocol):
    """A graph of entities, relations, sources and relation types."""

    @property
    def location(self) -> str:
        """Where it is, for people: a path, a URI without a password, 'memory'."""
        ...

    @property
    def networkx(self) -> nx.MultiDiGraph[Any]:
        """The graph as NetworkX holds it."""
        ...

    def merge(self, dataset: Dataset, *, progress: Progress | None = None) -> MergeCounts:
        """Add what is new, update what differs; doing it twice changes nothing."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


class ServerStore(GraphStore):
    """A store that runs Cypher itself; such a store says so by deriving from this class.

    (A protocol that ``isinstance`` takes would look at each attribute, and ``networkx`` may fetch it all.)
    """

    @abstractmethod
    def execute(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float | None = None,
    ) -> Answer:
        """Run a query; nothing is written unless ``write``; ``timeout`` is in seconds."""
