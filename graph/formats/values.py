"""What the formats share: ids, names, kinds of values, values as text."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph

BETWEEN = " | "
"""Between the values of a list where a format has no lists."""

KEPT = "property:"
"""Before the name of a property that a format uses for something else."""


_LISTS = (list, tuple)
"""Not what is made from them: the driver's durations and points are tuples, and are said in words."""


def node_ids(part: Subgraph) -> dict[str, str]:
    """Return what to call each node: its property ``id`` where that is its alone, or else a made-up one."""
    return _ids(part.nodes, "node")


def relationship_ids(part: Subgraph) -> dict[str, str]:
    """Return what to call each relationship."""
    return _ids(part.relationships, "relationship")


def _ids(things: Sequence[Node | Relationship], word: str) -> dict[str, str]:
    taken: dict[str, str] = {}
    for thing in things:
        own = thing.properties.get("id")
        if isinstance(own, str | int) and not isinstance(own, bool) and str(own):
            taken.setdefault(str(own), thing.id)
    found = {thing: own for own, thing in taken.items()}
    for place, thing in enumerate(things):
        if thing.id not in found:
            name = f"{word}-{place}"
            while name in taken:
                name += "'"
            taken[name] = thing.id
            found[thing.id] = name
    return found


def caption(node: Node, name: str) -> str:
    """Return what to show for a node: its name, or what it is called in the file."""
    for key in ("name", "title"):
        value = node.properties.get(key)
        if isinstance(value, str) and value:
            return value
    return name


def text(value: Any) -> str:
    """Return any value as text: the values of a list side by side, a map as JSON, times as ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if type(value) in _LISTS:
        return BETWEEN.join("" if item is None else text(item) for item in value)
    if isinstance(value, Mapping):
        return json_text(value)
    return repr(value) if isinstance(value, float) else _said(value)


def _said(value: Any) -> str:
    """Return a temporal or spatial value in words."""
    if hasattr(value, "srid"):
        return f"POINT({' '.join(map(repr, value))})"
    return str(value)


def json_text(value: Any) -> str:
    """Return a value as JSON."""
    return json.dumps(json_value(value), ensure_ascii=False)


def json_value(value: Any) -> Any:
    """Return a value as JSON can say it: times and points as text, NaN and infinity too."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if type(value) in _LISTS:
        return [json_value(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): json_value(item) for key, item in value.items()}
    return _said(value)


class Kinds:
    """The kind of each property, in the order in which they come: ``string`` where values differ.

    Args:
        of_value: the kind of one value.
        widen: the kind that holds several.
    """

    __slots__ = ("_of_value", "_several", "_widen")

    def __init__(self, of_value: Callable[[Any], str], widen: Mapping[frozenset[str], str]) -> None:
        self._of_value = of_value
        self._widen = widen
        self._several: dict[str, set[str]] = {}

    def see(self, properties: Mapping[str, Any]) -> None:
        """Look at the properties of one node or relationship."""
        for key, value in properties.items():
            if value is not None:
                self._several.setdefault(key, set()).add(self._of_value(value))

    def found(self) -> dict[str, str]:
        """Return the kinds of what was seen."""
        return {
            key: next(iter(several)) if len(several) == 1 else self._widen.get(frozenset(several), "string")
            for key, several in self._several.items()
        }


def kinds(
    things: Iterable[Node | Relationship],
    of_value: Callable[[Any], str],
    widen: Mapping[frozenset[str], str],
) -> dict[str, str]:
    """Return the kind of each property of some nodes or relationships."""
    seen = Kinds(of_value, widen)
    for thing in things:
        seen.see(thing.properties)
    return seen.found()


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(value: str) -> str:
    """Return text as XML holds it, in an element or between quotes; what XML cannot hold is U+FFFD."""
    cleaned = _NOT_XML.sub("\ufffd", value)
    for plain, escaped in _XML_ESCAPES:
        cleaned = cleaned.replace(plain, escaped)
    return cleaned


_XML_ESCAPES = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ('"', "&quot;"),
    ("\r", "&#13;"),
    ("\n", "&#10;"),
    ("\t", "&#9;"),
)


def xml_kind(value: Any) -> str:
    """Return the kind of a value in GraphML and GEXF."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "long" if -(2**63) <= value < 2**63 else "string"
    if isinstance(value, float):
        return "double" if math.isfinite(value) else "string"
    return "string"


XML_WIDEN = {frozenset({"long", "double"}): "double"}


def xml_value(value: Any, kind: str) -> str:
    """Return a value as GraphML and GEXF hold one of its kind."""
    return xml(text(float(value) if kind == "double" else value))


def kept(key: str, used: frozenset[str]) -> str:
    """Return the name to give a property where the format uses some names itself."""
    return KEPT + key if key in used else key
