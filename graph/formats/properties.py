"""Shared by the formats: names and types of properties, values as text."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sociogram.graph.common.temporal import is_temporal, iso_text
from sociogram.graph.formats.notes import Notes

BETWEEN = " | "
"""Separates the values of a list in a format without lists."""


_LISTS = (list, tuple)
"""Not their subclasses: the driver's durations and points are tuples, and are written as text."""


RESERVED_FOR_NODES = frozenset({"self", "node_for_adding"})
RESERVED_FOR_EDGES = frozenset({"self", "key", "u_of_edge", "v_of_edge", "u_for_edge", "v_for_edge"})
"""Parameters of NetworkX methods: its readers pass properties as keywords of these methods, and fail."""


def text(value: Any) -> str:
    """Return any value as text: a list with separators, a map as JSON, times as ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if type(value) in _LISTS:
        return BETWEEN.join("" if item is None else text(item) for item in value)
    if isinstance(value, Mapping):
        return json_text(value)
    return repr(value) if isinstance(value, float) else _driver_text(value)


def list_text(values: Sequence[str]) -> str:
    """Return a list of texts as one text: with separators, or as JSON if it could not be split again."""
    if len(values) == 1 and values[0] and BETWEEN not in values[0] and values[0][0] != "[":
        return values[0]
    joined = BETWEEN.join(values)
    is_plain = not joined.startswith("[") and list_of(joined) == list(values)
    return joined if is_plain else json_text(list(values))


def list_of(written: str) -> list[str]:
    """Return the list that ``list_text`` wrote."""
    if written.startswith("["):
        found: list[str] = json.loads(written)
        return found
    return written.split(BETWEEN) if written else []


def _driver_text(value: Any) -> str:
    """Return a temporal or spatial value as text."""
    if hasattr(value, "srid"):
        return f"POINT({' '.join(map(repr, value))})"
    return iso_text(value) if is_temporal(value) else str(value)


def json_text(value: Any) -> str:
    """Return a value as JSON text, with ``NaN`` and ``Infinity`` as Python reads and writes them."""
    return encode_json(json_value(value, is_strict=False))


encode_json = json.JSONEncoder(ensure_ascii=False).encode
"""Returns JSON with letters of all scripts as they are; ``json.dumps`` would create an encoder on each
call."""


def json_value(value: Any, *, is_strict: bool = True) -> Any:
    """Return a value that JSON can represent: times and points become text.

    Args:
        value: the value.
        is_strict: NaN and infinity become text, too, because JSON proper has no such numbers.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return str(value) if is_strict and not math.isfinite(value) else value
    if type(value) in _LISTS:
        return [json_value(item, is_strict=is_strict) for item in value]
    if isinstance(value, Mapping):
        return {str(key): json_value(item, is_strict=is_strict) for key, item in value.items()}
    return _driver_text(value)


class PropertyTypes:
    """The type of each property, in order of first appearance; ``string`` if its values have several types.

    Args:
        of_value: returns the type of one value.
        widen: the common type of a set of types.
        losses: returns, in words, how the format changes a value that it cannot represent.
        notes: receives their counts.
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
        """Include the properties of one node or relationship."""
        for key, value in properties.items():
            if value is None:
                continue
            self._several.setdefault(key, Counter())[self._of_value(value)] += 1
            if type(value) is str and value.isascii() and value.isprintable():
                continue  # true of most values, and every format can represent them
            for loss in self._losses(value):
                self._notes.add(key, loss)

    def found(self) -> dict[str, str]:
        """Return the types of the properties, and count in ``notes`` the values of other types."""
        found = {}
        for key, several in self._several.items():
            found[key] = next(iter(several))
            if len(several) > 1:
                found[key] = self._widen.get(frozenset(several), "string")
                changed = sum(count for kind, count in several.items() if kind != found[key])
                self._notes.add(key, f"values of several types are written as {found[key]}", changed)
        return found


CONTROL_CHARACTERS_REPLACED = "control characters, which XML cannot hold, are replaced by U+FFFD"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_characters(value: str) -> str:
    """Replace each character that XML cannot represent by U+FFFD."""
    return NOT_XML.sub("\ufffd", value)


def xml(value: str) -> str:
    """Escape text for an XML element or attribute; what XML cannot represent becomes U+FFFD."""
    if NOT_PLAIN.search(value) is None:  # true of most values, and escaping is slow
        return value
    cleaned = xml_characters(value)
    for plain, escaped in _XML_ESCAPES:
        cleaned = cleaned.replace(plain, escaped)
    return cleaned


NOT_PLAIN = re.compile("[^ !#-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_ESCAPES = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ('"', "&quot;"),
    ("\r", "&#13;"),
    ("\n", "&#10;"),
    ("\t", "&#9;"),
)


def xml_all(values: list[str]) -> list[str]:
    """Escape many texts as ``xml`` does."""
    return list(map(xml, values)) if NOT_PLAIN.search("".join(values)) else values


def lone_surrogates(value: str) -> bool:
    """Return whether a text contains half of a surrogate pair, which UTF-8 cannot represent."""
    return not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value)


def written_names(names: Iterable[str], written: Callable[[str], str], notes: Notes) -> dict[str, str]:
    """Return the name of each property in the file, and record the names that differ in ``notes``."""
    found = {name: written(name) for name in names}
    for name, title in found.items():
        if title != name:
            notes.rename(name, title)
    return found
