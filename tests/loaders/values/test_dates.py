"""What people write for a date, and the period that it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.loaders.values.dates.period import Period, ends_before
from sociogram.loaders.values.dates.read import are_serials, from_serial, has_day_first, read_period

ONE_DATE = {
    "2023–05–29": "2023-05-29",
    "2023": "2023",
    "1974.0": "1974",
    "2023-05": "2023-05",
    "05/2023": "2023-05",
    "2023-05-23": "2023-05-23",
    "2023-5-3": "2023-05-03",
    "2023/05/23": "2023-05-23",
    "20230523": "2023-05-23",
    "2009-00-00": "2009",
    "4.V.1980": "1980-05-04",
    "12 XI 81": "1981-11-12",
    "2009-04-00": "2009-04",
    "2023-05-23T10:30:00Z": "2023-05-23",
    "2023-05-23 00:00:00": "2023-05-23",
    "5/23/2023 2:30 PM": "2023-05-23",
    "23/05/2023": "2023-05-23",
    "05/23/2023": "2023-05-23",
    "05.05.2023": "2023-05-05",
    "13/12/2023": "2023-12-13",
    "12/13/2023": "2023-12-13",
    "12/12/2023": "2023-12-12",
    "23/05/23": "2023-05-23",
    "31.12.98": "1998-12-31",
    "8 Sept 1974": "1974-09-08",
    "Sept 8, 1974": "1974-09-08",
    "Sept. 1974": "1974-09",
    "Sept '74": "1974-09",
    "1974, Sept 8": "1974-09-08",
    "02-JUL-1992": "1992-07-02",
    "12-Feb-07": "2007-02-12",
    "Monday, 5 May 2023": "2023-05-05",
    "May 23rd, 2023": "2023-05-23",
    "the 8th of September 1974": "1974-09-08",
    "23 mei 2023": "2023-05-23",
    "3 mrt. 2020": "2020-03-03",
    "23 de mayo de 2023": "2023-05-23",
    "5 de setiembre del 2020": "2020-09-05",
    "1er août 2019": "2019-08-01",
    "15 janv. 2020": "2020-01-15",
    "21 juil. 2020": "2020-07-21",
    "5. März 2021": "2021-03-05",
    "3. Dez. 1989": "1989-12-03",
    "3 settembre 2018": "2018-09-03",
    "1° maggio 2020": "2020-05-01",
    "1º maggio 2019": "2019-05-01",
    "lunedì 5 giugno 2017": "2017-06-05",
    "genn. 2020": "2020-01",
    "3 de março de 2018": "2018-03-03",
    "segunda-feira, 1 de outubro de 2018": "2018-10-01",
    "fev. 2018": "2018-02",
    "(1974)": "1974",
}
RANGES = {
    "1969-1973": ("1969", "1973"),
    "1969–1973": ("1969", "1973"),
    "1971 - 1974": ("1971", "1974"),
    "1970-72": ("1970", "1972"),
    "1998/99": ("1998", "1999"),
    "1999–03": ("1999", "2003"),
    "from 1991 to 1995": ("1991", "1995"),
    "van 1990 tot 1995": ("1990", "1995"),
    "de 1990 a 1995": ("1990", "1995"),
    "du 3 mars 2020 au 5 avril 2021": ("2020-03-03", "2021-04-05"),
    "von 1990 bis 1995": ("1990", "1995"),
    "2001-02 to 2001-11": ("2001-02", "2001-11"),
    "2001-02-01/2001-11-05": ("2001-02-01", "2001-11-05"),
    "8-12 May 1974": ("1974-05-08", "1974-05-12"),
    "May 3-5, 1974": ("1974-05-03", "1974-05-05"),
    "May-June 1974": ("1974-05", "1974-06"),
    "3 May - 5 June 1974": ("1974-05-03", "1974-06-05"),
    "since 1971": ("1971", None),
    "depuis mai 2010": ("2010-05", None),
    "2010-": ("2010", None),
    "1974/..": ("1974", None),
    "2010 - present": ("2010", None),
    "2010–heden": ("2010", None),
    "2010 bis heute": ("2010", None),
    "desde 2010 hasta la actualidad": ("2010", None),
    "1990 à aujourd’hui": ("1990", None),
    "until 2004": (None, "2004"),
    "tot 2004": (None, "2004"),
    "-2004": (None, "2004"),
}
VAGUE = {
    "late February 2004": ("2004-02-18", "2004-02-29"),
    "end of March 1999": ("1999-03-18", "1999-03-31"),
    "1970s": ("1970", "1979"),
    "the '70s": ("1970", "1979"),
    "1970er Jahre": ("1970", "1979"),
    "jaren 70": ("1970", "1979"),
    "los años 70": ("1970", "1979"),
    "197?": ("1970", "1979"),
    "19xx": ("1900", "1999"),
    "early 1970s": ("1970", "1974"),
    "mid-1970s": ("1973", "1977"),
    "late 1974": ("1974-09", "1974-12"),
    "début 1974": ("1974-01", "1974-04"),
    "c. 1974": ("1973", "1975"),
    "ca 1974": ("1973", "1975"),
    "~1974": ("1973", "1975"),
    "circa May 1974": ("1974-04", "1974-06"),
    "c. 1970-1975": ("1969", "1976"),
    "1974?": ("1974", "1974"),
    "[1974]": ("1974", "1974"),
    "probably May 1974": ("1974-05", "1974-05"),
    "spring 1974": ("1974-03", "1974-05"),
    "in the spring of 1974": ("1974-03", "1974-05"),
    "im Frühjahr 1974": ("1974-03", "1974-05"),
    "in de lente van 1974": ("1974-03", "1974-05"),
    "en primavera de 1974": ("1974-03", "1974-05"),
    "au printemps 1974": ("1974-03", "1974-05"),
    "à l’été 1974": ("1974-06", "1974-08"),
    "in den 1990er Jahren": ("1990", "1999"),
    "a principios de 1974": ("1974-01", "1974-04"),
    "estate 1974": ("1974-06", "1974-08"),
    "fine 1974": ("1974-09", "1974-12"),
    "no verão de 1974": ("1974-06", "1974-08"),
    "herfst 1974": ("1974-09", "1974-11"),
    "winter 1974": ("1973-12", "1975-02"),
    "winter 1973/74": ("1973-12", "1974-02"),
    "Q1 1974": ("1974-01", "1974-03"),
    "2023-W21": ("2023-05-22", "2023-05-28"),
    "19th century": ("1801", "1900"),
    "19e eeuw": ("1801", "1900"),
    "siglo XIX": ("1801", "1900"),
    "XIXe siècle": ("1801", "1900"),
    "19. Jahrhundert": ("1801", "1900"),
    "between 1969 and 1973": ("1969", "1973"),
    "entre 1969 y 1973": ("1969", "1973"),
    "1970 or 1971": ("1970", "1971"),
    "before 1980": (None, "1980"),
    "1980 or earlier": (None, "1980"),
    "1980 or later": ("1980", None),
    "1980 of later": ("1980", None),
    "since about 1990": ("1989", None),
    "until the 1970s": (None, "1979"),
    "1990 - ca. 1995": ("1990", "1996"),
    "nach 1980": ("1980", None),
    "03/05/2023": ("2023-03-05", "2023-05-03"),
    "12/05/2023": ("2023-05-12", "2023-12-05"),
    "05/12/2023": ("2023-05-12", "2023-12-05"),
}
NO_DATE = ("unknown", "?", "NULL", "n.d.", "undated", "-", "present", "heden", "aujourd'hui", "actualidad")
UNREADABLE = (
    *("soon", "last week", "2023-02-30", "2023-13", "31 April 2020", "5 Mayhem 2023", "12 May", "44260"),
    *("1973-1969", "0000-00-00", "99999999", "500 BC", "the 20s", "1974 1975", "p. 4"),
)


@pytest.mark.parametrize("text", ONE_DATE)
def test_a_text_that_is_one_date(text):
    assert read_period(text) == Period(ONE_DATE[text], ONE_DATE[text], is_point=True)


@pytest.mark.parametrize("text", RANGES)
def test_a_range_is_split(text):
    assert read_period(text) == Period(*RANGES[text])


@pytest.mark.parametrize("text", VAGUE)
def test_a_vague_date_is_bounded(text):
    found = read_period(text)
    assert (found.start, found.end, found.is_within) == (*VAGUE[text], True)


@pytest.mark.parametrize("text", NO_DATE)
def test_a_word_for_no_date(text):
    assert read_period(text) == Period()


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_cannot_be_read_is_not_guessed(text):
    assert read_period(text) is None


@pytest.mark.parametrize(
    ("column", "day_first"),
    [
        (["03/05/2021", "25/12/2020"], True),
        (["03/05/2021", "12/25/2020"], False),
        (["05.06.99", "31.12.98"], True),
        (["3.5.1974-25.6.1974"], True),
        (["03/05/2021"], None),
        (["25/12/2020", "12/25/2020"], None),
        (["2021-05-25", "2020"], None),
    ],
)
def test_the_column_shows_the_order_of_day_and_month(column, day_first):
    assert has_day_first(column) is day_first


def test_a_known_order_decides():
    assert read_period("8/9/1974", day_first=True).start == "1974-09-08"
    assert read_period("8/9/1974", day_first=False).start == "1974-08-09"


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (["44260", "43831.5", "NULL"], True),
        (["44260", "2021-03-05"], False),
        (["2021", "1998"], False),
        (["NULL"], False),
        ([], False),
    ],
)
def test_numbers_of_days_are_dates_where_the_whole_column_has_them(column, expected):
    assert are_serials(column) is expected


def test_a_number_of_a_day():
    assert from_serial("44260.75") == Period("2021-03-05", "2021-03-05", is_point=True)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2023", "2022", True),
        ("2023", "2023-01", False),
        ("2023-05", "2023", False),
        ("2023-05", "2023-04-30", True),
        ("2023-05-02", "2023-05-01", True),
    ],
)
def test_a_partial_date_is_before_another_only_when_that_is_certain(start, end, expected):
    assert ends_before(start, end) is expected


_PIECES = st.sampled_from(
    [
        *ONE_DATE,
        *RANGES,
        *VAGUE,
        *UNREADABLE,
        " ",
        "-",
        "–",
        "/",
        ".",
        "?",
        "0",
        "13",
        "9999",
        "c.",
        "to",
        "mid ",
    ]
)


@given(
    st.one_of(
        st.text(), st.lists(_PIECES, max_size=5).map("".join), st.lists(_PIECES, max_size=5).map(" ".join)
    )
)
def test_no_text_fails_and_no_period_ends_before_it_starts(text):
    for day_first in (None, True, False):
        found = read_period(text, day_first=day_first)
        if found is not None and found.start and found.end:
            assert not ends_before(found.start, found.end)
