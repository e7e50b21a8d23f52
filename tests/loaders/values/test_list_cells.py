"""Several values in one cell, as people and programs write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.loaders.values.lists import braced_lists, list_parts, short_names, split_list
from sociogram.loaders.values.types import join_values, split_chain, split_values

LISTS = {
    "one": ("Nadia Orr", ["Nadia Orr"]),
    "sociogram's bars": ("Nan | Orr; N.", ["Nan", "Orr; N."]),
    "bars without spaces": ("Nan|Orr|N. Orr", ["Nan", "Orr", "N. Orr"]),
    "semicolons": ("Nan;Orr ; N. Orr;", ["Nan", "Orr", "N. Orr"]),
    "lines": ("Nan\nOrr\r\nN. Orr", ["Nan", "Orr", "N. Orr"]),
    "a value twice": ("Nan;Orr;Nan", ["Nan", "Orr"]),
    "quoted values": ('"AO ""Veter""";Wind JSC', ['AO "Veter"', "Wind JSC"]),
    "a quoted value that holds the sign": ('"Orr; Sons";OS', ["Orr; Sons", "OS"]),
    "quotes in a name": ('"Ox" Tarr; Ox', ['"Ox" Tarr', "Ox"]),
    "a nickname alone": ('"Ox"', ['"Ox"']),
    "JSON": ('["Orr; Sons", "OS"]', ["Orr; Sons", "OS"]),
    "Python": ("['Nan', \"O'Rr\"]", ["Nan", "O'Rr"]),
    "a tuple": ("('Nan', 'Orr')", ["Nan", "Orr"]),
    "an empty list": ("[]", []),
    "PostgreSQL": ('{NL,"North, Sea"}', ["NL", "North, Sea"]),
    "a remark in brackets": ("[sic]", ["[sic]"]),
    "numbers in brackets": ("[1, 2]", ["[1, 2]"]),
    "a character reference": ("Orr &amp; Sons;OS", ["Orr &amp; Sons", "OS"]),
    "an address with a semicolon": ("https://a.example/p;id=1", ["https://a.example/p;id=1"]),
    "addresses": ("https://a.example/1;https://a.example/2", ["https://a.example/1", "https://a.example/2"]),
}


@pytest.mark.parametrize("case", LISTS)
def test_a_list_in_a_cell(case):
    cell, values = LISTS[case]
    assert split_list(cell) == values


VALUES = (
    st.text(st.sampled_from("ab|;,\"\n{}[]()&# x:/'"), min_size=1, max_size=8).map(str.strip).filter(bool)
)


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_a_list_that_was_written_is_read_as_it_was(values):
    cell = join_values(values)
    assert list_parts(cell) == split_chain(cell) == values
    assert split_list(cell) == list(dict.fromkeys(split_chain(cell)))


@given(st.text(st.sampled_from("ab|;,\"\n{}[]()&#x \x00'")))
def test_any_cell_is_some_list(cell):
    assert all(value == value.strip() != "" for value in split_list(cell))


@given(st.lists(VALUES, min_size=1, max_size=4, unique=True))
def test_both_readers_agree_on_what_was_written(values):
    assert split_list(join_values(values)) == split_values(join_values(values)) == values


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Nan, Orr, N. Orr", ["Nan", "Orr", "N. Orr"]),
        ("NL,BE", ["NL", "BE"]),
        ("Orr Mills, Ltd", None),
        ("Orr, S.A.", None),
        ("Tarr, Jr.", None),
        ("Ash, Elm & Sons", None),
        ("Nordland, Republic of", None),
        ("Office 4, 2", None),
        ("Nadia, whom all of the harbour knew", None),
        ("Nan", None),
    ],
)
def test_commas_separate_short_names_only(cell, names):
    assert short_names(cell) == names


BRACED = {
    ('{"harbour, old",ship}', "{}", "{ship}"): [["harbour, old", "ship"], [], ["ship"]],
    ("{NL,BE}", "{NL}"): [["NL", "BE"], ["NL"]],
    ("{sic}", "{ed}"): None,
    ("{NL,BE}", "NL"): None,
}


@pytest.mark.parametrize(("cells", "lists"), BRACED.items())
def test_a_column_of_arrays_has_arrays_of_one_value_and_of_none(cells, lists):
    found = braced_lists(cells)
    assert (found and list(found.values())) == lists
