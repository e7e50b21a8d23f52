"""Names found in a text, and what the user has to decide about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sociogram.loaders.text.names.matching import Actor, Mention
from sociogram.loaders.text.names.runs import Run
from sociogram.loaders.text.words import Word


@dataclass(frozen=True, slots=True)
class Remark:
    """A decision that the user has to make.

    Attributes:
        paragraphs: the numbers of the paragraphs, from 1; none if it is about the whole text.
        message: the question, in a sentence.
        name: the name as printed, if it is about one.
        nearest: the ids of the known actors that may be meant.
    """

    paragraphs: tuple[int, ...]
    message: str
    name: str = ""
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        numbers = ", ".join(map(str, self.paragraphs))
        noun = "Paragraph" if len(self.paragraphs) == 1 else "Paragraphs"
        return f"{noun} {numbers}: {self.message}" if numbers else self.message


@dataclass(frozen=True, slots=True)
class Found:
    """The actors of a text.

    Attributes:
        new: the candidates, in order of first mention.
        mentions: every name by paragraph, including names of several actors.
        remarks: what the user has to decide.
    """

    new: tuple[Actor, ...]
    mentions: tuple[tuple[Mention, ...], ...]
    remarks: tuple[Remark, ...]

    def named(self) -> list[dict[str, Mention]]:
        """Return, for each paragraph, the first mention of each actor, by id."""
        found: list[dict[str, Mention]] = [{} for _ in self.mentions]
        for named, mentions in zip(found, self.mentions, strict=True):
            for mention in mentions:
                if len(mention.actors) == 1:
                    named.setdefault(mention.actors[0], mention)
        return found

    def paragraphs_by_actor(self) -> dict[str, list[int]]:
        """Return the numbers of the paragraphs that name each actor, by its id."""
        found: dict[str, list[int]] = {}
        for number, named in enumerate(self.named(), 1):
            for actor in named:
                found.setdefault(actor, []).append(number)
        return found


@dataclass
class Candidate:
    """A name that no known actor has, and the evidence about it.

    Attributes:
        key: its words without case and accents.
        name: its first printed form.
        runs: its occurrences, each with the number of its paragraph.
        aliases: shorter and longer printed forms.
        is_person: whether a title, an initial or a verb of speech indicates a person.
        by_surname: whether its last word occurs alone next to a verb of speech.
        places: the number of occurrences after a word such as "in".
    """

    key: tuple[str, ...]
    name: str
    runs: list[tuple[int, Run]] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    is_person: bool = False
    by_surname: bool = False
    places: int = 0

    def add(self, runs: Iterable[tuple[int, Run]]) -> None:
        """Add further occurrences."""
        for number, run in runs:
            self.runs.append((number, run))
            self.places += run.is_place

    @property
    def is_place(self) -> bool:
        """Whether most mentions use it as a place; one is not enough, as money may come "from" a firm."""
        return 2 * self.places > len(self.runs)

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of its first occurrence."""
        return self.runs[0][1].words

    @property
    def paragraphs(self) -> list[int]:
        """The numbers of its paragraphs, without repetition."""
        return list(dict.fromkeys(number for number, _ in self.runs))


def grouped(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Merge remarks with the same message about several paragraphs."""
    groups: dict[str, tuple[Remark, set[int]]] = {}
    for remark in remarks:
        _, numbers = groups.setdefault(remark.message, (remark, set()))
        numbers.update(remark.paragraphs)
    merged = (replace(first, paragraphs=tuple(sorted(numbers))) for first, numbers in groups.values())
    return tuple(sorted(merged, key=lambda remark: remark.paragraphs))


def either(names: Sequence[str]) -> str:
    """Return names as a choice: "Ada", "Ada or Bob", "Ada, Bob or Cy"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
