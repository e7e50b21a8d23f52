"""String predicates on whole columns, evaluated once per string of the dictionary, on bytes if possible.

As with the other kernels, None means that the kernel does not apply; the scalar function is then called.
"""

from __future__ import annotations

from collections.abc import Callable
from sys import getsizeof
from typing import Final

import numpy as np

from sociogram.graph.columns import BoolArray, BoolColumn, Column, ConstantColumn, TextColumn
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary


def starts_with_column(column: Column, prefix: Column) -> Column | None:
    """Return ``STARTS WITH``, a test for a range of codes if the dictionary is sorted."""
    if not isinstance(column, TextColumn) or not column.dictionary.sorted:
        return text_test_column("STARTS WITH", column, prefix)
    if type(prefix) is not ConstantColumn or type(prefix.constant) is not str:
        return None
    low, high = column.dictionary.range_of(prefix.constant)
    return _truth((column.codes >= low) & (column.codes < high), column)


def text_test_column(operator: str, column: Column, piece: Column) -> Column | None:
    """Return ``STARTS WITH``, ``CONTAINS``, ``ENDS WITH`` or ``=~`` with a constant string."""
    if not isinstance(column, TextColumn):
        return None
    if type(piece) is not ConstantColumn or type(piece.constant) is not str:
        return None
    dictionary, text = column.dictionary, piece.constant
    hits: BoolArray | None = dictionary.cached((operator, text))
    if hits is None:
        test, most = _TESTS[operator]
        if len(dictionary) > most * len(column):
            return None
        # -1, the code of null, reads the False at the end
        hits = np.append(test(dictionary, text), False)
        dictionary.cache((operator, text), hits, hits.nbytes + getsizeof(text))
    return _truth(hits[column.codes], column)


def _truth(true: BoolArray, column: TextColumn) -> BoolColumn:
    nulls = column.codes < 0
    return BoolColumn(true, nulls if nulls.any() else None)


def _matching(dictionary: TextDictionary, pattern: str) -> BoolArray:
    from sociogram.queries.cypher.kernels.compiled import watched_map
    from sociogram.queries.cypher.values.regex.matcher import compiled, required
    from sociogram.queries.cypher.values.regex.required_text import possible_texts

    fits = compiled(pattern)
    possible = possible_texts(required(pattern), dictionary)
    if possible is None:
        return np.array(watched_map(fits, dictionary.values.tolist()), dtype=np.bool_)
    codes = np.flatnonzero(possible).astype(np.int32)
    possible[codes] = watched_map(fits, dictionary.texts(codes))
    return possible


_TESTS: Final[dict[str, tuple[Callable[[TextDictionary, str], BoolArray], int]]] = {
    "STARTS WITH": (lambda dictionary, text: dictionary.encoded().starting(text), 8),
    "CONTAINS": (lambda dictionary, text: dictionary.encoded().containing(text), 8),
    "ENDS WITH": (lambda dictionary, text: dictionary.encoded().ending(text), 8),
    "=~": (_matching, 4),
}
"""The test of each operator; up to this many strings per row, testing all strings is faster than all rows."""
