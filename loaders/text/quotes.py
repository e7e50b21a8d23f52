"""Finds a quote in a text, word for word.

Differences between two printings of the same words are folded on both sides: white space and line ends become
one space, all quotation marks and apostrophes one mark, invisible characters nothing. Letters, accents,
capitals and punctuation must be equal, and a quote must not begin or end inside a word: ``founded`` is not in
``unfounded``.

A quote is looked up by its rarest pair of neighbouring words, so that the time does not depend on the length
of its paragraph, and no pattern is built from data.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.loaders.text.paragraphs import INVISIBLE, paragraphs_of

_QUOTATION_MARKS = "\"'`´‘’‚‛“”„‟«»‹›′″「」『』〝〞〟＂＇"
_HYPHENS = "\u2010\u2011"
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts without spaces between words, or with endings attached to words: each letter counts as a word."""

_MARK = '"'
_SPACE = rf"\s{INVISIBLE}"
_FOLDED = re.compile(
    rf"[{_SPACE}]*[{re.escape(_QUOTATION_MARKS)}][{_SPACE}{re.escape(_QUOTATION_MARKS)}]*"
    rf"|[{_SPACE}]+|[{_HYPHENS}]"
)
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
_LONG_PARAGRAPH = 20_000
_BREAK = "\n"  # between paragraphs; folding leaves no line end inside one


def fold_print(text: str) -> str:
    r"""Return a text with white space, quotation marks, hyphens and invisible characters folded.

    Example:
        >>> fold_print("«Not  me»,\nhe\u00a0said")
        '"Not me", he said'
    """
    return _FOLDED.sub(_replacement, unicodedata.normalize("NFC", text))


def _replacement(match: re.Match[str]) -> str:
    found = match[0]
    if found == " ":
        return found
    if found in _HYPHENS:
        return "-"
    if any(character in _QUOTATION_MARKS for character in found):
        # A mark includes adjacent spaces: French prints spaces inside its marks.
        return _MARK
    return " " if any(character.isspace() for character in found) else ""


class IndexedText:
    r"""The paragraphs of a text, with an index to find quotes.

    Attributes:
        paragraphs: the paragraphs in order, in Unicode's composed form; paragraph 1 is the first.

    Example:
        >>> text = IndexedText("The quay\n\n“Not  me”, says Olm.")
        >>> text.paragraphs_with('"Not me"')
        [2]
        >>> text.spans('"Not me"', 2)
        [(1, 8)]
    """

    def __init__(self, text: str) -> None:
        self.paragraphs: Sequence[str] = tuple(paragraphs_of(unicodedata.normalize("NFC", text)))

    def __len__(self) -> int:
        return len(self.paragraphs)

    def paragraphs_with(self, quote: str) -> list[int]:
        """Return the numbers of the paragraphs that contain a quote, ascending."""
        starts = [start for start, _ in self._matches(quote)]
        return sorted({bisect_right(self._paragraph_starts, start) for start in starts})

    def spans(self, quote: str, paragraph: int) -> list[tuple[int, int]]:
        """Return the occurrences of a quote in a paragraph: start and end as offsets into that paragraph."""
        begin = self._paragraph_starts[paragraph - 1]
        end = begin + len(self._folded_paragraphs[paragraph - 1])
        found = self._matches(quote, begin, end)
        folded, printed = _offsets(self.paragraphs[paragraph - 1])

        def printed_at(offset: int) -> int:
            piece = bisect_right(folded, offset - begin) - 1
            return printed[piece] + offset - begin - folded[piece]

        return [(printed_at(start), printed_at(stop - 1) + 1) for start, stop in found]

    def has_nearly(self, quote: str, paragraph: int) -> bool:
        """Return whether a paragraph has the letters of a quote: with other capitals, or inside other words.

        False for a paragraph as long as a book, which would be searched again for each quote.
        """
        folded, wanted = self._folded_paragraphs[paragraph - 1], _stripped(quote)
        return bool(wanted) and len(folded) <= _LONG_PARAGRAPH and wanted.casefold() in folded.casefold()

    @cached_property
    def _folded_paragraphs(self) -> list[str]:
        return [fold_print(paragraph) for paragraph in self.paragraphs]

    @cached_property
    def _folded(self) -> str:
        return _BREAK.join(self._folded_paragraphs)

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        starts = [0]
        for paragraph in self._folded_paragraphs:
            starts.append(starts[-1] + len(paragraph) + len(_BREAK))
        return starts[:-1]

    @cached_property
    def _words(self) -> _WordIndex:
        return _WordIndex(self._folded)

    def _matches(self, quote: str, begin: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield the occurrences of a quote in the folded text, or in the part from ``begin`` to ``end``."""
        wanted = _stripped(quote)
        for start in self._words.candidates(wanted, begin, len(self._folded) if end is None else end):
            if self._folded.startswith(wanted, start):
                stop = start + len(wanted)
                if not _cuts_word(self._folded, start) and not _cuts_word(self._folded, stop):
                    yield start, stop


def _stripped(quote: str) -> str:
    """Return a folded quote without the marks around it, which are not part of the quoted words."""
    return fold_print(quote).strip(f" {_MARK}")


def _cuts_word(text: str, offset: int) -> bool:
    """Return whether an offset is between two letters of a word."""
    if offset == 0 or offset == len(text):
        return False
    before, after = text[offset - 1], text[offset]
    if unicodedata.category(after)[0] == "M":
        return True
    if not (_WORD.match(before) and _WORD.match(after)):
        return False
    return not (_UNSPACED_LETTER.match(before) or _UNSPACED_LETTER.match(after))


def _offsets(paragraph: str) -> tuple[list[int], list[int]]:
    """Return the offsets at which pieces of a paragraph begin: in the folded text, and as printed."""
    folded, printed = [0], [0]
    shift = 0
    for match in _FOLDED.finditer(paragraph):
        replacement = _replacement(match)
        if len(replacement) != len(match[0]):
            begin = match.start() - shift
            if match.start() and replacement:
                folded.append(begin)
                printed.append(match.start())
            shift += len(match[0]) - len(replacement)
            folded.append(begin + len(replacement))
            printed.append(match.end())
    return folded, printed


class _WordIndex:
    """The words of a text by number, with the positions of each word and each pair of neighbours."""

    def __init__(self, text: str) -> None:
        numbers: dict[str, int] = {}
        words: list[int] = []
        starts: list[int] = []
        for match in _WORD.finditer(text):
            words.append(numbers.setdefault(match[0], len(numbers)))
            starts.append(match.start())
        self._numbers = numbers
        self._starts: IntArray = np.array(starts, dtype=np.int64)
        self._words: IntArray = np.array(words, dtype=np.int64)

    @cached_property
    def _singles(self) -> tuple[IntArray, IntArray]:
        order = np.argsort(self._words, kind="stable")
        return self._words[order], order

    @cached_property
    def _pairs(self) -> tuple[IntArray, IntArray]:
        codes = self._words[:-1] * len(self._numbers) + self._words[1:]
        order = np.argsort(codes, kind="stable")
        return codes[order], order

    def candidates(self, quote: str, begin: int, end: int) -> list[int]:
        """Return the offsets in a part of the text at which a folded quote can begin; none without a word."""
        found = [(match.start(), self._numbers.get(match[0])) for match in _WORD.finditer(quote)]
        numbers = [number for _, number in found if number is not None]
        if not found or len(numbers) < len(found):
            return []
        if len(found) == 1:
            keys, (codes, order) = numbers, self._singles
        else:
            keys = [first * len(self._numbers) + second for first, second in pairwise(numbers)]
            codes, order = self._pairs
        first, last = np.searchsorted(codes, keys, "left"), np.searchsorted(codes, keys, "right")
        rarest = int(np.argmin(last - first))
        begins = order[first[rarest] : last[rarest]] - rarest
        begins = begins[(begins >= 0) & (begins + len(numbers) <= len(self._words))]
        for nth, number in enumerate(numbers):
            if not len(begins):
                return []
            begins = begins[self._words[begins + nth] == number]
        starts = self._starts[begins] - found[0][0]
        offsets: list[int] = starts[(starts >= begin) & (starts < end)].tolist()
        return offsets
