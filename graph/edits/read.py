"""Reads the rows that a correction may change, in the transaction that changes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sociogram.graph.edits.model import ENTITIES, VOICES, HeldRows, Relation
from sociogram.graph.errors import ConflictError, SociogramError
from sociogram.graph.model import ENTITY_LABEL, SOURCE_LABEL, Node
from sociogram.graph.store import QueryRunner, entity_pattern

_RETURN = "RETURN elementId(r), type(r), a.id, b.id, properties(r)"
_NODE = "RETURN elementId(n), labels(n), properties(n)"
_NAMES_ONE = "a.id IN $ids OR b.id IN $ids " + " ".join(
    f"OR r.{voice} IN $ids OR (r.{voice} IS NOT NULL AND toStringOrNull(r.{voice}) IS NULL "
    f"AND any(name IN [] + r.{voice} WHERE name IN $ids))"
    for voice in VOICES
)
"""Lists are searched one by one; texts are compared as a column."""
_OTHERS = "MATCH {n}-[r]-(other) WHERE n.id IN $ids AND NOT {other} RETURN n.id, count(r)"


def actor_labels(runner: QueryRunner) -> str:
    """Return the label expression that matches all actors of a graph; empty if every node is one."""
    rule = runner.actor_rule
    return ENTITIES if rule.is_default else rule.pattern("").strip("()")


def rows_naming(
    runner: QueryRunner, ids: Collection[Any], *, also: Iterable[Any] = (), optional: bool = False
) -> HeldRows:
    """Return actors, the relations in which they are an end or a voice, and the sources that they wrote.

    Args:
        runner: the transaction.
        ids: the ids of the actors.
        also: the ids of actors to read without their relations.
        optional: whether the actors of ``also`` may be missing.

    Raises:
        ConflictError: an actor no longer exists.
        SociogramError: a relationship connects one of ``ids`` with a node that is not an actor.
    """
    entities = nodes_where(runner, "n.id IN $ids", [*ids, *also])
    missing = [one for one in [*ids, *(() if optional else also)] if one not in entities]
    if missing:
        raise ConflictError(f"The actor {missing[0]} no longer exists. Run the command again.")
    _check_others(runner, list(ids))
    return HeldRows(
        entities,
        sources_where(runner, "n.author IN $ids", list(ids)),
        relations_where(runner, _NAMES_ONE, ids=list(ids)),
    )


def relations_where(runner: QueryRunner, condition: str, **parameters: Any) -> list[Relation]:
    """Return the relations ``r`` from actors ``a`` to ``b`` that meet a condition, in order of their ids."""
    ends = entity_pattern(runner, "a"), entity_pattern(runner, "b")
    query = f"MATCH {ends[0]}-[r]->{ends[1]} WHERE {condition} {_RETURN}"
    found = (Relation(*row) for row in runner.execute(query, parameters).rows)
    return sorted(found, key=lambda relation: (str(relation.id), relation.key))


def sources_where(runner: QueryRunner, condition: str, ids: list[Any]) -> dict[Any, Node]:
    """Return the sources ``n`` that meet a condition on ``$ids``, by id."""
    query = f"MATCH (n:{SOURCE_LABEL}) WHERE {condition} {_NODE}"
    return {node.get("id"): node for node in _nodes(runner, query, ids)}


def nodes_where(runner: QueryRunner, condition: str, ids: list[Any]) -> dict[Any, Node]:
    """Return the actors ``n`` that meet a condition on ``$ids``, by id."""
    query = f"MATCH {entity_pattern(runner, 'n')} WHERE {condition} {_NODE}"
    found: dict[Any, Node] = {}
    for node in _nodes(runner, query, ids):
        if found.setdefault(node["id"], node) is not node:
            names = " and ".join(runner.actor_rule.name_of(one) for one in (found[node["id"]], node))
            raise SociogramError(
                f"The id {node['id']} does not say which actor is meant: {names} both have it. "
                "Give each an id of its own first."
            )
    return found


def _nodes(runner: QueryRunner, query: str, ids: list[Any]) -> list[Node]:
    rows = runner.execute(query, {"ids": ids}).rows
    return [Node(key, tuple(sorted(labels)), properties) for key, labels, properties in rows]


def _check_others(runner: QueryRunner, ids: list[Any]) -> None:
    """Refuse actors with ties to other nodes: no data folder has such ties, and no correction moves them."""
    if not runner.actor_rule.is_default:
        return
    query = _OTHERS.format(n=entity_pattern(runner, "n"), other=f"other:{ENTITY_LABEL}")
    for own, count in runner.execute(query, {"ids": ids}).rows:
        raise SociogramError(
            f"{own} has {count} relationship{'' if count == 1 else 's'} with nodes that are not actors. "
            "Move or delete them with a query first."
        )
