"""Evidence for the readings of a sheet, and its points.

``POINTS`` has every number that decides how a sheet is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import PurePath

from sociogram.loaders.headers.profile import Profile
from sociogram.loaders.headers.titles import Title, alias_key, title_words
from sociogram.loaders.headers.vocabulary.actor_titles import FILE_WORDS, KEY_WORDS
from sociogram.loaders.headers.vocabulary.aliases import ALIASES, FILE_NAMES

POINTS: dict[str, int] = {
    "you mapped its columns": 200,
    "the titles of a table of relation types": 150,
    "the titles of a list of sources": 120,
    "the two titles are a pair": 60,
    "the two titles are a pair, and may say something else": 45,
    "the column `schema` says what the ties are": 70,
    "two titles differ in a number or letter": 55,
    "two titles differ in a number or letter, and name no kind of actor": 40,
    "one title is the start of a pair, another the end of one": 35,
    "each of two things has an id and a name": 55,
    "two titles name kinds of actors": 42,
    "two titles are alike, and another says how": 60,
    "two columns beside one that says how hold names": 32,
    "the cells of both columns are known actors": 40,
    "two columns hold keys of something else": 32,
    "one column holds keys of another sheet, and another title is the end of a tie": 45,
    "several columns name who has a role in it": 50,
    "a column names who it is tied to": 8,
    "there are other names of an actor and its id": 40,
    "two titles are parts of a name": 45,
    "a title says that it names an actor": 45,
    "a title names a role, and its cells are names": 31,
    "a title asks who it is, and its cells are names": 45,
    "the first column holds names, and another names who each is tied to": 34,
    "two columns hold names, and each title says what those are": 33,
    "two columns hold names, and both titles name roles of persons": 43,
    "the titles look like the rows below them": -20,
    "a title names a kind of actor": 36,
    "one column holds names, all different, and no other does": 32,
    "there is an id and a type, and no name": 36,
    "there is an id and no name": 24,
    "another sheet has these ids under the same title": 10,
    "a title says how two are connected": 8,
    "a title is an actor's own": 3,
    "the names in the first row are in the first column as well": 60,
    "a cell below them says neither whether nor how": -70,
    "the cells beside the names say only yes, no or a role": 18,
    "the names have no title": 14,
    "the titles are names of two words or more, or of organisations": 14,
    "texts of the first line occur below it again": 25,
    "the first line holds a date, a number or an address": 25,
    "the first line looks like those below it": 10,
    "the file's name": 10,
    "both columns hold names or ids": 8,
    "a column holds no actors": -70,
    "the end is mostly empty": -15,
    "a column of names comes before them": -20,
    "another title names the same end": -25,
    "the names are all different": 4,
}
"""Each kind of evidence, in words, and its points."""

ENOUGH = 30
"""A reading with fewer points is rejected."""

CLOSE = 12
"""The report mentions a second reading with at most this many points fewer."""

MOSTLY = 0.5
"""The share of a column's cells that must look like something for the column to hold that."""


@dataclass(slots=True)
class Related:
    """A column that names an actor to whom the row's actor is tied.

    Attributes:
        title: its title.
        relation_type: the type of the tie.
        cell_starts: whether the tie goes from the cell's actor to the row's.
        label: the type of the cells' actors that its title implies.
        name: if the column holds ids, the title of the column with their names.
        attributes: further columns of this tie: field by number; None for a property.
    """

    title: Title
    relation_type: str | None
    cell_starts: bool
    label: str | None = None
    name: Title | None = None
    attributes: dict[int, str | None] = field(default_factory=dict)

    @property
    def is_key(self) -> bool:
        """Whether its cells are ids, not names."""
        return bool(set(self.title.words) & KEY_WORDS) or self.name is not None

    @property
    def numbers(self) -> set[int]:
        """The numbers of all its columns."""
        return {self.title.number, *self.attributes} | ({self.name.number} if self.name else set())


@dataclass(slots=True)
class Reading:
    """A possible reading of a sheet.

    Attributes:
        kind: the table that the rows belong to.
        fields: field by column number.
        labels: the types of the two ends that titles imply.
        label: the type of the entities that a title implies.
        relation_type: the type of all relations, if no column has it.
        reasons: the evidence, as in ``POINTS``, each with the titles that it concerns.
        related: columns that name further actors to whom the row's actor is tied.
        copied: numbers of columns that become a property as well as a field.
        name_parts: numbers of the columns that form the name together.
        wording: the title of the column guessed to hold the types of ties.
        points: the sum of the points.
    """

    kind: str
    fields: dict[int, str] = field(default_factory=dict)
    labels: tuple[str | None, str | None] = (None, None)
    label: str | None = None
    relation_type: str | None = None
    reasons: list[tuple[str, str]] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    copied: list[int] = field(default_factory=list)
    name_parts: tuple[int, ...] = ()
    wording: Title | None = None
    points: int = 0

    def weigh(self, evidence: str, about: str = "", times: int = 1) -> Reading:
        """Add evidence and its points; return this reading."""
        self.points += POINTS[evidence] * times
        self.reasons += [(evidence, about)] * times
        return self

    def column(self, name: str) -> int | None:
        """Return the number of the column for a field, or None."""
        return next((number for number, taken in self.fields.items() if taken == name), None)


@dataclass(frozen=True)
class SheetView:
    """The information on a sheet that readings are based on.

    Attributes:
        titles: the titles that are neither mapped nor ignored.
        taken: field by column number, as mapped by the user.
        name: the name of the sheet and its file.
        profile: returns the profile of a column's cells, by number; None if they are not known.
        meets: returns the share of a column's cells that name a known actor.
        is_referenced: returns whether a column of another sheet refers to a column's cells.
        is_key_elsewhere: returns whether a column's cells are the ids of another sheet, under the same title.
        names_voices: whether another title asks who says what the row says.
    """

    titles: Sequence[Title]
    taken: Mapping[int, str]
    name: str
    profile: Callable[[int], Profile | None] = lambda _: None
    meets: Callable[[int], float] = lambda _: 0.0
    is_referenced: Callable[[int], bool] = lambda _: False
    is_key_elsewhere: Callable[[int], bool] = lambda _: False
    names_voices: bool = False

    def by_key(self) -> dict[str, Title]:
        """Return the free titles by key, the first of each."""
        found: dict[str, Title] = {}
        for title in self.titles:
            found.setdefault(title.key, title)
        return found

    @cached_property
    def _by_word(self) -> dict[str, list[Title]]:
        """The free titles by each of their words."""
        found: dict[str, list[Title]] = {}
        for title in self.titles:
            for word in dict.fromkeys(title.words):
                found.setdefault(word, []).append(title)
        return found

    def with_words(self, words: Iterable[str]) -> list[Title]:
        """Return the free titles that contain one of the words, in column order."""
        by_word = self._by_word
        found = {title.number: title for word in words for title in by_word.get(word, ())}
        return [found[number] for number in sorted(found)]

    @property
    def stem(self) -> str:
        """The name without its suffix, in lower case."""
        return PurePath(self.name).stem.casefold()

    def says(self, kind: str) -> bool:
        """Return whether the file's name indicates rows of this kind."""
        named = next((one for one, names in FILE_NAMES.items() if self.stem.startswith(names)), None)
        return named == kind or (named is None and bool(FILE_WORDS[kind] & set(title_words(self.stem))))


@cache
def keys_of(kind: str, name: str) -> frozenset[str]:
    """Return the keys of the titles that mean a field."""
    return frozenset(map(alias_key, ALIASES[kind][name]))


def shown(titles: Iterable[Title]) -> str:
    """Return titles joined for a sentence: "`from` and `to`"."""
    return " and ".join(f"`{title.shown}`" for title in titles)
