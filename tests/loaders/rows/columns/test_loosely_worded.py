"""Cells of dates, of certainty and of nothing, as people word them, from sheet to graph."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sociogram.loaders.load import load
from sociogram.loaders.read import read


def rows(table):
    return list(table.rows())


PERIODS = {
    # titles, cells: what the relation has
    ("date", "8 Sept 1974"): {"start_date": "1974-09-08", "end_date": "1974-09-08"},
    ("when", "1969-1973"): {"start_date": "1969", "end_date": "1973"},
    ("date", "1970s"): {
        "start_date": "1970",
        "end_date": "1979",
        "date_certainty": "within",
        "date_note": "1970s",
    },
    ("date", "since 1971"): {"start_date": "1971"},
    ("date", "unknown"): {},
    ("date", "soon"): {"date_note": "soon"},
    ("since", "1971"): {"start_date": "1971"},
    ("since", "1970s"): {"start_date": "1970", "date_certainty": "within", "date_note": "1970s"},
    ("since", "1969-1973"): {"start_date": "1969", "end_date": "1973"},
    ("since", "04/06/2018"): {
        "start_date": "2018-04-06",
        "date_certainty": "within",
        "date_note": "04/06/2018",
    },
    ("since", "Sommer 2018"): {
        "start_date": "2018-06",
        "date_certainty": "within",
        "date_note": "Sommer 2018",
    },
    ("date,end date", "1971,1975"): {"start_date": "1971", "end_date": "1975"},
    ("start,end", "2010,present"): {"start_date": "2010"},
    ("start,end", ",1970s"): {"end_date": "1979", "date_certainty": "within", "date_note": "1970s"},
    ("start,end", "soon,later"): {"date_note": "soon; later"},
    ("start,end", "1975,1971"): {"date_note": "1975 to 1971"},
    ("date,date_note", "soon,he said"): {"date_note": "he said; soon"},
    ("datum", "1990er"): {
        "start_date": "1990",
        "end_date": "1999",
        "date_certainty": "within",
        "date_note": "1990er",
    },
    ("periode", "jaren zestig"): {
        "start_date": "1960",
        "end_date": "1969",
        "date_certainty": "within",
        "date_note": "jaren zestig",
    },
    ("since", "before 2019"): {"date_note": "before 2019"},
    ("since", "until 2019"): {"date_note": "until 2019"},
    ("since", "by May 2019"): {"date_note": "by May 2019"},
    ("sinds", "vóór 2019"): {"date_note": "vóór 2019"},
    ("seit", "vor 2019"): {"date_note": "vor 2019"},
    ("depuis", "avant 2019"): {"date_note": "avant 2019"},
    ("desde", "antes de 2019"): {"date_note": "antes de 2019"},
    ("start,end", "before 2019,2021"): {"end_date": "2021", "date_note": "before 2019"},
    ("start,end", "2015,after 2019"): {"start_date": "2015", "date_note": "after 2019"},
    ("start,end", ",since 2019"): {"date_note": "since 2019"},
    ("date", "before 2019"): {"end_date": "2019", "date_certainty": "within", "date_note": "before 2019"},
    ("date", "until 2019"): {"end_date": "2019"},
    ("since", "after 2019"): {"start_date": "2019", "date_certainty": "within", "date_note": "after 2019"},
    ("since", "'95"): {"start_date": "1995"},
    ("certainty", "Confirmed"): {"certainty": "stated", "certainty_as_written": "Confirmed"},
    ("How sure?", "rumour"): {"certainty": "alleged", "certainty_as_written": "rumour"},
    ("certainty", "0.9"): {"certainty_as_written": "0.9"},
    ("certainty", "unknown"): {},
    ("certainty", "Alleged"): {"certainty": "alleged"},
    ("sources", "Gazette; citing the registry"): {"sources": ["Gazette"], "cites": ["the registry"]},
    ("sources", '"Gazette, quoting a letter"'): {"sources": ["Gazette"], "cites": ["a letter"]},
    ("sources", "Diario El País citing La Razón"): {"sources": ["Diario El País"], "cites": ["La Razón"]},
    ("sources", "Gazette (citing the registry)"): {"sources": ["Gazette"], "cites": ["the registry"]},
    ("bron", "Gazette; volgens het register"): {"sources": ["Gazette"], "cites": ["het register"]},
    ("sources,cites", "Gazette | citing the deed,will; deed"): {
        "sources": ["Gazette"],
        "cites": ["will", "deed", "the deed"],
    },
    ("sources", '"Fell, according to a deed"'): {"sources": ["Fell, according to a deed"]},
    ("sources", "According to the party"): {"sources": ["According to the party"]},
    ("note", "#N/A"): {},
    ("note", "unknown"): {"note": "unknown"},
}


@pytest.mark.parametrize(("titles", "cells"), PERIODS)
def test_cells_of_a_relation(read_sheets, titles, cells):
    loaded = read_sheets({"ties.csv": f"source,target,type,{titles}\nann,bob,pays,{cells}\n"})
    (found,) = rows(loaded.dataset.relations)
    assert found == {"source": "ann", "target": "bob", "type": "PAYS", **PERIODS[titles, cells]}


def test_a_date_that_cannot_be_read_is_reported_with_its_line(read_sheets):
    loaded = read_sheets({"ties.csv": "source,target,since\nann,bob,2020\nann,cy,soon\n"})
    assert (
        "Dates in `since` could not be read (line 3): `soon`. "
        "The rows have no such date; the texts are in `date_note`."
    ) in loaded.report.to_text()


def test_nobody_is_called_nothing(read_sheets):
    loaded = read_sheets({"ties.csv": "source,target\nann,n/a\nNULL,bob\n#REF!,-\nann,Null\n"})
    assert loaded.report.rejected == 3
    assert sorted(row["name"] for row in rows(loaded.dataset.entities)) == ["Null", "ann"]
    assert "2 rows of `source` hold `NULL`, `#REF!`: read as empty." in loaded.report.to_text()


@pytest.mark.parametrize(
    "word",
    ["unknown", "TBD", "(Unbekannt)", "onbekend", "Desconocida", "inconnu?", "неизвестно", "Name unknown"],
)
def test_a_word_for_an_unknown_name_is_no_actor(read_sheets, word):
    loaded = read_sheets(
        {"ties.csv": f"source,target,claimed_by\nann,bob,{word}\n{word},bob,\nann,{word},\n"}
    )
    assert [row["name"] for row in rows(loaded.dataset.entities)] == ["ann", "bob"]
    (tie,) = rows(loaded.dataset.relations)
    assert "claimed_by" not in tie
    assert {row.remark.message for row in loaded.rejects} == {f"`{word}` names nobody."}


def test_an_actor_that_a_list_calls_unknown_is_one(read_sheets):
    loaded = read_sheets(
        {"actors.csv": "id,name\nx1,Unknown\n,Unbekannt\n", "ties.csv": "source,target\nann,Unknown\n"}
    )
    assert [row["id"] for row in rows(loaded.dataset.entities)] == ["x1", "ann"]
    assert [(row.remark.line, row.remark.column) for row in loaded.rejects] == [(3, "name")]


def test_words_for_nothing_do_not_make_numbers_text(read_sheets):
    loaded = read_sheets({"people.csv": "name,born\nAnn Bee,1950\nBob Cee,NULL\n"})
    assert [row.get("born") for row in rows(loaded.dataset.entities)] == [1950, None]


def test_a_source_has_the_date_that_holds_the_whole_period(read_sheets):
    loaded = read_sheets({"sources.csv": "id,title,date\na,A,spring 1972\nb,B,1970s\nc,C,8 Sept 1974\n"})
    found = [(row.get("date"), row.get("date_note")) for row in rows(loaded.dataset.sources)]
    assert found == [("1972", "spring 1972"), (None, "1970s"), ("1974-09-08", None)]


def test_a_second_load_of_vague_dates_changes_nothing(tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text("source,target,date,certainty\nann,bob,1970s,rumour\nann,cy,soon,0.9\n")
    load([path], tmp_path / "g")
    again = load([path], tmp_path / "g")
    assert (again.loaded, again.unchanged, again.rejected) == (0, 2, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["date", "since", "end date"]),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='"'), max_size=20),
)
def test_no_date_rejects_a_row(tmp_path, title, text):
    path = tmp_path / "ties.csv"
    path.write_text(f'source,target,{title}\nann,bob,"{text}"\n', encoding="utf-8")
    assert read([path]).report.rejected == 0


SAID = {
    # titles, cells: what the report says of the date, as it is stored
    ("since", "before 2019"): "say only that the beginning is earlier in 1 row: `before 2019`.",
    ("since,until", "2015,after 2019"): "say only that the end is later in 1 row: `after 2019`.",
    ("since", "c. 2021"): "`c. 2021` as at some time since 2020.",
    ("since", "spring 2020"): "`spring 2020` as at some time since 2020-03.",
    ("since", "Sommer 2018"): "`Sommer 2018` as at some time since 2018-06.",
    ("since", "Anfang 2018"): "`Anfang 2018` as at some time since 2018-01.",
    ("since", "2. Quartal 2018"): "`2. Quartal 2018` as at some time since 2018-04.",
    ("since,until", "2015,verano de 2018"): "`verano de 2018` as at some time until 2018-08.",
    ("since,until", "2015,c. 2021"): "`c. 2021` as at some time until 2022.",
    ("date", "c. 2021"): "`c. 2021` as within 2020 to 2022.",
}


@pytest.mark.parametrize(("titles", "cells"), SAID)
def test_the_report_says_of_a_vague_date_what_is_stored(read_sheets, titles, cells):
    loaded = read_sheets({"ties.csv": f"source,target,type,{titles}\nann,bob,pays,{cells}\n"})
    assert SAID[titles, cells] in loaded.report.to_text()


@pytest.mark.parametrize(
    ("titles", "cells", "dates"),
    [
        ("Depuis", "2019", {"start_date": "2019", "end_date": "2019"}),
        ("Depuis,until", "2019,2021", {"start_date": "2019", "end_date": "2021"}),
        ("Depuis,since", "2019,2018", {"date": 2019, "start_date": "2018"}),
    ],
)
def test_a_column_mapped_to_date_is_read_as_one_titled_so(read_sheets, titles, cells, dates):
    text = f"source,target,type,{{}}\nann,bob,pays,{cells}\n"
    mapped = read_sheets({"ties.csv": text.format(titles)}, mapping={"Depuis": "date"})
    titled = read_sheets({"ties.csv": text.format(titles.replace("Depuis", "date"))})
    assert rows(mapped.dataset.relations) == rows(titled.dataset.relations)
    assert rows(mapped.dataset.relations) == [{"source": "ann", "target": "bob", "type": "PAYS", **dates}]
