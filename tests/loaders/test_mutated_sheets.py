"""Sheets that people write, damaged by chance: each is refused with a cure, or its rows add up.

``SOCIOGRAM_FUZZ`` tries more sheets than usual, ``SOCIOGRAM_SEED`` others.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from pathlib import Path

from sociogram.graph.errors import SociogramError
from sociogram.loaders.read import Loaded, read

HOW_MANY = int(os.environ.get("SOCIOGRAM_FUZZ", "300"))
SEED = os.environ.get("SOCIOGRAM_SEED", "1")

TEXT = (Path(__file__).parent / "headers" / "sheets_people_write.txt").read_text(encoding="utf-8")
SHEETS = re.findall(r"^# .*\.csv\n((?:(?!# |=>).*\n)+)", TEXT, re.MULTILINE)
SIGNS = [*",;\t|\"'\n\r\x00\ufeff #-=[]{}:/\\", "é", "Ж", "\u2028", "😀", "\xa0"]
CELLS = [
    "",
    " ",
    "unknown",
    "#REF!",
    "NULL",
    "1970s",
    "31.12.98",
    "a;b",
    "[1]",
    "7,5",
    "x",
    "Total",
    "=A1",
    '"',
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1250", "mac-roman", "utf-32"]


def some_line(lines: list[str], choose: random.Random) -> int:
    return choose.randrange(len(lines))


def drop_line(lines: list[str], choose: random.Random) -> None:
    del lines[some_line(lines, choose)]


def repeat_line(lines: list[str], choose: random.Random) -> None:
    lines.insert(some_line(lines, choose), lines[some_line(lines, choose)])


def swap_lines(lines: list[str], choose: random.Random) -> None:
    one, other = some_line(lines, choose), some_line(lines, choose)
    lines[one], lines[other] = lines[other], lines[one]


def add_line(lines: list[str], choose: random.Random) -> None:
    lines.insert(some_line(lines, choose), choose.choice(["", "# a remark", "Board,", ",,,", "Total,,9"]))


def change_sign(lines: list[str], choose: random.Random) -> None:
    at = some_line(lines, choose)
    place = choose.randint(0, len(lines[at]))
    lines[at] = lines[at][:place] + choose.choice(SIGNS) + lines[at][place + choose.randint(0, 1) :]


def change_cell(lines: list[str], choose: random.Random) -> None:
    at = some_line(lines, choose)
    cells = lines[at].split(",")
    others = lines[some_line(lines, choose)].split(",")
    cells[choose.randrange(len(cells))] = choose.choice([*CELLS, *others])
    lines[at] = ",".join(cells)


def drop_column(lines: list[str], choose: random.Random) -> None:
    column = choose.randrange(lines[0].count(",") + 1)
    lines[:] = [",".join(line.split(",")[:column] + line.split(",")[column + 1 :]) for line in lines]


def shout(lines: list[str], choose: random.Random) -> None:
    at = some_line(lines, choose)
    lines[at] = choose.choice([lines[at].upper(), lines[at].title(), lines[at] + lines[at]])


MUTATIONS: list[Callable[[list[str], random.Random], None]] = [
    *(drop_line, repeat_line, swap_lines, add_line, change_sign, change_cell, drop_column, shout),
]


def mutated(number: int) -> bytes:
    """Return a sheet with one to four faults."""
    choose = random.Random(f"{SEED} {number}")  # noqa: S311 - nothing secret
    lines = choose.choice(SHEETS).splitlines()
    for _ in range(choose.randint(1, 4)):
        if lines:
            choose.choice(MUTATIONS)(lines, choose)
    encoding = choose.choice(ENCODINGS) if choose.random() < 0.2 else "utf-8"
    return "\n".join(lines).encode(encoding, "replace")


def add_up(loaded: Loaded) -> bool:
    """Return whether each row has one outcome, and the tables have the rows that were loaded."""
    (file,) = loaded.report.files
    report = loaded.report
    if file.read != report.loaded + report.merged + report.unchanged + report.rejected:
        return False
    tables = {"entities": loaded.dataset.entities, "relations": loaded.dataset.relations}
    table = tables.get(file.kind)
    read_rows = 0 if table is None else int((loaded.origins[file.kind].sheet_of >= 0).sum())
    return table is None or read_rows == report.loaded


def test_damaged_sheets_are_refused_or_add_up(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    for number in range(HOW_MANY):
        data = mutated(number)
        path.write_bytes(data)
        try:
            loaded = read([path])
        except SociogramError:
            continue
        loaded.report.to_text()
        assert add_up(loaded), f"sheet {number}: {data!r}\n{loaded.report.to_text()}"
