"""Types of ties that mean the same are named in the report, and stay two types."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.graph.dataset import Dataset
from sociogram.loaders.load import load
from sociogram.queries.cypher.store import MemoryStore

SHEET = "from,type,to\nAda Rood,{},Keel BV\n"
STATED = "Types that may mean the same"

# Types of two loads, and how the report names them.
LOADS = {
    "two languages": (["besitzt"], ["owns"], "`BESITZT` and `OWNS`"),
    "Dutch and French": (["kent"], ["connaît"], "`CONNAÎT` and `KENT`"),
    "three in one load": ([], ["owns", "bezit", "posee"], "`BEZIT` and `OWNS` and `POSEE`"),
    "one type": (["owns"], ["owns"], None),
    "a role is no verb": (["owner"], ["owns"], None),
    "unknown verbs": (["paints"], ["malt"], None),
}


@pytest.mark.parametrize("target", ["folder", "store"])
@pytest.mark.parametrize("heading", LOADS)
def test_alike_types(tmp_path: Path, heading: str, target: str) -> None:
    first, second, named = LOADS[heading]
    graph = tmp_path / "graph" if target == "folder" else MemoryStore.from_dataset(Dataset())
    for number, types in enumerate((first, second)):
        paths = [tmp_path / f"{number}{word}.csv" for word in types]
        for path, word in zip(paths, types, strict=True):
            path.write_text(SHEET.format(word), encoding="utf-8")
        reports = [load(paths, graph).to_text(whole=True) for _ in range(2)] if paths else []
    stated, again = reports
    assert (f"{STATED}: {named}." in stated) if named else (STATED not in stated)
    assert STATED not in again
