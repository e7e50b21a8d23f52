"""LadybugDB: one table of nodes, one of relations a type; the label is a column, its fastest shape."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import ladybug
from serve import serve

TYPES = ("KNOWS", "WORKS_FOR", "OWNS", "PAID", "FOUNDED")


class Ladybug:
    def __init__(self) -> None:
        self.home = tempfile.TemporaryDirectory()
        self.connection = ladybug.Connection(ladybug.Database(f"{self.home.name}/graph"))

    def version(self) -> str:
        from importlib.metadata import version

        return f"ladybug {version('ladybug')}"

    def load(self, folder: str) -> None:
        run = self.connection.execute
        run(
            "CREATE NODE TABLE Entity(id STRING PRIMARY KEY, name STRING, kind STRING, age INT64, city STRING)"
        )
        run(f"COPY Entity FROM '{folder}/entities.csv' (HEADER=true)")
        for name, path in self._parts(Path(folder)):
            columns = "year INT64, amount INT64, role STRING, start_date STRING"
            run(f"CREATE REL TABLE {name}(FROM Entity TO Entity, {columns})")
            run(f"COPY {name} FROM '{path}'")

    def _parts(self, folder: Path) -> Iterator[tuple[str, Path]]:
        """Split the relations into one file a type, which is how it takes them."""
        with ExitStack() as stack:
            files = {
                name: stack.enter_context(Path(self.home.name, f"{name}.csv").open("w")) for name in TYPES
            }
            with (folder / "relations.csv").open() as rows:
                for source, target, kind, *rest in csv.reader(rows):
                    if kind in files:
                        files[kind].write(",".join((source, target, *rest)) + "\n")
        for name in TYPES:
            yield name, Path(self.home.name, f"{name}.csv")

    def run(self, query: dict[str, Any]) -> list[Any]:
        rows: list[Any] = []
        for text in query.get("texts") or [query["text"]]:
            parameters = {
                name: value for name, value in (query.get("parameters") or {}).items() if f"${name}" in text
            }
            result = self.connection.execute(text, parameters)
            rows = result.get_all()
        return rows


if __name__ == "__main__":
    serve(Ladybug())
