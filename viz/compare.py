"""The page of a comparison: the ties on which two texts, or two graphs, contradict each other or
agree, or that only one of them has.

One HTML file that loads nothing from elsewhere. The HTML holds all content; the script only searches and
steps through it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from sociogram.graph.model import MODALITIES
from sociogram.queries.claims.wording.dates import date_words
from sociogram.queries.compare import ComparedClaim, ComparedTie, Comparison
from sociogram.viz.one_file import OneFile, rendered
from sociogram.viz.text import as_text, as_texts, shown, web_link

STYLES = ("page.css", "review.css", "compare.css")
MOST_TIES = 2_000
"""The maximum number of ties listed in a category; the page says how many more there are."""

HEADINGS: Mapping[str, tuple[str, str]] = {
    "contradicts": ("Against each other", "One affirms what the other denies, perhaps in other words."),
    "corrected": ("Corrected", "B takes back or corrects what A says."),
    "planned_then_done": ("Planned, then done", "One says it is planned, the other that it was done."),
    "differs": ("Alike, with other values", "Both say the same, but give other numbers or dates."),
    "agrees": ("Alike", "Both say the same, each in its own voice."),
    "only_in_a": ("Only in A", "B says nothing about it."),
    "only_in_b": ("Only in B", "A says nothing about it."),
    "other": ("Other", "Both speak of it, but do not say the same thing."),
}
"""The title of a category on the page, and its meaning."""


@dataclass
class ComparisonPage(OneFile):
    """The page of two texts or two graphs, compared tie by tie.

    Attributes:
        comparison: the comparison.
        inputs: the files that the graphs were read from; ``write`` replaces them only with ``overwrite``.
    """

    comparison: Comparison
    inputs: Sequence[Path] = field(default_factory=tuple)

    def html(self) -> str:
        """Return the whole page. The same input gives the same bytes."""
        return rendered("compare.html.j2", "compare/main.js", STYLES, **self.to_dict())

    def to_dict(self) -> dict[str, Any]:
        """Return the values for the page's template."""
        of_texts = bool(self.comparison.sources)
        groups = [
            {
                "key": key,
                "heading": heading,
                "meaning": meaning,
                "count": len(ties),
                "ties": [_tie(tie, of_texts) for tie in ties[:MOST_TIES]],
            }
            for key, (heading, meaning) in HEADINGS.items()
            if (ties := [tie for tie in self.comparison.ties if tie.category == key])
        ]
        return {
            "sides": _sides(self.comparison),
            "kind": "texts" if of_texts else "graphs",
            "count": len(self.comparison.ties),
            "groups": groups,
        }


def _sides(comparison: Comparison) -> list[dict[str, Any]]:
    """Return what A and B are; for a folder only its name, because a page does not publish the path."""
    names = (comparison.a, comparison.b)
    if not comparison.sources:
        return [
            {"letter": letter, "name": shown(PurePath(name).name or name)}
            for letter, name in zip("AB", names, strict=True)
        ]
    return [
        {
            "letter": letter,
            "name": shown(source.get("title")) or shown(name),
            "byline": ", ".join(filter(None, _byline(source))),
            "link": web_link(source.get("url")),
        }
        for letter, name, source in zip("AB", names, comparison.sources, strict=True)
    ]


def _byline(source: Mapping[str, Any]) -> list[str]:
    names = [shown(" and ".join(as_texts(source.get(key)))) for key in ("author", "publisher")]
    date = as_text(source.get("date"))
    return [*dict.fromkeys(names), date_words(date) if date else ""]


def _tie(tie: ComparedTie, of_texts: bool) -> dict[str, Any]:
    sides = zip((tie.in_a, tie.in_b), tie.in_other_words, strict=True)
    return {
        "status": tie.status,
        "source": shown(tie.source_name),
        "phrase": shown(tie.phrase),
        "target": shown(tie.target_name),
        "type": shown(tie.type),
        "why": tie.why,
        "new": [shown(voice) for voice in tie.new_voices],
        "sides": [
            {
                "claims": [_claim(claim, of_texts) for claim in claims],
                "in_other_words": [_claim(claim, of_texts) for claim in others],
            }
            for claims, others in sides
        ],
    }


def _claim(claim: ComparedClaim, of_texts: bool) -> dict[str, Any]:
    return {
        "sentence": shown(claim.sentence),
        "quote": shown(claim.quote),
        "where": _where(claim, of_texts),
        "denies": claim.polarity == "denies",
        "modality": "" if claim.modality == MODALITIES[0] else claim.modality,
        "certainty": shown(claim.certainty),
        "taken_back": claim.is_taken_back,
    }


def _where(claim: ComparedClaim, of_texts: bool) -> str:
    """Return where a claim can be read, without the title if it is above the column."""
    title = f"“{shown(claim.title)}”" if claim.title else "source not given"
    paragraph = "" if claim.paragraph is None else f"paragraph {shown(claim.paragraph)}"
    parts = ["" if of_texts and paragraph else title, paragraph]
    parts += [f"citing “{shown(document)}”, not read" for document in claim.cites]
    text = ", ".join(filter(None, parts))
    return text[:1].upper() + text[1:]
