"""A graph on a Neo4j server."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Never, Self

from sociogram.graph.actor_rules import ActorChoice, ActorRule
from sociogram.graph.dataset import Dataset, MergeCounts, Table
from sociogram.graph.errors import StoreError
from sociogram.graph.model import Relationship
from sociogram.graph.neo4j.connection import RETRY_SECONDS, Connection
from sociogram.graph.store import Answer, Outcome, Progress, QueryRunner

if TYPE_CHECKING:
    import networkx as nx

    from sociogram.graph.subgraph import SubgraphView


class ServerProcedures:
    """The procedures of a server, which cannot call Python functions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def register(self, name: str, *_: Any, **__: Any) -> Never:
        """Reject a Python function, because the server cannot call it.

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
    """A graph on a Neo4j server; connects on first use.

    Args:
        uri: ``neo4j://host``, or with another of the driver's schemes.
        user: the user to sign in as; None if the server requires no authentication.
        password: that user's password; no message, log or ``repr`` contains it.
        database: the database; None selects the server's default.
        retry_seconds: how long transient failures are retried.

    Attributes:
        warnings: problems that did not stop the latest ``merge``.
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
    def rejects_writes(self) -> bool:
        """Whether the server is Neo4j itself; other Bolt servers write even in a read session."""
        return self.connection.is_neo4j

    @property
    def is_directed(self) -> bool:
        """Always true."""
        return True

    @property
    def actor_rule(self) -> ActorRule:
        """Which nodes are actors, and what they are called."""
        return self.connection.actor_rule

    def property_keys(self, among: Collection[str] | None = None) -> set[str]:
        """Return the properties that nodes and relationships have, or those ``among`` the given names."""
        return self.connection.property_keys(among)

    @property
    def actor_choice(self) -> ActorChoice:
        """The user's choice of actors and their names."""
        return self.connection.actor_choice

    def choose_actors(self, choice: ActorChoice) -> None:
        """Use these labels and names for actors from now on."""
        self.connection.actor_choice = choice
        self.connection.forget_actor_rule()

    @property
    def procedures(self) -> ServerProcedures:
        """The server's procedures."""
        return ServerProcedures(self.connection)

    def verify(self) -> None:
        """Connect, sign in and reach the database.

        Raises:
            StoreError: one of these failed; the message says what to check.
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
        """Run a query and stream its rows; see ``Connection.execute``."""
        return self.connection.execute(text, parameters, write=write, timeout=timeout)

    def merge(self, dataset: Dataset, *, progress: Progress | None = None) -> MergeCounts:
        """Merge a data set: update what exists, add what is new. Merging it twice has no further effect.

        Args:
            dataset: entities, relations between them, sources, relation types.
            progress: called with the number of rows done and the total.

        Raises:
            DataError: a relation names an id that no entity has.
            StoreError: the server does not answer or refuses the write; rows written before that stay, and
                calling this again writes the rest.
        """
        from sociogram.graph.neo4j.merge.merger import Merger

        merger = Merger(self.connection, dataset, progress)
        self.warnings = merger.warnings
        return merger.run()

    def networkx_keys(self, nodes: Collection[str]) -> dict[str, Any]:
        """Return the keys in ``networkx`` of nodes, given by their element ids."""
        from sociogram.graph.neo4j.to_networkx import some_node_keys

        return some_node_keys(self.connection, nodes)

    def write_node_values(self, name: str, values: Mapping[Any, Any]) -> None:
        """Write a property of nodes, given by their keys in ``networkx``, in one transaction."""
        from sociogram.graph.neo4j.to_networkx import node_keys

        rows = [[node, {name: values[key]}] for node, key in node_keys(self.connection) if key in values]
        text = "UNWIND $rows AS row MATCH (n) WHERE elementId(n) = row[0] SET n += row[1]"
        self.execute(text, {"rows": rows}, write=True).summary()

    def node_with_key(self, key: Any) -> None:
        """Return None: ``networkx`` is a copy, whose keys are ids."""

    def rename_entities(self, renames: Mapping[str, str]) -> None:
        """Change the ids of entities in one transaction; if another entity has the new id, merge the two.

        Args:
            renames: old id to new id.

        Raises:
            StoreError: the server does not answer or refuses the write.
        """
        from sociogram.graph.neo4j.merge.rename import rename_entities

        if renames:
            rename_entities(self.connection, renames)

    def run_together(
        self, work: Callable[[QueryRunner], Outcome], *, timeout: float | None = None, once: bool = False
    ) -> Outcome:
        """Run several queries in one transaction; nothing is written if ``work`` raises.

        Raises:
            CypherError: a query is at fault.
            StoreError: the server does not answer or refuses to.
        """
        from sociogram.graph.neo4j.connection import TransactionRunner

        return self.connection.managed(
            lambda transaction: work(TransactionRunner(transaction, self.connection)),
            timeout=timeout,
            once=once,
        )

    @property
    def networkx(self) -> nx.MultiDiGraph[Any]:
        """A copy of the graph if it is small enough; see ``to_networkx``."""
        return self.to_networkx()

    def to_networkx(self, *, everything: bool = False) -> nx.MultiDiGraph[Any]:
        """Fetch the graph as a NetworkX graph.

        Args:
            everything: fetch a graph of any size; by default up to 100,000 relationships.

        Raises:
            StoreError: the graph is larger than that.
        """
        from sociogram.graph.neo4j.to_networkx import networkx_copy

        return networkx_copy(self.connection, everything=everything)

    def written_as(self, digest: str) -> None:
        """Do nothing: no data folder holds a graph on a server."""

    def is_written_as(self, digest: str) -> bool:  # noqa: ARG002 - the protocol of stores
        """Return False: no data folder holds a graph on a server."""
        return False

    def changed_rows(self, digest: str) -> None:
        """Return None: no data folder holds a graph on a server."""

    def to_dataset(self) -> Dataset:
        """Raise StoreError: a graph on a server is not fetched as tables.

        Raises:
            StoreError: always.
        """
        raise StoreError("A server stores its own graph. `export` writes a copy of it.")

    def view(self, rule: ActorRule | None = None) -> SubgraphView:
        """Return all entities, relationships between them, sources and relation types, streamed."""
        from sociogram.graph.neo4j.scan import ServerView

        return ServerView(self.connection, rule or self.actor_rule)

    def entity_rows(self) -> Iterable[tuple[Any, ...]]:
        """Return id, name, aliases and stub flag of each entity."""
        from sociogram.graph.neo4j.scan import ENTITY_ROWS

        return self.connection.execute(ENTITY_ROWS).rows

    def claim_columns(self, properties: Sequence[str], among: Collection[str] | None = None) -> Table:
        """Return a table of the relationships between entities, one row each."""
        from sociogram.graph.neo4j.scan import claim_columns

        return claim_columns(self.connection, properties, among)

    def relationships_by_key(self, keys: Sequence[str]) -> list[Relationship]:
        """Return the relationships with the given ``elementId()`` values."""
        query = "MATCH ()-[r]->() WHERE elementId(r) IN $keys RETURN r"
        return [found for (found,) in self.connection.execute(query, {"keys": list(keys)}).rows]
