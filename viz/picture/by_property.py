"""The look of actors by a property: a colour for each value, or a size for each number."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import SociogramError
from sociogram.graph.model import Node, types_of
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.text import as_text

MOST_COLOURS = 40
"""Eight colours in five shapes; more could not be distinguished."""

_SMALLEST, _LARGEST = 6.0, 36.0


def coloured(part: Subgraph, key: str) -> Subgraph:
    """Return the part with a property's value as each actor's label, by which it is drawn and listed.

    Raises:
        SociogramError: no actor has the property, or it has too many different values.
    """
    values = {as_text(node.get(key)) for node in part.nodes if node.get(key) is not None}
    if not values:
        raise _missing(part, key)
    if len(values) > MOST_COLOURS:
        raise SociogramError(
            f"'{key}' has {len(values):,} different values; colours and shapes show at most {MOST_COLOURS}. "
            "Use it as a size, or choose a property with fewer values."
        )
    return replace(part, nodes=tuple(_labelled(node, key) for node in part.nodes))


def check_sizes(part: Subgraph, key: str) -> None:
    """Check that actors have a property, and that it is a number.

    Raises:
        SociogramError: no actor has it, or a value is not a number.
    """
    held = [(node, node.get(key)) for node in part.nodes if node.get(key) is not None]
    if not held:
        raise _missing(part, key)
    for node, value in held:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            name = as_text(node.get("name")) or node.id
            raise SociogramError(f"'{key}' of {name} is {value!r}, not a number, so it cannot be a size.")


def radii(nodes: Iterable[Node], key: str) -> list[float]:
    """Return the size of each actor: its area grows with its number; without a number it is the smallest."""
    numbers = [node.get(key) for node in nodes]
    held = [number for number in numbers if number is not None]
    least = min(held, default=0)
    span = (max(held, default=0) - least) or 1
    return [
        round(_SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt((number - least) / span), 1)
        if number is not None
        else _SMALLEST
        for number in numbers
    ]


def _labelled(node: Node, key: str) -> Node:
    value = node.get(key)
    label = f"no {key}" if value is None else as_text(value)
    if isinstance(value, int | float):
        label = f"{key} {label}"
    properties = {"type": " | ".join(types_of(node.labels)), **node.properties}
    return replace(node, labels=(label,), properties=properties)


def _missing(part: Subgraph, key: str) -> SociogramError:
    keys = {name for node in part.nodes for name in node.properties}
    offer = did_you_mean(nearest(key, keys)) or "graph.write_back(values, NAME) adds one."
    return SociogramError(f"No actor has the property '{key}'. {offer}")
