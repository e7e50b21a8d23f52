"""Cache function results for all strings of a dictionary, for later rows and queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from sys import getsizeof
from typing import Any, Final, TypeAlias

import numpy as np

from sociogram.graph.columns import (
    BoolColumn,
    Column,
    ConstantColumn,
    FloatColumn,
    IntColumn,
    TextColumn,
    column_of,
)
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.graph.errors import CypherError, LimitExceeded

Answering: TypeAlias = Callable[[list[Any]], list[Any]]

_WIDER: Final = 4
"""The maximum number of strings of the dictionary per row for which all of them are evaluated."""
_PLAIN: Final = frozenset({str, int, float, bool, type(None)})
_NOT_CACHEABLE: Final = object()


def cached_results(question: Sequence[Any], column: TextColumn, answering: Answering) -> Column | None:
    """Return the result of a function for each row, using the cache of the column's dictionary.

    Args:
        question: identifies the function and its other arguments.
        column: the argument that varies; null gives null.
        answering: computes the results for a list of strings.

    Returns:
        The results. None if evaluating only the strings that occur is cheaper, if the function raises for
        a string, or if its results cannot be cached.
    """
    dictionary = column.dictionary
    if not _PLAIN.issuperset(map(type, question)):
        return None
    # in Python, 1 == True and 0.0 == -0.0, but as arguments they differ
    key = tuple((type(piece), repr(piece)) for piece in question)
    found = dictionary.cached(key)
    if found is _NOT_CACHEABLE:
        return None
    if found is None:
        if len(dictionary) > _WIDER * len(column):
            return None
        try:
            found = _by_code(answering(dictionary.values.tolist()), dictionary)
        except (CypherError, LimitExceeded):  # possibly for a string that no row has
            found = None
        question_size = sum(map(getsizeof, question))
        if found is None or not dictionary.cache(key, found, question_size + _size(found)):
            dictionary.cache(key, _NOT_CACHEABLE, question_size)
            if found is None:
                return None
    answers: Column = found
    return answers.take(column.codes.astype(np.int64))


def _by_code(answers: list[Any], dictionary: TextDictionary) -> Column:
    """Build a column of the results with a null at the end, where the code -1 finds it."""
    answers.append(None)
    if {type(answer) for answer in answers} == {str, type(None)}:
        results, codes = TextDictionary.of(answers, dictionary)
        return TextColumn(codes, results)
    return column_of(answers)


def _size(column: Column) -> float:
    """Return the size of a column in bytes; infinity if it may contain objects of any size."""
    if isinstance(column, TextColumn):
        strings = column.dictionary.values
        return column.codes.nbytes + strings.nbytes + sum(map(getsizeof, strings.tolist()))
    if isinstance(column, IntColumn | FloatColumn | BoolColumn):
        return column.stored.nbytes + len(column)
    return 0 if isinstance(column, ConstantColumn) else inf
