"""References to nodes, relationships and paths, and values as error messages show them."""

from __future__ import annotations

from typing import Any


class NodeRef:
    """A reference to a node of the queried graph."""

    __slots__ = ("slot",)

    def __init__(self, slot: int) -> None:
        self.slot: int = slot

    def __eq__(self, other: object) -> bool:
        return type(other) is NodeRef and self.slot == other.slot

    def __hash__(self) -> int:
        return self.slot

    def __repr__(self) -> str:
        return f"NodeRef({self.slot})"


class RelationshipRef:
    """A reference to a relationship of the queried graph."""

    __slots__ = ("slot",)

    def __init__(self, slot: int) -> None:
        self.slot: int = slot

    def __eq__(self, other: object) -> bool:
        return type(other) is RelationshipRef and self.slot == other.slot

    def __hash__(self) -> int:
        return ~self.slot

    def __repr__(self) -> str:
        return f"RelationshipRef({self.slot})"


class PathRef:
    """A path as slots; ``nodes`` has one item more than ``relationships``."""

    __slots__ = ("nodes", "relationships")

    def __init__(self, nodes: tuple[int, ...], relationships: tuple[int, ...] = ()) -> None:
        self.nodes: tuple[int, ...] = nodes
        self.relationships: tuple[int, ...] = relationships

    def __eq__(self, other: object) -> bool:
        return (
            type(other) is PathRef and self.nodes == other.nodes and self.relationships == other.relationships
        )

    def __hash__(self) -> int:
        return hash((self.nodes, self.relationships))

    def __repr__(self) -> str:
        return f"PathRef({self.nodes}, {self.relationships})"


def article(name: str) -> str:
    """Return a type's name with its article: ``an INTEGER``."""
    return f"{'an' if name[:1] in 'AEIO' else 'a'} {name}"


def shown(value: Any, limit: int = 60) -> str:
    """Return a value as error messages show it, truncated to ``limit`` characters."""
    text = _text(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _text(value: Any, depth: int = 0) -> str:
    if isinstance(value, NodeRef):
        return f"node {value.slot}"
    if isinstance(value, RelationshipRef):
        return f"relationship {value.slot}"
    if isinstance(value, PathRef):
        return f"a path of length {len(value.relationships)}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f"'{value[:100]}'"
    if isinstance(value, list):
        return f"[{', '.join(_text(item, depth + 1) for item in value[:20])}]" if depth < 5 else "[…]"
    if isinstance(value, dict):
        items = [f"{key}: {_text(item, depth + 1)}" for key, item in list(value.items())[:20]]
        return f"{{{', '.join(items)}}}" if depth < 5 else "{…}"
    return str(value)
