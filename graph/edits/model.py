"""The input and the output of a correction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sociogram.graph.common.cypher_names import quoted
from sociogram.graph.common.equality import same_value
from sociogram.graph.merge_rules import relation_id
from sociogram.graph.model import ENTITY_LABEL, Node

ENTITIES = f":{quoted(ENTITY_LABEL)}"
"""The label expression of the actors in a graph that sociogram loaded."""

VOICES = ("claimed_by", "via", "contradicted_by")
"""Properties of a relation that name entities, besides its ends."""

REFERENCES = ("about", "contradicts", "supersedes")
"""Properties of a relation that name other relations."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship with the ids of the entities at its ends.

    Attributes:
        key: the store's identifier, the result of ``elementId()``; empty for a relation to create.
        type: the relationship type.
        source: the property ``id`` of the entity where it starts.
        target: the property ``id`` of the entity where it ends.
        properties: value by name.
    """

    key: str
    type: str
    source: Any
    target: Any
    properties: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> Any:
        """The property ``id``, or None."""
        return self.properties.get("id")

    @property
    def handle(self) -> Any:
        """What distinguishes it from others of the same ends and type: its id, or else the store's key."""
        return self.key if self.id is None else self.id

    @property
    def made_id(self) -> Any:
        """Its id, or the id made from its key fields."""
        ends = {"source": self.source, "target": self.target, "type": self.type}
        return self.id or relation_id({**self.properties, **ends})

    @property
    def identity(self) -> tuple[Any, Any, str, Any]:
        """What identifies it in a statement: ends, type and id."""
        return self.source, self.target, self.type, self.id

    def named(self) -> set[Any]:
        """Return the ids of all entities that it names: its ends and its voices."""
        names = {self.source, self.target}
        for voice in VOICES:
            names.update(values_of(self.properties.get(voice)))
        return names

    def with_names(self, names: Mapping[Any, Any]) -> Relation:
        """Return a copy with other entities as ends and voices.

        >>> Relation("7", "PAYS", "a", "b", {"via": ["a", "c"]}).with_names({"a": "x"})
        Relation(key='7', type='PAYS', source='x', target='b', properties={'via': ['x', 'c']})
        """
        properties = dict(self.properties)
        for voice in VOICES:
            value = properties.get(voice)
            if isinstance(value, list):
                properties[voice] = without_repeats([names.get(one, one) for one in value])
            elif value is not None:
                properties[voice] = names.get(value, value)
        source, target = names.get(self.source, self.source), names.get(self.target, self.target)
        return replace(self, source=source, target=target, properties=properties)


@dataclass(frozen=True, slots=True)
class NodeEdit:
    """An entity or a source before and after; None before its creation and after its deletion."""

    before: Node | None
    after: Node | None


@dataclass(frozen=True, slots=True)
class RelationEdit:
    """A relation before and after; None before its creation and after its deletion."""

    before: Relation | None
    after: Relation | None


@dataclass(frozen=True, slots=True)
class Edits:
    """The changes of a correction.

    Attributes:
        nodes: the entities and sources.
        relations: the relations.
        notes: sentences for the user, such as which values are dropped.
    """

    nodes: Sequence[NodeEdit] = ()
    relations: Sequence[RelationEdit] = ()
    notes: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not self.nodes and not self.relations

    def inverse(self) -> Edits:
        """Return the edits that undo these."""
        return Edits(
            [NodeEdit(edit.after, edit.before) for edit in self.nodes],
            [RelationEdit(edit.after, edit.before) for edit in self.relations],
        )


@dataclass(frozen=True, slots=True)
class HeldRows:
    """The rows of a store that a correction may change.

    Attributes:
        entities: entities by their property ``id``.
        sources: sources by their property ``id``.
        relations: the requested relations that name one of the entities or sources.
    """

    entities: Mapping[Any, Node] = field(default_factory=dict)
    sources: Mapping[Any, Node] = field(default_factory=dict)
    relations: Sequence[Relation] = ()


def node_edits(
    before: Node, properties: Mapping[str, Any], labels: Collection[str] | None = None
) -> list[NodeEdit]:
    """Return the edit that gives a node these properties and labels; empty if it has exactly these."""
    after = Node(
        before.id, before.labels if labels is None else tuple(sorted(set(labels))), without_nulls(properties)
    )
    same = set(after.labels) == set(before.labels) and same_value(
        dict(after.properties), dict(before.properties)
    )
    return [] if same else [NodeEdit(before, after)]


def relation_edits(before: Relation, after: Relation) -> list[RelationEdit]:
    """Return the edit that changes one relation into another; empty if they are equal."""
    after = replace(after, properties=without_nulls(after.properties))
    same = before.identity == after.identity and same_value(dict(before.properties), dict(after.properties))
    return [] if same else [RelationEdit(before, after)]


def without_values(value: Any, removed: Collection[Any]) -> Any:
    """Return a value, or a list, without what is in ``removed``; None if nothing is left."""
    if isinstance(value, list):
        return [one for one in value if one not in removed] or None
    return None if value in removed else value


def values_of(value: Any) -> list[Any]:
    """Return the values of a property that may have one value, several or none."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def without_nulls(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties that have a value; an empty list counts as no value."""
    return {name: value for name, value in properties.items() if value is not None and value != []}


def without_repeats(values: Sequence[Any]) -> list[Any]:
    """Return a sequence of voices without direct repetitions."""
    return [value for at, value in enumerate(values) if at == 0 or value != values[at - 1]]
