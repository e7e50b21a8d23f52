"""The folder in which the examples in --help run: graphs, sheets and texts with the names that they use."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from openpyxl import Workbook

from sociogram.cli import cli

ENTITIES = """\
id,name,type,aliases,country
ann,Ann Bee,Person,,
ann-b,Ann B. Bee,Person,,
ann-c,Anne Bee,Person,,
ann-2,Ann Beer,Person,,
a-bee,A. Bee,Person,,
castillo,Pedro Castillo,Person,,
p-castillo,P. Castillo,Person,,
brook,J. Brook,Person,,
mill,The Mill,Company,,
dyke,Dyke Board,Agency,,
"""
RELATIONS = """\
id,source,target,type,claimed_by,certainty,sources,paragraph,quote
r1,ann,mill,OWNS,castillo,stated,ledger,1,Ann Bee owns The Mill
r4,brook,mill,WORKS_FOR,castillo,stated,ledger,2,J. Brook works for The Mill
r9,brook,dyke,LEADS,ann,stated,courier,1,J. Brook leads the Dyke Board
r12,a-bee,dyke,PAID,ann,alleged,courier,2,A. Bee paid the Dyke Board
r17,p-castillo,mill,LEFT,brook,reported,courier,3,P. Castillo left The Mill
"""
SOURCES = """\
id,title,author,date,url,read
ledger,Ledger,Pedro Castillo,2031-03-01,https://example.org/ledger,yes
courier,Courier,Ann Bee,2031-03-03,https://example.org/courier,yes
"""
TEXTS = {
    "ledger.txt": "Ann Bee owns The Mill.\n\nJ. Brook works for The Mill.\n",
    "echo.txt": "Ann Bee owns The Mill, says the Echo.\n",
    "article.txt": "Ann Bee owns The Mill.\n",
    "interview.txt": "Ann Bee met Jane Brook at The Mill. Pedro Castillo pays the Dyke Board.\n",
}
SHEETS = {
    "people.csv": "id,name,type\nada,Ada Lind,Person\nmill,The Mill,Company\n",
    "ties.csv": "source,target,type,sources\nada,mill,OWNS,ledger\n",
    "ledger.csv": "id,source,target,type,claimed_by,sources\nr1,ann,mill,OWNS,castillo,ledger\n",
    "sheet.csv": "from,to,relation\nAda,Charles,met\n",
    "decided.csv": "first,second,verdict,by,date,why\nann,ann-2,different,Bode,2031-04-01,two addresses\n",
    "extracted.jsonl": '{"source": "Ann Bee", "target": "The Mill", "type": "OWNS", "sources": "ledger", '
    '"paragraph": 1, "quote": "Ann Bee owns The Mill"}\n',
}
CHECKED = {
    # A folder called data, of one text that somebody has read.
    "entities.csv": "id,name,type\nann,Ann Bee,Person\nmill,The Mill,Company\n",
    "relations.csv": "id,source,target,type,claimed_by,sources,paragraph,quote\n"
    "r1,ann,mill,OWNS,ann,ledger,1,Ann Bee owns The Mill\n",
    "sources.csv": "id,title,author,date,read\nledger,Ledger,Ann Bee,2031-03-01,yes\n"
    "echo,The Echo,,2031-03-02,no\n",
}
CHANGES = ("ann", "ann-b", "ann-c", "ann-2", "brook", "mill", "dyke")
"""The actors whose countries change, one after the other, so that there are versions to compare."""


def write_workplace(folder: Path) -> None:
    """Write everything into a folder."""
    for name, text in {**TEXTS, **SHEETS}.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("my-graph", "drafts", "old-graph", "new-graph"):
        _write_graph(folder / name)
    (folder / "data").mkdir()
    for name, text in CHECKED.items():
        (folder / "data" / name).write_text(text, encoding="utf-8")
    book = Workbook()
    book.remove(book.active)
    for title, name in (("People", "people.csv"), ("Ties", "ties.csv")):
        sheet = book.create_sheet(title)
        for line in SHEETS[name].splitlines():
            sheet.append(line.split(","))
    book.save(folder / "book.xlsx")


def _write_graph(folder: Path) -> None:
    folder.mkdir()
    for name, text in (("entities", ENTITIES), ("relations", RELATIONS), ("sources", SOURCES)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    for actor in CHANGES[: None if folder.name == "my-graph" else 2]:
        done = CliRunner().invoke(
            cli, ["set", actor, "country=PE", "-g", str(folder)], catch_exceptions=False
        )
        assert done.exit_code == 0, done.output
