"""The page for deciding about duplicates, pairs of actors that may be the same, one after the other.

One HTML file that loads nothing from elsewhere. The page holds the decisions in memory and saves them as a
file for ``sociogram decide --from``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sociogram.graph.duplicates import Candidate, Duplicate
from sociogram.graph.duplicates.decisions import DECISION_FIELDS
from sociogram.queries.duplicates import ActorDetails, Duplicates
from sociogram.viz.one_file import OneFile, json_block, rendered
from sociogram.viz.text import as_text, shown, web_link

STYLES = ("page.css", "review.css", "duplicates.css")


@dataclass
class DuplicatesPage(OneFile):
    """The page of pairs of actors that may be the same.

    Attributes:
        duplicates: the pairs.
        details: more about the actors, by id.
        name: the name of the graph; empty if it has none.
        inputs: the files that the graph was read from; ``write`` replaces them only with ``overwrite``.
    """

    duplicates: Duplicates
    details: Mapping[str, ActorDetails] = field(default_factory=dict)
    name: str = ""
    inputs: Sequence[Path] = field(default_factory=tuple)

    def html(self) -> str:
        """Return the whole page. The same input gives the same bytes."""
        return rendered(
            "duplicates.html.j2",
            "duplicates/main.js",
            STYLES,
            name=shown(self.name),
            more=self.duplicates.limited,
            data=json_block(self.to_dict()),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the data for the page's script."""
        actors = {one.id: one for pair in self.duplicates for one in (pair.a, pair.b)}
        numbers = {own: number for number, own in enumerate(actors)}
        return {
            "fields": list(DECISION_FIELDS),
            "actors": [self._actor(one) for one in actors.values()],
            "pairs": [self._pair(pair, numbers) for pair in self.duplicates],
            "decided": [list(one.cells[:3]) for one in self.duplicates.decisions if one.verdict != "unsure"],
        }

    def _actor(self, candidate: Candidate) -> dict[str, Any]:
        details = self.details.get(candidate.id, ActorDetails())
        return {
            "id": as_text(candidate.id),
            "name": shown(candidate.name),
            "aliases": [shown(alias) for alias in candidate.aliases],
            "types": [shown(label) for label in candidate.labels],
            "countries": [shown(country) for country in candidate.countries],
            "born": [shown(date) for date in candidate.born],
            "stub": candidate.is_stub,
            "summary": shown(details.summary),
            "link": web_link(details.url),
            "ties": details.ties,
            "near": [shown(name) for name in details.neighbours],
        }

    def _pair(self, pair: Duplicate, numbers: Mapping[str, int]) -> dict[str, Any]:
        found = self.duplicates.decisions.of(pair.a.id, pair.b.id)
        return {
            "a": numbers[pair.a.id],
            "b": numbers[pair.b.id],
            "score": pair.score,
            "reasons": [[shown(one.text), one.is_against] for one in pair.reasons],
            "decision": None if found is None else [shown(value) for value in found.cells[2:]],
        }
