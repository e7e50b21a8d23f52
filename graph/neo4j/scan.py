"""Reading a whole graph from a server; each read is a query whose rows stream.

The queries return maps and scalars, because the driver caches each node and relationship object of a result
until the result ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sociogram.graph.actor_rules import ActorRule
from sociogram.graph.dataset import Table
from sociogram.graph.graph_columns import GraphColumns
from sociogram.graph.model import ENTITY_LABEL, Node, Relationship
from sociogram.graph.neo4j.column_blocks import ColumnBlocks, in_blocks
from sociogram.graph.neo4j.connection import Connection
from sociogram.graph.neo4j.whole_columns import whole_columns
from sociogram.graph.store import QueryRunner, describes_ties
from sociogram.graph.subgraph import Subgraph, Triplet

ENTITY_ROWS = f"MATCH (n:{ENTITY_LABEL}) RETURN n.id, n.name, n.aliases, n.stub"

IDS_AT_ONCE = 10_000
"""Ids in one query's parameter."""

_ROWS_AT_ONCE = 50_000
"""Rows held as Python values before they become columns, which take a fraction of the memory."""

_NO_LIMIT = 2**63 - 1
"""The largest integer of Cypher."""
_NO_LIMIT_ELSEWHERE = 2**31 - 1
"""ArcadeDB treats a larger limit as negative."""


class ServerView:
    """All entities, relationships between them, sources and relation types on a server."""

    __slots__ = ("_connection", "_ends")

    def __init__(self, connection: Connection, rule: ActorRule) -> None:
        self._connection = connection
        self._ends = rule.pattern("a"), rule.pattern("b")

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

    def columns(self) -> GraphColumns:
        """Return all nodes and relationships as columns."""
        return whole_columns(self._connection, self._node_queries(), self._ends)

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
        # Without a limit between them, the planner joins the two patterns and may begin with the second.
        limit = _NO_LIMIT if self._connection.is_neo4j else _NO_LIMIT_ELSEWHERE
        first = f"MATCH {a} WITH a LIMIT {limit}"
        text = f"{first} MATCH (a)-[r]->{b} RETURN elementId(r), type(r), properties(r), {ends}"
        for key, type_name, properties, *found in self._connection.execute(text).rows:
            start, end = (
                Node(node, tuple(labels), {"id": own, "type": kind})
                for node, labels, own, kind in (found[:4], found[4:])
            )
            yield Relationship(key, type_name, start.id, end.id, dict(sorted(properties.items()))), start, end

    def _node_queries(self) -> tuple[str, str]:
        other = describes_ties("a")
        return f"MATCH {self._ends[0]} WHERE NOT ({other})", f"MATCH (a) WHERE {other}"


def claim_columns(
    runner: QueryRunner, properties: Sequence[str], among: Collection[str] | None = None
) -> Table:
    """Return a table of the relationships between entities, one row each, as ``GraphStore`` describes it."""
    rule = runner.actor_rule
    known = runner.property_keys(properties)
    names = [name for name in properties if name in known]
    columns = ("source", "target", "type", "key", *names)
    tie = ", ".join((rule.key("b"), "type(r)", "elementId(r)", *(f"r.{name}" for name in names)))
    # One row for each actor: the driver takes longer for a row than for the values in it.
    if among is None:
        ties = f"[(a)-[r]->{rule.pattern('b')} | [{tie}]]"
        answer = runner.execute(f"MATCH {rule.pattern('a')} RETURN {rule.key('a')}, {ties}")
        return _table_of_stream(columns, _single_rows(answer.rows))
    # The second condition follows WITH: a server would first build all pairs, then look for their ties.
    text = (
        f"MATCH {rule.pattern('a')}-[r]->{rule.pattern('b')} WHERE elementId(a) IN $ids "
        f"WITH a, r, b WHERE elementId(b) IN $ends RETURN {rule.key('a')}, collect([{tie}])"
    )
    actors = sorted(among)
    batches = (actors[first : first + IDS_AT_ONCE] for first in range(0, len(actors), IDS_AT_ONCE))
    answers = (runner.execute(text, {"ids": ids, "ends": actors}) for ids in batches)
    return _table_of_stream(columns, (row for answer in answers for row in _single_rows(answer.rows)))


def _single_rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each tie of rows that hold an actor and its ties."""
    return ((source, *tie) for source, ties in rows for tie in ties)


def _table_of_stream(columns: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> Table:
    """Return a table of rows, of which only some are held as Python values at a time."""
    blocks, count = ColumnBlocks(columns), 0
    for some in in_blocks(rows, _ROWS_AT_ONCE):
        blocks.add(some)
        count += len(some)
    return Table(count, blocks.columns())
