"""A reverse delta: the bytes that turn the new version of a file back into the old one.

Both versions share a beginning and an end, because unchanged rows keep their lines. Only the bytes in
between are stored, so a delta is never larger than the bytes that were replaced.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_CHUNK = 1 << 20
"""Bytes compared at once."""


@dataclass(frozen=True, slots=True)
class Delta:
    """The difference from the new version of a file to the old one.

    Attributes:
        start: the number of bytes that both versions share at the beginning.
        end: the number of bytes that both share at the end.
        middle: the old bytes in between.
    """

    start: int
    end: int
    middle: bytes

    def apply(self, new: bytes) -> bytes:
        """Return the old version.

        >>> reverse_delta(b"a,b,c", b"a,x,y,c").apply(b"a,x,y,c")
        b'a,b,c'
        """
        return new[: self.start] + self.middle + new[len(new) - self.end :]


def reverse_delta(old: bytes, new: bytes) -> Delta:
    """Return the delta that turns ``new`` into ``old``."""
    start = _shared(old, new)
    end = _shared(old[start:], new[start:], backwards=True)
    return Delta(start, end, old[start : len(old) - end])


def _shared(a: bytes, b: bytes, *, backwards: bool = False) -> int:
    """Return the number of bytes that two texts share at the beginning, or at the end."""
    size = min(len(a), len(b))
    first, second = np.frombuffer(a, np.uint8), np.frombuffer(b, np.uint8)
    if backwards:
        first, second = first[::-1], second[::-1]
    for start in range(0, size, _CHUNK):
        stop = min(start + _CHUNK, size)
        differs = np.flatnonzero(first[start:stop] != second[start:stop])
        if len(differs):
            return start + int(differs[0])
    return size
