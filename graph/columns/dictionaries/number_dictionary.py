"""Whole numbers as strings, for columns of element ids."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sociogram.graph.columns.arrays import CodeArray, IntArray, ObjectArray
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary


class NumberDictionary(TextDictionary):
    """The decimal forms of distinct numbers. A string is looked up as a number; few strings are ever created.

    Args:
        numbers: the numbers, ascending, none negative.
    """

    __slots__ = ("_made", "_numbers")

    def __init__(self, numbers: IntArray) -> None:
        self._numbers = numbers
        self._made: ObjectArray | None = None
        self._codes = None
        self._searches = 0
        self._encoded = None
        self._answers = None
        self.sorted = False

    @property
    def values(self) -> ObjectArray:  # type: ignore[override]
        """Every string, created on first use."""
        if self._made is None:
            numbers = self._numbers
            self._made = np.fromiter(map(str, numbers.tolist()), dtype=np.object_, count=len(numbers))
        return self._made

    def __len__(self) -> int:
        return len(self._numbers)

    def text(self, code: int) -> str:
        """Return one string."""
        return str(self._numbers[code])

    def texts(self, codes: CodeArray) -> list[str]:
        """Return the string of each code; an arbitrary string for a negative code."""
        return list(map(str, self._numbers[codes].tolist()))

    def code_of(self, text: str) -> int:
        """Return the code of ``text``, or -1 if no number has this form."""
        return int(self.codes_of([text])[0])

    def codes_of(self, texts: Sequence[str]) -> CodeArray:
        """Return the code of each string, -1 if no number has this form."""
        wanted = np.fromiter(map(_number_in, texts), dtype=np.int64, count=len(texts))
        if not len(self):
            return np.full(len(texts), -1, dtype=np.int32)
        codes = np.minimum(np.searchsorted(self._numbers, wanted), len(self) - 1)
        return np.where(self._numbers[codes] == wanted, codes, -1).astype(np.int32)


def _number_in(text: str) -> int:
    """Return the number that a string represents in decimal, or -1 if it represents none."""
    is_number = text.isascii() and text.isdigit() and len(text) < 19 and (text[0] != "0" or text == "0")
    return int(text) if is_number else -1
