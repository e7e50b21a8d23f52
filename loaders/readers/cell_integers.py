"""Integers in cells, read eight digits at a time."""

from __future__ import annotations

import numpy as np

from sociogram.graph.columns import AnyArray, BoolArray, CodeArray, IntArray
from sociogram.loaders.readers.cell_texts import MASKS, Words

_LONGEST_INTEGER = 16
_POWERS = np.array([10**digits for digits in range(_LONGEST_INTEGER + 1)], dtype=np.int64)
_SHIFTS = np.array([56, *range(56, -1, -8)], dtype=np.uint64)
_BYTE, _MINUS, _ZERO = np.uint64(0xFF), np.uint64(ord("-")), np.uint64(ord("0"))
_ZEROS = np.uint64(0x3030303030303030)
_HIGH_HALVES = np.uint64(0xF0F0F0F0F0F0F0F0)
_THREES = np.uint64(0x3333333333333333)
_SIX = np.uint64(0x0606060606060606)
_PAIRS = (
    (np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64((10 << 8) + 1), np.uint64(8)),
    (np.uint64(0x00FF00FF00FF00FF), np.uint64((100 << 16) + 1), np.uint64(16)),
    (np.uint64(0x0000FFFF0000FFFF), np.uint64((10_000 << 32) + 1), np.uint64(32)),
)
"""To combine neighbours (digits, then pairs, then fours): mask, factors and shift."""


def integers_in(words: Words, lengths: CodeArray) -> IntArray | None:
    """Return the integers in the cells, 0 for an empty one; None if a cell is not an integer.

    An integer is written as Python writes it, in at most sixteen characters, although 64 bits may hold more.
    """
    if int(lengths.max(initial=0)) > _LONGEST_INTEGER:
        return None
    word = words[0][1]
    is_negative = (word & _BYTE) == _MINUS
    if bool(is_negative.any()):
        word = np.where(is_negative, word ^ (_MINUS ^ _ZERO), word)
    else:
        is_negative = None
    if not _are_canonical(word, is_negative, lengths):
        return None
    values = _eight_digits(word, np.minimum(lengths, 8))
    for rows, more in words[1:]:
        digits = lengths[rows] - 8
        rest = None if values is None else _eight_digits(more, digits)
        if values is None or rest is None:
            return None
        values[rows] = values[rows] * _POWERS[digits] + rest
    if is_negative is not None and values is not None:
        values[is_negative] *= -1
    return values


def _are_canonical(word: AnyArray, is_negative: BoolArray | None, lengths: CodeArray) -> bool:
    """Return whether no number has leading zeros or is a negative zero or a lone minus sign."""
    is_zero = (word & _BYTE) == _ZERO
    if is_negative is None:
        return not bool((is_zero & (lengths > 1)).any())
    second = (word >> np.uint64(8)) & _BYTE
    wrong = np.where(is_negative, (lengths < 2) | (second == _ZERO), is_zero & (lengths > 1))
    return not bool(wrong.any())


def _eight_digits(word: AnyArray, digits: CodeArray) -> IntArray | None:
    """Return the numbers that up to eight digits spell; None if a byte is not a digit."""
    filled = word | (_ZEROS & ~MASKS[digits])
    if bool(((filled & _HIGH_HALVES) | (((filled + _SIX) & _HIGH_HALVES) >> np.uint64(4)) != _THREES).any()):
        return None
    # The first digit is in the lowest byte: the shift drops the filled ones and adds leading zeros.
    values: AnyArray = filled << _SHIFTS[digits]
    for mask, factors, shift in _PAIRS:
        values = ((values & mask) * factors) >> shift
    found: IntArray = values.astype(np.int64)
    return found
