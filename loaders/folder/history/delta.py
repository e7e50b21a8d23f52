"""A reverse delta: what turns the new version of a file back into the old one.

Unchanged rows keep their lines and their order, so both versions share long stretches. Only the old lines in
between are stored, so a delta is never larger than what was replaced, however scattered that is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ByteArray = npt.NDArray[np.uint8]

_LEAST_CHUNK, _MOST_CHUNK = 1 << 12, 1 << 20
"""Bytes compared at once; the number grows while they are equal."""

_LINES = 16
"""The number of lines in which a common line is first sought; it grows if there is none."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines of the new version, and the old ones in their position.

    Attributes:
        start: the offset in the new version.
        length: the number of bytes there.
        old: the old bytes.
    """

    start: int
    length: int
    old: bytes


@dataclass(frozen=True, slots=True)
class Delta:
    """The difference from the new version of a file to the old one.

    Attributes:
        hunks: where they differ, in ascending order.
    """

    hunks: tuple[Hunk, ...]

    def apply(self, new: bytes) -> bytes:
        r"""Return the old version.

        >>> reverse_delta(b"a\nb\nc\n", b"a\nx\ny\nc\n").apply(b"a\nx\ny\nc\n")
        b'a\nb\nc\n'
        """
        view, position = memoryview(new), 0
        pieces: list[bytes | memoryview] = []
        for hunk in self.hunks:
            pieces += [view[position : hunk.start], hunk.old]
            position = hunk.start + hunk.length
        return b"".join([*pieces, view[position:]])


def reverse_delta(old: bytes, new: bytes) -> Delta:
    """Return the delta that turns ``new`` into ``old``."""
    return Delta(tuple(_hunks(old, new)))


def _hunks(old: bytes, new: bytes) -> Iterator[Hunk]:
    i = j = 0
    old_end, new_end = _changed_ends(old, new)
    while i < old_end or j < new_end:
        equal = _shared(old, i, old_end, new, j, new_end)
        if i + equal < old_end or j + equal < new_end:
            # The line in which they start to differ has changed.
            equal = max(new.rfind(b"\n", j, j + equal) + 1 - j, 0)
        i, j = i + equal, j + equal
        if i < old_end or j < new_end:
            next_i, next_j = _common_line(old, i, old_end, new, j, new_end)
            yield Hunk(j, next_j - j, old[i:next_i])
            i, j = next_i, next_j


def _changed_ends(old: bytes, new: bytes) -> tuple[int, int]:
    """Return where the lines begin that both versions share at their end."""
    first, second = (np.frombuffer(text, np.uint8)[::-1] for text in (old, new))
    equal = _equal(first, second, min(len(old), len(new)))
    line = old.find(b"\n", len(old) - equal) + 1
    shared = len(old) - line if line else 0
    return len(old) - shared, len(new) - shared


def _shared(old: bytes, i: int, old_end: int, new: bytes, j: int, new_end: int) -> int:
    """Return the number of equal bytes from two offsets on."""
    first, second = np.frombuffer(old, np.uint8)[i:old_end], np.frombuffer(new, np.uint8)[j:new_end]
    return _equal(first, second, min(len(first), len(second)))


def _equal(first: ByteArray, second: ByteArray, size: int) -> int:
    """Return the number of equal items at the beginning of two arrays."""
    start, chunk = 0, _LEAST_CHUNK
    while start < size:
        stop = min(start + chunk, size)
        differs = first[start:stop] != second[start:stop]
        if differs.any():
            return start + int(differs.argmax())
        start, chunk = stop, min(2 * chunk, _MOST_CHUNK)
    return size


def _common_line(old: bytes, i: int, old_end: int, new: bytes, j: int, new_end: int) -> tuple[int, int]:
    """Return the offsets of the next line that both versions have, or their ends."""
    count = _LINES
    while True:
        old_lines, new_lines = _lines(old, i, old_end, count), _lines(new, j, new_end, count)
        offset_of = {old[start:stop]: start for start, stop in reversed(old_lines)}
        for start, stop in new_lines:
            found = offset_of.get(new[start:stop])
            if found is not None:
                return found, start
        if len(old_lines) < count and len(new_lines) < count:
            return old_end, new_end
        count *= 8


def _lines(text: bytes, start: int, end: int, count: int) -> list[tuple[int, int]]:
    """Return where the next lines start and stop."""
    lines: list[tuple[int, int]] = []
    while start < end and len(lines) < count:
        stop = text.find(b"\n", start, end) + 1 or end
        lines.append((start, stop))
        start = stop
    return lines
