"""The families of rows that a stored query can request, with their masks and filters."""

from __future__ import annotations

from collections.abc import Mapping

from sociogram.graph.model import MODALITIES
from sociogram.queries.cypher.syntax.frozen import Frozen

MOST_ROWS = 50_000
"""The maximum number of rows for one parameter; more would take gigabytes."""


class Family(Frozen):
    """Rows of one kind, such as ties.

    Attributes:
        masks: the conditions that need no value.
        filters: the conditions that compare with the value of a parameter; null selects all rows.
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
"""The families, by the name of the parameter."""
