"""Answers of functions to all strings of a dictionary, kept with it: later rows and queries look them up."""

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
from sociogram.graph.columns.text_dictionary import TextDictionary
from sociogram.graph.errors import CypherError, LimitExceeded

Answering: TypeAlias = Callable[[list[Any]], list[Any]]

_WIDER: Final = 4
"""So many strings for each row are answered at once, for the sake of the rows to come."""
_PLAIN: Final = frozenset({str, int, float, bool, type(None)})
_NOT_KEPT: Final = object()


def kept_answers(question: Sequence[Any], column: TextColumn, answering: Answering) -> Column | None:
    """Return a function's answer for each row, by way of what is kept with the column's dictionary.

    Args:
        question: tells the function and its other arguments from any others.
        column: the argument that varies; where it is null, the answer is.
        answering: gives the answers for a list of strings.

    Returns:
        None where those strings are better answered that occur: there are many more, or the function fails
        for one of them, or its answers cannot be kept.
    """
    dictionary = column.dictionary
    if not _PLAIN.issuperset(map(type, question)):
        return None
    # 1 and true are equal, and so are 0.0 and -0.0, and yet not the same argument
    key = tuple((type(part), repr(part)) for part in question)
    found = dictionary.kept(key)
    if found is _NOT_KEPT:
        return None
    if found is None:
        if len(dictionary) > _WIDER * len(column):
            return None
        try:
            found = _by_code(answering(dictionary.values.tolist()), dictionary)
        except (CypherError, LimitExceeded):  # perhaps for a string that no row has
            found = None
        asked = sum(map(getsizeof, question))
        if found is None or not dictionary.keep(key, found, asked + _size(found)):
            dictionary.keep(key, _NOT_KEPT, asked)
            if found is None:
                return None
    answers: Column = found
    return answers.take(column.codes.astype(np.int64))


def _by_code(answers: list[Any], dictionary: TextDictionary) -> Column:
    """Return a column of the answers, and of null behind the last, where the code -1 reads it."""
    answers.append(None)
    if {type(answer) for answer in answers} == {str, type(None)}:
        made, codes = TextDictionary.of(answers, dictionary)
        return TextColumn(codes, made)
    return column_of(answers)


def _size(column: Column) -> float:
    """Return how many bytes a column takes; what holds lists and the like may take any number."""
    if isinstance(column, TextColumn):
        strings = column.dictionary.values
        return column.codes.nbytes + strings.nbytes + sum(map(getsizeof, strings.tolist()))
    if isinstance(column, IntColumn | FloatColumn | BoolColumn):
        return column.stored.nbytes + len(column)
    return 0 if isinstance(column, ConstantColumn) else inf
