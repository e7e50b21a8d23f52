"""Resolve references to actors by id, name or alias; give ids to actors without one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sociogram.loaders.values.naming import looks_like_id, name_digest, name_key, slug

_MOST_GUESSES = 25
_MOST_CANDIDATES = 2000
_NEARNESS = 0.75


@dataclass(slots=True)
class KnownEntities:
    """The actors of a load and of its target, found by id, name or alias.

    Attributes:
        names: id to name (None where it has none).
        stubs: ids that so far only a relation mentions.
    """

    names: dict[str, str | None] = field(default_factory=dict)
    stubs: set[str] = field(default_factory=set)
    _by_name: dict[str, list[str]] = field(default_factory=dict)
    _by_alias: dict[str, list[str]] = field(default_factory=dict)
    _added: list[tuple[str, str | None, Iterable[str]]] = field(default_factory=list)

    def add(self, actor: str, name: Any, aliases: Any = ()) -> None:
        """Add an actor; a name added earlier stays.

        A graph may hold any values as its name and aliases: the texts among the aliases count.
        """
        shown = None if name is None else str(name)
        self.names.setdefault(actor, shown)
        if shown is not None or aliases:
            self._added.append((actor, shown, _texts(aliases)))

    def _index_names(self) -> None:
        """Index the added names on first use; sheets that use ids only never need it."""
        for actor, name, aliases in self._added:
            if name is not None:
                _append(self._by_name, name_key(name), actor)
            for alias in aliases:
                _append(self._by_alias, name_key(alias), actor)
        self._added.clear()

    def named(self, name: str) -> Sequence[str]:
        """Return the ids of those who have this name."""
        self._index_names()
        return self._by_name.get(name_key(name), ())

    def called(self, text: str) -> Sequence[str]:
        """Return the ids of those whose id, else name, else alias this is; several is ambiguous."""
        if text in self.names:
            return (text,)
        return self.named(text) or self._by_alias.get(name_key(text)) or ()

    def new_id(self, name: str) -> str:
        """Return an id for an actor not known yet: its name's slug, with some letters more where taken."""
        plain, letters = slug(name), name_digest(name)
        ends = chain([""], (f"-{letters[:count]}" for count in range(4, len(letters) + 1)))
        return next(f"{plain}{end}" for end in ends if f"{plain}{end}" not in self.names)

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return up to three known names or ids that look like this one."""
        # Only candidates that a typing error could produce.
        import difflib

        wanted = name_key(text)
        candidates: dict[str, str] = {}
        for actor, name in self.names.items():
            shown = name or actor
            for word in {name_key(shown), actor}:
                if word and abs(len(word) - len(wanted)) <= 4 and _may_be(word, wanted):
                    candidates.setdefault(word, shown)
            if len(candidates) >= _MOST_CANDIDATES:
                break
        near = difflib.get_close_matches(wanted, candidates, n=3, cutoff=_NEARNESS)
        return tuple(dict.fromkeys(candidates[word] for word in near))


def _may_be(word: str, wanted: str) -> bool:
    return word[:1] == wanted[:1] or word[-3:] == wanted[-3:]


def _append(actors_by_key: dict[str, list[str]], key: str, actor: str) -> None:
    if not key:
        return
    actors = actors_by_key.setdefault(key, [])
    if actor not in actors:
        actors.append(actor)


@dataclass(slots=True)
class NewEntity:
    """An actor that no row describes."""

    id: str
    name: str
    labels: list[str]
    is_stub: bool


class EntityResolver:
    """Resolves the ends of relations to ids, and creates the actors that are missing.

    Args:
        known: the actors of the target and of the load's own sheets.
        creates_stubs: whether a missing actor is a stub (a sheet or the target lists actors), or an
            ordinary actor, because only the relations name actors.
        takes_ids_only: whether ends are ids, whatever they look like.
    """

    def __init__(self, known: KnownEntities, *, creates_stubs: bool, takes_ids_only: bool = False) -> None:
        self.known = known
        self.creates_stubs = creates_stubs
        self.takes_ids_only = takes_ids_only
        self.created: dict[str, NewEntity] = {}
        self._ids: dict[str, str] = {}
        self._guesses = 0

    def find(self, text: str) -> Sequence[str]:
        """Return the id that is meant in a sequence: none where it is unknown, several where unclear."""
        found = self._ids.get(text)
        if self.takes_ids_only:
            return (text,) if text in self.known.names else ()
        return (found,) if found is not None else self.known.called(text)

    def create(self, text: str, name: str | None, *, is_described: bool) -> str:
        """Create the actor that ``text`` refers to. ``is_described``: the row states its name or type."""
        if self.takes_ids_only:
            actor, shown = text, text
        elif name is None and not looks_like_id(text):
            actor, shown = self.known.new_id(text), text
        elif name is not None and name_key(name) != name_key(text):
            actor, shown = text, name
        else:
            actor, shown = text if looks_like_id(text) else self.known.new_id(text), text
        self.known.add(actor, shown)
        self._ids[text] = actor
        self.created[actor] = NewEntity(actor, shown, [], self.creates_stubs and not is_described)
        return actor

    def label(self, actor: str, labels: Any) -> None:
        """Give a created actor the labels that a row states for it."""
        entity = self.created.get(actor)
        if entity is not None and labels:
            entity.labels.extend(label for label in labels if label not in entity.labels)

    def guess(self, text: str) -> tuple[str, ...]:
        """Return what may have been meant; none after many guesses, which take time."""
        self._guesses += 1
        return self.known.nearest(text) if self._guesses <= _MOST_GUESSES else ()


def _texts(aliases: Any) -> Iterable[str]:
    if isinstance(aliases, str):
        return (aliases,)
    return (alias for alias in aliases if isinstance(alias, str)) if isinstance(aliases, list | tuple) else ()
