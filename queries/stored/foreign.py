"""Stored queries on a graph that sociogram did not load: actors need no label ``Entity``, name or id."""

from __future__ import annotations

import re

from sociogram.graph.model import ENTITY_LABEL, SOURCE_LABEL
from sociogram.graph.store import GraphStore, property_keys

_TOKEN = re.compile(
    r"""'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"|`[^`]*`|//[^\n]*|/\*.*?\*/"""
    rf"""|\((?P<bound>\w+):{ENTITY_LABEL}\b|(?P<label>:{ENTITY_LABEL}\b)|\b(?P<of>\w+)\.(?P<key>name|id)\b""",
    re.DOTALL,
)


def adapted(text: str, store: GraphStore) -> str | None:
    """Return a stored query for a graph with other actors than entities; None if they are entities.

    An actor's name is the first of its rule's properties that it has, else its id, else the store's own.
    """
    rule = store.actor_rule
    if rule.is_default:
        return None
    labels = rule.pattern("").strip("()")
    found = list(_TOKEN.finditer(text))
    actors = {match["bound"] for match in found if match["bound"]}
    actors |= {match["of"] for match in found if match["key"] == "name"}

    def replaced(match: re.Match[str]) -> str:
        variable = match["of"]
        if match["bound"]:
            return f"({match['bound']}{labels}"
        if match["label"]:
            return labels
        if match["key"] == "name":
            return f"coalesce({rule.name(variable)}, toStringOrNull({variable}.id), elementId({variable}))"
        return rule.key(variable) if variable in actors else match[0]

    return _TOKEN.sub(replaced, text)


_OF_CLAIMS = ("claimed_by", "sources", "certainty", "polarity")


def lacking(text: str, store: GraphStore, *, is_derived: bool) -> tuple[str, ...]:
    """Return the properties of claims and the label that a query reads and the graph does not have."""
    keys = property_keys(store, _OF_CLAIMS)
    read = [key for key in _OF_CLAIMS if is_derived or re.search(rf"\.{key}\b", text)]
    properties = [f"property {key}" for key in read if key not in keys]
    return (*properties, f"label {SOURCE_LABEL}") if f":{SOURCE_LABEL}" in text else tuple(properties)
