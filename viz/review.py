"""The page for reviewing: a text beside its claims, which a reviewer accepts, corrects, retracts or adds.

One HTML file that loads nothing from elsewhere. The page holds the decisions in memory and saves them as a
sheet of corrections for ``load``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sociogram.graph.dataset import LIST_FIELDS, RELATION_FIELDS
from sociogram.graph.model import CERTAINTIES, MODALITIES, POLARITIES, REVIEWS
from sociogram.loaders.text.names.matching import Actor
from sociogram.queries.review import Paragraph, Review, ReviewedClaim, paragraph_of
from sociogram.viz.one_file import OneFile, json_block, rendered
from sociogram.viz.text import as_text, as_texts, shown, web_link

STYLES = ("page.css", "review.css")
MOST_ACTORS = 20_000
"""With more actors, the page offers only those that the text or its claims name; others are given by id."""

_ENDS = ("source", "target", "type")
_CHOICES: Mapping[str, Sequence[str]] = {
    "polarity": POLARITIES,
    "modality": MODALITIES,
    "certainty": ("", *CERTAINTIES),
    "review": REVIEWS,
    "directed": ("", "true", "false"),
}
_DEFAULTS = {"polarity": POLARITIES[0], "modality": MODALITIES[0], "review": REVIEWS[0]}


@dataclass
class ReviewPage(OneFile):
    """The page of a text and its claims.

    Attributes:
        review: the text and its claims.
        inputs: the files that the graph was read from; ``write`` replaces them only with ``overwrite``.
    """

    review: Review
    inputs: Sequence[Path] = field(default_factory=tuple)

    @property
    def title(self) -> str:
        """The title of the text, else the id of its source."""
        return shown(self.review.details.get("title")) or shown(self.review.source)

    def html(self) -> str:
        """Return the whole page. The same input gives the same bytes."""
        return rendered(
            "review.html.j2",
            "review/main.js",
            STYLES,
            title=self.title,
            byline=_byline(self.review),
            link=web_link(self.review.details.get("url")),
            data=json_block(self.to_dict()),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the data for the page's script."""
        names = {actor.id: actor.name for actor in self.review.actors}
        offered = self._offered()
        return {
            "source": as_text(self.review.source),
            "title": self.title,
            "paragraphs": [_paragraph(paragraph) for paragraph in self.review.paragraphs],
            "claims": [_claim(self.review, claim, names) for claim in self.review.claims],
            "actors": [
                {"id": as_text(actor.id), "name": as_text(actor.name), "aliases": list(actor.aliases)}
                for actor in offered
            ],
            "types": {as_text(name): as_text(verb) for name, verb in self.review.types.items()},
            "fields": list(RELATION_FIELDS),
            "lists": list(LIST_FIELDS),
            "choices": {name: list(values) for name, values in _CHOICES.items()},
            "defaults": _DEFAULTS,
        }

    def _offered(self) -> Sequence[Actor]:
        """Return the actors that the page offers: all, or if there are very many, those that are named."""
        review = self.review
        if len(review.actors) <= MOST_ACTORS:
            return review.actors
        wanted = {span.actor for paragraph in review.paragraphs for span in paragraph.spans}
        for claim in review.claims:
            wanted.update((claim.source, claim.target, *claim.claim.via, claim.claim.voice))
        return [actor for actor in review.actors if actor.id in wanted]


def _byline(review: Review) -> str:
    """Return who wrote the text, and when and where it was published."""
    details = review.details
    parts = [shown(" and ".join(as_texts(details.get(key)))) for key in ("author", "publisher", "date")]
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    """Return a paragraph and its spans, whose offsets are JavaScript's: in UTF-16 code units."""
    text = paragraph.text
    units = _units(text)
    spans = [
        [units(span.start), units(span.end), span.kind, span.actor if span.claim is None else span.claim]
        for span in paragraph.spans
    ]
    return {"text": text, "spans": spans}


def _units(text: str) -> Callable[[int], int]:
    """Return a function from offsets in characters to offsets in UTF-16 code units."""
    wide = [offset for offset, character in enumerate(text) if ord(character) > 0xFFFF]
    if not wide:
        return lambda offset: offset
    return lambda offset: offset + bisect_left(wide, offset)


def _claim(review: Review, claim: ReviewedClaim, names: Mapping[str, str]) -> dict[str, Any]:
    number = paragraph_of(review, claim)
    return {
        "id": claim.id,
        "paragraph": number,
        "values": _values(claim),
        "sentence": shown(claim.sentence),
        "standing": claim.claim.standing,
        "voice": shown(claim.voice),
        "via": [shown(names.get(actor, actor)) for actor in claim.claim.via],
        "against": [shown(sentence) for sentence in claim.contradicted],
        "quotedIn": list(claim.quoted_in),
    }


def _values(claim: ReviewedClaim) -> dict[str, str]:
    """Return the columns of a claim as in a sheet, without empty ones."""
    ends = dict(zip(_ENDS, (claim.source, claim.target, claim.type), strict=True))
    values = {name: ends.get(name, claim.properties.get(name)) for name in RELATION_FIELDS}
    return {name: _cell(value) for name, value in values.items() if value is not None and value != ""}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return as_text(value)
