"""Short forms of names: "Okvar" for "Ines Okvar", "Halden" for "Halden Ferries".

A short form is merged into the only name that ends with it, begins with it or contains it. If there are
several, the user has to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from sociogram.loaders.text.languages import Language
from sociogram.loaders.text.names.found import Candidate, Remark, either
from sociogram.loaders.text.names.matching import Actor
from sociogram.loaders.text.names.runs import has_kind
from sociogram.loaders.text.words import Word, words_of

Key: TypeAlias = tuple[str, ...]
"""The words of a name without case and accents."""
Owner: TypeAlias = str | Key
"""The actor with a name: the id of a known actor, or the key of a candidate."""
_Name: TypeAlias = tuple[Owner, bool]
"""The actor with a name, and whether a word such as "university" shows that it is not a person."""

_LONGEST = 12
"""Words of a longer name that are considered."""


class ShortForms:
    """Merges the candidates of a text that are short forms of other names.

    Args:
        candidates: the candidates by key; merged ones are removed.
        known: the existing actors.
        language: the word lists of the text's language.
        resolved: the candidates that are names of known actors, with the actor's id; merged ones are added.
    """

    def __init__(
        self,
        candidates: dict[Key, Candidate],
        known: Sequence[Actor],
        language: Language,
        resolved: dict[Key, str],
    ) -> None:
        self._candidates = candidates
        self._language = language
        self._resolved = resolved
        self._known_names = {actor.id: actor.name for actor in known}
        self._tails: dict[Key, list[_Name]] = {}
        self._heads: dict[Key, list[_Name]] = {}
        self._insides: dict[Key, list[_Name]] = {}
        self._moved: dict[Key, Owner | None] = {}
        self._keys = [key for key in candidates if key not in resolved]
        for key in self._keys:
            self._list(candidates[key].words, key, key)
        for actor in known:
            for name in actor.names:
                words = tuple(words_of(name, language))
                self._list(words, tuple(word.folded for word in words), actor.id)

    def join(self) -> Iterable[Remark]:
        """Merge short forms, longest first; yield what the user has to decide."""
        # Longest first, because shorter names may refer to a merged one.
        for key in sorted(self._keys, key=len, reverse=True):
            short = self._candidates[key]
            tails = self._owners(self._tails, key, without_bodies=short.is_place)
            heads = [] if tails or short.is_place else self._owners(self._heads, key)
            owners = tails or heads or self._owners(self._insides, key)
            if len(owners) > 1 and tails:
                del self._candidates[key]
                self._moved[key] = None
                yield from self._ambiguous(short, owners)
            elif len(owners) == 1:
                del self._candidates[key]
                self._moved[key] = owners[0]
                yield from self._joined(short, owners[0], by_surname=bool(tails))

    def _list(self, words: tuple[Word, ...], key: Key, owner: Owner) -> None:
        """Index a name under all its possible short forms."""
        is_body = has_kind(words, self._language)
        longest = min(len(key), _LONGEST)
        for length in range(1, longest):
            if self._may_end_in(words, length):
                self._tails.setdefault(key[-length:], []).append((owner, is_body))
            self._heads.setdefault(key[:length], []).append((owner, is_body))
            for at in range(1, longest - length):
                if words[at - 1].is_capitalised and (length > 1 or not is_body):
                    self._insides.setdefault(key[at : at + length], []).append((owner, is_body))

    def _may_end_in(self, words: Sequence[Word], length: int) -> bool:
        """Return whether the last words of a name may stand for it, which they cannot after "of"."""
        before = words[-length - _LONGEST : -length]
        last = max((at for at, word in enumerate(before) if word.is_capitalised), default=-1)
        phrase = tuple(word.lower for word in before[last + 1 :])
        particles, of = self._language.particles, self._language.of
        return last >= 0 and (not phrase or (phrase in particles and phrase not in of))

    def _owners(
        self, index: dict[Key, list[_Name]], short: Key, *, without_bodies: bool = False
    ) -> list[Owner]:
        """Return the actors that a short form may mean; a place never means a body named after it."""
        found: dict[Owner, None] = {}
        for named, is_body in index.get(short, ()):
            owner = self._owner(named)
            if owner is not None and not (without_bodies and is_body):
                found[owner] = None
        return list(found)

    def _owner(self, owner: Owner) -> Owner | None:
        """Return the current owner of a name; None if it is ambiguous."""
        while isinstance(owner, tuple) and owner in self._moved:
            moved = self._moved[owner]
            if moved is None:
                return None
            owner = moved
        return owner

    def _joined(self, short: Candidate, owner: Owner, *, by_surname: bool) -> Iterable[Remark]:
        if isinstance(owner, str):
            self._resolved[short.key] = owner
            message = f"'{short.name}' is taken for {self._known_names[owner]} ({owner})."
            for number in short.paragraphs:
                yield Remark((number,), message, short.name, (owner,))
            return
        long = self._candidates[owner]
        long.aliases += [short.name, *short.aliases]
        long.add(short.runs)
        long.is_person |= short.is_person
        long.by_surname |= by_surname and any(run.speaks for _, run in short.runs)

    def _ambiguous(self, short: Candidate, owners: Sequence[Owner]) -> Iterable[Remark]:
        called = [
            self._known_names[one] if isinstance(one, str) else self._candidates[one].name for one in owners
        ]
        ids = tuple(one for one in owners if isinstance(one, str))
        message = f"'{short.name}' may be {either(called)}; add the claim yourself."
        for number in short.paragraphs:
            yield Remark((number,), message, short.name, ids)
