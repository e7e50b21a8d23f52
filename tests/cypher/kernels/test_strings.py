"""Strings by the column give what they give one by one, however their dictionary holds them."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sociogram.graph.columns import Column, ConstantColumn, TextColumn, column_of
from sociogram.graph.columns.dictionaries import string_array as texts_module
from sociogram.graph.columns.dictionaries.string_array import BoundedCache, StringArray
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.graph.columns.patch import objects, with_texts
from sociogram.graph.errors import CypherError
from sociogram.graph.memory.storage.table_file import MappedTextDictionary
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import values_of
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.expressions.calls import call, checked
from sociogram.queries.cypher.functions import functions
from sociogram.queries.cypher.functions.registry import lookup
from sociogram.queries.cypher.kernels.arithmetic import compare_columns
from sociogram.queries.cypher.kernels.strings import starts_with_column, text_test_column
from sociogram.queries.cypher.values import predicates

TEXTS = st.text(alphabet="abBéÉ€😀ß\0\n\ud800\udc00", max_size=5)
LISTS = st.lists(st.one_of(TEXTS, st.none()), min_size=17, max_size=40)


def sorted_dictionary(texts: list[str]) -> TextDictionary:
    return TextDictionary.of(texts)[0]


def unsorted_dictionary(texts: list[str]) -> TextDictionary:
    return TextDictionary(objects(texts, len(texts)), sorted=False)


def grown_dictionary(texts: list[str]) -> TextDictionary:
    half = len(texts) // 2
    return with_texts(sorted_dictionary(texts[:half]), texts[half:])[0]


def mapped_dictionary(texts: list[str]) -> TextDictionary:
    return MappedTextDictionary(StringArray.of(sorted(texts)), is_sorted=True)


DICTIONARIES = [sorted_dictionary, unsorted_dictionary, grown_dictionary, mapped_dictionary]


def held(values: list[str | None], make: Callable[[list[str]], TextDictionary], extra: str) -> TextColumn:
    """Hold strings over a dictionary that has a further one, which no row has."""
    dictionary = make(list(dict.fromkeys([extra, *(value for value in values if value is not None)])))
    codes = [-1 if value is None else dictionary.values.tolist().index(value) for value in values]
    return TextColumn(np.array(codes, dtype=np.int32), make(dictionary.values.tolist()))


HELD = st.builds(held, LISTS, st.sampled_from(DICTIONARIES), TEXTS)


def check(quick: Column | None, scalar: Callable[..., Any], column: Column, *others: Any) -> None:
    """Hold a column's answers to the scalar function's."""
    assert quick is not None
    assert values_of(quick) == [scalar(value, *others) for value in values_of(column)]


# ── Tests of strings ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("operator", ["STARTS WITH", "ENDS WITH", "CONTAINS"])
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_parts_of_strings(operator: str, data: Any) -> None:
    column = data.draw(HELD)
    whole = data.draw(st.sampled_from([value for value in values_of(column) if value] or ["a"]))
    begin, end = sorted((data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole)))))
    part = data.draw(st.sampled_from([whole[begin:end], whole + "a", data.draw(TEXTS)]))
    constant = ConstantColumn(part, len(column))
    for _ in range(2):  # the second time the answer is kept
        check(text_test_column(operator, column, constant), predicates.PREDICATES[operator], column, part)
    check(starts_with_column(column, constant), predicates.starts_with, column, part)


ATOMS = st.sampled_from(
    ["a", "b", "B", "é", "😀", ".", "[ab]", "[^a]", r"\.", r"\x61", r"\S", r"\R", r"\Qab\E", r"\p{L}", "(ab)",
     "(?:a|b)", "(b)", "(?i)", "(?iu)", "(?s)", "(?i:a)", "^", "$", r"\b", "(?=a)", "(?!a)", "\0", r"\_", " "]
)  # fmt: skip
PIECES = st.tuples(ATOMS, st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{0,1}", "+?", "*+"]))
PATTERNS = st.lists(PIECES, max_size=6).map(lambda pieces: "".join(map("".join, pieces)))


@given(HELD, st.lists(PATTERNS, min_size=1, max_size=3).map("|".join), st.sampled_from(["", ".*"]))
@example(held(["ab", "AB", "b"] * 6, sorted_dictionary, "Ab"), "(?i)a.*", "")
@example(held(["b", "bab", "ab"] * 6, sorted_dictionary, ""), "(?:ab)?b", "")
@example(held(["bb", "b", "ab"] * 6, sorted_dictionary, ""), "a?b", "")
@example(held(["a_b", "a[_]b"] * 9, sorted_dictionary, ""), r"a\_b", "")
@example(held(["É", "é", "e"] * 6, sorted_dictionary, ""), "(?iu).*é", "")
@settings(max_examples=300, deadline=None)
def test_regular_expressions(column: TextColumn, pattern: str, rest: str) -> None:
    pattern = rest + pattern + rest
    try:
        predicates.matches("", pattern)
    except CypherError:
        return  # a pattern that is none: an error, whoever looks first
    column = TextColumn(np.tile(column.codes, 3), column.dictionary)
    check(
        text_test_column("=~", column, ConstantColumn(pattern, len(column))),
        predicates.matches,
        column,
        pattern,
    )


def test_few_rows_of_many_strings_are_tested_one_by_one() -> None:
    dictionary, codes = TextDictionary.of([f"name {number}" for number in range(1000)])
    few = TextColumn(codes[:20], dictionary)
    part = ConstantColumn("9", 20)
    assert text_test_column("CONTAINS", few, part) is None
    assert text_test_column("CONTAINS", TextColumn(codes, dictionary), ConstantColumn("9", 1000)) is not None
    # now it is known of all
    check(text_test_column("CONTAINS", few, part), predicates.contains, few, "9")


@given(st.lists(TEXTS, max_size=30, unique=True), TEXTS)
@settings(max_examples=150, deadline=None)
def test_parts_that_lie_across_blocks(texts: list[str], part: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts_module, "_BLOCK", 4)
        encoded = StringArray.of(texts)
        assert encoded.containing(part).tolist() == [part in text for text in texts]
        lowered = [text.replace("B", "b") for text in texts]
        wanted = part.replace("B", "b")
        assert encoded.containing(part, any_case=True).tolist() == [wanted in text for text in lowered]
    assert encoded.texts() == texts
    assert [encoded.text(code) for code in range(len(texts))] == texts


@given(
    st.lists(TEXTS, max_size=20, unique=True), st.lists(st.sampled_from(["ab", "b", "\0a", "é"]), max_size=3)
)
@settings(max_examples=150, deadline=None)
def test_possible_beginnings(texts: list[str], sets: list[str]) -> None:
    members = [np.array([chr(code) in one for code in range(128)]) for one in sets]

    def possible(text: str) -> bool:
        for place, one in enumerate(sets):
            if place == len(text):
                return False
            if ord(text[place]) >= 128:
                return True
            if text[place] not in one:
                return False
        return True

    assert StringArray.of(texts).beginning(members).tolist() == list(map(possible, texts))


# ── Functions ──────────────────────────────────────────────────────────────────────────────────

OTHERS = {
    "left": [(0,), (2,), (-1,), (1.5,), (None,)],
    "right": [(0,), (2,)],
    "substring": [(0, 4), (1,), (2, -1), (1.0, True)],
    "replace": [("a", "bb"), ("", "x"), ("a", None)],
    "split": [("a",), ("",), (["a", "b"],)],
    "btrim": [(), ("ab",)],
    "ltrim": [(), ("ab",)],
    "rtrim": [(), ("ab",)],
    "normalize": [(), ("NFD",), ("no form",)],
    "nullIf": [("a",)],
}
OF_STRINGS = [
    (function.name, others)
    for function in functions()
    if function.parameters and function.deterministic and not function.aggregate
    and not function.needs_context and {"STRING", "ANY"}.intersection(function.parameters[0].types)
    for others in OTHERS.get(function.name, [()] if function.minimum == 1 else [])
]  # fmt: skip
NUMBERS = st.sampled_from(["1", " 2", "1.5", "true", "99999999999999999999", "1e400", "x"])


@pytest.mark.parametrize(("name", "others"), OF_STRINGS, ids=str)
@given(values=st.lists(st.one_of(TEXTS, NUMBERS, st.none()), min_size=65, max_size=70), data=st.data())
@settings(max_examples=15, deadline=None)
def test_functions_of_strings(
    name: str, others: tuple[Any, ...], values: list[str | None], data: Any
) -> None:
    function = lookup(name)
    assert function is not None
    column = held(values, data.draw(st.sampled_from(DICTIONARIES)), "99999999999999999999")
    batch = Batch({}, len(column))
    given_columns = [column, *(ConstantColumn(other, len(column)) for other in others)]
    compiled = call(function, [lambda _batch, _context, one=one: one for one in given_columns])
    scalar = checked(function)
    try:
        expected = [scalar(value, *others) for value in values]
    except CypherError as error:
        for _ in range(2):
            with pytest.raises(type(error)):
                compiled(batch, Context())
        return
    for _ in range(2):
        found = compiled(batch, Context()).to_list()
        assert list(map(repr, found)) == list(map(repr, expected))


def test_answers_of_a_function_are_compared_by_code() -> None:
    column = column_of(["Ada", "ADA", "Bob", None] * 20)
    lowered = call(lookup("toLower"), [lambda _batch, _context: column])(Batch({}, 80), Context())
    assert isinstance(lowered, TextColumn)
    equal = compare_columns("=", lowered, ConstantColumn("ada", 80), 80)
    assert equal.to_list() == [True, True, False, None] * 20


def test_arguments_that_are_equal_but_not_the_same_have_answers_of_their_own() -> None:
    column = column_of([f"text {number}" for number in range(80)])
    batch = Batch({}, 80)

    def cut(length: Any) -> list[Any]:
        parts = [lambda _batch, _context: column, lambda _batch, _context: ConstantColumn(length, 80)]
        return call(lookup("left"), parts)(batch, Context()).to_list()

    assert cut(1) == ["t"] * 80
    with pytest.raises(CypherError):
        cut(True)


# ── What is kept ───────────────────────────────────────────────────────────────────────────────


def test_the_answers_used_last_are_kept() -> None:
    answers = BoundedCache(100)
    for name in "abc":
        assert answers.put(name, name.upper(), 30)
    assert answers.get("a") == "A"
    assert answers.put("d", "D", 30)  # b was not used for longest
    assert [answers.get(name) for name in "abcd"] == ["A", None, "C", "D"]
    assert answers.put("a", "again", 100)
    assert [answers.get(name) for name in "acd"] == ["again", None, None]
    assert not answers.put("e", "E", 101)
    assert answers.get("a") == "again"


def test_answers_to_answers_are_kept_and_all_go_with_the_dictionary() -> None:
    column = column_of([f" Name {number} " for number in range(1000)])
    batch = Batch({}, 1000)

    def answered(name: str, of: Column) -> TextColumn:
        found = call(lookup(name), [lambda _batch, _context: of])(batch, Context())
        assert isinstance(found, TextColumn)
        return found

    def trimmed(column: Column) -> TextColumn:
        return answered("trim", answered("toLower", column))

    assert trimmed(column).to_list() == [f"name {number}" for number in range(1000)]
    made = weakref.ref(trimmed(column).dictionary)
    assert made() is trimmed(column).dictionary
    gc.disable()
    try:
        del column
        assert made() is None
    finally:
        gc.enable()


def test_strings_that_are_mapped_are_not_decoded_to_be_tested() -> None:
    texts = [f"näme {number:03}" for number in range(100)]
    dictionary = MappedTextDictionary(StringArray.of(texts), is_sorted=True)
    column = TextColumn(np.arange(100, dtype=np.int32), dictionary)
    starts = starts_with_column(column, ConstantColumn("näme 01", 100))
    contains = text_test_column("CONTAINS", column, ConstantColumn("me 01", 100))
    ends = text_test_column("ENDS WITH", column, ConstantColumn("1", 100))
    assert [sum(values_of(found)) for found in (starts, contains, ends)] == [10, 10, 10]
    assert dictionary._decoded is None
