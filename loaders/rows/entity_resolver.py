"""Resolves references to actors by id, name or alias; assigns ids to actors without one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sociogram.graph.common.names import likeness_key
from sociogram.graph.common.text import fold, near_texts
from sociogram.graph.duplicates.decisions import Decisions
from sociogram.graph.duplicates.initials import Initials
from sociogram.graph.duplicates.name_likeness import compare_forms
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.naming import is_made_of, looks_like_id, name_digest, name_key, name_keys, slug

_MOST_GUESSES = 100
_MOST_SHOWN = 3


class MoreActorsNeededError(Exception):
    """A load needs actors that were not fetched from a server; it must be read again with all of them."""


_Index = dict[str, str | list[str]]
"""Ids by key; a list where there are several, because a list for each of a million names takes memory."""


@dataclass(slots=True)
class KnownEntities:
    """The actors of a load and of its target, found by id, name or alias.

    Attributes:
        names: name by id; None if it has none.
        met_in_other_case: texts that match an id except for its letter case, and that id.
        stubs: ids that so far only relations mention.
        with_aliases: ids of actors that have an alias.
        renamed: ids in the target that are replaced: old id to new id.
        has_lists: whether a list has described actors of the target; None if unknown.
        details: returns the properties of actors of the target, by id.
        decisions: the decisions of people on whether similar actors are the same.
        apart: pairs of actors with one name and values that contradict each other; in words, which ones.
        decided: ids of this load that are another actor by a decision: id to the id of that actor.
        asked: if only the actors that some texts may mean are known, these texts; None if all are known.
    """

    names: dict[str, str | None] = field(default_factory=dict)
    stubs: set[str] = field(default_factory=set)
    with_aliases: set[str] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)
    has_lists: bool | None = None
    details: Callable[[list[str]], Mapping[str, Mapping[str, Any]]] = lambda _: {}
    decisions: Decisions = field(default_factory=Decisions)
    apart: dict[tuple[str, str], str] = field(default_factory=dict)
    decided: dict[str, str] = field(default_factory=dict)
    asked: frozenset[str] | None = None
    _by_name: _Index = field(default_factory=dict)
    _by_alias: _Index = field(default_factory=dict)
    _by_folded_id: _Index = field(default_factory=dict)
    _ids: list[str] = field(default_factory=list)
    _folded: int = 0
    _by_spelling: dict[str, str] = field(default_factory=dict)
    _by_likeness: dict[str, list[str]] = field(default_factory=dict)
    _initials: Initials = field(default_factory=Initials)
    _spelled: int = 0
    met_in_other_case: dict[str, str] = field(default_factory=dict)
    _added: tuple[list[str], list[str | None], list[Any]] = field(default_factory=lambda: ([], [], []))

    def add(self, actor: str, name: Any, aliases: Any = ()) -> None:
        """Add an actor; a name added earlier is kept.

        A graph may hold any values as name and aliases: only aliases that are texts count.
        """
        self.add_all([actor], [name], [aliases])

    def add_all(self, actors: Sequence[str], names: Sequence[Any], aliases: Sequence[Any]) -> None:
        """Add actors: the id, name and aliases of each."""
        shown = [name if name is None or type(name) is str else str(name) for name in names]
        known, ids = self.names, self._ids
        for actor, name in zip(actors, shown, strict=True):
            if actor not in known:
                known[actor] = name
                ids.append(actor)
        self._added[0].extend(actors)
        self._added[1].extend(shown)
        self._added[2].extend(aliases)
        self.with_aliases.update(actor for actor, others in zip(actors, aliases, strict=True) if others)

    def name(self, actor: str, name: str) -> None:
        """Replace the name of an actor."""
        self.names[actor] = name
        self._added[0].append(actor)
        self._added[1].append(name)
        self._added[2].append(())

    @property
    def count(self) -> int:
        """The number of ids added so far, or of those in the target if few of these are known."""
        return len(self._ids) if self.asked is None else len(self.names)

    def since(self, count: int) -> Sequence[str]:
        """Return the ids added after the first ``count``."""
        return self._ids[count:]

    def is_made(self, actor: str) -> bool:
        """Return whether an actor's id was computed from its name, as for an actor without a given id."""
        name = self.names.get(actor)
        return name is not None and is_made_of(actor, name)

    def twins(self, actor: str, name: str) -> list[str]:
        """Return actors that may be this one: with the same name, or the same id except for letter case.

        Only actors whose id was computed from the name, or who have nothing but an id, count.
        """
        named = [twin for twin in self.named(name) if self.is_made(twin)]
        found = [twin for twin in self._in_other_case(actor) if self.names.get(twin) in (None, twin)]
        return [
            twin
            for twin in dict.fromkeys([*named, *found])
            if twin != actor and not self.decisions.are_different(twin, actor)
        ]

    def is_described(self, actor: str) -> bool:
        """Return whether more is known of an actor than the id used in relations."""
        return self.names.get(actor) not in (None, actor) and actor not in self.stubs

    def rename(self, actor: str, new: str) -> None:
        """Replace an id of the target; look-ups then return the new id."""
        self._index_names()
        self.renamed[actor] = new
        name = self.names.pop(actor)
        self.names.setdefault(new, name)
        if actor in self.stubs:
            self.stubs.add(new)

    def _index_names(self) -> None:
        """Index the added names on first use; sheets with ids only never need it."""
        actors, names, aliases = self._added
        if not actors:
            return
        self._added = [], [], []
        named = [(name, actor) for actor, name in zip(actors, names, strict=True) if name is not None]
        described = ((actor, others) for actor, others in zip(actors, aliases, strict=True) if others)
        aliased = [(alias, actor) for actor, others in described for alias in _texts(others)]
        for index, pairs in ((self._by_name, named), (self._by_alias, aliased)):
            keys = name_keys([text for text, _ in pairs])
            _add_to(index, keys, [actor for _, actor in pairs])

    def named(self, name: str) -> Sequence[str]:
        """Return the ids of actors with this name."""
        self._require(name)
        self._index_names()
        return self._current(_actors_in(self._by_name, name_key(name)))

    def aliased(self, name: str) -> Sequence[str]:
        """Return the ids of actors with this alias."""
        self._require(name)
        self._index_names()
        return self._current(_actors_in(self._by_alias, name_key(name)))

    def _require(self, *texts: str) -> None:
        if self.asked is not None and not self.asked.issuperset(texts):
            raise MoreActorsNeededError

    def _current(self, actors: Sequence[str]) -> Sequence[str]:
        if not self.renamed:
            return actors
        return list(dict.fromkeys(self.renamed.get(actor, actor) for actor in actors))

    def called(self, text: str) -> Sequence[str]:
        """Return the ids of actors with this id, else name, else alias; several are ambiguous.

        A text that equals an id except for its case means that id, unless it looks like a name. An actor that
        is the same as another by a decision is replaced by that actor.
        """
        found = self._called(text)
        if not self.decisions:
            return found
        decided = self.decided_actor(text)
        if decided is not None:
            return (decided,)
        return list(dict.fromkeys(self.decided_actor(one) or one for one in found))

    def called_all(self, texts: Collection[str]) -> dict[str, Sequence[str]]:
        """Return what ``called`` returns for each of some texts."""
        if self.decisions or self.renamed or not texts:
            return {text: self.called(text) for text in texts}
        self._require(*texts)
        self._index_names()
        found: dict[str, Sequence[str]] = {text: (text,) for text in texts if text in self.names}
        others = [text for text in texts if text not in found]
        by_name, by_alias = self._by_name.get, self._by_alias.get
        for text, key in zip(others, name_keys(others), strict=True):
            there = by_name(key) or by_alias(key)
            found[text] = (there,) if isinstance(there, str) else there or self._called(text)
        return found

    def _called(self, text: str) -> Sequence[str]:
        if text in self.names:
            return (text,)
        if text in self.renamed:
            return (self.renamed[text],)
        found = self.named(text) or self.aliased(text)
        if not found:
            found = self._in_other_case(text)
            if len(found) == 1:
                self.met_in_other_case[text] = found[0]
        return found

    def decided_actor(self, text: str) -> str | None:
        """Return the actor to which a decision moves an id or a name; None if no decision concerns it."""
        if not self.decisions:
            return None
        if text in self.decided:
            return self.decided[text]
        for member in self.decisions.group(text):
            if name_key(member) == name_key(text):
                return None
            found = self.exactly(member)
            if found is not None:
                return found
        return None

    def exactly(self, text: str) -> str | None:
        """Return the actor with an id, or the only actor with a name."""
        found = self._current((text,) if text in self.names else self.named(text))
        return found[0] if len(found) == 1 else None

    def _in_other_case(self, text: str) -> Sequence[str]:
        self._require(text)
        has_digit = any(map(str.isdigit, text))
        if text.isalpha() or not (has_digit or text.isupper() or text.islower()) or " " in text:
            return ()
        new = self._ids[self._folded :]
        _add_to(self._by_folded_id, list(map(str.casefold, new)), new)
        self._folded = len(self._ids)
        return self._current(_actors_in(self._by_folded_id, text.casefold()))

    def new_id(self, name: str) -> str:
        """Return an unused id for a new actor: the slug of its name, extended by letters if it is taken."""
        plain, letters = slug(name), name_digest(name)
        ends = chain([""], (f"-{letters[:count]}" for count in range(4, len(letters) + 1)))
        return next(f"{plain}{end}" for end in ends if f"{plain}{end}" not in self.names)

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return up to three similar names: other forms of the same name first, then near spellings.

        If there are none, those in which an initial stands for a first name.

        A number has no similar names: 104 is not a misspelt 101.
        """
        if text.isdigit():
            return ()
        if self.asked is not None:
            raise MoreActorsNeededError
        for actor in self._ids[self._spelled :]:
            shown = self.names.get(actor) or actor
            for spelling in dict.fromkeys((fold(shown), fold(actor))):
                self._by_spelling.setdefault(spelling, shown)
            self._by_likeness.setdefault(likeness_key(shown), []).append(shown)
            self._initials.add(shown)
        self._spelled = len(self._ids)
        alike = [name for name in self._by_likeness.get(likeness_key(text), ()) if compare_forms(name, text)]
        near = near_texts(fold(text), self._by_spelling.keys(), _MOST_SHOWN)
        found = [*alike, *(self._by_spelling[spelling] for spelling in near)]
        if all(name == text for name in found):
            found = [name for name, _ in self._initials.alike(text)]
        return tuple(dict.fromkeys(found))[:_MOST_SHOWN]


def _add_to(index: _Index, keys: Sequence[str], actors: Sequence[str]) -> None:
    for key, actor in zip(keys, actors, strict=True):
        there = index.setdefault(key, actor) if key else actor
        if there == actor:
            continue
        if isinstance(there, str):
            index[key] = [there, actor]
        elif actor not in there:
            there.append(actor)


def _actors_in(index: _Index, key: str) -> Sequence[str]:
    found = index.get(key, ())
    return (found,) if isinstance(found, str) else found


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
        creates_stubs: whether a missing actor becomes a stub, because a sheet or the target lists actors; if
            not, it becomes an ordinary actor, because only relations name actors.
        takes_ids_only: whether ends are always ids, whatever they look like.
    """

    def __init__(self, known: KnownEntities, *, creates_stubs: bool, takes_ids_only: bool = False) -> None:
        self.known = known
        self.creates_stubs = creates_stubs
        self.takes_ids_only = takes_ids_only
        self.created: dict[str, NewEntity] = {}
        self._ids: dict[str, str] = {}
        self._guesses = 0

    def find(self, text: str) -> Sequence[str]:
        """Return the ids that a text may mean: none if it is unknown, several if it is ambiguous."""
        found = self._ids.get(text)
        if self.takes_ids_only:
            own = self.known.decided_actor(text) or text
            return (own,) if own in self.known.names else self.known.aliased(text)
        return (found,) if found is not None else self.known.called(text)

    def find_all(self, texts: Collection[str]) -> dict[str, Sequence[str]]:
        """Return what ``find`` returns for each of some texts."""
        if self.takes_ids_only or self._ids:
            return {text: self.find(text) for text in texts}
        return self.known.called_all(texts)

    def create(self, text: str, name: str | None, *, is_described: bool) -> str:
        """Create the actor that ``text`` refers to; ``is_described`` if the row states its name or type."""
        if self.takes_ids_only:
            actor, shown = text, text
        elif name is None and not looks_like_id(text):
            actor, shown = self.known.new_id(text), text
        elif name is not None and name_key(name) != name_key(text):
            actor, shown = text, name
            self._replace_computed_id(actor, name)
        else:
            actor, shown = text if looks_like_id(text) else self.known.new_id(text), text
        self.known.add(actor, shown)
        self._ids[text] = actor
        self.created[actor] = NewEntity(actor, shown, [], self.creates_stubs and not is_described)
        return actor

    def describe(self, names: Mapping[str, str], listed: Categorical) -> None:
        """Name actors of the target that only had an id, from rows that state their names.

        Args:
            names: names by id.
            listed: the ids in the load's own lists, which take precedence.
        """
        bare = {
            actor: name
            for actor, name in names.items()
            if name != actor and actor in self.known.names and self.known.names[actor] in (None, actor)
        }
        if not bare or self.takes_ids_only:
            return
        for actor, name in bare.items():
            if actor not in set(listed.used()):
                self._replace_computed_id(actor, name)
                self.known.name(actor, name)
                self.created[actor] = NewEntity(actor, name, [], is_stub=False)

    def _replace_computed_id(self, actor: str, name: str) -> None:
        """Replace the id of the only actor with this name and a computed id by an id that a row gives."""
        twins = [twin for twin in self.known.named(name) if twin != actor and self.known.is_made(twin)]
        if len(twins) == 1:
            self.known.rename(twins[0], actor)
            self.created.pop(twins[0], None)

    def label(self, actor: str, labels: Any) -> None:
        """Add the labels that a row states to a created actor."""
        entity = self.created.get(actor)
        if entity is not None and labels:
            entity.labels.extend(label for label in labels if label not in entity.labels)

    def guess(self, text: str) -> tuple[str, ...]:
        """Return similar names for a message; none after many calls, which take time."""
        self._guesses += 1
        return self.known.nearest(text) if self._guesses <= _MOST_GUESSES else ()


def _texts(aliases: Any) -> Sequence[str]:
    if isinstance(aliases, str):
        return (aliases,)
    return [alias for alias in aliases if isinstance(alias, str)] if isinstance(aliases, list | tuple) else ()
