"""The claims of a graph, and which of its ties the filters of a stored query select."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any, TypeAlias, TypeVar

import numpy as np

from sociogram.graph.claims import Claims, Tie
from sociogram.graph.claims.choosing import in_order, of_type, with_actor
from sociogram.graph.columns import BoolArray, IntArray
from sociogram.graph.errors import LimitExceeded
from sociogram.graph.model import MODALITIES
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.query_rows.families import MOST_ROWS
from sociogram.queries.claims.query_rows.row_fields import Names, Row, RowMaker, read_names
from sociogram.queries.claims.query_rows.server_groups import PartReader
from sociogram.queries.claims.read import StoredClaims, read_stored_claims

Filters: TypeAlias = list[tuple[str, Any]]
"""Names of masks and filters with their values."""

_Items = TypeVar("_Items", IntArray, list[Any])

MASKS: Mapping[str, Callable[[Claims], BoolArray]] = {
    "affirmed": lambda claims: claims.affirmed,
    "denied": lambda claims: claims.denied,
    "disputed": lambda claims: claims.disputed,
    "called_disputed": lambda claims: claims.disputed | claims.called_disputed,
    "single_voice": lambda claims: claims.single_voice,
    "corroborated": lambda claims: claims.corroborated,
    "safe_to_print": lambda claims: claims.safe_to_print,
    "on_unread_alone": lambda claims: claims.on_unread_alone,
    **{modality: partial(Claims.only, modality=modality) for modality in MODALITIES[1:]},
}


class ClaimSelection:
    """The claims for one query; data that several families of rows need is read once.

    Args:
        store: the graph.
        part: the claims that decide the rows, if others need not be read; None for all.
        reader: what read the part.
    """

    def __init__(
        self,
        store: GraphStore,
        part: StoredClaims | None = None,
        reader: PartReader | None = None,
    ) -> None:
        self._store = store
        self._part = part
        self._reader = reader or PartReader(store)

    @cached_property
    def _stored(self) -> StoredClaims:
        return read_stored_claims(self._store) if self._part is None else self._part

    @property
    def _claims(self) -> Claims:
        return self._stored.claims

    @cached_property
    def _names(self) -> Names:
        return read_names(self._store, None if self._part is None else self._claims.actors())

    @cached_property
    def _maker(self) -> RowMaker:
        return RowMaker(self._store, self._stored, self._names)

    def _chosen(self, filters: Filters) -> BoolArray:
        """Return the mask of the ties that pass all filters."""
        complete = self._stored.complete
        chosen = np.ones(self._claims.tie_count, dtype=np.bool_) if complete is None else complete.copy()
        for name, value in filters:
            if name in MASKS:
                chosen &= MASKS[name](self._claims)
            elif name == "of_type" and value is not None:
                chosen &= of_type(self._claims, str(value))
            elif name == "with" and value is not None:
                chosen &= with_actor(self._claims, self._called(value))
        return chosen

    def _called(self, actor: Any) -> list[str]:
        """Return the actor with this key, or else those with this name."""
        if actor in self._names.actors:
            return [actor]
        return [key for key, name in self._names.actors.items() if name == actor]

    def _in_order(self, chosen: BoolArray) -> IntArray:
        """Return the numbers of ties, sorted by the names of their ends and by type."""
        return in_order(self._claims, np.flatnonzero(chosen), lambda actor: (self._names.actor(actor), actor))

    def _first(self, items: _Items, first: int | None) -> _Items:
        """Return the first items; all if ``first`` is None.

        Raises:
            LimitExceeded: there are more than ``families.MOST_ROWS``.
        """
        if first is None and len(items) > MOST_ROWS:
            raise LimitExceeded(
                f"The query would get {len(items)} rows; the maximum is {MOST_ROWS}. "
                "Request fewer in its header: `Derived: $ties where disputed first $top`.",
                limit="derived rows",
            )
        return items if first is None else items[: max(first, 0)]

    def _tie_key(self, tie: Tie) -> tuple[str, ...]:
        return self._names.actor(tie.source), self._names.actor(tie.target), tie.type, tie.source, tie.target

    def _ends(self, tie: Tie) -> Row:
        return {
            "source": tie.source,
            "source_name": self._names.actor(tie.source),
            "type": tie.type,
            "target": tie.target,
            "target_name": self._names.actor(tie.target),
        }


def filter_value(filters: Filters, name: str) -> Any:
    """Return the value of a filter; None if it is missing."""
    return next((value for given, value in filters if given == name), None)
