"""The values that graphs return: the same Python objects from every store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sociogram.graph.common.keys import key_text

ENTITY_LABEL = "Entity"
SOURCE_LABEL = "Source"
RELATION_TYPE_LABEL = "RelationType"

NAME_PROPERTIES = ("name", "label", "title", "caption", "username")
"""Properties with the name of an actor; the first that a node has is used."""

POLARITIES = ("affirms", "denies")
"""Whether a claim says that a tie holds or does not hold; the first is the default."""

MODALITIES = ("actual", "planned", "intended", "possible", "demanded")
"""The modalities of a claim; the first is the default."""

REVIEWS = ("confirmed", "draft", "retracted")
"""The review of a claim by a reader; the first is the default."""

CERTAINTIES = ("stated", "reported", "alleged", "opinion")
"""How the voice of a claim puts it."""

DISPUTED = "disputed"
"""A certainty that sheets may hold, although whether a tie is disputed follows from its claims."""

READ = ("yes", "no")
"""Whether someone on the team has read a source."""

CHARGES = ("source", "target", "both")
"""The end of a relation type that is charged with something."""


class Direction(Enum):
    """The direction in which relationships are expanded; in a pattern, read from left to right."""

    OUTGOING = "->"
    INCOMING = "<-"
    BOTH = "--"

    @property
    def reversed(self) -> Direction:
        """The same direction, seen from the other end."""
        return _REVERSED[self]

    @property
    def single(self) -> tuple[Direction, ...]:
        """The single directions that this one consists of: both for ``BOTH``."""
        return (Direction.OUTGOING, Direction.INCOMING) if self is Direction.BOTH else (self,)


_REVERSED = {
    Direction.OUTGOING: Direction.INCOMING,
    Direction.INCOMING: Direction.OUTGOING,
    Direction.BOTH: Direction.BOTH,
}


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Node:
    """A node of the graph. Two nodes are equal if they have the same ``id``.

    >>> Node("n0", ("Entity", "Person"), {"name": "Ada"})["name"]
    'Ada'

    Attributes:
        id: the store's own identifier, as returned by ``elementId()``; not the property ``id``.
        labels: the labels in alphabetical order.
        properties: values by name; nulls are absent.
    """

    id: str
    labels: tuple[str, ...] = field(default=(), compare=False)
    properties: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __getitem__(self, key: str) -> Any:
        return self.properties[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return a property, or ``default`` if the node does not have it.

        >>> Node("n0", ("Person",), {"name": "Ada"}).get("born", "unknown")
        'unknown'
        """
        return self.properties.get(key, default)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Relationship:
    """A relationship of the graph, always directed. Two relationships are equal if they have the same ``id``.

    >>> Relationship("r0", "LEADS", "n0", "n1", {"since": 2019}).get("until", "today")
    'today'

    Attributes:
        id: the store's own identifier, as returned by ``elementId()``.
        type: the relationship type.
        start: the ``id`` of its start node.
        end: the ``id`` of its end node.
        properties: values by name; nulls are absent.
    """

    id: str
    type: str = field(compare=False)
    start: str = field(compare=False)
    end: str = field(compare=False)
    properties: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __getitem__(self, key: str) -> Any:
        return self.properties[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return a property, or ``default`` if the relationship does not have it.

        >>> Relationship("r0", "LEADS", "n0", "n1", {"since": 2019}).get("since")
        2019
        """
        return self.properties.get(key, default)


@dataclass(frozen=True, slots=True)
class Path:
    """A walk through the graph: one more node than relationships, which may point either way.

        >>> path = graph.path("Lisa Kenna", "Pedro Castillo")[0]
        >>> len(path), len(path.nodes)
        (1, 2)

    Attributes:
        nodes: the nodes, from the start to the end.
        relationships: the relationships between consecutive nodes; ``len`` counts them.
    """

    nodes: tuple[Node, ...]
    relationships: tuple[Relationship, ...] = ()

    def __len__(self) -> int:
        return len(self.relationships)

    def __iter__(self) -> Iterator[Relationship]:
        return iter(self.relationships)


def types_of(labels: Iterable[str]) -> list[str]:
    """Return the types of an entity: its labels other than ``Entity``.

    >>> types_of(("Entity", "Person"))
    ['Person']
    """
    return [label for label in labels if label != ENTITY_LABEL]


def caption(node: Node, names: Iterable[str] = NAME_PROPERTIES) -> str:
    """Return a node's name for people: the first of these properties that has text, else an id."""
    for key in (*names, "id"):
        if text := caption_of(key, node.get(key), node.labels):
            return text
    return node.id


def caption_of(key: str, value: Any, labels: Collection[str]) -> str:
    """Return the caption that a property gives to a node with these labels; empty if it gives none."""
    if type(value) is str and key != "label":  # most are
        return value.strip()
    if key == "label" and value in labels:
        return ""  # it states the type of the node
    if key == "id" and (text := key_text(value)) is not None:
        return text
    words = value if isinstance(value, list | tuple) else () if value is None else (value,)
    return " | ".join(map(str, words)).strip()


UNDIRECTED_WORDS = ("false", "no", "n", "0", "undirected")


def is_directed(value: Any) -> bool:
    """Return whether a property ``directed``, a boolean or a word, means directed; null does."""
    return str(value).strip().casefold() not in UNDIRECTED_WORDS
