"""Stored queries on a graph that sociogram did not load: actors need no label ``Entity``, name or id."""

from __future__ import annotations

import re

from sociogram.graph.model import ENTITY_LABEL
from sociogram.graph.store import GraphStore, entity_pattern, has_entities, name_expression

_TOKEN = re.compile(
    r"""'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"|`[^`]*`|//[^\n]*|/\*.*?\*/"""
    rf"""|\((?P<bound>\w+):{ENTITY_LABEL}\b|(?P<label>:{ENTITY_LABEL}\b)|\b(?P<of>\w+)\.(?P<key>name|id)\b""",
    re.DOTALL,
)


def adapted(text: str, store: GraphStore) -> str | None:
    """Return a stored query for a graph without entities; None if the graph has entities.

    An actor is then every node that is neither a source nor a relation type. Its name is the first of the
    usual properties that it has, else its id, else the store's own. The text changes by fixed rules, and
    nothing of the graph enters it.
    """
    if has_entities(store):
        return None
    labels = entity_pattern(store, "").strip("()")
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
            return (
                f"coalesce({name_expression(variable)}, toStringOrNull({variable}.id), elementId({variable}))"
            )
        return f"coalesce({variable}.id, elementId({variable}))" if variable in actors else match[0]

    return _TOKEN.sub(replaced, text)
