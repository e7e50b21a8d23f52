"""Texts that name known actors: in the graph, or in the other sheets of a load."""

from __future__ import annotations

from collections.abc import Sequence

from sociogram.graph.common.text import are_clean
from sociogram.loaders.headers.profile import ID, NAME, NUMBER, SAMPLE, profile
from sociogram.loaders.headers.titles import title_key, title_words
from sociogram.loaders.headers.vocabulary.actor_titles import KEY_WORDS, NAME_WORDS
from sociogram.loaders.headers.vocabulary.aliases import ENTITY_ALIASES
from sociogram.loaders.headers.vocabulary.end_words import END_WORDS
from sociogram.loaders.readers.cell_column import CellColumn, distinct_of
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.rows.entity_resolver import KnownEntities
from sociogram.loaders.values.naming import name_key

_REFERRING_SHARE = 0.8
"""The share of a column's cells that must occur in another column to refer to it."""

_FEW_COMPARED, _MOST_COMPARED = 5_000, 100_000
"""Numbers of cells; the first often suffices to show that they repeat."""

_BATCH_SIZE = 1 << 16

_NAMES = frozenset(map(title_key, ENTITY_ALIASES["name"]))

_ENDS = frozenset(word for start, end, _ in END_WORDS for word in (start, end))


class KnownTexts:
    """Counts how many cells of a column name known actors; reads the other sheets only if necessary.

    Args:
        sheets: the sheets of the load.
        known: the actors of the target.
    """

    def __init__(self, sheets: Sequence[Sheet], known: KnownEntities) -> None:
        self._sheets = sheets
        self._known = known
        self._asked: dict[int, tuple[set[str], set[str]]] = {}

    def share_in(self, sheet: Sheet, number: int, *, elsewhere: bool = True) -> float:
        """Return the share of a sample of a column's filled cells that name a known actor.

        Args:
            sheet: the sheet of the column.
            number: the number of the column.
            elsewhere: whether actors of the load's other sheets count, besides those of the target.
        """
        sample = _sample(sheet.columns[number])
        if not sample:
            return 0.0
        keys = {text: name_key(text) for text in sample}
        others = [other for other in self._sheets if other is not sheet and elsewhere]
        names = self._known.names
        unknown = {key for text, key in keys.items() if text not in names}
        keys_there = set().union(*(self._keys_in(other, unknown) for other in others))
        found = [
            text for text in sample if text in names or keys[text] in keys_there or self._known.called(text)
        ]
        return len(found) / len(sample)

    def is_referenced(self, sheet: Sheet, number: int) -> bool:
        """Return whether a column of another sheet, or of the graph, refers to a column's cells.

        Numbers may coincide by chance, so their titles must also share a word.
        """
        if self._known.names and self.share_in(sheet, number, elsewhere=False) >= _REFERRING_SHARE:
            return True
        cells = {text for cell in distinct_of(sheet.columns[number]) if (text := cell.strip())}
        own = set(title_words(sheet.header[number]))
        for other in self._sheets:
            if other is sheet:
                continue
            for title, column in zip(other.header, other.columns, strict=True):
                sample = _sample(column)
                if not sample or len(sample & cells) < _REFERRING_SHARE * len(sample):
                    continue
                is_number = all(text.isdigit() for text in sample)
                if not is_number or own & set(title_words(title)) or set(title_words(title)) & _ENDS:
                    return True
        return False

    def is_key_elsewhere(self, sheet: Sheet, number: int) -> bool:
        """Return whether another sheet begins with ids under the same title, and has those of this column.

        A sheet of several keys and no names ties actors to each other; it is a list of neither.
        """
        sample, key = _sample(sheet.columns[number]), title_key(sheet.header[number])
        columns = (
            other.columns[0]
            for other in self._sheets
            if other is not sheet
            and other.header
            and title_key(other.header[0]) == key
            and not _holds_keys_alone(other)
        )
        return bool(sample) and any(
            profile(column).is_unique and _are_mostly_unique(column) and _hold_most(column, sample)
            for column in columns
        )

    def _keys_in(self, sheet: Sheet, keys: set[str]) -> set[str]:
        """Return the given keys of names, and others, that a sheet's columns of unique names and ids hold.

        A long column is read once, for the samples of all columns that may be compared.
        """
        asked, found = self._asked.get(id(sheet), (set(), set()))
        if not keys <= asked:
            samples = (_sample(cells) for other in self._sheets for cells in other.columns)
            asked = {*asked, *keys, *(name_key(text) for sample in samples for text in sample)}
            found = set()
            for cells in sheet.columns:
                seen = profile(cells)
                if seen.is_unique and seen.share(NAME, ID, NUMBER) > 0.5 and _are_mostly_unique(cells):
                    found |= _matching(cells, asked)
            self._asked[id(sheet)] = asked, found
        return found


def _holds_keys_alone(sheet: Sheet) -> bool:
    words = [title_words(title) for title in sheet.header]
    has_names = any(NAME_WORDS & set(one) or title_key("".join(one)) in _NAMES for one in words)
    return not has_names and sum(len(one) > 1 and one[-1] in KEY_WORDS for one in words) > 1


def _hold_most(cells: Sequence[str], sample: set[str]) -> bool:
    """Return whether a column holds most texts of a sample of another."""
    return len(sample.intersection(cell.strip() for cell in cells)) >= _REFERRING_SHARE * len(sample)


def _matching(cells: Sequence[str], keys: set[str]) -> set[str]:
    """Return the given keys of names that are those of cells."""
    if isinstance(cells, CellColumn):
        cells = cells.that_may_be(keys)
    found: set[str] = set()
    for begin in range(0, len(cells), _BATCH_SIZE):
        texts = cells[begin : begin + _BATCH_SIZE]
        found |= keys.intersection(map(str.casefold if are_clean(texts) else name_key, texts))
    return found


def _are_mostly_unique(cells: Sequence[str]) -> bool:
    """Return whether the first cells differ; the sample of a long column may do so by chance."""
    return all(
        _count_distinct(cells, first) > _REFERRING_SHARE * first
        for first in sorted({min(len(cells), most) for most in (_FEW_COMPARED, _MOST_COMPARED)})
    )


def _count_distinct(cells: Sequence[str], first: int) -> int:
    if isinstance(cells, CellColumn):
        return cells.count_distinct(first)
    return len(set(cells[:first]))


def _sample(cells: Sequence[str]) -> set[str]:
    step = max(1, len(cells) // SAMPLE)
    return {text for row in range(0, len(cells), step) if (text := cells[row].strip())}
