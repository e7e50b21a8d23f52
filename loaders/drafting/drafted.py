"""The result of drafting a text: the actors it names, empty claims, and what the user has to decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sociogram.graph.dataset import Dataset
from sociogram.loaders.text.names.found import Remark


@dataclass(frozen=True, slots=True)
class DraftedActor:
    """An actor that the text names.

    Attributes:
        id: the id of its row.
        name: its name.
        types: its types; empty if no word indicates one.
        aliases: its other names; for a new actor, other forms in the text.
        paragraphs: the numbers of the paragraphs that name it.
        is_new: whether the folder did not have it.
    """

    id: str
    name: str
    types: tuple[str, ...]
    aliases: tuple[str, ...]
    paragraphs: tuple[int, ...]
    is_new: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the actor as plain data."""
        return {
            "id": self.id,
            "name": self.name,
            "type": list(self.types),
            "aliases": list(self.aliases),
            "paragraphs": list(self.paragraphs),
            "new": self.is_new,
        }


@dataclass(slots=True)
class Draft:
    """The result of drafting a text, and what of it is new.

    Attributes:
        source: the id of the text in ``sources.csv``.
        paragraphs: the number of paragraphs.
        actors: the actors that it names, new ones first, each group in text order.
        remarks: what the user has to decide, by paragraph.
        new_claims: the number of empty claims added.
        known_claims: the number of pairs for which the folder already has a claim from that paragraph.
        target: the folder.
        dry_run: whether nothing was written.
        dataset: the new rows.
    """

    source: str
    paragraphs: int
    actors: list[DraftedActor]
    remarks: list[Remark]
    new_claims: int = 0
    known_claims: int = 0
    target: str = ""
    dry_run: bool = False
    dataset: Dataset = field(default_factory=Dataset, repr=False)

    @property
    def new_actors(self) -> int:
        """The number of actors that the folder did not have."""
        return sum(actor.is_new for actor in self.actors)

    def summary(self) -> str:
        """Return in one or two sentences what was found and where it was written."""
        known = len(self.actors) - self.new_actors
        found = f"{_count(self.new_actors, 'new actor')} and {known:,} known"
        claims = f"{_count(self.new_claims, 'empty claim')} drafted"
        if self.known_claims:
            claims += f", {self.known_claims:,} already there"
        if self.dry_run:
            end = "Nothing was written (dry run)."
        elif self.dataset.is_empty:
            end = f"No changes: nothing was written to {self.target}."
        else:
            end = f"Written to {self.target}."
        return f"{self.source}: {_count(self.paragraphs, 'paragraph')}, {found}; {claims}. {end}"

    def to_dict(self) -> dict[str, Any]:
        """Return the draft as plain data, for JSON."""
        return {
            "source": self.source,
            "paragraphs": self.paragraphs,
            "target": self.target,
            "dry_run": self.dry_run,
            "new_actors": self.new_actors,
            "new_claims": self.new_claims,
            "known_claims": self.known_claims,
            "actors": [actor.to_dict() for actor in self.actors],
            "remarks": [
                {
                    "paragraphs": list(remark.paragraphs),
                    "name": remark.name or None,
                    "nearest": list(remark.nearest),
                    "message": remark.message,
                }
                for remark in self.remarks
            ],
        }


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
