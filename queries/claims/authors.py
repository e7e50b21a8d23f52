"""Which actor wrote a source: the one whose id, name or alias is the source's ``author``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from sociogram.graph.claims.texts import as_list
from sociogram.graph.common.text import fold_name, fold_names
from sociogram.graph.dataset import Table
from sociogram.graph.name_search import name_is_one_of, names_to_find
from sociogram.graph.store import GraphStore, entity_pattern
from sociogram.queries.run import batches, run

ActorNames = tuple[Any, ...]
"""The id, the name and the aliases of an actor."""


class Authors:
    """Finds the actors who wrote sources.

    An exact match of a name takes precedence over a folded one. An author that matches no actor, or several,
    is left out. Each name is looked up once.
    """

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._found: dict[str, str | None] = {}

    def of(self, sources: Table) -> dict[str, str]:
        """Return the id of the actor who wrote each source of a table, by the ids of the sources."""
        authors = author_cells(sources)
        if names := set(authors.values()) - self._found.keys():
            self._found |= {**dict.fromkeys(names), **_actors_of_store(self._store, names)}
        return {source: actor for source, name in authors.items() if (actor := self._found[name]) is not None}


def author_cells(sources: Table) -> dict[str, str]:
    """Return the ``author`` cells of a table of sources, by the ids of the sources."""
    ids, authors = sources.column("id").to_list(), sources.column("author").to_list()
    cells = zip(ids, authors, strict=True)
    return {source: str(author) for source, author in cells if source is not None and author is not None}


def actors_called(
    names: Collection[str],
    actors: Iterable[ActorNames],
    actors_alike: Callable[[set[str]], Iterable[ActorNames]],
) -> dict[str, str]:
    """Return the id of the actor that each name refers to: an exact match or, failing that, a folded one.

    Args:
        names: the names to look up; names that match no actor, or several, are left out.
        actors: at least the actors whose id or name is among the names.
        actors_alike: returns at least the actors whose folded id, name or alias is that of a remaining name.
    """
    exact = _called_exactly(names, actors)
    remaining = set(names) - exact.keys()
    found = {**exact, **_called_alike(remaining, actors_alike(remaining))} if remaining else exact
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _called_exactly(names: Collection[str], actors: Iterable[ActorNames]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    wanted = set(names)
    for actor_id, name, _ in actors:
        for called in (actor_id, name):
            # The property "name" may have any value, even a list.
            if isinstance(called, str) and called in wanted and actor_id is not None:
                found.setdefault(called, set()).add(str(actor_id))
    return found


def _called_alike(names: Collection[str], actors: Iterable[ActorNames]) -> dict[str, set[str]]:
    texts: list[str] = []
    owners: list[str] = []
    for actor_id, name, aliases in actors:
        if actor_id is not None:
            called = (actor_id, name, *as_list(aliases)) if aliases else (actor_id, name)
            texts += [str(text) for text in called if text is not None]
            owners += [str(actor_id)] * (len(texts) - len(owners))
    by_fold = {name: fold_name(name) for name in names}
    wanted = set(by_fold.values())
    found: dict[str, set[str]] = {}
    for fold, actor_id in zip(fold_names(texts), owners, strict=True):
        if fold in wanted:
            found.setdefault(fold, set()).add(actor_id)
    return {name: found[fold] for name, fold in by_fold.items() if fold in found}


def _actors_of_store(store: GraphStore, names: Collection[str]) -> dict[str, str]:
    actor = entity_pattern(store, "e")
    query = f"MATCH {actor} WHERE e.id IN $keys OR e.name IN $keys RETURN e.id, e.name, null"
    exact = (tuple(row) for some in batches(sorted(names)) for row in run(store, query, {"keys": some}))
    return actors_called(names, exact, lambda remaining: _actors_alike(store, actor, remaining))


def _actors_alike(store: GraphStore, actor: str, names: Iterable[str]) -> Iterable[tuple[Any, ...]]:
    """Return id, name and aliases of the actors; from a server, only of those whose folded names match."""
    if not store.is_remote:
        return ((actor_id, name, aliases) for actor_id, name, aliases, _ in store.entity_rows())
    condition = name_is_one_of("[e.name] + coalesce(e.aliases, [])")
    query = f"MATCH {actor} WHERE {condition} RETURN e.id, e.name, e.aliases"
    return (
        tuple(row)
        for some in batches(sorted(names))
        for row in run(store, query, names_to_find(some)).stream()
    )
