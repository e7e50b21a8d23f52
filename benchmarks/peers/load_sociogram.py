"""Ours, in a process of its own: sheets with a load report, or the parts of reading a data folder.

load_sociogram.py FOLDER ID sheets|parts
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

QUERY = "MATCH (a:Entity {id: $id})-[r]->(b) RETURN count(*) AS n"


def answer(tables: Any, actor: str) -> int:
    from sociogram.queries.cypher.store import MemoryStore
    from sociogram.queries.run import run

    return next(iter(run(MemoryStore(tables), QUERY, {"id": actor})))["n"]


def sheets(folder: Path, actor: str) -> None:
    """Check two sheets, make the report, and answer."""
    from sociogram.graph.memory.from_dataset import tables_of
    from sociogram.loaders.read import read

    loaded = read([folder / "entities.csv", folder / "relations.csv"])
    loaded.report.to_dict()
    tables = tables_of(loaded.accepted())
    del loaded  # the sheets are no longer needed
    print(answer(tables, actor))


def parts(folder: Path, actor: str) -> Iterator[tuple[str, float]]:
    """Give the name of each part of reading a data folder, and the processor's time at its end."""
    from sociogram.graph.memory.from_dataset import tables_of
    from sociogram.loaders.folder.data_folder import dataset_of
    from sociogram.loaders.folder.files import need_files
    from sociogram.queries.cypher.store import MemoryStore
    from sociogram.queries.run import run

    yield "imports", time.process_time()
    contents = need_files(folder)
    yield "files read", time.process_time()
    dataset = dataset_of(folder, contents)
    yield "cells cut, columns made", time.process_time()
    tables = tables_of(dataset)
    yield "both ends of relations known", time.process_time()
    store = MemoryStore(tables)
    list(run(store, "MATCH (a:Entity {id: $id}) RETURN a.name", {"id": actor}))
    yield "first look-up", time.process_time()
    answer(tables, actor)
    yield "rows of who is next to whom, and a hop", time.process_time()


def main() -> None:
    folder, actor, what = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    if what == "sheets":
        sheets(folder, actor)
        return
    before = 0.0
    for name, moment in parts(folder, actor):
        print(f"  {name:45}{moment - before:6.2f} s")
        before = moment


if __name__ == "__main__":
    main()
