"""Looks up the strings of one array in another, all at once and without a Python object for each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sociogram.graph.columns.arrays import AnyArray, BoolArray, CodeArray, IntArray
from sociogram.graph.columns.dictionaries.string_array import StringArray

_BATCH_SIZE = 1 << 16
_WORD = 8
_LONGEST = 1 << 10
"""In bytes. Reading eight bytes of all strings at a time does not pay off for longer ones."""

_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_WORD + 1)], dtype=np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(29)


def codes_in(held: StringArray, wanted: StringArray) -> CodeArray | None:
    """Return the code in ``held`` of each wanted string, -1 if it is not there; None if unknown.

    It is unknown for very long strings, and if two strings of ``held`` are equal or share a hash.

    >>> codes_in(StringArray.of(["a", "c"]), StringArray.of(["c", "b"])).tolist()
    [1, -1]
    """
    if _are_equal(held, wanted):
        return np.arange(len(wanted), dtype=np.int32)
    if not len(held) or not len(wanted):
        return np.full(len(wanted), -1, dtype=np.int32)
    if max(int(np.diff(array.offsets).max()) for array in (held, wanted)) > _LONGEST:
        return None
    hashes = _hashes(held)
    order = np.argsort(hashes).astype(np.int32)
    hashes = hashes[order]
    if bool((hashes[1:] == hashes[:-1]).any()):
        return None
    own = _hashes(wanted)
    positions = np.minimum(np.searchsorted(hashes, own), len(hashes) - 1)
    codes: CodeArray = np.where(hashes[positions] == own, order[positions], np.int32(-1))
    found = np.flatnonzero(codes >= 0)
    codes[found[~_same_texts(held, codes[found], wanted, found)]] = -1
    return codes


def _are_equal(one: StringArray, other: StringArray) -> bool:
    return (
        len(one.data) == len(other.data)
        and np.array_equal(one.offsets, other.offsets)
        and np.array_equal(one.data, other.data)
    )


def _hashes(strings: StringArray) -> AnyArray:
    """Return the hash of each string."""
    found = np.empty(len(strings), dtype=np.uint64)
    for begin in range(0, len(strings), _BATCH_SIZE):
        codes = np.arange(begin, min(begin + _BATCH_SIZE, len(strings)))
        hashes = np.zeros(len(codes), dtype=np.uint64)
        for rows, words in _words(strings, codes):
            mixed = hashes[rows] * _MIX
            hashes[rows] = (mixed ^ (mixed >> _FOLD)) + words
        found[codes] = hashes
    return found


def _same_texts(one: StringArray, codes: AnyArray, other: StringArray, others: IntArray) -> BoolArray:
    """Return, for each pair of codes, whether they have the same string."""
    same: BoolArray = np.diff(one.offsets)[codes] == np.diff(other.offsets)[others]
    for begin in range(0, len(codes), _BATCH_SIZE):
        rows = begin + np.flatnonzero(same[begin : begin + _BATCH_SIZE])
        pairs = zip(_words(one, codes[rows]), _words(other, others[rows]), strict=True)
        for (some, words), (_, theirs) in pairs:
            same[rows[some[words != theirs]]] = False
    return same


def _words(strings: StringArray, codes: AnyArray) -> Iterator[tuple[IntArray, AnyArray]]:
    """Yield strings eight bytes at a time, with zeros after their ends: positions in ``codes``, and bytes."""
    starts, lengths = strings.offsets[codes], strings.offsets[codes + 1] - strings.offsets[codes] - 1
    rows = np.arange(len(codes))
    data = strings.data
    if len(codes) and int(starts.max() + lengths.max()) + _WORD > len(data):
        # Reads are eight bytes wide, so the last strings need some after them.
        first = int(starts.min())
        data = np.concatenate([data[first:], np.zeros(_WORD, dtype=np.uint8)])
        starts = starts - first
    windows = np.ndarray((max(0, len(data) - _WORD + 1),), dtype="<u8", buffer=data.data, strides=(1,))
    for offset in range(0, int(lengths.max(initial=0)), _WORD):
        rows = rows[lengths[rows] > offset]
        left = np.minimum(lengths[rows] - offset, _WORD)
        yield rows, windows[starts[rows] + offset] & _MASKS[left]
