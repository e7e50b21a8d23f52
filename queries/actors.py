"""Find the actor that a name, an alias or an id means, in any store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from sociogram.graph.common.text import did_you_mean, fold, nearest
from sociogram.graph.errors import ActorError
from sociogram.graph.store import GraphStore, entity_pattern
from sociogram.queries.cypher.syntax.frozen import Frozen
from sociogram.queries.run import run

MOST_FETCHED = 200
"""Of the actors of a server, those that are looked at for a name that nobody has just so."""

_NAME = "coalesce(e.name, e.label, e.title)"
_TEXTS = f"[{_NAME}, e.id] + coalesce(e.aliases, [])"


class Actor(Frozen):
    """An actor as people call it.

    Attributes:
        node: the store's own identifier of its node, what ``elementId()`` gives: every node has one.
        id: the property; an integer in some graphs of NetworkX, None where the graph has no ids.
        name: what it is called; where it has no name, its id, or else its node's.
        aliases: its other names.
    """

    node: str
    id: Any
    name: str
    aliases: tuple[str, ...] = ()

    @property
    def key(self) -> Any:
        """What a query that looks for an id or a name can find it by."""
        return self.name if self.id is None else self.id


def all_actors(store: GraphStore) -> list[Actor]:
    """Return every actor, in the order of their names."""
    return _in_order(_read(store))


def actors_starting(store: GraphStore, typed: str) -> list[Actor]:
    """Return who has a name that begins as ``typed``, in any case: of a server's actors, some."""
    found = _alike(store, f"{_pattern(typed)}.*") if store.is_remote else all_actors(store)
    return [actor for actor in _in_order(found) if fold(actor.name).startswith(fold(typed))]


def find_actor(store: GraphStore, name: str) -> Actor:
    """Return the one actor that ``name`` means.

    An exact id goes before an exact name, that before an alias; then the same without regard to case
    and accents; then names that contain ``name`` as whole words; last the store's own id of a node.

    Raises:
        ActorError: nobody, or more than one, answers to the name; the message lists the nearest.
    """
    exact = _read(store, "WHERE e.id = $name OR e.name = $name", "LIMIT 10", name=name)
    look = _found_on_server if store.is_remote else _found_here
    found = _best(exact, name) or look(store, name)
    if len(found) > 1:
        raise _several(name, found)
    return found[0]


def _found_here(store: GraphStore, name: str) -> list[Actor]:
    actors = all_actors(store)
    found = _best(actors, name)
    if found is None:
        raise _nobody(name, actors)
    return found


def _found_on_server(store: GraphStore, name: str) -> list[Actor]:
    whole = _pattern(name)
    for pattern in (whole, rf"(.*\s)?{whole}(\s.*)?"):
        if found := _best(_alike(store, pattern), name):
            return found
    if found := _read(store, "WHERE elementId(e) = $name", name=name):
        return found
    raise _nobody(name, _nearest(store, name))


def _read(store: GraphStore, condition: str = "", end: str = "", **parameters: Any) -> list[Actor]:
    """Return the actors, as ``e``, for which a condition holds."""
    query = (
        f"MATCH {entity_pattern(store, 'e')} {condition} RETURN elementId(e), e.id, {_NAME}, e.aliases {end}"
    )
    return [_actor(*record) for record in run(store, query, parameters)]


def _in_order(actors: Iterable[Actor]) -> list[Actor]:
    return sorted(actors, key=lambda actor: (fold(actor.name), str(actor.id)))


def _alike(store: GraphStore, pattern: str) -> list[Actor]:
    """Have a server find those whose name, id or alias matches, without regard to case and accents."""
    return _read(
        store,
        f"WHERE any(text IN {_TEXTS} WHERE trim(normalize(toStringOrNull(text), NFKD)) =~ $pattern)",
        f"LIMIT {MOST_FETCHED}",
        pattern=f"(?isu){pattern}",
    )


def _pattern(name: str) -> str:
    """Return the regular expression of what ``fold`` makes the same as a name."""
    words = ["".join(rf"{re.escape(letter)}\p{{M}}*" for letter in word) for word in fold(name).split()]
    return r"\s+".join(words).replace(r"s\p{M}*s\p{M}*", r"(s\p{M}*s|ß)\p{M}*")


def _nearest(store: GraphStore, name: str) -> list[Actor]:
    """Have a server find those that share most runs of three letters with a name."""
    wanted = fold(name)
    return _read(
        store,
        f"WITH e, [text IN {_TEXTS} | toLower(normalize(toStringOrNull(text), NFKD))] AS texts "
        "WITH e, size([run IN $runs WHERE any(text IN texts WHERE text CONTAINS run)]) AS shared "
        f"ORDER BY shared DESC, {_NAME}",
        f"LIMIT {MOST_FETCHED}",
        runs=sorted({wanted[place : place + 3] for place in range(max(len(wanted) - 2, 1))}),
    )


def _actor(node: str, actor_id: Any, name: Any, aliases: Any) -> Actor:
    listed = aliases if isinstance(aliases, list) else [aliases] if aliases else []
    called = next(value for value in (name, actor_id, node) if value is not None)
    return Actor(node, actor_id, str(called), tuple(str(alias) for alias in listed))


def _best(actors: Iterable[Actor], name: str) -> list[Actor] | None:
    """Return who answers to ``name`` by the strictest reading under which anybody does."""
    actors = list(actors)
    wanted = fold(name)
    readings: tuple[Callable[[Actor], bool], ...] = (
        lambda actor: actor.id is not None and str(actor.id) == name,
        lambda actor: actor.name == name,
        lambda actor: name in actor.aliases,
        lambda actor: wanted in (fold(actor.name), fold(str(actor.key))),
        lambda actor: any(fold(alias) == wanted for alias in actor.aliases),
        lambda actor: f" {wanted} " in f" {fold(actor.name)} ",
        lambda actor: actor.node == name,
    )
    for reading in readings:
        found = [actor for actor in actors if reading(actor)]
        if found:
            return found
    return None


def _nobody(name: str, actors: Iterable[Actor]) -> ActorError:
    known = [called for actor in actors for called in (actor.name, *actor.aliases)]
    close = nearest(name, known)
    offer = did_you_mean(close) or "`sociogram stats` lists who is there."
    return ActorError(f"No actor is called '{name}'. {offer}", nearest=close)


def _several(name: str, found: list[Actor]) -> ActorError:
    ids = [actor.id for actor in found]
    listed = ", ".join(
        f"{actor.name} (id {actor.id if actor.id is not None and ids.count(actor.id) == 1 else actor.node})"
        for actor in found[:10]
    )
    close = tuple(actor.name for actor in found[:10])
    return ActorError(f"'{name}' may be any of {listed}. Give the id instead.", nearest=close)
