"""``decisions.csv``: its faults with line and cure, and that a new row changes no other line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.graph.duplicates.decisions import Decision
from sociogram.graph.errors import DataError
from sociogram.loaders.folder.decisions import check_decisions, read_decisions, with_decisions
from sociogram.loaders.load import LoadOptions, load

TITLES = "first,second,verdict,by,date,why\n"


def _read(text: str) -> list[tuple[str, str, str]]:
    return [(one.first, one.second, one.verdict) for one in read_decisions(text.encode(), "decisions.csv")]


@pytest.mark.parametrize(
    "text",
    [
        TITLES + "ann,ann-b,same,Bode,2031-04-02,one passport\n",
        "first;second;verdict\nann;ann-b;Same\n",
        "first,second,verdict,why\nann,ann-b,same,one passport\n",
        "verdict,second,first\nsame,ann-b,ann\n\n",
        "\ufeff" + TITLES + '"ann","ann-b",same,,,\nbob,bob-2,,,,\n',
    ],
)
def test_as_people_and_spreadsheets_write_it(text):
    assert _read(text) == [("ann", "ann-b", "same")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "ann,,same,,,\n",
            "decisions.csv:2:second: The row does not say which actor. Fill in an id or a name.",
        ),
        ("ann,ann-b,sam,,,\n", "decisions.csv:2:verdict: `sam` is not a verdict. Did you mean `same`?"),
        (
            "ann,ann-b,merge,,,\n",
            "decisions.csv:2:verdict: `merge` is not a verdict. Write same, different or unsure.",
        ),
        (
            "ann,Ann,same,,,\n",
            "decisions.csv:2:second: The row is about `ann` twice. Name another actor, or delete the row.",
        ),
        ("ann,ann-b,same,,soon,\n", "decisions.csv:2:date: `soon` is not a date. Write it as 2026-05-23."),
        (
            "ann,ann-b,same,,,a, b\n",
            "decisions.csv:2: The row has 7 cells, the header 6. Put a cell that holds a comma",
        ),
        (
            "ann,b,same,,,\nb,c,same,,,\nc,ann,different,,,\n",
            (
                "decisions.csv:4:verdict: `c` and `ann` are decided to be different, but they are the same "
                "by `b` same `c` (line 3) and `ann` same `b` (line 2). Change or delete one of these rows."
            ),
        ),
    ],
)
def test_faults_say_where_and_how_to_mend_them(text, fault):
    with pytest.raises(DataError) as raised:
        _read(TITLES + text)
    assert str(raised.value).startswith(fault)


def test_all_faults_are_found():
    _, faults = check_decisions((TITLES + "ann,,sam,,,\nb,c,same,,x,\n").encode(), "d")
    assert [(fault.line, fault.column) for fault in faults] == [(2, "second"), (2, "verdict"), (3, "date")]


def test_a_file_without_the_columns_says_which():
    with pytest.raises(DataError, match="There is no column `verdict`; the titles are: first, second"):
        _read("first,second\nx,y\n")


def test_a_new_row_goes_where_it_sorts_and_changes_no_other_line():
    before = TITLES + 'ann,ann-b,same,"Bode",2031,\n"dan",dan-2,different,,,\n'
    after = with_decisions(before.encode(), [Decision("bob", "bob-2", "unsure")], "d").decode()
    assert after == TITLES + 'ann,ann-b,same,"Bode",2031,\nbob,bob-2,unsure,,,\n"dan",dan-2,different,,,\n'


def test_a_decision_about_the_same_pair_replaces_its_row():
    before = TITLES + "ann,ann-b,same,,,\nbob,bob-2,same,,,\n"
    after = with_decisions(before.encode(), [Decision("ANN-B", "ann", "different")], "d").decode()
    assert after == TITLES + "ANN-B,ann,different,,,\nbob,bob-2,same,,,\n"


@pytest.mark.parametrize("before", ["", TITLES, TITLES.rstrip(), "\ufeff" + TITLES])
def test_the_first_decision(before):
    after = with_decisions(before.encode(), [Decision("ann", "ann-b", "same")], "d").decode()
    assert after.removeprefix("\ufeff") == TITLES + "ann,ann-b,same,,,\n"


def test_a_decision_that_is_there_changes_nothing():
    before = (TITLES + "ann,ann-b,same,,,\n").encode()
    assert with_decisions(before, [Decision("ann", "ann-b", "same")], "d") is before


def test_line_ends_and_columns_of_the_file_stay():
    before = b"second;first;verdict;who\r\nx;y;same;me\r\n"
    after = with_decisions(before, [Decision("c", "d", "different", by="Bode")], "d")
    assert after == b"second;first;verdict;who\r\nd;c;different;\r\nx;y;same;me\r\n"


@pytest.mark.parametrize(
    ("before", "added", "message"),
    [
        ("a,b,same,,,\n", Decision("a", "c", "same"), None),
        ("a,b,same,,,\nb,c,same,,,\n", Decision("a", "c", "different"), "are the same by"),
        ("a,b,same,,,\nb,c,different,,,\n", Decision("a", "c", "same"), "decided to be different"),
    ],
)
def test_a_decision_that_contradicts_others_is_refused(before, added, message):
    content = (TITLES + before).encode()
    if message is None:
        assert with_decisions(content, [added], "d") != content
    else:
        with pytest.raises(DataError, match=message):
            with_decisions(content, [added], "d")


@pytest.mark.parametrize(
    ("added", "message"),
    [
        (Decision("a", "same", "b"), "^`b` is not a verdict. Write same, different or unsure"),
        (Decision("a", "b", "sama"), "^`sama` is not a verdict. Did you mean `same`"),
        (Decision("a", "A", "same"), "^The row is about `a` twice"),
        (Decision("a", "b", "same", date="yesterday"), "^`yesterday` is not a date"),
    ],
)
@pytest.mark.parametrize("before", [b"", TITLES.encode()])
def test_a_decision_that_could_not_be_read_again_is_not_written(before, added, message):
    with pytest.raises(DataError, match=message):
        with_decisions(before, [added], "d")


def test_a_file_in_another_encoding_is_not_added_to():
    with pytest.raises(DataError, match="not UTF-8"):
        with_decisions((TITLES + "a,b,same,,,é\n").encode("cp1252"), [Decision("c", "d", "same")], "d")


def test_a_load_without_decisions_and_history_writes_no_empty_file(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text("source,target\nAnn Bee,Bob Cee\n")
    load([tmp_path / "ties.csv"], tmp_path / "graph", LoadOptions(is_recorded=False))
    assert sorted(path.name for path in (tmp_path / "graph").glob("*.csv")) == [
        "entities.csv",
        "relation_types.csv",
        "relations.csv",
        "sources.csv",
    ]
