"""The result of a comparison: ties, their claims on both sides, and the category of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sociogram.graph.common.shown_as_text import ShownAsText
from sociogram.queries.results.writers import plain

CATEGORIES = {
    "contradicts": "contradict each other",
    "corrected": "corrected",
    "planned_then_done": "planned in one, done in the other",
    "differs": "agree, with other values",
    "agrees": "agree",
    "only_in_a": "only in A",
    "only_in_b": "only in B",
    "other": "other",
}
"""The categories and their wording, in the order of display."""


def stance(polarity: str, modality: str) -> str:
    """Return the verb of a claim about a tie.

    >>> stance("affirms", "actual"), stance("denies", "planned"), stance("denies", "demanded")
    ('affirms', 'denies as planned', 'demands the opposite')
    """
    if modality == "demanded":
        return "demands" if polarity == "affirms" else "demands the opposite"
    return polarity if modality == "actual" else f"{polarity} as {modality}"


@dataclass(frozen=True, slots=True)
class ComparedClaim:
    """A claim of one voice about a tie in one text.

    Attributes:
        id: the claim's id, if it has one.
        voice: the id of the first voice: an actor, or the text if the claim names nobody; None without
            either.
        voice_name: the name or title of the voice.
        via: the names of those who relay the claim.
        polarity: ``affirms`` or ``denies``.
        modality: ``actual``, ``planned``, ``intended``, ``possible`` or ``demanded``.
        certainty: the certainty of the claim, if it has one.
        start_date: the start date as written.
        end_date: the end date as written.
        paragraph: the number of the paragraph, if known.
        text: the id of the text.
        is_taken_back: whether its voice took it back.
        sentence: the claim in words.
        quote: the quoted words of the text, if any.
        title: the title of the text; without one, its id.
        cites: the titles of the documents that it relays and that were not read.
        values: the dates and numbers that are compared, by property.
    """

    id: str | None
    voice: str | None
    voice_name: str
    via: tuple[str, ...]
    polarity: str
    modality: str
    certainty: str | None
    start_date: str | None
    end_date: str | None
    paragraph: Any
    text: str | None
    is_taken_back: bool
    sentence: str
    quote: str | None
    title: str | None
    cites: tuple[str, ...]
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        relayed = f", as told by {', then '.join(self.via)}," if self.via else ""
        dates = " to ".join(dict.fromkeys(date for date in (self.start_date, self.end_date) if date))
        details = [self.certainty, dates, None if self.paragraph is None else f"paragraph {self.paragraph}"]
        if self.is_taken_back:
            details.append("taken back")
        status = ", ".join(detail for detail in details if detail)
        return f"{self.voice_name}{relayed} {stance(self.polarity, self.modality)}" + (
            f" ({status})" if status else ""
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the claim as plain data."""
        return {
            "id": self.id,
            "voice": self.voice,
            "voice_name": self.voice_name,
            "via": list(self.via),
            "polarity": self.polarity,
            "modality": self.modality,
            "certainty": self.certainty,
            "start_date": self.start_date,
            "end_date": self.end_date,
            "paragraph": self.paragraph,
            "text": self.text,
            "taken_back": self.is_taken_back,
            "sentence": self.sentence,
            "quote": self.quote,
            "cites": list(self.cites),
            "values": plain(self.values),
        }


@dataclass(frozen=True, slots=True)
class ComparedTie:
    """A tie, the claims of both sides about it, and its category.

    Attributes:
        category: one of ``CATEGORIES``.
        source: the id of one end.
        source_name: the name of that end.
        type: the relation type.
        status: the status of a tie that nobody affirms as actual: "Denied", "Intended" …
        phrase: the type in words, read from ``source``.
        target: the id of the other end.
        target_name: the name of that end.
        in_a: the claims in A.
        in_b: the claims in B.
        in_other_words: the claims of A and those of B about other ties that contradict one of these.
        new_voices: the names of the voices that only B has for this tie; empty if A has no claim.
        why: the reason in words, for the category ``other``.
    """

    category: str
    source: str
    source_name: str
    type: str
    status: str
    phrase: str
    target: str
    target_name: str
    in_a: tuple[ComparedClaim, ...]
    in_b: tuple[ComparedClaim, ...]
    in_other_words: tuple[tuple[ComparedClaim, ...], ...] = ((), ())
    new_voices: tuple[str, ...] = ()
    why: str = ""

    def __str__(self) -> str:
        status = f"{self.status}: " if self.status else ""
        return f"{status}{self.source_name} {self.phrase} {self.target_name}"

    def to_dict(self) -> dict[str, Any]:
        """Return the tie as plain data."""
        return {
            "category": self.category,
            "source": self.source,
            "source_name": self.source_name,
            "type": self.type,
            "target": self.target,
            "target_name": self.target_name,
            "why": self.why or None,
            "in_other_words": [claim.to_dict() for claims in self.in_other_words for claim in claims],
            "new_voices": list(self.new_voices),
            "claims_in_a": [claim.to_dict() for claim in self.in_a],
            "claims_in_b": [claim.to_dict() for claim in self.in_b],
        }


@dataclass(frozen=True, slots=True)
class Comparison(ShownAsText):
    """Two texts or graphs, compared tie by tie; the ties are in the order of ``CATEGORIES``.

    Attributes:
        a: the id of a source, or the location of a graph.
        b: the same for the other side.
        ties: the ties that either side mentions.
        sources: for texts, the properties of the two sources; empty for graphs.
    """

    a: str
    b: str
    ties: tuple[ComparedTie, ...]
    sources: tuple[Mapping[str, Any], ...] = ()

    def counts(self) -> dict[str, int]:
        """Return the number of ties of each category."""
        found = Counter(tie.category for tie in self.ties)
        return {category: found[category] for category in CATEGORIES}

    def summary(self) -> str:
        """Return the counts as one line."""
        counts = ", ".join(f"{CATEGORIES[name]} {count}" for name, count in self.counts().items() if count)
        return f"A is {self.a}, B is {self.b}. Ties: {counts or 'none'}."

    def to_text(self) -> str:
        """Return the ties in words, with the claims of both sides."""
        lines: list[str] = []
        for category, words in CATEGORIES.items():
            ties = [tie for tie in self.ties if tie.category == category]
            if not ties:
                continue
            lines += ["", f"{words[0].upper()}{words[1:]} ({len(ties)})"]
            for tie in ties:
                lines.append(f"  {tie}")
                lines += [f"      A: {claim}" for claim in tie.in_a]
                lines += [f"      B: {claim}" for claim in tie.in_b]
                for side, claims in zip("AB", tie.in_other_words, strict=True):
                    lines += [f"      {side}, in other words: {claim.sentence}" for claim in claims]
                if tie.new_voices:
                    lines.append(f"      New in B: {', '.join(tie.new_voices)}")
                if tie.why:
                    lines.append(f"      {tie.why}")
        return "\n".join(lines[1:]) + "\n" if lines else ""

    def __str__(self) -> str:
        return f"{self.summary()}\n\n{self.to_text()}"

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data, for JSON."""
        return {
            "a": self.a,
            "b": self.b,
            "counts": self.counts(),
            "ties": [tie.to_dict() for tie in self.ties],
        }
