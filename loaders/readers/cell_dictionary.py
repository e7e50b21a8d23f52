"""The distinct cells of columns, numbered in order of first appearance by an array-based hash table.

All rows of a block probe the table at once; those that find another cell there probe the next slot. A hash
proposes which cells are equal; their bytes are compared. Distinct cells are stored as bytes, because a
million Python strings would take too much memory.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sociogram.graph.columns import AnyArray, BoolArray, CodeArray, IntArray
from sociogram.graph.columns.dictionaries.string_array import StringArray
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.graph.columns.dictionaries.utf8_dictionary import Utf8Dictionary

Words = list[tuple[IntArray | None, AnyArray]]
"""Cells eight bytes at a time, zero-padded: the rows that have these bytes (None for all), and the bytes."""

Block = tuple[Words, CodeArray]
"""The cells of some rows, and their lengths in bytes."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(29)
_FEWEST_BITS = 10
_MOST_ROUNDS = 64
_AT_ONCE = 1 << 16
_BYTE = np.uint64(0xFF)
_SPACE, _LAST_ASCII = ord(" "), ord("~")


class HashCollisionError(Exception):
    """Different cells have one hash key, or too many share a slot, as in input built to collide."""


class _Texts:
    """Distinct texts, concatenated in words of eight bytes; at least one null byte ends each.

    Attributes:
        count: the number of texts.
        longest: the length of the longest in bytes.
        lengths: the length of each in bytes, with spare capacity.
        starts: the first word of each, with spare capacity.
        words: the words of all, with spare capacity.
    """

    __slots__ = ("count", "lengths", "longest", "size", "starts", "words")

    def __init__(self) -> None:
        self.count = self.size = self.longest = 0
        self.lengths: CodeArray = np.zeros(0, dtype=np.int32)
        self.starts: IntArray = np.zeros(0, dtype=np.int64)
        self.words: AnyArray = np.zeros(0, dtype=np.uint64)

    def add(self, words: Words, lengths: CodeArray, rows: IntArray) -> None:
        """Add the texts of some rows of a block."""
        self.longest = max(self.longest, int(lengths[rows].max(initial=0)))
        spans = _words_of(lengths[rows])
        ends = self.size + np.cumsum(spans)
        starts = ends - spans
        count, size = self.count + len(rows), int(ends[-1]) if len(ends) else self.size
        self.lengths = _with_room(self.lengths, count)
        self.starts = _with_room(self.starts, count)
        self.words = _with_room(self.words, size)
        self.lengths[self.count : count] = lengths[rows]
        self.starts[self.count : count] = starts
        for offset, (having, word) in enumerate(words):
            if having is None:
                self.words[starts] = word[rows]
                continue
            long = np.flatnonzero(lengths[rows] > 8 * offset)
            if not len(long):
                break
            self.words[starts[long] + offset] = word[np.searchsorted(having, rows[long])]
        self.count, self.size = count, size

    def are_equal(self, words: Words, lengths: CodeArray, codes: CodeArray) -> bool:
        """Return whether the cells of a block are the texts of these codes; -1 is not compared."""
        if len(words) == 1 and self.longest <= 8:
            return True  # their keys are their bytes
        filled = codes >= 0
        if bool(((self.lengths[codes] != lengths) & filled).any()):
            return False
        starts = self.starts[codes]
        for offset, (rows, word) in enumerate(words):
            held = self.words[starts if rows is None else starts[rows] + offset]
            if bool(((held != word) & (filled if rows is None else filled[rows])).any()):
                return False
        return True

    def put_in_order(self, order: IntArray, known: int) -> None:
        """Reorder the texts after the first ``known``."""
        for array in (self.lengths, self.starts):
            array[known : self.count] = array[known : self.count][order]

    def close(self) -> None:
        """Free the spare capacity."""
        self.lengths = self.lengths[: self.count].copy()
        self.starts = self.starts[: self.count].copy()
        self.words = self.words[: self.size].copy()

    def encoded(self, numbers: IntArray) -> StringArray:
        """Return the texts with the given numbers as bytes without gaps."""
        offsets = np.zeros(len(numbers) + 1, dtype=np.int64)
        np.cumsum(self.lengths[numbers] + np.int64(1), out=offsets[1:])
        data = np.empty(int(offsets[-1]), dtype=np.uint8)
        for begin in range(0, len(numbers), _AT_ONCE):
            some = numbers[begin : begin + _AT_ONCE]
            part = data[offsets[begin] : offsets[begin + len(some)]]
            part[:] = self._without_gaps(self.starts[some], self.lengths[some])
        return StringArray(data, offsets, is_plain=True)

    def _without_gaps(self, starts: IntArray, lengths: CodeArray) -> AnyArray:
        spans = _words_of(lengths)
        begins = np.cumsum(spans) - spans
        words = self.words[np.repeat(starts - begins, spans) + np.arange(int(spans.sum()))]
        data = words.astype("<u8", copy=False).view(np.uint8)
        is_text = data != 0
        is_text[8 * begins + lengths] = True
        return data[np.flatnonzero(is_text)]

    def sorted(self) -> IntArray:
        """Return the numbers in the order of their texts; UTF-8 sorts by code point."""
        starts = self.starts[: self.count]
        keys = self.words[starts].byteswap()
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        # Ties are sorted by their next eight bytes, and so on; the order before them stays.
        tied = _tied(keys[1:] == keys[:-1])
        group = np.cumsum(np.concatenate(([True], keys[1:] != keys[:-1])))[tied] if len(tied) else tied
        offset = 1
        while len(tied):
            numbers = order[tied]
            is_long = self.lengths[numbers] > 8 * offset
            keys = self.words[starts[numbers] + np.where(is_long, offset, 0)].byteswap()
            keys[~is_long] = 0
            by_group = np.lexsort((keys, group))
            order[tied] = numbers[by_group]
            keys, group = keys[by_group], group[by_group]
            same = (keys[1:] == keys[:-1]) & (group[1:] == group[:-1])
            left = _tied(same)
            group = np.cumsum(np.concatenate(([True], ~same)))[left] if len(left) else left
            tied = tied[left]
            offset += 1
        return order

    def may_have_space_around(self, first: int) -> IntArray:
        """Return the numbers from ``first`` on whose text may begin or end with white space."""
        numbers = np.arange(first, self.count)
        starts, last = self.starts[first : self.count], self.lengths[first : self.count] - np.int64(1)
        begin = self.words[starts] & _BYTE
        end = (self.words[starts + last // 8] >> (8 * (last % 8)).astype(np.uint64)) & _BYTE
        # White space of other scripts is not ASCII.
        return numbers[_may_be_space(begin) | _may_be_space(end)]

    def begin_with_digits(self) -> BoolArray:
        """Return for each text whether its first eight bytes, or all if it is shorter, are digits."""
        data = self.words[self.starts[: self.count]].astype("<u8", copy=False).view(np.uint8)
        is_other = (data != 0) & ((data < ord("0")) | (data > ord("9")))
        found: BoolArray = ~is_other.reshape(-1, 8).any(axis=1)
        return found


def _may_be_space(byte: AnyArray) -> BoolArray:
    found: BoolArray = (byte <= _SPACE) | (byte > _LAST_ASCII)
    return found


def _words_of(lengths: CodeArray) -> IntArray:
    """Return the number of words for texts of these lengths and a null byte."""
    return lengths.astype(np.int64) // 8 + 1


def _tied(same: BoolArray) -> IntArray:
    """Return the positions whose value equals a neighbour's."""
    return np.flatnonzero(np.concatenate((same, [False])) | np.concatenate(([False], same)))


class CellDictionary:
    """Numbers the distinct cells of one column, or of several columns with the same texts.

    A cell's key is its bytes if there are at most eight, otherwise their hash.

    Attributes:
        has_collided: whether a hash collision occurred; then no further cells may be numbered.
    """

    __slots__ = ("_bits", "_columns", "_decoded", "_dictionary", "_keys", "_table", "_texts", "has_collided")

    def __init__(self) -> None:
        self.has_collided: bool = False
        self._texts = _Texts()
        self._columns = 0
        self._decoded: list[str] = []
        self._dictionary: tuple[TextDictionary, CodeArray] | None = None
        self._bits = _FEWEST_BITS
        self._table: CodeArray = np.full(1 << _FEWEST_BITS, -1, dtype=np.int32)
        self._keys: AnyArray = np.zeros(0, dtype=np.uint64)

    @property
    def count(self) -> int:
        """The number of distinct cells."""
        return self._texts.count

    @property
    def is_closed(self) -> bool:
        """Whether no more cells can be numbered."""
        return not len(self._table)

    @property
    def is_shared(self) -> bool:
        """Whether several columns were numbered."""
        return self._columns > 1

    @property
    def texts(self) -> list[str]:
        """The distinct cells as strings, created on first use."""
        known = len(self._decoded)
        if known < self.count:
            self._decoded += self._texts.encoded(np.arange(known, self.count)).texts()
        return self._decoded

    def texts_of(self, numbers: IntArray) -> list[str]:
        """Return the cells with the given numbers."""
        return self._texts.encoded(numbers).texts()

    def have_space_around(self) -> bool:
        """Return whether any cell begins or ends with white space."""
        unsure = self._texts.may_have_space_around(0)
        parts = (unsure[begin : begin + _AT_ONCE] for begin in range(0, len(unsure), _AT_ONCE))
        return any(text != text.strip() for part in parts for text in self.texts_of(part))

    def begin_with_digits(self) -> BoolArray:
        """Return for each cell whether its first eight bytes, or all if it is shorter, are digits."""
        return self._texts.begin_with_digits()

    def number(self, blocks: Iterable[Block], rows: int) -> CodeArray:
        """Return the number of each row's cell, -1 if it is empty.

        Raises:
            HashCollisionError: the hash cannot distinguish these cells.
        """
        self.has_collided = True
        known, done = self.count, 0
        codes = np.full(rows, -1, dtype=np.int32)
        firsts = [np.zeros(0, dtype=np.int64)]
        for words, lengths in blocks:
            part = codes[done : done + len(lengths)]
            firsts += [first + done for first in self._number_block(words, lengths, part)]
            done += len(lengths)
        first = np.concatenate(firsts)
        if bool((first[1:] < first[:-1]).any()):
            self._put_in_order(codes, first, known)
        self.has_collided = False
        self._columns += 1
        return codes

    def close(self) -> None:
        """Free the memory that is only needed to number more cells."""
        self._table = np.zeros(0, dtype=np.int32)
        self._keys = np.zeros(0, dtype=np.uint64)
        self._texts.close()

    def _number_block(self, words: Words, lengths: CodeArray, codes: CodeArray) -> list[IntArray]:
        """Write the numbers of a block's cells; return the first rows of new ones, in order."""
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
                if not self._texts.are_equal(words, lengths, codes):
                    raise HashCollisionError
                return firsts
            pending = pending[left]
            slots = (slots[left] + 1) & (len(self._table) - 1)
        raise HashCollisionError

    def _slots(self, keys: AnyArray) -> IntArray:
        """Return the first slot to probe for each key."""
        slots: IntArray = np.right_shift(keys * _MIX, np.uint64(64 - self._bits)).astype(np.int64)
        return slots

    def _claim(self, slots: IntArray, rows: IntArray) -> IntArray:
        """Give each free slot to the first row that probes it; return these rows."""
        table = self._table
        # Of several writes to one slot, the last wins.
        table[slots[::-1]] = rows[::-1]
        wins = table[slots] == rows
        new: IntArray = rows[wins]
        table[slots[wins]] = np.arange(self.count, self.count + len(new), dtype=np.int32)
        return new

    def _add(self, words: Words, lengths: CodeArray, keys: AnyArray, new: IntArray) -> None:
        known = self.count
        self._texts.add(words, lengths, new)
        self._keys = _with_room(self._keys, self.count)
        self._keys[known : self.count] = keys[new]

    def _enlarge(self) -> None:
        """Move all numbers into a larger table."""
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
        raise HashCollisionError

    def _put_in_order(self, codes: CodeArray, first: IntArray, known: int) -> None:
        """Renumber new cells in order of first appearance."""
        order = np.argsort(first)
        rank = np.arange(-1, self.count, dtype=np.int32)  # index 0 is for code -1
        rank[known + 1 + order] = np.arange(known, self.count, dtype=np.int32)
        codes[:] = rank[codes + 1]
        self._table = rank[self._table + 1]
        self._keys[known : self.count] = self._keys[known : self.count][order]
        self._texts.put_in_order(order, known)

    def dictionary(self) -> tuple[TextDictionary, CodeArray]:
        """Return the sorted texts and the rank of each, followed by -1 for empty cells."""
        if self._dictionary is None or len(self._dictionary[0]) < self.count:
            order = self._texts.sorted()
            ranks = np.full(self.count + 1, -1, dtype=np.int32)
            ranks[order] = np.arange(self.count, dtype=np.int32)
            self._dictionary = Utf8Dictionary(self._texts.encoded(order), is_sorted=True), ranks
        return self._dictionary

    def dictionary_of(self, used: BoolArray) -> tuple[TextDictionary, CodeArray]:
        """Return the same for the codes in use; others have rank -1."""
        order = self._texts.sorted()
        order = order[used[order]]
        ranks = np.full(self.count + 1, -1, dtype=np.int32)
        ranks[order] = np.arange(len(order), dtype=np.int32)
        return Utf8Dictionary(self._texts.encoded(order), is_sorted=True), ranks


def _keys_of(words: Words) -> AnyArray:
    """Return keys that equal cells share: their bytes, or a hash of them."""
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
