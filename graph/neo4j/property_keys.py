"""The properties that the nodes and relationships of a server have."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sociogram.graph.store import QueryRunner

_LISTED = (
    "CALL db.propertyKeys() YIELD propertyKey AS key "
    "WITH key WHERE $among IS NULL OR key IN $among RETURN key"
)
_HELD = (
    "MATCH (n) UNWIND keys(n) AS key RETURN DISTINCT key",
    "MATCH ()-[r]->() UNWIND keys(r) AS key RETURN DISTINCT key",
)


def held_keys(runner: QueryRunner) -> frozenset[str]:
    """Return the properties that any node or relationship has, by reading all of them.

    Other servers list only the properties that a schema declares, as ArcadeDB does, or none.
    """
    return frozenset(key for text in _HELD for (key,) in runner.execute(text).rows)


def property_keys(
    runner: QueryRunner,
    among: Collection[str] | None,
    *,
    are_listed: bool,
    held: Callable[[QueryRunner], frozenset[str]] = held_keys,
) -> set[str]:
    """Return the properties that nodes and relationships have, or those ``among`` the given names.

    Args:
        runner: runs the queries.
        among: the names; None for all properties. Neo4j sends no others.
        are_listed: whether the server lists its properties, as Neo4j does.
        held: returns those of any other server.
    """
    if are_listed:
        names = None if among is None else list(among)
        return {key for (key,) in runner.execute(_LISTED, {"among": names}).rows}
    found = held(runner)
    return set(found if among is None else found.intersection(among))
