"""What the formats share: ids, names, kinds of values, values as text."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sociogram.graph.common.temporal import is_temporal, iso_text
from sociogram.graph.formats.notes import Notes
from sociogram.graph.model import RELATION_TYPE_LABEL, Node, Relationship, is_directed
from sociogram.graph.subgraph import Subgraph

BETWEEN = " | "
"""Between the values of a list where a format has no lists."""

KEPT = "property:"
"""Before the name of a property that a format uses for something else."""


_LISTS = (list, tuple)
"""Not what is made from them: the driver's durations and points are tuples, and are said in words."""


RESERVED_FOR_NODES = frozenset({"self", "node_for_adding"})
RESERVED_FOR_EDGES = frozenset({"self", "key", "u_of_edge", "v_of_edge", "u_for_edge", "v_for_edge"})
"""Parameters of networkx's methods: its readers pass properties by name beside these, and fail."""


def node_ids(part: Subgraph, written: Callable[[str], str] = str) -> dict[str, str]:
    """Return what to call each node: its property ``id`` where that is its alone, or else a made-up one.

    ``written``: how the format writes an id; where that makes two the same, one gets another.
    """
    return _ids(part.nodes, "node", written)


def relationship_ids(part: Subgraph, written: Callable[[str], str] = str) -> dict[str, str]:
    """Return what to call each relationship."""
    return _ids(part.relationships, "relationship", written)


def _ids(things: Sequence[Node | Relationship], word: str, written: Callable[[str], str]) -> dict[str, str]:
    taken: dict[str, str] = {}
    for thing in things:
        own = thing.properties.get("id")
        if isinstance(own, str | int) and not isinstance(own, bool) and str(own):
            taken.setdefault(written(str(own)), thing.id)
    found = {thing: own for own, thing in taken.items()}
    for place, thing in enumerate(things):
        if thing.id not in found:
            name = f"{word}-{place}"
            while name in taken:
                name += "'"
            taken[name] = thing.id
            found[thing.id] = name
    return found


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
    return iso_text(value) if is_temporal(value) else str(value)


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


class PropertyTypes:
    """The kind of each property, in the order in which they come: ``string`` where values differ.

    Args:
        of_value: the kind of one value.
        widen: the kind that holds several.
        losses: what the format does to a value that it cannot carry as it is, in words.
        notes: where that is counted.
    """

    __slots__ = ("_losses", "_notes", "_of_value", "_several", "_widen")

    def __init__(
        self,
        of_value: Callable[[Any], str],
        widen: Mapping[frozenset[str], str],
        losses: Callable[[Any], Iterable[str]],
        notes: Notes,
    ) -> None:
        self._of_value = of_value
        self._widen = widen
        self._losses = losses
        self._notes = notes
        self._several: dict[str, Counter[str]] = {}

    def see(self, properties: Mapping[str, Any]) -> None:
        """Look at the properties of one node or relationship."""
        for key, value in properties.items():
            if value is None:
                continue
            self._several.setdefault(key, Counter())[self._of_value(value)] += 1
            if type(value) is str and value.isascii() and value.isprintable():
                continue  # what most values are, and every format carries it
            for loss in self._losses(value):
                self._notes.add(key, loss)

    def found(self) -> dict[str, str]:
        """Return the kinds of what was seen, and note what is of several."""
        found = {}
        for key, several in self._several.items():
            found[key] = next(iter(several))
            if len(several) > 1:
                found[key] = self._widen.get(frozenset(several), "string")
                changed = sum(count for kind, count in several.items() if kind != found[key])
                self._notes.add(key, f"values of several types are written as {found[key]}", changed)
        return found


def kinds(
    things: Iterable[Node | Relationship],
    of_value: Callable[[Any], str],
    widen: Mapping[frozenset[str], str],
    losses: Callable[[Any], Iterable[str]],
    notes: Notes,
) -> dict[str, str]:
    """Return the kind of each property of some nodes or relationships, and note what is lost."""
    seen = PropertyTypes(of_value, widen, losses, notes)
    for thing in things:
        seen.see(thing.properties)
    return seen.found()


def undirected(part: Subgraph) -> set[str]:
    """Return the ids of the relationships that have no direction: they say so, or else their type does."""
    types = part.undirected_types.union(
        node.properties["type"]
        for node in part.nodes
        if RELATION_TYPE_LABEL in node.labels
        and isinstance(node.properties.get("type"), str)
        and not is_directed(node.properties.get("directed"))
    )
    found = set()
    for edge in part.relationships:
        own = edge.properties.get("directed")
        if edge.type in types if own is None else not is_directed(own):
            found.add(edge.id)
    return found


def direction(part: Subgraph, without: set[str]) -> str:
    """Return what a file declares: ``undirected`` where no relationship has a direction."""
    return "undirected" if without and len(without) == len(part.relationships) else "directed"


def with_direction(part: Subgraph, without: set[str]) -> Subgraph:
    """Return the part with the property ``directed`` false where a relationship has no direction.

    For files that declare a direction for all of them: networkx reads none where the two are mixed. Where
    there is one kind only, the file's declaration says enough.
    """
    if not without or len(without) == len(part.relationships):
        return part
    edges = [
        replace(edge, properties={**edge.properties, "directed": False}) if edge.id in without else edge
        for edge in part.relationships
    ]
    return replace(part, relationships=tuple(edges))


_NO_XML = "control characters, which XML cannot hold, are replaced by U+FFFD"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_characters(value: str) -> str:
    """Return text with U+FFFD in place of each character that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", value)


def xml_losses(value: Any) -> Iterator[str]:
    """Say what GraphML and GEXF do to a value that they cannot carry as it is."""
    shown = value if isinstance(value, str) else text(value)
    if _NOT_XML.search(shown):
        yield _NO_XML
    if isinstance(value, str | bool):
        return
    if type(value) in _LISTS:
        nested = any(item is None or type(item) in (*_LISTS, dict) for item in value)
        yield (
            "lists in lists, maps or nulls in lists are written as text"
            if nested
            else f"lists are written as text, with '{BETWEEN}' between the values"
        )
    elif isinstance(value, int | float):
        if xml_kind(value) == "string":
            yield "numbers beyond 64 bits, NaN and infinity are written as text"
    else:
        yield f"values of the type {type(value).__name__} are written as text"


def xml(value: str) -> str:
    """Return text as XML holds it, in an element or between quotes; what XML cannot hold is U+FFFD."""
    cleaned = xml_characters(value)
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


def lone_surrogates(value: str) -> bool:
    """Tell whether a text holds half of a surrogate pair, which UTF-8 cannot hold."""
    return not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value)


def reserved_name(key: str, used: frozenset[str]) -> str:
    """Return the name to give a property where the format uses some names itself."""
    plain = key
    while plain.startswith(KEPT):
        plain = plain.removeprefix(KEPT)
    return KEPT + key if plain in used else key


def note_names(names: Iterable[str], written: Callable[[str], str], notes: Notes) -> None:
    """Note the properties that the file calls otherwise."""
    for name in names:
        if written(name) != name:
            notes.rename(name, written(name))


def note_labels(nodes: Iterable[Node], notes: Notes) -> None:
    """Note the labels of nodes that have several, where a format has no labels."""
    several = sum(len(node.labels) > 1 for node in nodes)
    if several:
        notes.add("labels", f"several labels are written as text, with '{BETWEEN}' between them", several)


def note_xml_names(part: Subgraph, notes: Notes) -> None:
    """Note labels and types that XML cannot hold as they are."""
    labels = sum(any(map(_NOT_XML.search, node.labels)) for node in part.nodes)
    types = sum(_NOT_XML.search(edge.type) is not None for edge in part.relationships)
    for what, number in (("labels", labels), ("types", types)):
        if number:
            notes.add(what, _NO_XML, number)
