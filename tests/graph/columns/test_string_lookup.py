"""Strings of one array are found in another as a list finds them."""

from hypothesis import given
from hypothesis import strategies as st

from sociogram.graph.columns.dictionaries.string_array import StringArray
from sociogram.graph.columns.dictionaries.string_lookup import codes_in
from sociogram.graph.columns.dictionaries.utf8_dictionary import Utf8Dictionary

TEXTS = st.text(alphabet="ab\0éß😀", max_size=20)
HELD = st.lists(TEXTS, unique=True, max_size=30)


@given(HELD, st.lists(TEXTS, max_size=30))
def test_codes_are_those_of_a_search(held: list[str], wanted: list[str]) -> None:
    dictionary = Utf8Dictionary(StringArray.of(sorted(held)), is_sorted=True)
    other = Utf8Dictionary(StringArray.of(wanted), is_sorted=False)
    codes = {text: code for code, text in enumerate(sorted(held))}
    expected = [codes.get(text, -1) for text in wanted]
    assert other.codes_in(dictionary).tolist() == expected
    assert dictionary.codes_of(wanted).tolist() == expected


def test_many_strings_that_differ_in_their_last_letter() -> None:
    held = [f"{'x' * (number % 40)}{number}" for number in range(70_000)]
    found = codes_in(
        StringArray.of(held), StringArray.of([f"{text}!" if text[-1] == "7" else text for text in held])
    )
    assert found is not None
    assert found.tolist() == [-1 if text[-1] == "7" else code for code, text in enumerate(held)]


def test_long_strings_are_left_to_a_dict() -> None:
    held = StringArray.of(["a" * 5000, "b"])
    assert codes_in(held, StringArray.of(["b", "c"])) is None
