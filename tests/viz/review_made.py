"""A small invented affair and its text, to be reviewed: a denial, a draft, a relay, a quote that is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import sociogram
from sociogram.viz.review import ReviewPage

DATA = Path(__file__).parent / "reviewed"
SOURCE = "post-2031-05-03"
TEXT = (DATA / "text.txt").read_text(encoding="utf-8")
RELATIONS = (DATA / "relations.csv").read_text(encoding="utf-8")


def write_folder(folder: Path) -> Path:
    """Write the affair as a data folder and return its path."""
    folder.mkdir(parents=True)
    for path in DATA.glob("*.csv"):
        shutil.copy(path, folder)
    return folder


def review_page(folder: Path, text: str = TEXT, source: str | None = SOURCE) -> ReviewPage:
    """Return the page of the affair, or of the data that a test has put into the folder."""
    with sociogram.open(folder, cache=False) as graph:
        return graph.review(text, source=source)
