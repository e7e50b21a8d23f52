"""Many strings at once: as bytes in one buffer, and what was worked out about each of them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from threading import Lock
from typing import Any

import numpy as np

from sociogram.graph.columns.arrays import BoolArray, ByteArray, IntArray

_BLOCK = 1 << 17
"""Bytes to search at once: what is made of them on the way stays in the processor's cache."""
_COMPARED = 4
"""So many bytes of a part are compared at every place; the rest only where these are found."""
_ASCII = 128


def encoded(text: str) -> bytes:
    """Return a string as UTF-8; half a surrogate pair is three bytes of its own."""
    return text.encode("utf-8", "surrogatepass")


class StringArray:
    """Strings as UTF-8 in one buffer, a null byte behind each.

    Bytes tell what characters would: UTF-8 sorts as code points do, and no character's bytes are found
    inside those of others.

    Attributes:
        data: all bytes, uint8.
        offsets: where each string begins, int64, and at the end the length of ``data``.
        is_plain: no string has a null character in it.
    """

    __slots__ = ("_bytes", "_places", "data", "is_plain", "offsets")

    def __init__(self, data: ByteArray, offsets: IntArray, *, is_plain: bool) -> None:
        self.data: ByteArray = data
        self.offsets: IntArray = offsets
        self.is_plain: bool = is_plain
        # One string alone is cut from these in a third of the time.
        self._bytes = data.data
        self._places = offsets.data

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
        return str(self._bytes[self._places[code] : self._places[code + 1] - 1], "utf-8", "surrogatepass")

    def texts(self) -> list[str]:
        """Return all strings."""
        if self.is_plain:
            return self.data.tobytes().decode("utf-8", "surrogatepass").split("\0")[:-1]
        return [self.text(code) for code in range(len(self))]

    def some(self, codes: IntArray) -> list[str]:
        """Return the string of each code; the empty one where a code is negative."""
        begins, ends = self.offsets[codes].tolist(), (self.offsets[codes + 1] - 1).tolist()
        data = self._bytes
        for row in np.flatnonzero(codes < 0).tolist():
            ends[row] = begins[row]
        parts = [data[begin:end] for begin, end in zip(begins, ends, strict=True)]
        if not self.is_plain or not parts:
            return [str(part, "utf-8", "surrogatepass") for part in parts]
        # Decoded at once: there is no null byte in any.
        return b"\0".join(parts).decode("utf-8", "surrogatepass").split("\0")

    def hold_any(self, characters: str) -> bool:
        """Tell whether any of some ASCII characters is in any string."""
        if "\0" in characters and not self.is_plain:
            return True
        wanted = np.zeros(256, dtype=np.bool_)
        wanted[list(characters.replace("\0", "").encode("ascii"))] = True
        blocks = (self.data[begin : begin + _BLOCK] for begin in range(0, len(self.data), _BLOCK))
        return any(bool(wanted[block].any()) for block in blocks)

    def starting(self, prefix: str) -> BoolArray:
        """Tell of each string whether it starts with ``prefix``."""
        wanted = encoded(prefix)
        return self._spelling(wanted, self.offsets[:-1])

    def ending(self, suffix: str) -> BoolArray:
        """Tell of each string whether it ends with ``suffix``."""
        wanted = encoded(suffix)
        return self._spelling(wanted, self.offsets[1:] - (1 + len(wanted)))

    def _spelling(self, wanted: bytes, begins: IntArray) -> BoolArray:
        """Tell which strings have these bytes where told, if they are as long."""
        codes = np.flatnonzero(np.diff(self.offsets) > len(wanted))
        for place, byte in enumerate(wanted):
            codes = codes[self.data[begins[codes] + place] == byte]
        return self._mask(codes)

    def containing(self, part: str, *, any_case: bool = False) -> BoolArray:
        """Tell of each string whether ``part`` is in it; ``any_case`` takes A for a, in ASCII only."""
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
        places = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
        codes = np.searchsorted(self.offsets, places, side="right") - 1
        # A part that has a null byte may be found across the border of two strings.
        return self._mask(codes[places + len(wanted) < self.offsets[codes + 1]])

    def beginning(self, sets: Sequence[BoolArray]) -> BoolArray:
        """Tell which strings may begin with one character of each set, in this order.

        Args:
            sets: of each ASCII character whether it is in the set. One beyond ASCII ends the test: the string
                may be one.
        """
        possible = np.zeros(len(self), dtype=np.bool_)
        codes = np.arange(len(self))
        for place, members in enumerate(sets):
            codes = codes[self.offsets[codes] + place < self.offsets[codes + 1] - 1]
            there = self.data[self.offsets[codes] + place]
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
    """Return every place of some bytes in others, ascending."""
    count = max(len(block) - len(wanted) + 1, 0)
    hits = block[:count] == wanted[0]
    for place in range(1, min(len(wanted), _COMPARED)):
        hits &= block[place : count + place] == wanted[place]
    places = np.flatnonzero(hits)
    for place in range(_COMPARED, len(wanted)):
        if not len(places):
            break
        places = places[block[places + place] == wanted[place]]
    return places


class BoundedCache:
    """What was worked out for every string of a dictionary, while there is room; the last ones used stay.

    Args:
        room: how many bytes the answers may take.
    """

    __slots__ = ("__weakref__", "_held", "_lock", "_room", "_taken")

    def __init__(self, room: int) -> None:
        self._room = room
        self._taken = 0.0
        self._held: dict[Hashable, tuple[Any, float]] = {}
        self._lock = Lock()

    def get(self, question: Hashable) -> Any:
        """Return the answer that was put for a question, or None."""
        with self._lock:
            found = self._held.pop(question, None)
            if found is None:
                return None
            self._held[question] = found  # at the end: used last
            return found[0]

    def put(self, question: Hashable, answer: Any, size: float) -> bool:
        """Keep an answer of so many bytes, if that is not too many; those used longest ago go for it."""
        with self._lock:
            self._taken -= self._held.pop(question, (None, 0))[1]
            if size > self._room:
                return False
            self._held[question] = (answer, size)
            self._taken += size
            while self._taken > self._room:
                oldest = next(iter(self._held))
                self._taken -= self._held.pop(oldest)[1]
            return True
