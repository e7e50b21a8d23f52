"""The distinct strings of text columns as bytes: of a kept index, or of a file that was read."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from sociogram.graph.columns import CodeArray, ObjectArray, TextDictionary
from sociogram.graph.texts import EncodedTexts


class EncodedTextDictionary(TextDictionary):
    """Strings that stay UTF-8 until somebody reads them: one alone, a few, or all at once."""

    __slots__ = ("_bytes", "_decoded")

    def __init__(self, texts: EncodedTexts, *, sorted: bool) -> None:  # noqa: A002 - as the base has it
        self._bytes = texts
        self._decoded: ObjectArray | None = None
        self._codes = None
        self._searches = 0
        self._answers = None
        self.sorted = sorted

    @property
    def values(self) -> ObjectArray:  # type: ignore[override]
        """Every string, decoded on first use."""
        if self._decoded is None:
            self._decoded = np.fromiter(self._bytes.texts(), dtype=np.object_, count=len(self))
        return self._decoded

    def __len__(self) -> int:
        return len(self._bytes)

    def encoded(self) -> EncodedTexts:
        """Return the strings as bytes, by code."""
        return self._bytes

    def text(self, code: int) -> str:
        """Return one string."""
        return self._bytes.text(code) if self._decoded is None else self._decoded[code]

    def texts(self, codes: CodeArray) -> list[str]:
        """Return the string of each code; any string where a code is negative."""
        if self._decoded is None and 4 * len(codes) < len(self):
            return [self.text(code) if code >= 0 else "" for code in codes.tolist()]
        return super().texts(codes)

    def place_of(self, text: str) -> int:
        """Return how many strings come before ``text``; only where they are sorted."""
        return bisect_left(range(len(self)), text, key=self.text)
