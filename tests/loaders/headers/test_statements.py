"""Lists of who says what about whom are not lists of actors, and a second column of names is mentioned."""

from __future__ import annotations

import pytest

from sociogram.graph.errors import DataError
from sociogram.loaders.read import read

# The titles and a row; the title of whom it is about, if there is one.
STATEMENTS = {
    "English": ("Speaker,Statement,About,Date", "Ada Lom,He took an envelope,Ben Ost,3 March 2020", "About"),
    "Dutch": ("Woordvoerder,Uitspraak,Over,Datum", "Ada Lom,Hij nam geld,Ben Ost,3-3-2020", "Over"),
    "Spanish": ("Portavoz,Declaración,Sobre,Fecha", "Ada Lom,Tomó dinero,Ben Ost,3-3-2020", "Sobre"),
    "French": ("Locuteur,Propos,Contre,Date", "Ada Lom,Il a pris un pot,Ben Ost,3-3-2020", "Contre"),
    "German": ("Redner,Aussage,Über,Datum", "Ada Lom,Er nahm Geld,Ben Ost,3.3.2020", "Über"),
    "a list of names": ("Name,Quote,About", "Ada Lom,he took an envelope,Ben Ost", "About"),
    "no second actor": ("Speaker,Statement,Date", "Ada Lom,He took an envelope,3 March 2020", None),
    "no second actor, in German": ("Sprecherin,Zitat,Datum", "Ada Lom,er nahm Geld,3.3.2020", None),
}


@pytest.mark.parametrize("case", STATEMENTS)
def test_statements_are_refused_with_the_cure(tmp_path, case):
    titles, row, about = STATEMENTS[case]
    path = tmp_path / "said.csv"
    path.write_text(f"{titles}\n{row}\n{row.replace('Ada Lom', 'Cy Fay')}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read([path])
    who, said, *_ = titles.split(",")
    assert f"Rename `{who}` to `claimed_by` and `{said}` to `quote`" in caught.value.cure
    assert (f"--map '{who}=source' --map '{about}=target'" in caught.value.cure) is (about is not None)
    assert ("no column names whom it is about" in str(caught.value)) is (about is None)


# A list of actors; the column that could be the other end of a tie.
LISTS = {
    "a firm under a title of another language": ("Persona,Società,Dal\nAda Neri,Acqua SpA,2018\n", "Società"),
    "a town": ("Person,Town\nAda Neri,New Elva\n", None),
    "a note": ("Person,Remark\nAda Neri,Came late every day\n", None),
    "words": ("Person,Colour\nAda Neri,Blue\n", None),
    "what is known about a person": (
        "Name,About,Quote\nAda Neri,Lawyer in Elva who also writes long books,be kind\n",
        None,
    ),
}


@pytest.mark.parametrize("case", LISTS)
def test_a_second_column_of_names_is_mentioned(tmp_path, case):
    text, title = LISTS[case]
    path = tmp_path / "list.csv"
    path.write_text(text + text.split("\n")[1].replace("Ada Neri", "Ugo Verdi") + "\n", encoding="utf-8")
    [file] = read([path]).report.files
    assert file.kind == "entities"
    said = [one for one in file.columns if one.startswith("It could also be read as ties")]
    first = text.partition(",")[0]
    assert said == (
        [f"It could also be read as ties: --map '{first}=source' --map '{title}=target'."] if title else []
    )
