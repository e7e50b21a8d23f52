"""A graph on a Neo4j server."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Never, Self

from sociogram.graph.dataset import Dataset, MergeCounts
from sociogram.graph.errors import StoreError
from sociogram.graph.neo4j.connection import RETRY_SECONDS, Connection
from sociogram.graph.store import Answer, Progress

if TYPE_CHECKING:
    import networkx as nx

    from sociogram.graph.columns import IntArray
    from sociogram.graph.subgraph import SubgraphView


class ServerProcedures:
    """The procedures of a server, which cannot call Python functions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def register(self, name: str, *_: Any, **__: Any) -> Never:
        """Refuse a Python function: the server cannot call it.

        Raises:
            StoreError: always.
        """
        raise StoreError(
            f"Cannot register {name}: a Neo4j server cannot call Python functions. "
            "Open the data as a folder or as a NetworkX graph to use Python procedures."
        )

    def unregister(self, name: str) -> None:
        """Do nothing: no Python function is registered."""

    def get(self, name: str, /) -> str | None:
        """Return the name if the server has that procedure, else None."""
        return name if name in set(self) else None

    def __iter__(self) -> Iterator[str]:
        rows = self._connection.execute("SHOW PROCEDURES YIELD name RETURN name ORDER BY name").rows
        return (name for (name,) in rows)


class Neo4jStore:
    """A graph on a Neo4j server; connects when it is first asked for something.

    Args:
        uri: ``neo4j://host``, or with another of the driver's schemes.
        user: the user to sign in as; None where the server asks for nobody.
        password: that user's password; it is in no message, log or ``repr``.
        database: the database; None leaves it to the server.
        retry_seconds: how long failures that may pass are tried again.

    Attributes:
        warnings: what did not stop the work but should be known; ``merge`` starts it anew.
    """

    def __init__(
        self,
        uri: str,
        user: str | None = None,
        password: str | None = None,
        database: str | None = None,
        *,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self.connection: Connection = Connection(uri, user, password, database, retry_seconds)
        self.warnings: list[str] = []

    @classmethod
    def from_environment(cls, uri: str) -> Self:
        """Open ``uri`` with ``NEO4J_USERNAME``, ``NEO4J_PASSWORD`` and ``NEO4J_DATABASE``."""
        found = os.environ.get
        return cls(uri, found("NEO4J_USERNAME"), found("NEO4J_PASSWORD"), found("NEO4J_DATABASE"))

    def __repr__(self) -> str:
        return f"<Neo4jStore {self.location}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def location(self) -> str:
        """The address and the database."""
        return self.connection.location

    @property
    def is_remote(self) -> bool:
        """Always true."""
        return True

    @property
    def is_persistent(self) -> bool:
        """Always true: the server stores each write."""
        return True

    @property
    def is_directed(self) -> bool:
        """Always true."""
        return True

    @property
    def procedures(self) -> ServerProcedures:
        """The server's procedures."""
        return ServerProcedures(self.connection)

    def verify(self) -> None:
        """Connect, sign in and reach the database.

        Raises:
            StoreError: it did not work; the message says what to check.
        """
        self.execute("RETURN 1").summary()

    def close(self) -> None:
        """Close the connection; the next use opens it again."""
        self.connection.close()

    def execute(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float | None = None,
    ) -> Answer:
        """Run a query; its rows stream.

        Args:
            text: one query.
            parameters: the values of its ``$parameters``.
            write: let it change the graph; otherwise the server refuses a query that writes.
            timeout: seconds after which the server, and reading the rows here, give it up.

        Raises:
            CypherError: the query is at fault.
            LimitExceeded: it ran into its time or the server's memory.
            StoreError: the server does not answer or refuses to.
        """
        return self.connection.execute(text, parameters, write=write, timeout=timeout)

    def merge(self, dataset: Dataset, *, progress: Progress | None = None) -> MergeCounts:
        """Add what is new, update what differs; the same data set twice changes nothing.

        Args:
            dataset: entities, relations between them, sources, relation types.
            progress: called with rows done and rows in all.

        Raises:
            StoreError: the server does not answer or refuses to; what was written until then stays,
                and the same call again finishes it.
        """
        from sociogram.graph.neo4j.merge.merger import Merger

        merger = Merger(self.connection, dataset, progress)
        self.warnings = merger.warnings
        return merger.run()

    @property
    def networkx(self) -> nx.MultiDiGraph[Any]:
        """A copy of the graph, where it is small enough; see ``to_networkx``."""
        return self.to_networkx()

    def to_networkx(self, *, everything: bool = False) -> nx.MultiDiGraph[Any]:
        """Fetch the graph as NetworkX holds it.

        Args:
            everything: fetch it whatever its size; otherwise up to 100,000 relationships.

        Raises:
            StoreError: it has more.
        """
        from sociogram.graph.neo4j.to_networkx import networkx_copy

        return networkx_copy(self.connection, everything=everything)

    def to_dataset(self) -> Dataset:
        """Refuse to fetch the graph as tables.

        Raises:
            StoreError: always.
        """
        raise StoreError("A server keeps its graph itself. `export` writes a copy of it.")

    def view(self) -> SubgraphView:
        """Return all entities, relationships between them, sources and relation types, streamed."""
        from sociogram.graph.neo4j.scan import ServerView

        return ServerView(self.connection)

    def relationship_ends(self) -> Iterator[tuple[IntArray, IntArray]]:
        """Yield start and end numbers of the relationships between entities, in chunks."""
        from sociogram.graph.neo4j.scan import relationship_ends

        return relationship_ends(self.connection)

    def entity_rows(self) -> Iterable[tuple[Any, ...]]:
        """Return id, name, aliases and stub flag of each entity."""
        from sociogram.graph.neo4j.scan import ENTITY_ROWS

        return self.connection.execute(ENTITY_ROWS).rows
