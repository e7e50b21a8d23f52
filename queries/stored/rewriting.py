"""Rewrite a stored query for the graph on which it runs: actors that were found, undirected ties."""

from __future__ import annotations

import re
from collections.abc import Collection

EVERY_TYPE = "every__type"
"""The parameter with all types, for a graph whose ties are undirected."""

_CHOICE = re.compile(
    r"\b(?P<of>\w+)\.id (?P<test>=|IN) \$(?P<name>\w+) OR (?P=of)\.name (?P=test) \$(?P=name)\b"
)
_UNDIRECTED_TYPES = re.compile(
    r"COLLECT \{\s*MATCH \((?P<of>\w+):RelationType\)\s*"
    r"WHERE toLower\(toStringOrNull\((?P=of)\.directed\)\) IN \[[^\]]*\]\s*RETURN (?P=of)\.type\s*\}"
)


def node_parameter(name: str) -> str:
    """Return the name of the parameter with an actor's node, given the name of the actor's parameter."""
    return f"{name}__node"


def actors_by_node(text: str, parameters: Collection[str]) -> str:
    """Compare actors by their nodes instead of by ids and names, because an id may be another actor's name.

    >>> actors_by_node("MATCH (a:Entity) WHERE a.id = $actor OR a.name = $actor RETURN a", ["actor"])
    'MATCH (a:Entity) WHERE elementId(a) = $actor__node RETURN a'
    """

    def by_node(match: re.Match[str]) -> str:
        if match["name"] not in parameters:
            return match[0]
        return f"elementId({match['of']}) {match['test']} ${node_parameter(match['name'])}"

    return _CHOICE.sub(by_node, text)


def without_directions(text: str) -> str:
    """Replace the look-up of undirected types in a query with a parameter that has all types."""
    return _UNDIRECTED_TYPES.sub(f"${EVERY_TYPE}", text)
