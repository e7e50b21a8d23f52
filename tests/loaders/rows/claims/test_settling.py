"""What a row without an id changes in its claim: a new value replaces, a corrected cell stands."""

import csv
import json
from pathlib import Path

import pytest

import sociogram
from sociogram.loaders.folder.undo import undo
from sociogram.loaders.load import LoadOptions, load
from sociogram.loaders.report import LoadReport

TIES = "source,target,type,{}\nAda Lom,Ben Ost,pays,{}\n"
OWN = "OWN"


class Desk:
    """A folder that sheets are loaded into, by the command line's way or by Python's."""

    def __init__(self, folder: Path, *, by_graph: bool) -> None:
        self.folder = folder
        self.graph = folder / "graph"
        self.by_graph = by_graph

    def load(self, text: str, **options) -> LoadReport:
        sheet = self.folder / "sheet.csv"
        sheet.write_text(text.replace(OWN, self.claim()["id"]) if OWN in text else text, encoding="utf-8")
        if self.by_graph and self.graph.exists():
            return sociogram.open(self.graph).load(sheet, **options)
        return load([sheet], self.graph, LoadOptions(**options))

    def claim(self) -> dict[str, str]:
        with (self.graph / "relations.csv").open(encoding="utf-8", newline="") as file:
            [row] = csv.DictReader(file)
        return row

    def do(self, step: str) -> None:
        verb, _, rest = step.partition(" ")
        match verb:
            case "sheet":
                self.load(TIES.format("summary", rest))
            case "fill":
                self.load(TIES.format("note", rest))
            case "id":
                self.load(f"id,summary\n{OWN},{rest}\n")
            case "clear":
                self.load(f"id,summary\n{OWN},\n", clear_empty=True)
            case "set":
                sociogram.open(self.graph).set(self.claim()["id"], summary=rest)
            case "query":
                graph = sociogram.open(self.graph)
                graph.run(f"MATCH ()-[r]->() SET r.summary = '{rest}'", write=True)
                graph.save()
            case "undo":
                undo(self.graph, int(rest))
            case _:
                self._behind_its_back(verb, rest)

    def _behind_its_back(self, verb: str, rest: str) -> None:
        if verb == "edit":
            path = self.graph / "relations.csv"
            path.write_text(path.read_text().replace(self.claim()["summary"], rest))
        else:
            for file in (self.graph / ".sociogram-history").glob("*.event"):
                file.unlink()


REPLACED, KEPT, SAME = "replaced", "kept", "same"
CASES = {
    "a new value": (["sheet monthly"], "weekly", REPLACED),
    "a new value again": (["sheet monthly", "sheet weekly"], "daily", REPLACED),
    "the first sheet again": (["sheet monthly", "sheet weekly"], "monthly", KEPT),
    "the same sheet again": (["sheet monthly", "sheet weekly"], "weekly", SAME),
    "corrected by id": (["sheet monthly", "id weekly"], "monthly", KEPT),
    "corrected by id, and new": (["sheet monthly", "id weekly"], "daily", KEPT),
    "corrected by a command": (["sheet monthly", "set weekly"], "daily", KEPT),
    "corrected by a query": (["sheet monthly", "query weekly"], "daily", KEPT),
    "corrected, then taken back": (["sheet monthly", "set weekly", "undo 1"], "daily", REPLACED),
    "replaced, then taken back": (["sheet monthly", "sheet weekly", "undo 1"], "weekly", REPLACED),
    "emptied": (["sheet monthly", "clear"], "monthly", KEPT),
    "never filled": (["sheet "], "monthly", REPLACED),
    "another cell was corrected": (["sheet monthly", "fill x", "fill y"], "weekly", REPLACED),
    "edited in an editor": (["sheet monthly", "edit weekly"], "daily", KEPT),
    "edited, then loaded into": (["sheet monthly", "edit weekly", "fill x"], "daily", KEPT),
    "no history": (["sheet monthly", "forget"], "weekly", KEPT),
    "a history that begins later": (["sheet monthly", "forget", "fill x"], "weekly", KEPT),
}


@pytest.mark.parametrize("by_graph", [False, True], ids=["command", "python"])
@pytest.mark.parametrize(("steps", "value", "outcome"), CASES.values(), ids=CASES)
def test_a_row_without_an_id(tmp_path, steps, value, outcome, by_graph):
    desk = Desk(tmp_path, by_graph=by_graph)
    for step in steps:
        desk.do(step)
    before = desk.claim().get("summary", "")
    report = desk.load(TIES.format("summary", value))
    assert report.rejected == report.counts["relations"].created == 0
    said = [
        [(change.column, change.old or "", change.new) for change in changes.first]
        for changes in (report.changes, report.retained)
    ]
    cell = [("summary", before, value)]
    assert said == {REPLACED: [cell, []], KEPT: [[], cell], SAME: [[], []]}[outcome]
    assert desk.claim().get("summary", "") == (before if outcome == KEPT else value)


def test_a_dry_run_says_the_same(tmp_path):
    desk = Desk(tmp_path, by_graph=False)
    desk.do("sheet monthly")
    report = desk.load(TIES.format("summary", "weekly"), dry_run=True)
    assert [change.new for change in report.changes.first] == ["weekly"]
    assert desk.claim()["summary"] == "monthly"


EXPLAINED = {
    "another word": (["rumour"], "confirmed", ("stated", "confirmed")),
    "the word itself": (["rumour"], "stated", ("stated", "")),
    "a word for the same": (["rumour"], "allegedly", ("alleged", "allegedly")),
    "corrected": (["rumour", "id"], "confirmed", ("reported", "")),
    "corrected, and the old word": (["rumour", "id"], "rumour", ("reported", "")),
}


@pytest.mark.parametrize(("steps", "word", "expected"), EXPLAINED.values(), ids=EXPLAINED)
def test_a_value_and_its_explanation_change_together(tmp_path, steps, word, expected):
    desk = Desk(tmp_path, by_graph=False)
    for step in steps:
        sheet = f"id,certainty\n{OWN},reported\n" if step == "id" else TIES.format("certainty", step)
        desk.load(sheet)
    desk.load(TIES.format("certainty", word))
    claim = desk.claim()
    assert (claim["certainty"], claim.get("certainty_as_written", "")) == expected


LISTS = {"a | b": KEPT, "b | a": KEPT, "a | b | c": REPLACED}


@pytest.mark.parametrize(("cites", "outcome"), LISTS.items())
def test_a_list_that_was_there_before_is_known_in_any_order(tmp_path, cites, outcome):
    desk = Desk(tmp_path, by_graph=False)
    for text in ("a | b", "a"):
        desk.load(TIES.format("cites", text))
    report = desk.load(TIES.format("cites", cites))
    assert (report.changes.count, report.retained.count) == ((1, 0) if outcome == REPLACED else (0, 1))


def test_a_number_that_was_there_before_is_known(tmp_path):
    desk = Desk(tmp_path, by_graph=False)
    for number in ("7", "8"):
        desk.load(TIES.format("weight", number))
    assert [desk.load(TIES.format("weight", number)).retained.count for number in ("7", "9")] == [1, 0]


def test_the_history_is_read_only_for_rows_that_differ(tmp_path, monkeypatch):
    desk = Desk(tmp_path, by_graph=False)
    desk.do("sheet monthly")
    asked = []
    monkeypatch.setattr("sociogram.loaders.folder.history.corrected_cells.read_files", asked.append)
    report = desk.load(
        TIES.format("summary", "monthly").replace("pays", "owes") + "Ada Lom,Ben Ost,pays,monthly\n"
    )
    assert report.counts["relations"].created == 1
    assert not asked


def test_an_event_says_whether_it_corrected_claims(tmp_path):
    desk = Desk(tmp_path, by_graph=False)
    for step in ("sheet monthly", "sheet weekly", "id daily"):
        desk.do(step)
    events = sorted((desk.graph / ".sociogram-history").glob("*.event"))
    heads = [json.loads(event.read_bytes().partition(b"\n")[0]) for event in events]
    assert [head.get("updates", False) for head in heads] == [False, True, False]
