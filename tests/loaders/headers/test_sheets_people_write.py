"""The sheets of ``sheets_people_write.txt``, with titles in five languages and of many tools.

Below a heading stand the sheets of one load and then, after ``=>``, a line for each actor and each tie, or
``nothing`` where no reading is likely enough.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sociogram.graph.errors import DataError

TEXT = (Path(__file__).parent / "sheets_people_write.txt").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^== (.*)\n((?:(?!== ).*\n)*)", TEXT, re.MULTILINE))


def graph_of(dataset):
    """Write the graph as the fixture does."""
    actors = {row["id"]: row for row in dataset.entities.rows()}
    names = {actor: row.get("name", actor) for actor, row in actors.items()}
    said = [
        names[actor]
        + "".join(f" ({label})" for label in row.get("type", ()))
        + "".join(f", alias {alias}" for alias in row.get("aliases", ()))
        for actor, row in actors.items()
    ]
    for row in dataset.relations.rows():
        tie = f"{names[row.pop('source')]} -[{row.pop('type')}]-> {names[row.pop('target')]}"
        row.pop("id", None)
        said.append(tie + "".join(f", {name} {value}" for name, value in row.items()))
    return said


@pytest.mark.parametrize("heading", SECTIONS)
def test_sheets(read_sheets, heading):
    text, _, expected = SECTIONS[heading].partition("=>\n")
    sheets = dict(re.findall(r"^# (.*\.csv)\n((?:(?!# ).*\n)*)", text, re.MULTILINE))
    if expected.strip() == "nothing":
        with pytest.raises(DataError, match="No title says what the rows are"):
            read_sheets(sheets)
        return
    loaded = read_sheets(sheets)
    assert loaded.report.rejected == 0
    assert sorted(graph_of(loaded.dataset)) == sorted(expected.strip().splitlines())
