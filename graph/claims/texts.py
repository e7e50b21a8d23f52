"""The sources of claims: which were read, who wrote them, and which copy or translate another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sociogram.graph.dataset import Table


@dataclass(frozen=True, slots=True)
class Texts:
    """The facts about sources that the rules need.

    Attributes:
        authors: the author's actor id, by source id.
        is_read: whether somebody has read a source, by source id, if the sheet states it.
        originals: the source that it copies or translates, by source id.
        dates: the date, by source id.
    """

    authors: Mapping[str, str]
    is_read: Mapping[str, bool]
    originals: Mapping[str, str]
    dates: Mapping[str, str]

    def was_read(self, source: str) -> bool:
        """Return whether a source that has claims was read; assumed unless the sheet says no."""
        return self.is_read.get(source, True)

    def is_unread_document(self, source: str, texts: frozenset[str]) -> bool:
        """Return whether a cited source was not read; one that is the text of other claims was."""
        return not self.is_read.get(source, source in texts)

    def ancestors(self, source: str) -> list[str]:
        """Return the originals of a copy or translation, nearest first; a cycle ends at its start."""
        found: list[str] = []
        while (source := self.originals.get(source, "")) and source not in found:
            found.append(source)
        return found

    def root(self, source: str) -> str:
        """Return the original of a copy or translation, or the source itself."""
        above = self.ancestors(source)
        if source in above:  # a cycle has no original, so one of its sources represents it
            return min(above)
        return above[-1] if above else source


def read_texts(sources: Table, authors: Mapping[str, str]) -> Texts:
    """Read the sources table; ``authors`` maps source ids to author ids."""
    names = ("id", "read", "copy_of", "translation_of", "date")
    columns = [sources.column(name).to_list() for name in names]
    is_read: dict[str, bool] = {}
    originals: dict[str, str] = {}
    dates: dict[str, str] = {}
    for source, read, copy_of, translation_of, date in zip(*columns, strict=True):
        if read is not None:
            is_read[source] = str(read).strip().casefold() in ("yes", "true")
        if original := copy_of or translation_of:
            originals[source] = str(original)
        if date is not None:
            dates[source] = str(date)
    return Texts(authors, is_read, originals, dates)


def as_list(value: Any) -> list[str]:
    """Return a property that holds one or several texts as a list of texts."""
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
