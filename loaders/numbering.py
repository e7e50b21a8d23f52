"""The distinct cells of columns, numbered as they first come by a hash table made of arrays.

All rows of a block look into the table at once; those that meet another cell there look on. A hash
proposes which cells are equal; their bytes are compared.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sociogram.graph.columns import AnyArray, CodeArray, IntArray, TextDictionary

Words = list[tuple[IntArray | None, AnyArray]]
"""Cells eight bytes at a time, zeros after the end: the rows that have such (None is all), and these."""

Block = tuple[Words, CodeArray]
"""The cells of some rows, and how many bytes each has."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(29)
_FEWEST_BITS = 10
_MOST_ROUNDS = 64


class TooAlikeError(Exception):
    """Cells that differ have one key, or too many have one place: somebody made them so."""


class CellNumbers:
    """Numbers the distinct cells of one column, or of several that hold the same texts.

    A cell's key is its bytes where these are eight at most, and a hash of them where they are more.

    Attributes:
        count: how many distinct cells there are.
        texts: these, added by whoever has them numbered.
        gave_up: whether there were cells that cannot be told apart so, and nothing is to be numbered more.
    """

    __slots__ = ("_bits", "_dictionary", "_keys", "_lengths", "_table", "_words", "count", "gave_up", "texts")

    def __init__(self) -> None:
        self.count = 0
        self.gave_up = False
        self.texts: list[str] = []
        self._dictionary: tuple[TextDictionary, CodeArray] | None = None
        self._bits = _FEWEST_BITS
        self._table: CodeArray = np.full(1 << _FEWEST_BITS, -1, dtype=np.int32)
        self._keys: AnyArray = np.zeros(0, dtype=np.uint64)
        self._lengths: CodeArray = np.zeros(0, dtype=np.int32)
        self._words: list[AnyArray] = []

    def number(self, blocks: Iterable[Block], rows: int) -> tuple[CodeArray, IntArray]:
        """Return the number of each row's cell, -1 where it is empty, and the rows where new ones first come.

        Raises:
            TooAlikeError: these cells cannot be told apart so.
        """
        self.gave_up = True
        known, done = self.count, 0
        codes = np.full(rows, -1, dtype=np.int32)
        firsts = [np.zeros(0, dtype=np.int64)]
        for words, lengths in blocks:
            part = codes[done : done + len(lengths)]
            firsts += [first + done for first in self._number_block(words, lengths, part)]
            done += len(lengths)
        first = np.concatenate(firsts)
        if bool((first[1:] < first[:-1]).any()):
            first = self._put_in_order(codes, first, known)
        self.gave_up = False
        return codes, first

    def _number_block(self, words: Words, lengths: CodeArray, codes: CodeArray) -> list[IntArray]:
        """Write the numbers of a block's cells; return the first rows of new ones, in their order."""
        keys = _keys_of(words)
        pending = np.flatnonzero(lengths)
        if not len(pending):
            return []
        slots = self._slots(keys[pending])
        firsts = []
        for _ in range(_MOST_ROUNDS):
            found = self._table[slots]
            free = np.flatnonzero(found < 0)
            if len(free):
                new = self._claim(slots[free], pending[free])
                firsts.append(new)
                self._add(words, lengths, keys, new)
                if 4 * self.count > len(self._table):
                    self._enlarge()
                    slots = self._slots(keys[pending])
                    continue
                found = self._table[slots]
            codes[pending] = found
            left = np.flatnonzero(self._keys[found] != keys[pending])
            if not len(left):
                self._compare(words, lengths, codes)
                return firsts
            pending = pending[left]
            slots = (slots[left] + 1) & (len(self._table) - 1)
        raise TooAlikeError

    def _slots(self, keys: AnyArray) -> IntArray:
        """Return where each key is looked for first."""
        slots: IntArray = np.right_shift(keys * _MIX, np.uint64(64 - self._bits)).astype(np.int64)
        return slots

    def _claim(self, slots: IntArray, rows: IntArray) -> IntArray:
        """Give each free slot to the first row that comes to it; return these rows."""
        table = self._table
        # Of several writes to one place the last stays.
        table[slots[::-1]] = rows[::-1]
        wins = table[slots] == rows
        new: IntArray = rows[wins]
        table[slots[wins]] = np.arange(self.count, self.count + len(new), dtype=np.int32)
        return new

    def _add(self, words: Words, lengths: CodeArray, keys: AnyArray, new: IntArray) -> None:
        end = self.count + len(new)
        self._keys = _with_room(self._keys, end)
        self._lengths = _with_room(self._lengths, end)
        while len(self._words) < len(words):
            self._words.append(np.zeros(0, dtype=np.uint64))
        self._words = [_with_room(array, end) for array in self._words]
        self._keys[self.count : end] = keys[new]
        self._lengths[self.count : end] = lengths[new]
        for array, (rows, word) in zip(self._words, words, strict=False):
            if rows is None:
                array[self.count : end] = word[new]
            else:
                place = np.minimum(np.searchsorted(rows, new), len(rows) - 1)
                array[self.count : end] = np.where(rows[place] == new, word[place], 0)
        self.count = end

    def _enlarge(self) -> None:
        """Put all numbers into a larger table."""
        while 4 * self.count > 1 << self._bits:
            self._bits += 2
        self._table = table = np.full(1 << self._bits, -1, dtype=np.int32)
        numbers = np.arange(self.count, dtype=np.int32)
        slots = self._slots(self._keys[: self.count])
        for _ in range(_MOST_ROUNDS):
            free = table[slots] < 0
            table[slots[free]] = numbers[free]
            left = np.flatnonzero(table[slots] != numbers)
            if not len(left):
                return
            numbers, slots = numbers[left], (slots[left] + 1) & (len(table) - 1)
        raise TooAlikeError

    def _compare(self, words: Words, lengths: CodeArray, codes: CodeArray) -> None:
        """Compare each cell with the one whose number it got, byte by byte."""
        if len(words) == len(self._words) == 1:
            return  # the keys are the bytes
        for held, (rows, word) in zip(self._words, words, strict=False):
            some = codes if rows is None else codes[rows]
            if bool(((held[some] != word) & (some >= 0)).any()):
                raise TooAlikeError
        if bool(((self._lengths[codes] != lengths) & (codes >= 0)).any()):
            raise TooAlikeError

    def _put_in_order(self, codes: CodeArray, first: IntArray, known: int) -> IntArray:
        """Number what is new as it first comes; return the first rows so."""
        order = np.argsort(first)
        rank = np.arange(-1, self.count, dtype=np.int32)  # the first stands for -1
        rank[known + 1 + order] = np.arange(known, self.count, dtype=np.int32)
        codes[:] = rank[codes + 1]
        self._table = rank[self._table + 1]
        for array in (self._keys, self._lengths, *self._words):
            array[known : self.count] = array[known : self.count][order]
        return first[order]

    def dictionary(self) -> tuple[TextDictionary, CodeArray]:
        """Return the texts sorted, and the place of each among them; one more, -1, for what is empty."""
        if self._dictionary is None or len(self._dictionary[0]) < self.count:
            order = self._sorted()
            places = np.full(self.count + 1, -1, dtype=np.int32)
            places[order] = np.arange(self.count, dtype=np.int32)
            texts = np.fromiter(self.texts, dtype=np.object_, count=self.count)
            self._dictionary = TextDictionary(texts[order], sorted=True), places
        return self._dictionary

    def _sorted(self) -> IntArray:
        """Return the numbers in the order of their texts: UTF-8 sorts as code points do."""
        keys = [array[: self.count].byteswap() for array in self._words]
        order = np.argsort(keys[0])
        if len(keys) > 1:
            ordered = keys[0][order]
            alike = np.concatenate(([False], ordered[1:] == ordered[:-1], [False]))
            places = np.flatnonzero(alike[1:] | alike[:-1])
            some = order[places]
            order[places] = some[np.lexsort([key[some] for key in reversed(keys)])]
        return order


def _keys_of(words: Words) -> AnyArray:
    """Return what two equal cells share: their bytes, or a hash of them."""
    keys: AnyArray = words[0][1]
    for number, (rows, word) in enumerate(words[1:]):
        some = keys if rows is None else keys[rows]
        mixed = some * _MIX
        mixed = (mixed ^ (mixed >> _FOLD)) + word
        if rows is None:
            keys = mixed
        else:
            keys = keys.copy() if number == 0 else keys
            keys[rows] = mixed
    return keys


def _with_room(array: AnyArray, length: int) -> AnyArray:
    if length <= len(array):
        return array
    grown = np.zeros(max(length, 2 * len(array), 64), dtype=array.dtype)
    grown[: len(array)] = array
    return grown
