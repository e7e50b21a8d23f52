"""LadybugDB in a process of its own: CSV files into an empty database, then one look-up.

load_ladybug.py FOLDER ID disk|memory one|typed|arrow

``one``: one table of relations, the type a column. ``typed``: a table for each type, from one file each,
which are cut out line by line: the files hold no quotes. ``arrow``: the same from tables of Arrow, which
reads and cuts the files.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import ladybug

TYPES = ("KNOWS", "WORKS_FOR", "OWNS", "PAID", "FOUNDED")
COLUMNS = "year INT64, amount INT64, role STRING, start_date STRING"

Execute = Callable[..., Any]


def one(execute: Execute, folder: Path, _: Path) -> None:
    execute(f"COPY Entity FROM '{folder}/entities.csv' (HEADER=true)")
    execute(f"CREATE REL TABLE Relation(FROM Entity TO Entity, kind STRING, {COLUMNS})")
    execute(f"COPY Relation FROM '{folder}/relations.csv' (HEADER=true)")


def typed(execute: Execute, folder: Path, home: Path) -> None:
    execute(f"COPY Entity FROM '{folder}/entities.csv' (HEADER=true)")
    with ExitStack() as stack:
        files = {name: stack.enter_context((home / f"{name}.csv").open("w")) for name in TYPES}
        with (folder / "relations.csv").open() as rows:
            next(rows)
            for row in rows:
                source, target, kind, rest = row.split(",", 3)
                files[kind].write(f"{source},{target},{rest}")
    for name in TYPES:
        execute(f"CREATE REL TABLE {name}(FROM Entity TO Entity, {COLUMNS})")
        execute(f"COPY {name} FROM '{home}/{name}.csv'")


def arrow(execute: Execute, folder: Path, _: Path) -> None:
    import pyarrow.compute as compute
    from pyarrow import csv, string

    options = csv.ConvertOptions(column_types={"start_date": string()})
    execute("COPY Entity FROM $rows", {"rows": csv.read_csv(folder / "entities.csv")})
    relations = csv.read_csv(folder / "relations.csv", convert_options=options)
    for name in TYPES:
        execute(f"CREATE REL TABLE {name}(FROM Entity TO Entity, {COLUMNS})")
        part = relations.filter(compute.equal(relations["type"], name)).drop_columns(["type"])
        execute(f"COPY {name} FROM $rows", {"rows": part})


def main() -> None:
    folder, actor, database, tables = Path(sys.argv[1]), *sys.argv[2:5]
    with tempfile.TemporaryDirectory() as home:
        place = f"{home}/graph" if database == "disk" else ":memory:"
        execute = ladybug.Connection(ladybug.Database(place)).execute
        execute(
            "CREATE NODE TABLE Entity(id STRING PRIMARY KEY, name STRING, kind STRING, age INT64, city STRING)"
        )
        {"one": one, "typed": typed, "arrow": arrow}[tables](execute, folder, Path(home))
        found = execute("MATCH (a:Entity {id: $id})-[r]->(b) RETURN count(*)", {"id": actor})
        print(found.get_all()[0][0])


if __name__ == "__main__":
    main()
