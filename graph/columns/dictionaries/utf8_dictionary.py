"""The distinct strings of text columns as UTF-8, from a file or a cached snapshot."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from sociogram.graph.columns.arrays import CodeArray, ObjectArray
from sociogram.graph.columns.dictionaries.string_array import StringArray
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary

_LEAST_DECODED = 64
_SHARE = 8
"""Up to an eighth of the strings are decoded one by one; then all of them, which takes as long."""


class Utf8Dictionary(TextDictionary):
    """Strings that stay UTF-8 and are decoded on use: a few one by one, then all of them at once."""

    __slots__ = ("_bytes", "_decoded", "_reads")

    def __init__(self, texts: StringArray, *, is_sorted: bool) -> None:
        self._bytes = texts
        self._decoded: ObjectArray | None = None
        self._reads = 0
        self._codes = None
        self._searches = 0
        self._answers = None
        self.sorted = is_sorted

    @property
    def values(self) -> ObjectArray:  # type: ignore[override]
        """Every string, decoded on first use."""
        if self._decoded is None:
            self._decoded = np.fromiter(self._bytes.texts(), dtype=np.object_, count=len(self))
        return self._decoded

    def __len__(self) -> int:
        return len(self._bytes)

    def encoded(self) -> StringArray:
        """Return the strings as UTF-8, by code."""
        return self._bytes

    def text(self, code: int) -> str:
        """Return one string."""
        if self._decoded is None and self._reads < max(_LEAST_DECODED, len(self) // _SHARE):
            self._reads += 1
            return self._bytes.text(code)
        return self.values[code]  # type: ignore[no-any-return]

    def texts(self, codes: CodeArray) -> list[str]:
        """Return the string of each code; an arbitrary string for a negative code."""
        if self._decoded is None and _SHARE * len(codes) < len(self):
            return self._bytes.take(codes.astype(np.int64))
        return super().texts(codes)

    def position_of(self, text: str) -> int:
        """Return how many strings sort before ``text``; requires sorted strings."""
        return bisect_left(range(len(self)), text, key=self._bytes.text)
