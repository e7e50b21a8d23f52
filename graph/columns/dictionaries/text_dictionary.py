"""The distinct strings of text columns, and results cached for them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np

from sociogram.graph.columns.dictionaries.string_array import BoundedCache, StringArray
from sociogram.graph.columns.dictionaries.string_lookup import codes_in

if TYPE_CHECKING:
    from sociogram.graph.columns.arrays import CodeArray, ObjectArray

_SEARCHES = 16
_CACHE_PER_STRING = 256
"""Bytes of cached results per string: enough for many booleans or a few strings."""
_LEAST_CACHE = 1 << 12


class TextDictionary:
    """The distinct strings of text columns; if ``sorted``, codes have the order of the strings.

    It is immutable, so it can cache its strings as bytes and the results computed for each string.
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
        """Return the string of each code; an arbitrary string for a negative code."""
        return self.values[codes].tolist()  # type: ignore[no-any-return]

    def encoded(self) -> StringArray:
        """Return the strings as UTF-8, by code."""
        if self._encoded is None:
            self._encoded = StringArray.of(self.values.tolist())
        return self._encoded

    def cached(self, question: Hashable) -> Any:
        """Return the cached result for a question about the strings, or None."""
        return self._cached_results().get((ref(self), question))

    def cache(self, question: Hashable, answer: Any, size: float) -> bool:
        """Cache a result of ``size`` bytes; return whether there was room."""
        return self._cached_results().put((ref(self), question), answer, size)

    def _cached_results(self) -> BoundedCache:
        answers = self._answers() if isinstance(self._answers, ref) else self._answers
        if answers is None:
            answers = self._answers = BoundedCache(_LEAST_CACHE + _CACHE_PER_STRING * len(self))
        return answers

    def position_of(self, text: str) -> int:
        """Return how many strings sort before ``text``; requires sorted strings."""
        return bisect_left(self.values, text)

    def range_of(self, prefix: str) -> tuple[int, int]:
        """Return the range of codes of the strings that start with ``prefix``; requires sorted strings."""
        low = self.position_of(prefix)
        codes = range(len(self))
        return low, bisect_left(codes, True, low, key=lambda code: not self.text(code).startswith(prefix))

    def code_of(self, text: str) -> int:
        """Return the code of ``text``, or -1 if no value has it."""
        if self._codes is None:
            if self.sorted and self._searches < _SEARCHES:
                # A dict of a million strings takes 0.1 s to build, which only pays off after several
                # look-ups.
                self._searches += 1
                return self._found(text)
            self._codes = {value: code for code, value in enumerate(self.values.tolist())}
        return self._codes.get(text, -1)

    def _found(self, text: str) -> int:
        position = self.position_of(text)
        return position if position < len(self) and self.text(position) == text else -1

    def codes_of(self, texts: Sequence[str]) -> CodeArray:
        """Return the code of each string, -1 if no value has it."""
        if self._codes is None and self.sorted and len(texts) * _SEARCHES < len(self):
            found = map(self._found, texts)
        else:
            known = self._codes
            found = map(self.code_of, texts) if known is None else map(known.get, texts, repeat(-1))
        return np.fromiter(found, dtype=np.int32, count=len(texts))

    def codes_in(self, other: TextDictionary) -> CodeArray:
        """Return the code of each of the strings in another dictionary, -1 if it does not have the string."""
        found = codes_in(other.encoded(), self.encoded())
        return other.codes_of(self.values.tolist()) if found is None else found

    @classmethod
    def of(
        cls, texts: Sequence[str | None], source: TextDictionary | None = None
    ) -> tuple[TextDictionary, CodeArray]:
        """Return a sorted dictionary of ``texts``, and the code of each text.

        Args:
            texts: the strings, or null.
            source: the dictionary whose strings were converted to ``texts``, if it caches the result; both
                share one cache and its limit.
        """
        # Sort in order of first appearance, which is often nearly sorted already.
        distinct = sorted(text for text in dict.fromkeys(texts) if text is not None)
        position: dict[str | None, int] = {text: code for code, text in enumerate(distinct)}
        position[None] = -1
        codes = np.fromiter(map(position.__getitem__, texts), dtype=np.int32, count=len(texts))
        values = np.empty(len(distinct), dtype=np.object_)
        values[:] = distinct
        made = cls(values, sorted=True)
        if source is not None:
            made._answers = ref(source._cached_results())  # weak: the source's cache may hold this dictionary
        return made, codes
