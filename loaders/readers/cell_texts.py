"""Distinct texts as bytes, eight at a time: a million Python strings would take too much memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from sociogram.graph.columns import AnyArray, BoolArray, CodeArray, IntArray
from sociogram.graph.columns.dictionaries.string_array import StringArray

Words = list[tuple[IntArray | None, AnyArray]]
"""Cells eight bytes at a time, zero-padded: the rows that have these bytes (None for all), and the bytes."""

Block = tuple[Words, CodeArray]
"""The cells of some rows, and their lengths in bytes."""

MASKS = np.array([(1 << 8 * length) - 1 for length in range(9)], dtype=np.uint64)
"""The bytes that belong to a cell of each length up to eight."""

_BATCH_SIZE = 1 << 16
_MIX = np.uint64(0x9E3779B97F4A7C15)
_BYTE = np.uint64(0xFF)
SPACE, LAST_ASCII = ord(" "), ord("~")


class CellTexts:
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
        self.lengths = with_room(self.lengths, count)
        self.starts = with_room(self.starts, count)
        self.words = with_room(self.words, size)
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
        for begin in range(0, len(numbers), _BATCH_SIZE):
            some = numbers[begin : begin + _BATCH_SIZE]
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

    def text(self, number: int) -> str:
        """Return one text."""
        start, length = int(self.starts[number]), int(self.lengths[number])
        data = self.words[start : start + length // 8 + 1].astype("<u8", copy=False).tobytes()
        return data[:length].decode("utf-8", "surrogatepass")

    def blocks(self, numbers: IntArray) -> Iterator[Block]:
        """Yield the texts with the given numbers as cells."""
        for begin in range(0, len(numbers), _BATCH_SIZE):
            some = numbers[begin : begin + _BATCH_SIZE]
            starts, lengths = self.starts[some], self.lengths[some]
            words: Words = [(None, self.words[starts])]
            rows = np.flatnonzero(lengths > 8)
            for offset in range(1, -(-int(lengths.max(initial=0)) // 8)):
                words.append((rows, self.words[starts[rows] + offset]))
                rows = rows[lengths[rows] > 8 * (offset + 1)]
            yield words, lengths

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

    def are_clean(self) -> bool:
        """Return whether each is printable ASCII without spaces around it or next to each other."""
        for part in self._bytes():
            if bool(((part != 0) & ((part < SPACE) | (part > LAST_ASCII))).any()):
                return False
            is_space = part == SPACE
            is_gap = is_space | (part == 0)
            if bool((is_space[1:] & is_gap[:-1]).any() or (is_gap[1:] & is_space[:-1]).any()):
                return False
        return True

    def contain_any(self, characters: str) -> bool:
        """Return whether any text contains one of some ASCII characters."""
        codes = [ord(character) for character in characters]
        return any(bool((part == code).any()) for part in self._bytes() for code in codes)

    def begin_with(self, start: str) -> bool:
        """Return whether any text begins with an ASCII text of up to eight characters."""
        wanted = int.from_bytes(start.encode("ascii"), "little")
        words = self.words[self.starts[: self.count]]
        return bool(((words & MASKS[len(start)]) == np.uint64(wanted)).any())

    def _bytes(self) -> Iterator[AnyArray]:
        """Yield the bytes of all texts, each between null bytes; a part repeats the last byte before it."""
        data = self.words[: self.size].astype("<u8", copy=False).view(np.uint8)
        for begin in range(0, len(data), 8 * _BATCH_SIZE):
            part = data[max(begin - 1, 0) : begin + 8 * _BATCH_SIZE]
            yield part if begin else np.concatenate((np.zeros(1, dtype=np.uint8), part))

    def keys(self) -> AnyArray:
        """Return a hash of each text, computed from its first and last bytes and its length."""
        starts, lengths = self.starts[: self.count], self.lengths[: self.count]
        return _key(self.words[starts], self.words[starts + (lengths - 1) // 8], lengths)

    def begin_with_digits(self) -> BoolArray:
        """Return for each text whether its first eight bytes, or all if it is shorter, are digits."""
        data = self.words[self.starts[: self.count]].astype("<u8", copy=False).view(np.uint8)
        is_other = (data != 0) & ((data < ord("0")) | (data > ord("9")))
        found: BoolArray = ~is_other.reshape(-1, 8).any(axis=1)
        return found


def keys_of(texts: Iterable[str]) -> AnyArray:
    """Return the keys of texts, none of them empty, as ``CellTexts.keys`` does."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    lengths = np.array(list(map(len, encoded)), dtype=np.int32)
    ends = [one[(len(one) - 1) // 8 * 8 :] for one in encoded]
    first, last = (
        np.frombuffer(b"".join(part[:8].ljust(8, b"\0") for part in parts), dtype="<u8")
        for parts in (encoded, ends)
    )
    return _key(first, last, lengths)


def _key(first: AnyArray, last: AnyArray, lengths: CodeArray) -> AnyArray:
    found: AnyArray = (first * _MIX) ^ (last + lengths.astype(np.uint64))
    return found


def _may_be_space(byte: AnyArray) -> BoolArray:
    found: BoolArray = (byte <= SPACE) | (byte > LAST_ASCII)
    return found


def _words_of(lengths: CodeArray) -> IntArray:
    """Return the number of words for texts of these lengths, each with a null byte at its end."""
    return lengths.astype(np.int64) // 8 + 1


def _tied(same: BoolArray) -> IntArray:
    """Return the positions whose value equals a neighbour's."""
    return np.flatnonzero(np.concatenate((same, [False])) | np.concatenate(([False], same)))


def with_room(array: AnyArray, length: int) -> AnyArray:
    """Return an array of at least this length: the same array, or a longer copy padded with zeros."""
    if length <= len(array):
        return array
    grown = np.zeros(max(length, 2 * len(array), 64), dtype=array.dtype)
    grown[: len(array)] = array
    return grown
