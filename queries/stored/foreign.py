"""Stored queries on a graph that sociogram did not load: actors need no label ``Entity``, name or id."""

from __future__ import annotations

import re

from sociogram.graph.model import ENTITY_LABEL
from sociogram.graph.store import GraphStore

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
