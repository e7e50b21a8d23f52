"""A new value takes the type that its property has in the graph, as written, on both stores."""

from __future__ import annotations

import pytest

from sociogram.loaders.load import load

# The column x in a first load and in a later one; its values afterwards, and what the report calls them.
CASES = {
    "yes and no beside text": ("x", "joined\nleft", "yes\nno", ["joined", "left", "no", "yes"], "text"),
    "codes beside text": ("x", "A7\nB2", "0012\n7.50", ["0012", "7.50", "A7", "B2"], None),
    "numbers beside text": ("x", "A7\nB2", "12\n7.5", ["12", "7.5", "A7", "B2"], "text"),
    "whole beside decimal": ("x", "2.5\n3.5", "12\n7", [2.5, 3.5, 7.0, 12.0], "decimal numbers"),
    "one beside lists": ("x", "a;b\nc;d", "e\nf", [["a", "b"], ["c", "d"], ["e"], ["f"]], "lists"),
    "alike": ("x", "1\n2", "3\n4", [1, 2, 3, 4], None),
}
TABLES = {
    "actors": ("name", "Ann {} Bee", "MATCH (n:Entity) RETURN n.x"),
    "ties": ("from,to,type", "Ann {} Bee,Keel,KNOWS", "MATCH (:Entity)-[n]->(:Entity) RETURN n.x"),
}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("case", CASES)
def test_a_later_sheet(store, ask, tmp_path, case, table):
    title, first, second, values, said = CASES[case]
    titles, row, query = TABLES[table]
    number = iter(range(100))
    for name, column in (("first.csv", first), ("second.csv", second)):
        rows = "".join(f"{row.format(chr(65 + next(number)))},{cell}\n" for cell in column.split("\n"))
        (tmp_path / name).write_text(f"{titles},{title}\n{rows}", encoding="utf-8")
        report = load([tmp_path / name], store)
    found = [value for (value,) in ask(query) if value is not None]
    assert sorted(found) == values
    assert set(map(type, found)) == {type(values[0])}
    sentence = f"`x` is read as {said}, as it is in the graph."
    assert (sentence in report.files[0].readings) == (said is not None)


TEMPORAL = {
    "dates": ("date('1970-02-28')", "1985-10-10", "DATE", "`x` is read as dates, as it is in the graph."),
    "durations": ("duration('P1D')", "P2D", "DURATION", "`x` is read as durations, as it is in the graph."),
    "no date": (
        "date('1970-02-28')",
        "in spring",
        "STRING",
        "`x` stays text, because not every cell is a date, as its values in the graph are.",
    ),
}


@pytest.mark.parametrize("case", TEMPORAL)
def test_dates_of_a_graph_stay_dates(store, ask, tmp_path, case):
    held, cell, kind, said = TEMPORAL[case]
    (tmp_path / "people.csv").write_text("id,name\nann,Ann Bee\nbob,Bob Cee\n", encoding="utf-8")
    load([tmp_path / "people.csv"], store)
    list(store.execute(f"MATCH (n:Entity {{id: 'ann'}}) SET n.x = {held}", write=True).rows)
    (tmp_path / "more.csv").write_text(f"id,name,x\nbob,Bob Cee,{cell}\n", encoding="utf-8")
    report = load([tmp_path / "more.csv"], store)
    assert ask("MATCH (n {id: 'bob'}) RETURN valueType(n.x), toString(n.x)") == [(f"{kind} NOT NULL", cell)]
    assert said in report.files[0].readings
    again = load([tmp_path / "more.csv"], store)
    assert (again.read, again.unchanged) == (1, 1)
