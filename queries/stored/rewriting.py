"""Rewriting a stored query for the graph that it runs on: actors that were found, ties without direction."""

from __future__ import annotations

import re
from collections.abc import Collection

EVERY_TYPE = "every__type"
"""The parameter with all types, in a graph whose ties have no direction."""

_CHOICE = re.compile(
    r"\b(?P<of>\w+)\.id (?P<test>=|IN) \$(?P<name>\w+) OR (?P=of)\.name (?P=test) \$(?P=name)\b"
)
_UNDIRECTED_TYPES = re.compile(
    r"COLLECT \{\s*MATCH \((?P<of>\w+):RelationType\)\s*"
    r"WHERE toLower\(toStringOrNull\((?P=of)\.directed\)\) IN \[[^\]]*\]\s*RETURN (?P=of)\.type\s*\}"
)


def node_parameter(name: str) -> str:
    """Return the name of the parameter with the node of an actor, by the name of the actor's parameter."""
    return f"{name}__node"


def actors_by_node(text: str, parameters: Collection[str]) -> str:
    """Look for the nodes of actors that were found instead of comparing their ids and names.

    An id may be another actor's name.

    >>> actors_by_node("MATCH (a:Entity) WHERE a.id = $actor OR a.name = $actor RETURN a", ["actor"])
    'MATCH (a:Entity) WHERE elementId(a) = $actor__node RETURN a'
    """

    def by_node(match: re.Match[str]) -> str:
        if match["name"] not in parameters:
            return match[0]
        return f"elementId({match['of']}) {match['test']} ${node_parameter(match['name'])}"

    return _CHOICE.sub(by_node, text)


def without_directions(text: str) -> str:
    """Read every type as undirected, where a query looks up the undirected types."""
    return _UNDIRECTED_TYPES.sub(f"${EVERY_TYPE}", text)
