"""Detection of claims that may depend on each other, fast enough for a million claims.

Few do, so only these become objects, on which ``supports.independent`` then decides.
"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from sociogram.graph.claims.claim_table import ClaimTable
from sociogram.graph.claims.encode import Encoded
from sociogram.graph.columns import BoolArray, IntArray
from sociogram.graph.columns.arrays import unique


def dependent_groups(claims: ClaimTable, rows: IntArray, groups: IntArray) -> BoolArray:
    """Return, for each group of claims, whether two of them may depend on each other.

    They cannot if all voices differ, no voice relays what another says, no two claims cite the same unread
    document, and no text copies another.

    Args:
        claims: all claims.
        rows: the claims to examine; each has a voice.
        groups: the group of each of them, numbered from 0.
    """
    sizes = np.bincount(groups)
    found = np.zeros(len(sizes), dtype=np.bool_)
    several = np.flatnonzero(sizes[groups] > 1) if len(groups) else groups
    rows, groups = rows[several], groups[several]
    voices = claims.voices.codes[rows]
    found[_repeated(groups, voices)] = True
    found[_relayed(claims, rows, groups)] = True
    found[_citing_alike(claims, rows, groups)] = True
    found[_copied(claims, rows, groups)] = True
    return found


def _repeated(groups: IntArray, codes: IntArray) -> IntArray:
    """Return the groups in which a code occurs more than once."""
    order = np.lexsort((codes, groups))
    groups, codes = groups[order], codes[order]
    repeated: IntArray = groups[1:][(np.diff(groups) == 0) & (np.diff(codes) == 0)]
    return repeated


def _relayed(claims: ClaimTable, rows: IntArray, groups: IntArray) -> IntArray:
    """Return the groups in which the voice of one claim relays another, except as the author of a text."""
    numbers: dict[Hashable, int] = {}
    voices = claims.voices.numbered(numbers)[rows]
    claim, actor = _items(claims.via, rows, numbers)
    authors = claims.texts.array(lambda text: numbers.get(claims.sources.authors.get(text), -1))[rows]
    counts = (actor != authors[claim]) & (actor != voices[claim])
    claim, actor = claim[counts], actor[counts]
    width = np.int64(len(numbers))
    spoken = unique(groups * width + voices)
    relays = groups[claim] * width + actor
    is_spoken = spoken[np.searchsorted(spoken, relays) % max(len(spoken), 1)] == relays
    found: IntArray = groups[claim[is_spoken]]
    return found


def _citing_alike(claims: ClaimTable, rows: IntArray, groups: IntArray) -> IntArray:
    """Return the groups in which a document is cited more than once."""
    numbers: dict[Hashable, int] = {}
    cited = [_items(column, rows, numbers) for column in claims.documents]
    claim, document = (np.concatenate(parts) for parts in zip(*cited, strict=True))
    return _repeated(groups[claim], document)


def _copied(claims: ClaimTable, rows: IntArray, groups: IntArray) -> IntArray:
    """Return the groups with several claims from versions of one text."""
    sources = claims.sources
    is_copy = claims.texts.array(lambda text: text in sources.originals, np.bool_)[rows]
    near = np.flatnonzero(np.bincount(groups[is_copy], minlength=int(groups.max(initial=-1)) + 1)[groups] > 0)
    roots = claims.texts.map(lambda text: None if text is None else sources.root(text)).numbered({})
    return _repeated(groups[near], roots[rows[near]])


def _items(column: Encoded, rows: IntArray, numbers: dict[Hashable, int]) -> tuple[IntArray, IntArray]:
    """Return each item of the tuples in some rows: the position of its row among ``rows``, and its number.

    Args:
        column: the tuples.
        rows: the rows.
        numbers: the numbers of items, to which new items are added.
    """
    sizes = np.fromiter(map(len, column.values), dtype=np.int64, count=len(column.values))
    items = np.fromiter(
        (numbers.setdefault(item, len(numbers)) for items in column.values for item in items),
        dtype=np.int64,
        count=int(sizes.sum()),
    )
    codes = column.codes[rows]
    counts = sizes[codes]
    ends = np.cumsum(counts)
    offsets = np.arange(counts.sum()) - np.repeat(ends - counts, counts)
    firsts = np.cumsum(sizes) - sizes
    return np.repeat(np.arange(len(rows)), counts), items[np.repeat(firsts[codes], counts) + offsets]
