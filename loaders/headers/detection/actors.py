"""The actors that titles describe: by an id, a name, a type, or a word for their kind or role."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sociogram.graph.duplicates.vocabulary import TITLES
from sociogram.loaders.headers.evidence import SheetView
from sociogram.loaders.headers.titles import Title
from sociogram.loaders.headers.vocabulary.actor_titles import (
    ACTOR_WORDS,
    ATTRIBUTE_WORDS,
    KEY_WORDS,
    KIND_WORDS,
    NAME_WORDS,
    RELATION_WORDS,
    ROLE_WORDS,
    SHARED_CODES,
)

JOB_TITLES = frozenset(("title", "titel", "titre", "titulo"))
"""Titles that may mean the name of a work or a law, but also a job or a form of address."""

_ADDRESS = TITLES | {"m", "ir", "ing"}

_KEY_AT_THE_END = re.compile(r"(\w{3,}?)s?(?:nr|nummer)")


def role_and_stem(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    """Return the role of a title (id, name, type, plain) and the actor's words; None for any other title."""
    stem, last = words, words[-1:]
    role = "plain"
    for name, known in (("id", KEY_WORDS), ("type", KIND_WORDS), ("name", NAME_WORDS)):
        if last and last[0] in known and len(last[0]) > 1:
            role, stem = name, words[:-1]
            if stem and stem[-1] in known and stem[-1] not in ACTOR_WORDS:
                stem = stem[:-1]
            break
    if any(word in ATTRIBUTE_WORDS or word in KEY_WORDS or word in KIND_WORDS for word in stem):
        return None
    return role, stem


@dataclass(frozen=True, slots=True)
class Actor:
    """Columns that describe one actor per row: ``person_id`` and ``person_name``.

    Attributes:
        word: the words that their titles share.
        label: the label that they imply, empty if they name no particular kind; None for a role.
        columns: the title by role: ``id``, ``plain``, ``name``, ``type``.
    """

    word: str
    label: str | None
    columns: Mapping[str, Title]

    @property
    def first(self) -> Title:
        """The title of its id, or else of its name."""
        return next(self.columns[role] for role in ("id", "plain", "name") if role in self.columns)

    @property
    def has_both(self) -> bool:
        """Whether it has both an id and a name."""
        return len({"id", "plain", "name"} & set(self.columns)) > 1

    @property
    def name(self) -> Title | None:
        """The title of its name, if it also has an id."""
        return self.columns.get("name") or self.columns["plain"] if self.has_both else None


def actors_of(view: SheetView) -> list[Actor]:
    """Return the actors that titles describe, in column order."""
    groups: dict[tuple[str, ...], dict[str, Title]] = {}
    for title in view.titles:
        parsed = None if title.key.startswith(":") else _compound(view, title) or role_and_stem(title.words)
        if parsed is None:
            continue
        role, stem = parsed
        if stem and not set(stem) & RELATION_WORDS:
            groups.setdefault(stem, {}).setdefault(role, title)
    for title in view.titles:
        # Wikidata's `value` and `valueLabel`: an item and its name.
        words = title.words
        if len(words) == 2 and words[1] in ("label", "name") and words[0] not in RELATION_WORDS:
            plain = next((one for one in view.titles if one.words == words[:1]), None)
            if plain is not None and words[0] in ATTRIBUTE_WORDS:
                groups[words[:1]] = {"plain": plain, "name": title}
    found = []
    for stem, columns in groups.items():
        if not {"id", "plain", "name"} & set(columns):
            continue
        labels = [ACTOR_WORDS[word] for word in stem if word in ACTOR_WORDS]
        is_kind = len(labels) == len(stem) and any(labels)
        is_role = all(word in ROLE_WORDS or word in ACTOR_WORDS for word in stem)
        actor = Actor(" ".join(stem), labels[-1] if is_kind else None, columns)
        if is_kind or is_role or actor.has_both:
            found.append(actor)
    return sorted(found, key=lambda actor: actor.first.number)


def _compound(view: SheetView, title: Title) -> tuple[str, tuple[str, ...]] | None:
    """Return the role and the actor of a title in one word beside the actor's: ``lidnr`` beside ``lid``."""
    found = _KEY_AT_THE_END.fullmatch(title.words[0]) if len(title.words) == 1 else None
    stem = found and (found[1],)
    if stem and stem[0] in SHARED_CODES:
        return None
    return ("id", stem) if stem and any(one.words == stem for one in view.titles) else None


def is_job_title(view: SheetView, title: Title) -> bool:
    """Return whether ``title`` is a job title: two other actors have kinds or ids."""
    if title.key not in JOB_TITLES:
        return False
    actors = [actor for actor in actors_of(view) if actor.label or "id" in actor.columns]
    return len({actor.word for actor in actors}) > 1


def holds_forms_of_address(view: SheetView, title: Title) -> bool:
    """Return whether a column titled like a job holds forms of address: ``Dr.``, ``Mme``."""
    found = view.profile(title.number) if title.key in JOB_TITLES else None
    return (
        found is not None
        and bool(found.texts)
        and all(_ADDRESS.issuperset(text.casefold().replace(".", " ").split()) for text in found.texts)
    )


def is_role(word: str) -> bool:
    """Return whether words name a role towards another actor, as ``director`` does."""
    return any(part in ROLE_WORDS for part in word.split())
