"""Marks for the cell above, in small sheets and in large ones, which are read in another way."""

import pytest

from sociogram.loaders.readers.tables import csv

SHEET = 'from,to,type\nAnn Bee,Keel Ltd,owns\nIdem,Dune Ltd,""""\nditto,Reed Ltd,paid\nBob Cee,Quay,IDEM\n'


@pytest.mark.parametrize("least_bytes", [0, csv.LEAST_BYTES], ids=["large", "small"])
def test_a_mark_is_the_cell_above(read_sheets, monkeypatch, least_bytes):
    monkeypatch.setattr(csv, "LEAST_BYTES", least_bytes)
    relations = read_sheets({"x.csv": SHEET}).dataset.relations
    assert [(row["source"], row["type"]) for row in relations.rows()] == [
        ("ann-bee", "OWNS"),
        ("ann-bee", "OWNS"),
        ("ann-bee", "PAID"),
        ("bob-cee", "PAID"),
    ]


@pytest.mark.parametrize(
    "word", ["ibid.", "Ebd.", "ebenda", "derselbe", "Dieselbe", "idem", "Ídem", "id.", "ib."]
)
@pytest.mark.parametrize("least_bytes", [0, csv.LEAST_BYTES], ids=["large", "small"])
def test_such_a_word_names_neither_an_actor_nor_a_source(read_sheets, monkeypatch, word, least_bytes):
    monkeypatch.setattr(csv, "LEAST_BYTES", least_bytes)
    sheet = f"from,to,source\nAnn Bee,Keel Ltd,Ledger\n{word},Dune Ltd,{word}\n"
    rows = list(read_sheets({"x.csv": sheet}).dataset.relations.rows())
    assert [(row["source"], row["sources"]) for row in rows] == [("ann-bee", ["Ledger"])] * 2


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_lone_quotation_mark_does_not_enclose_what_follows(read_sheets, mark):
    sheet = 'from,to,type\nAnn Bee,Keel Ltd,owns\n",Dune Ltd,"\nBob Cee,Quay,"\n'.replace(",", mark)
    relations = read_sheets({"x.csv": sheet}).dataset.relations
    assert [(row["source"], row["target"], row["type"]) for row in relations.rows()] == [
        ("ann-bee", "keel-ltd", "OWNS"),
        ("ann-bee", "dune-ltd", "OWNS"),
        ("bob-cee", "quay", "OWNS"),
    ]
