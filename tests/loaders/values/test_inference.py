"""What the texts of a column are, by its title and all of them together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.loaders.values.inference import infer

# Title, texts, delimiter, and the values; None: the column is text.
COLUMNS = {
    "whole numbers": ("age", ["30", "41"], ",", [30, 41]),
    "numbers and nothing": ("age", ["30", "unknown", "n.d."], ",", [30, None, None]),
    "marks": ("heard", ["x", "X"], ",", [True, True]),
    "a letter": ("grade", ["X"], ",", None),
    "marks and words": ("heard", ["x", "no"], ",", [True, False]),
    "ticks and crosses": ("heard", ["✓", "x"], ",", [True, False]),
    "marks and other words": ("heard", ["x", "twice"], ",", None),
    "a mark below the title of a code": ("class code", ["x"], ",", None),
    "decimals": ("score", ["1.5", "2"], ",", [1.5, 2.0]),
    "codes that end in zero": ("sector", ["64.20", "64.2"], ",", None),
    "versions": ("version", ["1.1", "1.9"], ",", None),
    "leading zeros": ("zip", ["01012", "3011"], ",", None),
    "prices": ("price", ["12.50", "3.00"], ",", [12.5, 3.0]),
    "decimal commas": ("weight", ["7,5", "12,25", "3"], ";", [7.5, 12.25, 3.0]),
    "decimal commas without a telling title": ("rate", ["7,5", "0,25"], ";", [7.5, 0.25]),
    "pairs after a comma": ("pages", ["12,25", "7,5"], ",", None),
    "thousands": ("amount", ["1,250,000", "2,500", "900"], ",", [1250000, 2500, 900]),
    "thousands with points": ("bedrag", ["1.250.000", "2.500,75"], ";", [1250000.0, 2500.75]),
    "thousands with spaces": ("montant", ["1 250 000", "2\u202f500"], ";", [1250000, 2500]),
    "comma or thousands": ("amount", ["1,250", "2,500"], ";", None),
    "thousands of a country with decimal points": ("amount", ["1,250", "900"], ",", [1250, 900]),
    "thousands of a country with decimal commas": ("employees", ["1.250", "900"], ";", [1250, 900]),
    "three decimals of a measure": ("weight", ["1.250", "0.900"], ";", [1.25, 0.9]),
    "one currency, spelt in two ways": (
        "amount",
        ["€ 12.500,00", "750 euro", "€1.200,-"],
        ";",
        [12500.0, 750.0, 1200.0],
    ),
    "subtracted, in brackets": ("amount", ["(500)", "1,200.50"], ",", [-500.0, 1200.5]),
    "subtracted, with the sign behind": ("balance", ["500.00-", "20"], ",", [-500.0, 20.0]),
    "brackets under another title": ("note", ["(500)", "20"], ",", None),
    "telephones": ("phone", ["555 123 456"], ",", None),
    "numbers of a register": ("register", ["404.616.494"], ",", None),
    "currency": ("fee", ["€ 1.200,50", "€ 3"], ";", [1200.5, 3.0]),
    "thousands of a currency with points": ("fee", ["€2.500", "€900"], ",", [2500, 900]),
    "a currency with commas and points": ("fee", ["€2.500", "€3,750"], ",", None),
    "thousands or three decimals of a percentage": ("held", ["2,500%"], ",", None),
    "points in a count between commas": ("population", ["1.200", "3.400"], ",", None),
    "commas and points in a count": ("population", ["1,200", "1.300"], ",", None),
    "two currencies": ("fee", ["€5", "$7"], ",", None),
    "millions in words": ("worth", ["1.5 million", "300 thousand"], ",", [1500000, 300000]),
    "millions in German": ("Betrag", ["1,5 Mio.", "3 Mrd. EUR", "250"], ";", [1500000, 3000000000, 250]),
    "letters for millions of money": ("paid", ["$1.5m", "$300k"], ",", [1500000, 300000]),
    "metres": ("length", ["1.5 m", "3 m"], ",", None),
    "rooms": ("room", ["5B", "7B"], ",", None),
    "a billion beside decimal commas": ("wert", ["1,5 billion"], ";", None),
    "percent": ("held", ["25%", "12.5 %"], ",", [25.0, 12.5]),
    "negative": ("balance", ["-1,250.50", "3"], ",", [-1250.5, 3.0]),
    "Dutch truth": ("active", ["ja", "nee"], ",", [True, False]),
    "Spanish truth": ("is_current", ["sí", "no"], ",", [True, False]),
    "German truth": ("aktiv", ["ja", "nein"], ",", [True, False]),
    "one word of truth": ("answer", ["no"], ",", None),
    "one word where the title asks": ("is_retired", ["oui"], ",", [True]),
    "ones and zeros": ("flag", ["1", "0"], ",", [1, 0]),
    "lists of JSON": ("codes", ['["a"]', "[]"], ",", [["a"], []]),
    "tags": ("tags", ["war; peace", "law"], ",", [["war", "peace"], ["law"]]),
    "one delimiter in all cells": (
        "hobbies",
        ["chess; law", "law; war", "sea"],
        ",",
        [["chess", "law"], ["law", "war"], ["sea"]],
    ),
    "commas between values that stand anywhere": (
        "hobbies",
        ["chess, law", "law, war"],
        ",",
        [["chess", "law"], ["law", "war"]],
    ),
    "a country behind a comma": ("birthplace", ["Ghent, Belgium", "Lille, France"], ",", None),
    "a country behind a comma, twice": ("birthplace", ["Ghent, Belgium", "Bruges, Belgium"], ",", None),
    "lines of an address": ("address", ["Mill Lane; Ghent", "Quay; Lille"], ",", None),
    "one cell with a delimiter": ("hobby", ["chess; law", "sea"], ",", None),
    "remarks with semicolons": ("remark", ["said it; then denied it"], ",", None),
}


@pytest.mark.parametrize("case", COLUMNS)
def test_a_column(case):
    title, texts, delimiter, values = COLUMNS[case]
    found = infer(title, texts, delimiter)
    assert (None if found is None else [found.values.get(text) for text in texts]) == values


def test_units_stay():
    found = infer("fee", ["$2,500", "900"])
    assert found is not None
    assert (found.values, found.units) == ({"$2,500": 2500, "900": 900}, {"$2,500": "$"})


def test_the_report_says_what_was_read_otherwise():
    assert infer("active", ["ja", "nee"]).remark == "`ja` as true, `nee` as false"
    assert infer("weight", ["7,5", "3", "unknown"], ";").remark == (
        "`7,5` as 7.5, `3` as 3.0 (decimal commas); `unknown` as empty"
    )


@given(st.lists(st.floats(-1e9, 1e9).map(lambda value: round(value, 2)), min_size=1, unique=True))
@pytest.mark.parametrize(("thousands", "mark"), [(",", "."), (".", ","), (" ", ","), ("'", ".")])
def test_numbers_that_were_written_are_read_as_they_were(thousands, mark, values):
    texts = [f"{value:,.2f}".translate({ord(","): thousands, ord("."): mark}) for value in values]
    found = infer("amount", texts, ";")
    assert found is not None
    assert [found.values[text] for text in texts] == values


@given(st.lists(st.text(st.sampled_from("0123456789.,-%$€ '\u00a0janeosí"), min_size=1), min_size=1))
@pytest.mark.parametrize("title", ["amount", "code", "tags", "x"])
def test_any_texts_are_read_or_stay(title, texts):
    found = infer(title, list(dict.fromkeys(texts)), ";")
    assert found is None or set(found.values) <= set(texts)
