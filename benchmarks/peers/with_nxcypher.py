"""nxcypher: Cypher over networkx, for the small graphs only."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import networkx as nx
from nxcypher import NXCypher
from serve import serve


class Nxcypher:
    def __init__(self) -> None:
        self.graph = nx.MultiDiGraph()
        self.engine: Any = None

    def version(self) -> str:
        from importlib.metadata import version

        return f"nxcypher {version('nxcypher')}"

    def load(self, folder: str) -> None:
        with Path(folder, "entities.csv").open() as file:
            for row in csv.DictReader(file):
                values = {name: value for name, value in row.items() if value and name != "type"}
                if "age" in values:
                    values["age"] = int(values["age"])
                self.graph.add_node(row["id"], __labels__={"Entity", row["type"]}, **values)
        with Path(folder, "relations.csv").open() as file:
            for row in csv.DictReader(file):
                values = {name: row[name] for name in ("role", "start_date") if row[name]}
                numbers = {name: int(row[name]) for name in ("year", "amount")}
                self.graph.add_edge(
                    row["source"], row["target"], __labels__={row["type"]}, **values, **numbers
                )
        self.engine = NXCypher(self.graph)

    def run(self, query: dict[str, Any]) -> list[Any]:
        rows: list[Any] = []
        for sent in query.get("texts") or [query["text"]]:
            text = sent
            for name, value in (query.get("parameters") or {}).items():
                text = text.replace(f"${name}", json.dumps(value))  # it takes no parameters
            columns = self.engine.run(text)
            rows = list(zip(*columns.values(), strict=True))
        return rows


if __name__ == "__main__":
    serve(Nxcypher())
