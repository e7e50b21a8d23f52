"""Strings as bytes give what they give as strings, one by one, some at once, or all."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sociogram.graph.columns import TextColumn
from sociogram.graph.columns.dictionaries.string_array import StringArray
from sociogram.graph.columns.dictionaries.utf8_dictionary import Utf8Dictionary
from sociogram.graph.neo4j.merge.column_parameters import values_at

TEXTS = st.lists(st.text(alphabet="abé€😀\0\x1f\n\ud800", max_size=5), min_size=1, unique=True).map(sorted)


def dictionary_of(texts: list[str]) -> Utf8Dictionary:
    return Utf8Dictionary(StringArray.of(texts), is_sorted=True)


@settings(deadline=None)
@given(TEXTS, st.data())
def test_some_strings(texts: list[str], data: st.DataObject) -> None:
    codes = data.draw(st.lists(st.integers(-1, len(texts) - 1)))
    found = StringArray.of(texts).take(np.array(codes, dtype=np.int64))
    assert found == ["" if code < 0 else texts[code] for code in codes]


@settings(deadline=None)
@given(TEXTS, st.text(alphabet="ab\0\x1f\n"))
def test_characters_that_any_string_holds(texts: list[str], characters: str) -> None:
    expected = any(character in text for text in texts for character in characters)
    assert StringArray.of(texts).may_contain_any(characters) == expected


@settings(deadline=None)
@given(TEXTS)
def test_a_dictionary_of_bytes(texts: list[str]) -> None:
    dictionary = dictionary_of(texts)
    assert [dictionary.code_of(text) for text in texts] == list(range(len(texts)))
    assert dictionary.code_of("not there") == -1
    for _ in range(3):  # first a few by themselves, then all at once
        assert [dictionary.text(code) for code in range(len(texts))] == texts
    assert dictionary.texts(np.arange(len(texts), dtype=np.int32)) == texts
    assert dictionary_of(texts).values.tolist() == texts


def test_a_few_rows_of_a_column_leave_the_others_bytes() -> None:
    texts = sorted(f"sentence {number}" for number in range(100))
    column = TextColumn(np.array([3, -1, 99, 3], dtype=np.int32), dictionary_of(texts))
    assert values_at(column, np.arange(4)) == [texts[3], None, texts[99], texts[3]]
    assert isinstance(column.dictionary, Utf8Dictionary)
    assert column.dictionary._decoded is None
