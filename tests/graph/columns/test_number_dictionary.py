"""Numbers as strings: the same strings, looked up as numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sociogram.graph.columns.dictionaries.number_dictionary import NumberDictionary

NUMBERS = st.sets(st.integers(0, 2**40), min_size=1, max_size=8)


@given(numbers=NUMBERS, others=st.lists(st.text(max_size=3) | st.integers(-9, 99).map(str)))
def test_its_strings_are_the_decimal_forms(numbers: set[int], others: list[str]) -> None:
    ordered = sorted(numbers)
    dictionary = NumberDictionary(np.array(ordered, dtype=np.int64))
    texts = list(map(str, ordered))
    assert dictionary.values.tolist() == texts
    assert dictionary.texts(np.arange(len(texts))) == [dictionary.text(code) for code in range(len(texts))]
    assert [texts.index(text) if text in texts else -1 for text in [*texts, *others]] == [
        dictionary.code_of(text) for text in [*texts, *others]
    ]


def test_other_spellings_of_a_number_are_other_strings() -> None:
    dictionary = NumberDictionary(np.array([0, 7, 70], dtype=np.int64))
    spellings = ["07", "+7", " 7", "7.0", "", "٧", "7" * 40, "0", "7"]
    assert dictionary.codes_of(spellings).tolist() == [-1, -1, -1, -1, -1, -1, -1, 0, 1]
