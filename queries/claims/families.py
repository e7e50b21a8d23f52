"""Which rows a stored query can ask for: their names, and what chooses among them."""

from __future__ import annotations

from collections.abc import Mapping

from sociogram.graph.model import MODALITIES
from sociogram.queries.cypher.syntax.frozen import Frozen

MOST_ROWS = 50_000
"""Rows that are made for one parameter; more would take gigabytes."""


class Family(Frozen):
    """Rows of one kind.

    Attributes:
        masks: names that choose among them.
        filters: names that choose by the value of a parameter; null does not filter.
    """

    masks: tuple[str, ...]
    filters: tuple[str, ...]


FAMILIES: Mapping[str, Family] = {
    "ties": Family(
        (
            "affirmed",
            "denied",
            "disputed",
            "called_disputed",
            "single_voice",
            "corroborated",
            "safe_to_print",
            "on_unread_alone",
            *MODALITIES[1:],
        ),
        ("of_type", "with"),
    ),
    "claims": Family((), ("of_type", "with", "of_claim")),
    "conflicts": Family((), ("of_type", "with")),
    "charges": Family((), ("unheard_in",)),
    "documents": Family((), ()),
    "plans": Family((), ("of_type", "with", "came_due")),
    "additions": Family((), ("of_text",)),
    "actors": Family((), ("in_texts",)),
}
"""The rows, by the name of the parameter that holds them."""
