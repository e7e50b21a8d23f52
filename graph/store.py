"""The interface of all stores, in memory and on a server."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sociogram.graph.actor_rules import ActorChoice, ActorRule, NodeCounts
from sociogram.graph.dataset import Dataset, MergeCounts, RowsToSave, Table
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, Relationship
from sociogram.graph.subgraph import SubgraphView
from sociogram.graph.summary import Summary

if TYPE_CHECKING:
    import networkx as nx


Progress = Callable[[int, int], None]
"""Called with the number of rows done and the total."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A running query.

    Attributes:
        columns: the column names, in order.
        rows: the rows as tuples of plain values and those of ``graph.model``; may stream.
        summary: returns the summary after the last row; called earlier, it discards the remaining rows.
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]
    summary: Callable[[], Summary]


class ProcedureRegistry(Protocol):
    """The procedures of a store that CALL can use."""

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

            >>> graph.procedures.register("my.half", "x :: FLOAT", "half :: FLOAT", lambda x: [x / 2])
            >>> graph.run("CALL my.half(3.0)").value()
            1.5

        Raises:
            StoreError: the store cannot call Python functions.
        """
        ...

    def unregister(self, name: str) -> None:
        """Remove a procedure added by ``register``.

        >>> graph.procedures.register("my.half", "x :: FLOAT", "half :: FLOAT", lambda x: [x / 2])
        >>> graph.procedures.unregister("my.half")
        >>> print(graph.procedures.get("my.half"))
        None
        """
        ...

    def get(self, name: str, /) -> Any:
        """Return the procedure with this name, or None."""
        ...

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        ...


class QueryRunner(Protocol):
    """Runs Cypher."""

    @property
    def actor_rule(self) -> ActorRule:
        """Which nodes are actors, and what they are called."""
        ...

    def property_keys(self, among: Collection[str] | None = None) -> set[str]:
        """Return the properties that nodes and relationships have, or those ``among`` the given names."""
        ...

    def execute(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float | None = None,
    ) -> Answer:
        """Run a query; one that writes is rejected without ``write``; ``timeout`` is in seconds."""
        ...


Outcome = TypeVar("Outcome")


class GraphStore(QueryRunner, Protocol):
    """A graph of entities, relations, sources and relation types.

    Not runtime-checkable: ``isinstance`` would read ``networkx``, which may fetch a whole graph.
    """

    @property
    def location(self) -> str:
        """The location for people: a path, a URI without a password, 'memory'."""
        ...

    @property
    def is_remote(self) -> bool:
        """Whether each query is a round trip to a server, so that searches should run there."""
        ...

    @property
    def is_persistent(self) -> bool:
        """Whether writes last without being saved to a folder."""
        ...

    @property
    def rejects_writes(self) -> bool:
        """Whether the store itself rejects a query that writes and is run without ``write``."""
        ...

    @property
    def is_directed(self) -> bool:
        """Whether directions are significant; they are not in an undirected NetworkX graph."""
        ...

    @property
    def networkx(self) -> nx.MultiDiGraph:
        """The graph as a NetworkX graph."""
        ...

    @property
    def procedures(self) -> ProcedureRegistry:
        """The procedures that CALL can use."""
        ...

    @property
    def actor_choice(self) -> ActorChoice:
        """The user's choice of actors and their names."""
        ...

    def choose_actors(self, choice: ActorChoice) -> None:
        """Use these labels and names for actors from now on."""
        ...

    def merge(self, dataset: Dataset, *, progress: Progress | None = None) -> MergeCounts:
        """Merge a data set: update what exists, add what is new. Merging it twice has no further effect."""
        ...

    def networkx_keys(self, nodes: Collection[str]) -> dict[str, Any]:
        """Return the keys in ``networkx`` of nodes, given by their element ids."""
        ...

    def write_node_values(self, name: str, values: Mapping[Any, Any]) -> None:
        """Write a property of nodes, given by their keys in ``networkx``."""
        ...

    def node_with_key(self, key: Any) -> str | None:
        """Return the ``elementId()`` of a node by its key in a NetworkX graph that was opened, or None."""
        ...

    def rename_entities(self, renames: Mapping[str, str]) -> None:
        """Change the ids of entities, by old id; if another entity has the new id, merge the two."""
        ...

    def run_together(
        self, work: Callable[[QueryRunner], Outcome], *, timeout: float | None = None, once: bool = False
    ) -> Outcome:
        """Run several queries in one transaction: all of them are committed, or none if ``work`` raises.

        Args:
            work: runs the queries. A server may call it again after a transient failure.
            timeout: seconds after which a server cancels the transaction.
            once: do not call it again where the first transaction may have been committed.
        """
        ...

    def to_dataset(self) -> Dataset:
        """Return the graph as the tables of a data folder.

        Raises:
            DataError: the tables cannot represent something in the graph.
            StoreError: the graph is on a server.
        """
        ...

    def written_as(self, digest: str) -> None:
        """Record that the graph, as it is now, was written to the files with this digest."""
        ...

    def is_written_as(self, digest: str) -> bool:
        """Return whether the graph was written to the files with this digest and is unchanged since."""
        ...

    def changed_rows(self, digest: str) -> RowsToSave | None:
        """Return the rows that differ from the files with this digest; None if unknown."""
        ...

    def view(self, rule: ActorRule | None = None) -> SubgraphView:
        """Return a view of entities, relationships between them, sources and relation types, in chunks.

        ``rule`` says which nodes are entities; by default ``actor_rule``.
        """
        ...

    def entity_rows(self) -> Iterable[tuple[Any, ...]]:
        """Return id, name, aliases and stub flag of each entity."""
        ...

    def claim_columns(self, properties: Sequence[str], among: Collection[str] | None = None) -> Table:
        """Return a table of the relationships between entities, one row each.

        Its columns are ``source`` and ``target`` (the key of each end; see ``ActorRule.key``),
        ``type``, ``key`` (the ``elementId()`` of the relationship) and the properties; a property that no
        relationship has may be omitted. ``among`` are the entities, by ``elementId()``; by default all.
        In an undirected NetworkX graph, ``directed`` is false for each.
        """
        ...

    def relationships_by_key(self, keys: Sequence[str]) -> list[Relationship]:
        """Return the relationships with the given ``elementId()`` values, in any order; omit unknown ones."""
        ...

    def close(self) -> None:
        """Close connections."""
        ...


_OWN_LABELS = (ENTITY_LABEL, SOURCE_LABEL, RELATION_TYPE_LABEL)
_COUNTS = " UNION ALL ".join(
    (
        "MATCH (n) WITH count(n) AS nodes RETURN null AS label, nodes",
        *(f"MATCH (n:{own}) WITH count(n) AS nodes RETURN '{own}' AS label, nodes" for own in _OWN_LABELS),
    )
)
"""Neo4j knows these numbers and reads no node for them."""
_LABELS = "CALL db.labels() YIELD label WITH collect(label) AS labels RETURN labels AS label, null AS nodes"


def node_counts(runner: QueryRunner) -> NodeCounts:
    """Return how many nodes sociogram loaded, and how many others there are."""
    return _counted(runner.execute(_COUNTS).rows)


def labels_and_counts(runner: QueryRunner) -> tuple[list[str], NodeCounts]:
    """Return the labels of a graph, and what ``node_counts`` returns, by one query."""
    rows = list(runner.execute(f"{_COUNTS} UNION ALL {_LABELS}").rows)
    [labels] = [found for found, nodes in rows if nodes is None]
    return labels, _counted(rows)


def _counted(rows: Iterable[tuple[Any, ...]]) -> NodeCounts:
    counts = {label: nodes for label, nodes in rows if nodes is not None}
    total = counts.pop(None)
    return NodeCounts(counts[ENTITY_LABEL], total - sum(counts.values()))


def entity_pattern(store: QueryRunner, variable: str) -> str:
    """Return the Cypher node pattern that matches actors."""
    return store.actor_rule.pattern(variable)


def describes_ties(variable: str) -> str:
    """Return the Cypher condition that a node is a source or a relation type, as sociogram loads them.

    It does not say IS NOT NULL: in such a query, ``properties()`` of Neo4j 5.26 gives true for the value.
    """
    return (
        f"{variable}:{SOURCE_LABEL} AND coalesce({variable}.id, '') <> '' "
        f"OR {variable}:{RELATION_TYPE_LABEL} AND coalesce({variable}.type, '') <> ''"
    )
