"""The distinct cells of columns, numbered in order of first appearance by an array-based hash table.

All rows of a block probe the table at once; those that find another cell there probe the next slot. Cells
with the same hash are compared byte by byte. Distinct cells are stored as bytes, because a million Python
strings would take too much memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np

from sociogram.graph.columns import AnyArray, BoolArray, CodeArray, IntArray
from sociogram.graph.columns.dictionaries.string_array import StringArray
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.graph.columns.dictionaries.utf8_dictionary import Utf8Dictionary
from sociogram.loaders.readers.cell_texts import Block, CellTexts, Words, keys_of, with_room

_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(29)
_FEWEST_BITS = 10
_MOST_ROUNDS = 64
_BATCH_SIZE = 1 << 16


class HashCollisionError(Exception):
    """Different cells have the same hash key, or too many share a slot, as in input built to collide."""


class CellDictionary:
    """Numbers the distinct cells of one column, or of several columns with the same texts.

    A cell's key is its bytes if there are at most eight, otherwise their hash.

    Attributes:
        has_collided: whether a hash collision occurred; then no further cells may be numbered.
    """

    __slots__ = ("_bits", "_columns", "_decoded", "_dictionary", "_keys", "_table", "_texts", "has_collided")

    def __init__(self) -> None:
        self.has_collided: bool = False
        self._texts = CellTexts()
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

    def text(self, number: int) -> str:
        """Return one cell."""
        return self._decoded[number] if number < len(self._decoded) else self._texts.text(number)

    def blocks(self, numbers: IntArray) -> Iterator[Block]:
        """Yield the cells with the given numbers."""
        return self._texts.blocks(numbers)

    def encoded(self) -> StringArray:
        """Return all cells as UTF-8."""
        return self._texts.encoded(np.arange(self.count))

    def have_space_around(self) -> bool:
        """Return whether any cell begins or ends with white space."""
        unsure = self._texts.may_have_space_around(0)
        parts = (unsure[begin : begin + _BATCH_SIZE] for begin in range(0, len(unsure), _BATCH_SIZE))
        return any(text != text.strip() for part in parts for text in self.texts_of(part))

    def begin_with_digits(self) -> BoolArray:
        """Return for each cell whether its first eight bytes, or all if it is shorter, are digits."""
        return self._texts.begin_with_digits()

    def are_clean(self) -> bool:
        """Return whether each cell is printable ASCII without spaces around it or next to each other."""
        return self._texts.are_clean()

    def may_be_with(self, *, within: str, begins: Sequence[str]) -> bool:
        """Return whether any cell contains one of some ASCII characters, or begins with one of some texts."""
        return self._texts.contain_any(within) or any(map(self._texts.begin_with, begins))

    def numbers_of(self, texts: Collection[str]) -> list[int]:
        """Return the numbers of the cells that are among some texts."""
        wanted = np.sort(keys_of(filter(None, texts)))
        if not len(wanted) or not self.count:
            return []
        keys = self._texts.keys()
        index = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
        found = np.flatnonzero(wanted[index] == keys)
        known = set(texts)
        pairs = zip(found.tolist(), self.texts_of(found), strict=True)
        return [number for number, text in pairs if text in known]

    def number(self, blocks: Iterable[Block], rows: int) -> CodeArray:
        """Return the number of each row's cell, -1 if it is empty.

        Raises:
            HashCollisionError: the hash cannot distinguish these cells.
        """
        self.has_collided = True
        known, done = self.count, 0
        codes = np.empty(rows, dtype=np.int32)
        firsts: list[CodeArray] = []
        for words, lengths in blocks:
            firsts += self.number_block(words, lengths, codes[done : done + len(lengths)], done)
            done += len(lengths)
        self.put_in_order(codes, firsts, known)
        self.has_collided = False
        return codes

    def close(self) -> None:
        """Free the memory that is only needed to number more cells."""
        self._table = np.zeros(0, dtype=np.int32)
        self._keys = np.zeros(0, dtype=np.uint64)
        self._texts.close()

    def number_block(self, words: Words, lengths: CodeArray, codes: CodeArray, done: int) -> list[CodeArray]:
        """Write the numbers of a block's cells; ``put_in_order`` completes them after the last block.

        Returns:
            the first rows of new cells; the block begins at row ``done`` of the column.

        Raises:
            HashCollisionError: the hash cannot distinguish these cells.
        """
        codes[:] = -1
        keys = _keys_of(words)
        pending = np.flatnonzero(lengths)
        if not len(pending):
            return []
        slots = self._slots(keys[pending])
        firsts: list[CodeArray] = []
        for _ in range(_MOST_ROUNDS):
            found = self._table[slots]
            free = np.flatnonzero(found < 0)
            if len(free):
                new = self._claim(slots[free], pending[free])
                firsts.append((new + done).astype(np.int32))
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
        """Assign each free slot to the first row that probes it; return these rows."""
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
        self._keys = with_room(self._keys, self.count)
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

    def put_in_order(self, codes: AnyArray, firsts: Sequence[CodeArray], known: int) -> None:
        """Renumber the cells after the first ``known`` in order of first appearance, when a column ends.

        In a closed dictionary, only the texts are renumbered.
        """
        self._columns += 1
        first = np.concatenate([np.zeros(0, dtype=np.int32), *firsts])
        if not bool((first[1:] < first[:-1]).any()):
            return
        order = np.argsort(first)
        rank = np.arange(-1, self.count, dtype=np.int32)  # index 0 is for code -1
        rank[known + 1 + order] = np.arange(known, self.count, dtype=np.int32)
        codes[:] = rank[codes + 1]
        self._texts.put_in_order(order, known)
        if not self.is_closed:
            self._table = rank[self._table + 1]
            self._keys[known : self.count] = self._keys[known : self.count][order]

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
