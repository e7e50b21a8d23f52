"""The look of actors and ties by a property: a colour for each value, or a scale of numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import SociogramError
from sociogram.graph.model import Node
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.picture.scales import Scale
from sociogram.viz.text import as_text

MOST_COLOURS = 40
"""Eight colours in five shapes; more could not be distinguished."""
FEW_NUMBERS = 8
"""Up to this many different whole numbers name groups, whatever they are."""


def is_number(value: Any) -> bool:
    """Return whether a value is a finite number.

    >>> is_number(2.5), is_number(True), is_number("2.5")
    (True, False, False)
    """
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf


def colour_scale(part: Subgraph, key: str) -> Scale | None:
    """Return the scale of a property of actors, or None if its values name groups.

    Numbers name groups if they are whole and few, or if they count from 0 or 1 without a gap, as those of
    communities do.
    """
    held = [value for value in (node.get(key) for node in part.nodes) if value is not None]
    if not held or not all(map(is_number, held)):
        return None
    values = set(held)
    if all(isinstance(value, int) or value.is_integer() for value in values):
        counts_up = min(values) in (0, 1) and max(values) - min(values) == len(values) - 1
        if len(values) <= FEW_NUMBERS or (counts_up and len(values) <= MOST_COLOURS):
            return None
    return Scale.of(key, values)


def check_groups(part: Subgraph, key: str) -> None:
    """Check that the values of a property can be told apart by colour and shape.

    Raises:
        SociogramError: no actor has the property, or it has too many different values.
    """
    values = {as_text(node.get(key)) for node in part.nodes if node.get(key) is not None}
    if not values:
        raise _missing(part, key)
    if len(values) > MOST_COLOURS:
        raise SociogramError(
            f"'{key}' has {len(values):,} different values, and not all are numbers; colours and shapes show "
            f"at most {MOST_COLOURS}. Choose a property with fewer values."
        )


def group_of(node: Node, key: str) -> str:
    """Return the group that an actor's look shows: the property's value as text, empty if it has none.

    >>> group_of(Node("a", (), {"community": 2}), "community"), group_of(Node("b", (), {}), "community")
    ('2', '')
    """
    return as_text(node.get(key))


def size_scale(part: Subgraph, key: str) -> Scale:
    """Return the scale of a property of actors.

    Raises:
        SociogramError: no actor has it, or a value is not a number.
    """
    held = [(node, node.get(key)) for node in part.nodes if node.get(key) is not None]
    if not held:
        raise _missing(part, key)
    for node, value in held:
        if not is_number(value):
            name = as_text(node.get("name")) or node.id
            raise SociogramError(f"'{key}' of {name} is {value!r}, not a number, so it cannot be a size.")
    return Scale.of(key, [value for _, value in held])


def width_scale(key: str, values: Iterable[Any], known: Sequence[str] = ()) -> Scale:
    """Return the scale of a property of claims.

    Args:
        key: the property.
        values: its values.
        known: properties of claims that are numbers, for the error message.

    Raises:
        SociogramError: no claim has it, or a value is not a number from 0.
    """
    held = [value for value in values if value is not None]
    if not held:
        offer = (
            did_you_mean(nearest(key, known)) or f"Numbers that claims have: {', '.join(known) or 'none'}."
        )
        raise SociogramError(f"No claim has the property '{key}'. {offer}")
    for value in held:
        if not is_number(value) or value < 0:
            raise SociogramError(
                f"'{key}' of a claim is {value!r}, not a number from 0, so it cannot be a width."
            )
    return Scale.of(key, held, from_zero=True)


def _missing(part: Subgraph, key: str) -> SociogramError:
    keys = {name for node in part.nodes for name in node.properties}
    offer = did_you_mean(nearest(key, keys)) or "graph.write_back(values, NAME) adds one."
    return SociogramError(f"No actor has the property '{key}'. {offer}")
