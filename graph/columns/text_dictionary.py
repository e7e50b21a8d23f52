"""The distinct strings of text columns, and what was worked out about them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np

from sociogram.graph.columns.string_array import BoundedCache, StringArray

if TYPE_CHECKING:
    from sociogram.graph.columns.arrays import CodeArray, ObjectArray

_SEARCHES = 16
_ROOM = 256
"""Bytes of answers kept for each string: a few that are strings themselves, and many truth values."""
_LEAST_ROOM = 1 << 12


class TextDictionary:
    """The distinct strings of text columns; ``sorted`` says that codes order as the strings do.

    It never changes, so that it keeps its strings as bytes, and what was worked out for each of them, once
    that was asked for.
    """

    __slots__ = ("__weakref__", "_answers", "_codes", "_encoded", "_searches", "sorted", "values")

    def __init__(self, values: ObjectArray, *, sorted: bool) -> None:  # noqa: A002 - the plain word
        self.values: ObjectArray = values
        self.sorted: bool = sorted
        self._codes: dict[str, int] | None = None
        self._searches = 0
        self._encoded: StringArray | None = None
        self._answers: BoundedCache | ref[BoundedCache] | None = None

    def __len__(self) -> int:
        return len(self.values)

    def text(self, code: int) -> str:
        """Return one string."""
        return self.values[code]  # type: ignore[no-any-return]

    def texts(self, codes: CodeArray) -> list[str]:
        """Return the string of each code; any string where a code is negative."""
        return self.values[codes].tolist()  # type: ignore[no-any-return]

    def encoded(self) -> StringArray:
        """Return the strings as bytes, by code."""
        if self._encoded is None:
            self._encoded = StringArray.of(self.values.tolist())
        return self._encoded

    def cached(self, question: Hashable) -> Any:
        """Return the cached result for a question about the strings, or None."""
        return self._kept_answers().get((ref(self), question))

    def cache(self, question: Hashable, answer: Any, size: float) -> bool:
        """Keep an answer of so many bytes, and tell whether it has room."""
        return self._kept_answers().put((ref(self), question), answer, size)

    def _kept_answers(self) -> BoundedCache:
        answers = self._answers() if isinstance(self._answers, ref) else self._answers
        if answers is None:
            answers = self._answers = BoundedCache(_LEAST_ROOM + _ROOM * len(self))
        return answers

    def place_of(self, text: str) -> int:
        """Return how many strings come before ``text``; only where they are sorted."""
        return bisect_left(self.values, text)

    def range_of(self, prefix: str) -> tuple[int, int]:
        """Return the first code that starts with ``prefix``, and the one behind the last; where sorted."""
        low = self.place_of(prefix)
        codes = range(len(self))
        return low, bisect_left(codes, True, low, key=lambda code: not self.text(code).startswith(prefix))

    def code_of(self, text: str) -> int:
        """Return the code of ``text``, or -1 where no value has it."""
        if self._codes is None:
            if self.sorted and self._searches < _SEARCHES:
                # A dict of a million strings takes a tenth of a second: worth it from some look-ups on.
                self._searches += 1
                place = self.place_of(text)
                return place if place < len(self) and self.text(place) == text else -1
            self._codes = {value: code for code, value in enumerate(self.values.tolist())}
        return self._codes.get(text, -1)

    def codes_of(self, texts: Sequence[str]) -> CodeArray:
        """Return the code of each string, -1 where no value has it."""
        known = self._codes
        found = map(self.code_of, texts) if known is None else map(known.get, texts, repeat(-1))
        return np.fromiter(found, dtype=np.int32, count=len(texts))

    @classmethod
    def of(
        cls, texts: Sequence[str | None], source: TextDictionary | None = None
    ) -> tuple[TextDictionary, CodeArray]:
        """Make a sorted dictionary of ``texts`` and the codes that spell them.

        Args:
            texts: the strings, or null.
            source: a dictionary of whose strings they were made, and which keeps them: what is kept about
                them shares its room.
        """
        # In the order in which they came: it is often nearly theirs, and then quickly sorted.
        distinct = sorted(text for text in dict.fromkeys(texts) if text is not None)
        place: dict[str | None, int] = {text: code for code, text in enumerate(distinct)}
        place[None] = -1
        codes = np.fromiter(map(place.__getitem__, texts), dtype=np.int32, count=len(texts))
        values = np.empty(len(distinct), dtype=np.object_)
        values[:] = distinct
        made = cls(values, sorted=True)
        if source is not None:
            made._answers = ref(source._kept_answers())  # not to hold what holds it
        return made, codes
