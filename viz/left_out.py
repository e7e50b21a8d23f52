"""The properties that a page leaves out: a private column is nowhere in the file, nor in what it saves."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TypeVar

from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.dataset import RELATION_TYPE_FIELDS
from sociogram.graph.errors import SociogramError
from sociogram.graph.model import Node, Relationship
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.read import CLAIM_PROPERTIES, SOURCE_PROPERTIES

_NEEDED = frozenset(
    {"name", "date_certainty", *CLAIM_PROPERTIES, *SOURCE_PROPERTIES, *RELATION_TYPE_FIELDS} - {"description"}
)
"""Without these, a page would say something else: a claim by nobody, or a tie without its denial."""

Entity = TypeVar("Entity", Node, Relationship)


def check_left_out(store: GraphStore, names: Collection[str], looks: Collection[str | None]) -> None:
    """Check that a page can leave out some properties. A misspelt name is an error: its property would stay.

    Args:
        store: the graph.
        names: the properties.
        looks: the properties that decide colours, sizes and widths.

    Raises:
        SociogramError: nothing has the property, or the page needs it.
    """
    held = store.property_keys(names) if names else set()
    rule = store.actor_rule
    needed = _NEEDED if rule.is_default else _NEEDED.union(rule.names)
    for name in names:
        if name in needed:
            raise SociogramError(
                f"A page needs the property '{name}': without it, it would say something else. "
                "Leave out other properties, or draw a part of the graph."
            )
        if name in looks:
            raise SociogramError(
                f"The page shows '{name}' as a colour, size or width; choose one of the two."
            )
        if name not in held:
            offer = did_you_mean(nearest(name, store.property_keys()))
            raise SociogramError(f"Nothing in the graph has the property '{name}'. {offer}".rstrip())


def leave_out(entities: Iterable[Entity], names: Collection[str]) -> tuple[Entity, ...]:
    """Return nodes or relationships without some properties.

    >>> leave_out([Node("1", (), {"name": "Ana", "phone": "555"})], {"phone"})[0].properties
    {'name': 'Ana'}
    """
    if not names:
        return tuple(entities)
    return tuple(
        replace(one, properties={name: value for name, value in one.properties.items() if name not in names})
        for one in entities
    )
