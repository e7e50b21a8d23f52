"""Lines around the rows of a sheet: headings, titles in two rows, totals, notes, merged cells.

Below each heading stand a sheet and, after ``=>``, what is loaded: actors, or ties as ``from – to``. Then
come the lines that the report names as left out, if any.
"""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from sociogram.graph.errors import DataError
from sociogram.loaders.values.footer_words import (
    is_count,
    is_labelled_note,
    is_page_number,
    is_total_word,
    looks_like_note,
)

CASES = dedent("""\
    == where it is from
    name,type
    Ida Holt,person
    Per Lunde,person

    Source: Harbour Registry 2020
    => Ida Holt; Per Lunde
    out: Source: Harbour Registry 2020

    == commas of a note cut it into cells
    name,type
    Ida Holt,person
    Bron: Kamer van Koophandel, 2020
    => Ida Holt
    out: Bron: Kamer van Koophandel, 2020

    == a note with more cells than there are titles
    name,type
    Ida Holt,person
    Note: names, dates, and places were checked
    => Ida Holt
    out: Note: names, dates, and places were checked

    == a total lacks the texts that rows have
    payer,payee,amount
    Ida Holt,Keel Ltd,100
    Subtotal,,100
    Per Lunde,Keel Ltd,250
    Grand total,,350
    => Ida Holt – Keel Ltd; Per Lunde – Keel Ltd
    out: Subtotal, 100
    out: Grand total, 350

    == a total has no texts of its own: this is a firm
    name,city,sales,buyer
    Quay Works,Bergen,100,Ida Holt
    Total,,350,Per Lunde
    => Quay Works; Total

    == a total is the sum of the rows
    Name;Stimmen
    Anna Summer;10
    Lev Marn;20
    Gesamt;30
    => Anna Summer; Lev Marn
    out: Gesamt; 30

    == a currency may stand beside the total
    payer,payee,amount,currency
    Ida Holt,Keel Ltd,100,EUR
    Per Lunde,Keel Ltd,250,EUR
    Total,,350,EUR
    => Ida Holt – Keel Ltd; Per Lunde – Keel Ltd
    out: Total, 350, EUR

    == it may be open which sign of the total is the decimal one
    company,employees,country
    Keel Ltd,12,GB
    Dune BV,1.200,NL
    Total,1.212,
    => Keel Ltd; Dune BV
    out: Total, 1.212

    == the word may stand in another column
    nr,name,share
    1,Keel Ltd,40
    2,Dune BV,60
    ,Total,100
    => Keel Ltd; Dune BV
    out: Total, 100

    == the mean
    company,employees,turnover
    Keel Ltd,10,100
    Dune BV,30,300
    Sum,40,400
    Average,20,200
    => Keel Ltd; Dune BV
    out: Sum, 40, 400
    out: Average, 20, 200

    == a firm called Total, in a row like the others
    name,type,country
    Shell,company,NL
    Total,company,FR
    => Shell; Total

    == a firm called Total, alone in its row
    name,type
    Shell,company
    Total,
    => Shell; Total

    == a firm called Total owns something
    source,target,type
    Shell,Rig Ltd,owns
    Total,Rig Ltd,owns
    => Shell – Rig Ltd; Total – Rig Ltd

    == pages with titles of their own
    name,role
    Ida Holt,chair
    Page 1 of 2,
    name,role
    Per Lunde,clerk
    Page 2 of 2,
    => Ida Holt; Per Lunde
    out: Page 1 of 2
    out: name, role
    out: Page 2 of 2

    == footnotes and the mark of an export
    name,role
    Ida Holt*,chair
    Per Lunde,clerk

    * until March
    Export generated on 3 May 2020 by Harbour CRM
    (2 rows)
    => Ida Holt*; Per Lunde
    out: * until March
    out: Export generated on 3 May 2020 by Harbour CRM
    out: (2 rows)

    == people in short rows at the end are people
    name,role
    Ida Holt,chair

    Fin de Vries,
    Per Lunde
    => Ida Holt; Fin de Vries; Per Lunde

    == remarks between rows
    source,target,type
    Ida Holt,Keel Ltd,owns
    # below: unchecked, May 2020
    Per Lunde,Keel Ltd,leads
    => Ida Holt – Keel Ltd; Per Lunde – Keel Ltd
    out: # below: unchecked, May 2020

    == a name with a hash
    name,type
    #HarbourFirst,movement
    => #HarbourFirst

    == a heading with other delimiters
    Board members, 2020
    name;type
    Ida Holt;person
    Per Lunde;person
    => Ida Holt; Per Lunde
    out: Board members, 2020

    == what an export says of itself above the titles
    Report:,Payments
    Date:,2020-05-03
    ,
    payer,payee,amount
    Ida Holt,Keel Ltd,100
    => Ida Holt – Keel Ltd
    out: Report:,Payments
    out: Date:,2020-05-03

    == titles with years
    Turnover of firms,,
    name,2019,2020
    Keel Ltd,5,6
    => Keel Ltd
    out: Turnover of firms

    == units below the titles
    payer,payee,amount
    ,,(EUR)
    Ida Holt,Keel Ltd,100
    => Ida Holt – Keel Ltd
    out: (EUR)

    == titles in two languages
    source,target,type
    bron,doel,soort
    Ida Holt,Keel Ltd,owns
    => Ida Holt – Keel Ltd
    out: bron, doel, soort

    == groups of titles that repeat
    Person,,Company,
    name,town,name,town
    Ida Holt,Ghent,Keel Ltd,Lille
    => Ida Holt – Keel Ltd

    == titles within a group
    Name,Period,,Role
    ,from,to,
    Ida Holt,2001,2005,chair
    => Ida Holt

    == merged cells
    Company,Country,Director
    Keel Ltd,NL,Ida Holt
    ,,Per Lunde
    ,,Lev Marn
    Dune BV,BE,Ida Holt
    => Ida Holt – Keel Ltd; Per Lunde – Keel Ltd; Lev Marn – Keel Ltd; Ida Holt – Dune BV

    == merged names beside other names
    name,alias
    Ida Holt,Idy
    ,I. Holt
    ,Madame H
    => Ida Holt

    == a table of Markdown
    | name | type |
    |------|------|
    | Ida Holt | person |
    => Ida Holt
    out: ------| ------
    """)
SECTIONS = dict(re.findall(r"^== (.*)\n((?:(?!== ).*\n)*)", CASES, re.MULTILINE))


@pytest.mark.parametrize("heading", SECTIONS)
def test_lines_around_rows(read_sheets, heading):
    sheet, _, expected = SECTIONS[heading].partition("=> ")
    loaded = read_sheets({"x.csv": sheet})
    what, *out = expected.strip().splitlines()
    assert loaded.report.rejected == 0
    assert loaded_as(loaded.dataset) == sorted(what.split("; "))
    said = " ".join(line for line in loaded.report.files[0].readings if "left out" in line.lower())
    assert [line for line in out if line.removeprefix("out: ") not in said] == []
    assert out or not said


def loaded_as(dataset):
    names = {row["id"]: row["name"] for row in dataset.entities.rows()}
    ties = [f"{names[row['source']]} – {names[row['target']]}" for row in dataset.relations.rows()]
    return sorted(ties or names.values())


def test_a_row_that_may_be_a_total_is_read_and_named(read_sheets):
    loaded = read_sheets({"x.csv": "name,employees\nShell,90\nTotal,101\n"})
    assert loaded_as(loaded.dataset) == ["Shell", "Total"]
    assert "`Total, 101` (line 3) may be a total, and was read as a row." in loaded.report.to_text()


def test_a_second_table_is_rejected(read_sheets):
    loaded = read_sheets({"x.csv": "name,type\nIda,person\n\ncompany,city\nKeel Ltd,Ghent\n"})
    assert loaded_as(loaded.dataset) == ["Ida"]
    assert [str(reject.remark) for reject in loaded.rejects] == [
        f"x.csv:{line}: The line belongs to a second table, whose titles are in line 4. "
        "Put each table into a file of its own."
        for line in (4, 5)
    ]


@pytest.mark.parametrize(
    ("groups", "says"),
    [
        (("2019", "2020"), "for one of each date, write a row for each, with a column `date`"),
        (("mei 2019", "juni 2019"), "for one of each date, write a row for each, with a column `date`"),
        (("Person", "Firma"), "The headings `Person`, `Firma` are part of the titles below them."),
    ],
)
def test_headings_that_became_part_of_titles_are_not_left_out(read_sheets, groups, says):
    first, second = groups
    sheet = f"Zahler,Empfänger,{first},,{second},\n,,Betrag,Beleg,Betrag,Beleg\nIda Holt,Keel Ltd,1,R1,2,R2\n"
    [file] = read_sheets({"x.csv": sheet + "Bo Lind,Keel Ltd,3,R3,4,R4\n"}).report.files
    said = " ".join(file.readings)
    assert says in said
    assert "left out" not in said


def test_a_single_empty_cell_is_not_filled_from_above(read_sheets):
    loaded = read_sheets({"x.csv": "source,target\nIda,Keel\n,Dune\nPer,Oak\n"})
    assert [row.remark.line for row in loaded.rejects] == [3]


def test_the_unknown_donors_of_a_party_are_not_the_donors_above_them(read_sheets):
    rows = "Ida,Green,10\n,Green,20\nPer,Red,30\n,Green,40\nLev,Red,50\nEva,Green,60\n"
    loaded = read_sheets({"x.csv": f"donor,recipient,amount\n{rows}"})
    assert [row.remark.line for row in loaded.rejects] == [3, 5]


def test_counts_by_year_are_no_ties(read_sheets):
    with pytest.raises(DataError, match="No title says what the rows are"):
        read_sheets({"x.csv": "2001,5\n2002,7\n2003,9\n"})


def test_where_a_text_is_repeated_no_cells_were_merged(read_sheets):
    loaded = read_sheets({"x.csv": "source,target\nIda,Keel\nIda,Oak\n,Dune\n,Elm\n"})
    assert [row.remark.line for row in loaded.rejects] == [4, 5]


def test_the_end_of_a_large_sheet(read_sheets):
    rows = "".join(f"Holder {number},Keel {number % 700},1\n" for number in range(30_000))
    loaded = read_sheets({"x.csv": f"source,target,amount\n{rows}Total,,30000\n\nSource: a register\n"})
    assert loaded.report.rejected == 0
    assert len(loaded.dataset.relations) == 30_000


def test_a_file_of_the_data_folder_keeps_every_row(read_sheets):
    folder = {
        "entities.csv": "id,name,type,aliases,summary,country,url\nt,Total,,,,,\nn,Note: a song,,,,,\n",
        "relations.csv": "source,target,type\n",
        "sources.csv": "id,title\n",
        "relation_types.csv": "type,forward,backward\n",
    }
    loaded = read_sheets(folder)
    assert loaded_as(loaded.dataset) == ["Note: a song", "Total"]


WORDS = {
    is_total_word: [
        "Total",
        "GRAND TOTAL",
        "Totaal:",
        "Sous-total",
        "Suma",
        "Gesamt",
        "Summe",
        "Durchschnitt",
    ],
    is_count: ["n = 34", "N=34", "Total 12", "Totaal: 1.200", "(2 rows)", "3 records", "Aantal relaties: 2"],
    is_page_number: ["Page 2", "page 2 of 3", "Página 1 de 4", "Seite 2 von 3", "blad 2/3", "p. 4"],
    is_labelled_note: ["Source: a register", "Bron: KvK", "Fuente : BOE", "Quelle: HR", "Stand: 31.12.2020"],
    looks_like_note: [
        *("* provisional", "© 2020 Harbour Watch", "1) until March", "--- end ---", "End of report"),
        *("Erstellt am 3.5.2020 von MK", "These figures were checked twice.", "Read at https://example.org"),
    ],
}
NAMES = [
    *("Total SA", "TotalEnergies", "Sumner", "Source Ltd", "Page Holt", "Page", "3 Suisses", "7 Eleven"),
    *(
        "Note Bene Ltd",
        "N. Holt",
        "End Ltd",
        "Fin de Vries",
        "Ida Holt*",
        "Printed Matter",
        "Holt & Co. Inc.",
    ),
]


@pytest.mark.parametrize("says", WORDS, ids=lambda says: says.__name__)
def test_words_of_footers(says):
    assert [text for text in WORDS[says] if not says(text)] == []
    assert [name for name in NAMES if says(name)] == []
