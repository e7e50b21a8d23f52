"""Removes entities, relations and sources, with the rows that cannot exist without them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sociogram.graph.edits.model import (
    REFERENCES,
    Edits,
    HeldRows,
    NodeEdit,
    Relation,
    RelationEdit,
    node_edits,
    relation_edits,
    values_of,
    without_values,
)

_CITATIONS = ("sources", "cites")
_OF_SOURCES = ("copy_of", "translation_of")


def remove(
    held: HeldRows,
    *,
    entities: Collection[Any] = (),
    relations: Collection[Any] = (),
    sources: Collection[Any] = (),
    keys: Collection[str] = (),
) -> Edits:
    """Return the edits that remove rows.

    All relations that name a removed entity are removed, because a claim without its claimant or an end would
    be another claim. Relations that cite only removed sources are removed; the others lose the
    citation. Rows that refer to a removed relation or source lose the reference.

    Args:
        held: the rows to remove, the relations that name the entities or cite the sources, the relations that
            refer to any of these, and the sources that refer to the sources.
        entities: ids of entities.
        relations: ids of relations.
        sources: ids of sources.
        keys: the keys of further relations to remove.
    """
    removed = {
        relation.key
        for relation in held.relations
        if relation.id in relations
        or relation.key in keys
        or not relation.named().isdisjoint(entities)
        or _cites_only(relation, sources)
    }
    return Edits(
        [
            *(NodeEdit(held.entities[own], None) for own in entities),
            *(NodeEdit(held.sources[own], None) for own in sources if own in held.sources),
            *(
                edit
                for own, node in held.sources.items()
                if own not in sources
                for edit in node_edits(node, _without(node.properties, _OF_SOURCES, sources))
            ),
        ],
        _relations(held.relations, removed, sources),
    )


def _cites_only(relation: Relation, sources: Collection[Any]) -> bool:
    cited = values_of(relation.properties.get("sources"))
    return bool(cited) and all(source in sources for source in cited)


def _relations(
    relations: Sequence[Relation], removed: Collection[str], sources: Collection[Any]
) -> list[RelationEdit]:
    ids = {relation.id for relation in relations if relation.key in removed}
    edits: list[RelationEdit] = []
    for relation in relations:
        if relation.key in removed:
            edits.append(RelationEdit(relation, None))
            continue
        properties = _without(relation.properties, REFERENCES, ids)
        properties = _without(properties, _CITATIONS, sources)
        edits += relation_edits(relation, replace(relation, properties=properties))
    return edits


def _without(properties: Mapping[str, Any], names: Iterable[str], removed: Collection[Any]) -> dict[str, Any]:
    """Return the properties without references to removed rows."""
    remaining = dict(properties)
    for name in names:
        if remaining.get(name) is not None:
            remaining[name] = without_values(remaining[name], removed)
    return remaining
