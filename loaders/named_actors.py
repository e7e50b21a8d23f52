"""Fetches only the actors that a small load names, if the server holds many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Never

from sociogram.graph.common.text import clean
from sociogram.graph.model import ENTITY_LABEL
from sociogram.graph.name_search import name_may_be_one_of, names_to_compare
from sociogram.graph.store import GraphStore, node_counts
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.rows.entity_resolver import KnownEntities, MoreActorsNeededError

MOST_FETCHED = 20_000
"""Up to this many actors are all fetched: comparing them on the server takes as long."""

MOST_CELLS = 2_000
"""Sheets with more cells are not compared on the server."""

_NAMED = (
    f"MATCH (n:{ENTITY_LABEL}) WITH n, [n.id, n.name] + coalesce(n.aliases, []) AS texts WHERE {{}} "
    "RETURN n.id, n.name, n.aliases, n.stub"
)


def named_actors(store: GraphStore, sheets: Sequence[Sheet]) -> KnownEntities | None:
    """Return the actors that the cells of some sheets name by id, name or alias, or may name.

    Looking up any other actor raises MoreActorsNeededError.

    Returns:
        None if the store is in memory or small, or the sheets are large: then fetch all actors.
    """
    if not store.is_remote or sum(len(sheet) * len(sheet.header) for sheet in sheets) > MOST_CELLS:
        return None
    count = node_counts(store).entities
    if count <= MOST_FETCHED:
        return None
    cells = {cell for sheet in sheets for column in sheet.columns for cell in column}
    asked = frozenset(text for cell in cells for text in (cell, cell.strip(), clean(cell)) if text)
    wanted = names_to_compare(map(clean, asked))
    rows = list(store.execute(_NAMED.format(name_may_be_one_of("texts")), wanted).rows)
    known = KnownEntities()
    if any(type(own) is not str for own, *_ in rows):
        return None  # entities that sociogram did not load
    for own, name, aliases, stub in rows:
        known.add(own, name, aliases)
        if stub is True:
            known.stubs.add(own)
    known.names, known.asked = _SomeNames(known.names, asked, count), asked
    return known


class _SomeNames(dict[str, str | None]):
    """The names, by id, of the actors that some texts may refer to.

    Args:
        names: their names.
        asked: the texts.
        count: the number of actors in the store.
    """

    def __init__(self, names: dict[str, str | None], asked: frozenset[str], count: int) -> None:
        super().__init__(names)
        self._asked = asked
        self._count = count

    def __contains__(self, actor: object) -> bool:
        if super().__contains__(actor):
            return True
        if actor not in self._asked:
            raise MoreActorsNeededError
        return False

    def __getitem__(self, actor: str) -> str | None:
        if actor not in self:
            raise KeyError(actor)
        return super().__getitem__(actor)

    def __len__(self) -> int:
        return self._count

    def _refuse(self, *_: Any) -> Never:
        raise MoreActorsNeededError

    def __iter__(self) -> Iterator[str]:
        self._refuse()

    get = keys = values = items = setdefault = pop = update = __setitem__ = __delitem__ = _refuse  # type: ignore[assignment]
