"""The values that a graph gives out: the same Python objects from every store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

ENTITY_LABEL = "Entity"
SOURCE_LABEL = "Source"
RELATION_TYPE_LABEL = "RelationType"

CERTAINTIES = ("stated", "reported", "alleged", "disputed", "opinion")


class Direction(Enum):
    """The direction in which relationships are followed; in a pattern, read from left to right."""

    OUTGOING = "->"
    INCOMING = "<-"
    BOTH = "--"

    @property
    def reversed(self) -> Direction:
        """The direction seen from the other end."""
        return _REVERSED[self]

    @property
    def single(self) -> tuple[Direction, ...]:
        """The directions that this one consists of: both of them for ``BOTH``."""
        return (Direction.OUTGOING, Direction.INCOMING) if self is Direction.BOTH else (self,)


_REVERSED = {
    Direction.OUTGOING: Direction.INCOMING,
    Direction.INCOMING: Direction.OUTGOING,
    Direction.BOTH: Direction.BOTH,
}


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Node:
    """A node of the graph. Two nodes are equal when a store calls them the same (``id``).

    Attributes:
        id: the store's own identifier, what ``elementId()`` gives; not the property ``id``.
        labels: in alphabetical order.
        properties: name to value; a property that is null is absent.
    """

    id: str
    labels: tuple[str, ...] = field(default=(), compare=False)
    properties: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __getitem__(self, key: str) -> Any:
        return self.properties[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return the property, or ``default`` where the node has none of that name."""
        return self.properties.get(key, default)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Relationship:
    """A relationship of the graph, always directed. Equal when ``id`` is.

    Attributes:
        id: the store's own identifier, what ``elementId()`` gives.
        type: the relationship type.
        start: ``id`` of the node that it leaves.
        end: ``id`` of the node that it enters.
        properties: name to value; a property that is null is absent.
    """

    id: str
    type: str = field(compare=False)
    start: str = field(compare=False)
    end: str = field(compare=False)
    properties: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __getitem__(self, key: str) -> Any:
        return self.properties[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return the property, or ``default`` where the relationship has none of that name."""
        return self.properties.get(key, default)


@dataclass(frozen=True, slots=True)
class Path:
    """A walk: ``nodes`` is one longer than ``relationships``; each of these may be walked backwards."""

    nodes: tuple[Node, ...]
    relationships: tuple[Relationship, ...] = ()

    def __len__(self) -> int:
        return len(self.relationships)

    def __iter__(self) -> Iterator[Relationship]:
        return iter(self.relationships)


def caption(node: Node) -> str:
    """Return what a node is called: the first of name, label, title and id with text; else ``node.id``."""
    for key in ("name", "label", "title", "id"):
        value = node.get(key)
        words = value if isinstance(value, list | tuple) else () if value is None else (value,)
        if text := " | ".join(map(str, words)).strip():
            return text
    return node.id


_UNDIRECTED = frozenset({"false", "no", "n", "0", "undirected"})


def is_directed(value: Any) -> bool:
    """Read a property ``directed``, a truth value or a word; null means directed."""
    return str(value).strip().casefold() not in _UNDIRECTED
