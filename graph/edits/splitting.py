"""Splits an entity: moves some of its relations to another entity."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sociogram.graph.edits.model import Edits, HeldRows, NodeEdit, node_edits, relation_edits, values_of
from sociogram.graph.model import Node


def split(held: HeldRows, entity: Any, to: Any, name: str, moved: Collection[str]) -> Edits:
    """Return the edits that move relations from one entity to another, which is created if it does not exist.

    In each of these relations, the other entity takes all roles of the first: end, claimant, voice. A name,
    id or alias of the other entity is removed from the aliases of the first.

    Args:
        held: the entity, all relations that name it, and the other entity if it exists.
        entity: the id of the entity.
        to: the id of the other entity.
        name: the name of the other entity if it is created.
        moved: the keys of the relations to move.
    """
    node = held.entities[entity]
    there = held.entities.get(to)
    called = {to, name} if there is None else {to, there.get("name"), *values_of(there.get("aliases"))}
    aliases = [alias for alias in values_of(node.get("aliases")) if alias not in called]
    edits = node_edits(node, {**node.properties, "aliases": aliases})
    if there is None:
        edits.append(NodeEdit(None, Node("", node.labels, {"id": to, "name": name})))
    return Edits(
        edits,
        [
            edit
            for relation in held.relations
            if relation.key in moved
            for edit in relation_edits(relation, relation.with_names({entity: to}))
        ],
    )
