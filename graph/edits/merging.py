"""Merges several entities, and changes the name or the id of an entity.

Relations keep their ids, so that references to a claim stay valid. The old ids and names become aliases, by
which look-ups and later loads find the entity in every store. Files need no further column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sociogram.graph.actor_rules import ENTITIES, ActorRule
from sociogram.graph.common.equality import same_value, united
from sociogram.graph.common.temporal import is_temporal, iso_text
from sociogram.graph.edits.model import (
    Edits,
    HeldRows,
    NodeEdit,
    Relation,
    RelationEdit,
    node_edits,
    relation_edits,
    values_of,
)
from sociogram.graph.formats.cypher import literal
from sociogram.graph.merge_rules import UNION_PROPERTIES
from sociogram.graph.model import Node, types_of

_OWN = ("id", "aliases", "stub")
"""Properties with their own rules for merging, besides the name."""


def merge(held: HeldRows, keep: Any, others: Sequence[Any], rule: ActorRule = ENTITIES) -> Edits:
    """Return the edits that merge several entities.

    The kept entity keeps its values and gets those that only the others have. All relations of the others
    become its relations, and it replaces them as claimant and voice.

    Args:
        held: the entities, and all relations that name one of the others.
        keep: the id of the entity to keep.
        others: the ids of the entities merged into it.
        rule: which property holds their names.
    """
    names = dict.fromkeys(others, keep)
    merged = [held.entities[other] for other in others]
    properties, notes = _united(held.entities[keep], merged, rule)
    labels = {label for node in (held.entities[keep], *merged) for label in node.labels}
    return Edits(
        [
            *node_edits(held.entities[keep], properties, labels),
            *(NodeEdit(node, None) for node in merged),
            *_authors(held, names),
        ],
        _moved(held.relations, names, rule),
        [*notes, *_clash(held.entities[keep], merged, rule), *_self_ties(held.relations, names)],
    )


def rename(
    held: HeldRows,
    entity: Any,
    *,
    name: str | None = None,
    new_id: Any = None,
    rule: ActorRule = ENTITIES,
) -> Edits:
    """Return the edits that give an entity another name, another id, or both.

    Args:
        held: the entity, and all relations that name it.
        entity: its id.
        name: the new name; None keeps the name.
        new_id: the new id; None keeps the id.
        rule: which property holds the name.
    """
    node = held.entities[entity]
    key = rule.name_key(node)
    properties = dict(node.properties)
    former: list[Any] = []
    if name is not None and name != properties.get(key):
        former.append(properties.get(key))
        properties[key] = name
    if new_id is not None and new_id != entity:
        former.append(entity)
        properties["id"] = new_id
    properties["aliases"] = _aliases(properties, key, former)
    names = {} if properties["id"] == entity else {entity: properties["id"]}
    return Edits([*node_edits(node, properties), *_authors(held, names)], _moved(held.relations, names, rule))


def _united(keep: Node, merged: Sequence[Node], rule: ActorRule) -> tuple[dict[str, Any], list[str]]:
    """Return the properties of the merged entity, and notes on the values that are dropped."""
    properties, key = dict(keep.properties), rule.name_key(keep)
    names = {node: node.get(rule.name_key(node)) for node in merged}
    notes: list[str] = []
    if properties.get(key) in (None, properties.get("id")):
        named = (name for node, name in names.items() if name not in (None, node.get("id")))
        properties[key] = next(named, properties.get(key))
    if not all(node.get("stub") for node in merged):
        properties.pop("stub", None)
    for node in merged:
        for name, value in node.properties.items():
            held = properties.get(name)
            if name in (*_OWN, key, rule.name_key(node)) or same_value(value, held):
                continue
            if name in UNION_PROPERTIES and isinstance(held, list):
                properties[name] = united(held, values_of(value))
            elif held is None:
                properties[name] = value
            else:
                notes.append(
                    f"{name}: kept {_written(held)} of {_shown(keep, rule)}, "
                    f"dropped {_written(value)} of {_shown(node, rule)}."
                )
    former = [text for node in merged for text in (names[node], *values_of(node.get("aliases")))]
    properties["aliases"] = _aliases(properties, key, [*former, *(node.get("id") for node in merged)])
    return properties, notes


def _written(value: Any) -> str:
    """Return a value for a note: a date as a cell has it, all else as in Cypher."""
    return iso_text(value) if is_temporal(value) else literal(value)


def _shown(node: Node, rule: ActorRule) -> str:
    """Return what a note calls an entity: its id, or its name where sociogram did not choose the id."""
    return str(node.get("id")) if rule.is_default else rule.name_of(node)


def _aliases(properties: Mapping[str, Any], key: str, former: Iterable[Any]) -> list[Any]:
    """Return the aliases of an entity with its former names and ids, without its name in ``key``."""
    own = {properties.get(key), properties.get("id"), None, ""}
    aliases = [alias for alias in values_of(properties.get("aliases")) if alias != properties.get(key)]
    return united(aliases, [str(text) for text in former if text not in own])


def _authors(held: HeldRows, names: Mapping[Any, Any]) -> list[NodeEdit]:
    """Return the edits of sources whose author is named by a changed id."""
    return [
        edit
        for node in held.sources.values()
        if node.get("author") in names
        for edit in node_edits(node, {**node.properties, "author": names[node["author"]]})
    ]


def _moved(relations: Sequence[Relation], names: Mapping[Any, Any], rule: ActorRule) -> list[RelationEdit]:
    """Return the edits that move relations to other entities.

    A moved relation without an id gets one, except in another program's graph, where parallel relations would
    get the same id.
    """
    edits: list[RelationEdit] = []
    for relation in relations if names else ():
        after = relation.with_names(names)
        is_moved = (after.source, after.target) != (relation.source, relation.target)
        if rule.is_default and relation.id is None and is_moved:
            after = replace(after, properties={**after.properties, "id": after.made_id})
        edits += relation_edits(relation, after)
    return edits


def _clash(keep: Node, merged: Sequence[Node], rule: ActorRule) -> list[str]:
    """Return notes on merged entities whose types differ."""
    own = set(types_of(keep.labels))
    notes = []
    for node in merged:
        theirs = set(types_of(node.labels))
        if own and theirs and not (own <= theirs or theirs <= own):
            notes.append(
                f"The types differ: {_shown(keep, rule)} is {', '.join(sorted(own))}, "
                f"{_shown(node, rule)} is {', '.join(sorted(theirs))}. Both are kept."
            )
    return notes


def _self_ties(relations: Sequence[Relation], names: Mapping[Any, Any]) -> list[str]:
    """Return a note on relations that only now start and end at the same entity."""
    found = [
        str(relation.id or relation.type)
        for relation in relations
        if relation.source != relation.target
        and names.get(relation.source, relation.source) == names.get(relation.target, relation.target)
    ]
    if not found:
        return []
    what = "This tie now connects" if len(found) == 1 else f"These {len(found)} ties now connect"
    return [f"{what} the actor with itself: {', '.join(found)}."]
