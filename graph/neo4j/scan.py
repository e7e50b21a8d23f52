"""Reading a whole graph from a server; each read is a query whose rows stream.

The queries return maps and scalars, because the driver caches each node and relationship object of a result
until the result ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice, repeat

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.graph.dataset import Table, table_of_rows
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, Node, Relationship
from sociogram.graph.neo4j.connection import Connection
from sociogram.graph.store import QueryRunner, entity_pattern, property_keys
from sociogram.graph.subgraph import Subgraph, Triplet

ENTITY_ROWS = f"MATCH (n:{ENTITY_LABEL}) RETURN n.id, n.name, n.aliases, n.stub"

_STARTS_AT_ONCE = 10_000
"""Start nodes whose relationships are read before they are converted to arrays."""


class ServerView:
    """All entities, relationships between them, sources and relation types on a server."""

    __slots__ = ("_connection", "_ends")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ends = entity_pattern(connection, "a"), entity_pattern(connection, "b")

    def count(self) -> tuple[int, int]:
        """Return the number of nodes and of relationships."""
        a, b = self._ends
        texts = [f"{text} RETURN count(a)" for text in self._node_queries()]
        *nodes, relationships = (
            next(self._connection.execute(text).rows)[0]
            for text in (*texts, f"MATCH {a}-[r]->{b} RETURN count(r)")
        )
        return sum(nodes), relationships

    def hold(self) -> Subgraph:
        """Return all nodes and relationships at once."""
        return Subgraph(tuple(self.read_nodes()), tuple(tie for tie, _, _ in self.read_ties()))

    def read_nodes(self) -> Iterator[Node]:
        """Yield the nodes."""
        for text in self._node_queries():
            rows = self._connection.execute(f"{text} RETURN elementId(a), labels(a), properties(a)").rows
            for key, labels, properties in rows:
                yield Node(key, tuple(sorted(labels)), dict(sorted(properties.items())))

    def read_ties(self) -> Iterator[Triplet]:
        """Yield the relationships with their ends, grouped by start node."""
        a, b = self._ends
        ends = ", ".join(f"elementId({end}), labels({end}), {end}.id, {end}.type" for end in "ab")
        text = f"MATCH {a} WITH a MATCH (a)-[r]->{b} RETURN elementId(r), type(r), properties(r), {ends}"
        for key, type_name, properties, *found in self._connection.execute(text).rows:
            start, end = (
                Node(node, tuple(labels), {"id": own, "type": kind})
                for node, labels, own, kind in (found[:4], found[4:])
            )
            yield Relationship(key, type_name, start.id, end.id, dict(sorted(properties.items()))), start, end

    def _node_queries(self) -> tuple[str, str]:
        # Not IS NOT NULL: in such a query, properties() of Neo4j 5.26 gives true in place of the value.
        other = (
            f"a:{SOURCE_LABEL} AND coalesce(a.id, '') <> '' "
            f"OR a:{RELATION_TYPE_LABEL} AND coalesce(a.type, '') <> ''"
        )
        return f"MATCH {self._ends[0]} WHERE NOT ({other})", f"MATCH (a) WHERE {other}"


def claim_columns(runner: QueryRunner, properties: Sequence[str]) -> Table:
    """Return a table of the relationships between entities, one row each, as ``GraphStore`` describes it."""
    rule = runner.actor_rule
    known = property_keys(runner, properties)
    names = [name for name in properties if name in known]
    chosen = "".join(f", r.{name} AS {name}" for name in names)
    answer = runner.execute(
        f"MATCH {rule.pattern('a')}-[r]->{rule.pattern('b')} RETURN {rule.key('a')} AS source, "
        f"{rule.key('b')} AS target, type(r) AS type, elementId(r) AS key{chosen}"
    )
    return table_of_rows(answer.columns, list(answer.rows))


def relationship_ends(connection: Connection) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield the ends of all relationships between entities; the server sends one row per start node.

    The driver spends more time on a row than on the numbers in it. ``id()`` is a number, while
    ``elementId()`` is a string; both identify a node while a query runs.
    """
    a, b = entity_pattern(connection, "a"), entity_pattern(connection, "b")
    text = f"MATCH {a} WHERE EXISTS {{ (a)-->() }} RETURN id(a), COLLECT {{ MATCH (a)-->{b} RETURN id(b) }}"
    rows = connection.execute(text).rows
    while some := list(islice(rows, _STARTS_AT_ONCE)):
        ends = np.fromiter(chain.from_iterable(row[1] for row in some), np.int64)
        starts = np.fromiter(chain.from_iterable(repeat(row[0], len(row[1])) for row in some), np.int64)
        yield starts, ends
