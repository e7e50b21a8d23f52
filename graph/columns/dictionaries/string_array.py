"""Many strings as UTF-8 in one buffer, and a cache of results computed for them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from threading import Lock
from typing import Any

import numpy as np

from sociogram.graph.columns.arrays import BoolArray, ByteArray, IntArray

_BLOCK = 1 << 17
"""Bytes searched at once: intermediate arrays of this size stay in the processor's cache."""
_COMPARED = 4
"""This many bytes of a pattern are compared at every offset; the rest only where these match."""
_ASCII = 128


def encoded(text: str) -> bytes:
    """Return a string as UTF-8; an unpaired surrogate becomes three bytes."""
    return text.encode("utf-8", "surrogatepass")


class StringArray:
    """Strings as UTF-8 in one buffer, a null byte after each.

    Searching bytes is as good as searching characters: UTF-8 sorts by code point, and no character's bytes
    occur inside those of another.

    Attributes:
        data: all bytes, uint8.
        offsets: the offset of each string in ``data``, int64, followed by the length of ``data``.
        is_plain: whether no string contains a null character.
    """

    __slots__ = ("_bytes", "_offset_view", "data", "is_plain", "offsets")

    def __init__(self, data: ByteArray, offsets: IntArray, *, is_plain: bool) -> None:
        self.data: ByteArray = data
        self.offsets: IntArray = offsets
        self.is_plain: bool = is_plain
        # Slicing a memoryview for one string takes a third of the time of slicing the array.
        self._bytes = data.data
        self._offset_view = offsets.data

    @classmethod
    def of(cls, texts: Sequence[str]) -> StringArray:
        """Encode strings."""
        joined = "\0".join([*texts, ""])
        data = np.frombuffer(encoded(joined), dtype=np.uint8)
        is_plain = joined.count("\0") == len(texts)
        if is_plain:
            ends = np.flatnonzero(data == 0) + 1
        else:
            ends = np.cumsum([len(encoded(text)) + 1 for text in texts])
        return cls(data, np.concatenate(([0], ends)).astype(np.int64), is_plain=is_plain)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def text(self, code: int) -> str:
        """Return one string."""
        return str(
            self._bytes[self._offset_view[code] : self._offset_view[code + 1] - 1], "utf-8", "surrogatepass"
        )

    def texts(self) -> list[str]:
        """Return all strings."""
        if self.is_plain:
            return self.data.tobytes().decode("utf-8", "surrogatepass").split("\0")[:-1]
        return [self.text(code) for code in range(len(self))]

    def take(self, codes: IntArray) -> list[str]:
        """Return the string of each code; the empty string for a negative code."""
        begins, ends = self.offsets[codes].tolist(), (self.offsets[codes + 1] - 1).tolist()
        data = self._bytes
        for row in np.flatnonzero(codes < 0).tolist():
            ends[row] = begins[row]
        parts = [data[begin:end] for begin, end in zip(begins, ends, strict=True)]
        if not self.is_plain or not parts:
            return [str(part, "utf-8", "surrogatepass") for part in parts]
        # Decode all at once: none contains a null byte.
        return b"\0".join(parts).decode("utf-8", "surrogatepass").split("\0")

    def may_contain_any(self, characters: str) -> bool:
        """Return whether any string may contain one of the given ASCII characters."""
        if "\0" in characters and not self.is_plain:
            return True
        wanted = np.zeros(256, dtype=np.bool_)
        wanted[list(characters.replace("\0", "").encode("ascii"))] = True
        blocks = (self.data[begin : begin + _BLOCK] for begin in range(0, len(self.data), _BLOCK))
        return any(bool(wanted[block].any()) for block in blocks)

    def starting(self, prefix: str) -> BoolArray:
        """Return, for each string, whether it starts with ``prefix``."""
        wanted = encoded(prefix)
        return self._match_at(wanted, self.offsets[:-1])

    def ending(self, suffix: str) -> BoolArray:
        """Return, for each string, whether it ends with ``suffix``."""
        wanted = encoded(suffix)
        return self._match_at(wanted, self.offsets[1:] - (1 + len(wanted)))

    def _match_at(self, wanted: bytes, begins: IntArray) -> BoolArray:
        """Return, for each string, whether it has the bytes ``wanted`` at its offset in ``begins``."""
        codes = np.flatnonzero(np.diff(self.offsets) > len(wanted))
        for offset, byte in enumerate(wanted):
            codes = codes[self.data[begins[codes] + offset] == byte]
        return self._mask(codes)

    def containing(self, part: str, *, any_case: bool = False) -> BoolArray:
        """Return, for each string, whether it contains ``part``; ``any_case`` ignores ASCII case."""
        wanted = encoded(part)
        if not wanted:
            return np.ones(len(self), dtype=np.bool_)
        if any_case:
            wanted = wanted.lower()
        found = []
        for begin in range(0, len(self.data), _BLOCK):
            block = self.data[begin : begin + _BLOCK + len(wanted) - 1]
            if any_case:
                block = np.frombuffer(block.tobytes().lower(), dtype=np.uint8)
            found.append(_occurrences(block, wanted) + begin)
        offsets = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
        codes = np.searchsorted(self.offsets, offsets, side="right") - 1
        # A pattern that contains a null byte may match across the border of two strings.
        return self._mask(codes[offsets + len(wanted) < self.offsets[codes + 1]])

    def beginning(self, sets: Sequence[BoolArray]) -> BoolArray:
        """Return, for each string, whether it may begin with one character of each set, in this order.

        Args:
            sets: for each position, a mask of the ASCII characters in its set. A string whose character there
                is beyond ASCII counts as possible.
        """
        possible = np.zeros(len(self), dtype=np.bool_)
        codes = np.arange(len(self))
        for offset, members in enumerate(sets):
            codes = codes[self.offsets[codes] + offset < self.offsets[codes + 1] - 1]
            there = self.data[self.offsets[codes] + offset]
            beyond = there >= _ASCII
            possible[codes[beyond]] = True
            codes = codes[~beyond & members[there % _ASCII]]
        possible[codes] = True
        return possible

    def _mask(self, codes: IntArray) -> BoolArray:
        mask = np.zeros(len(self), dtype=np.bool_)
        mask[codes] = True
        return mask


def _occurrences(block: ByteArray, wanted: bytes) -> IntArray:
    """Return every offset of ``wanted`` in ``block``, ascending."""
    count = max(len(block) - len(wanted) + 1, 0)
    hits = block[:count] == wanted[0]
    for offset in range(1, min(len(wanted), _COMPARED)):
        hits &= block[offset : count + offset] == wanted[offset]
    offsets = np.flatnonzero(hits)
    for offset in range(_COMPARED, len(wanted)):
        if not len(offsets):
            break
        offsets = offsets[block[offsets + offset] == wanted[offset]]
    return offsets


class BoundedCache:
    """An LRU cache of results computed for the strings of a dictionary, limited by size.

    Args:
        limit: the limit in bytes.
    """

    __slots__ = ("__weakref__", "_items", "_limit", "_lock", "_size")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0.0
        self._items: dict[Hashable, tuple[Any, float]] = {}
        self._lock = Lock()

    def get(self, key: Hashable) -> Any:
        """Return the cached value of a key, or None."""
        with self._lock:
            found = self._items.pop(key, None)
            if found is None:
                return None
            self._items[key] = found  # most recently used last
            return found[0]

    def put(self, key: Hashable, value: Any, size: float) -> bool:
        """Cache a value and evict the least recently used ones; return False if it is too large."""
        with self._lock:
            self._size -= self._items.pop(key, (None, 0))[1]
            if size > self._limit:
                return False
            self._items[key] = (value, size)
            self._size += size
            while self._size > self._limit:
                oldest = next(iter(self._items))
                self._size -= self._items.pop(oldest)[1]
            return True
