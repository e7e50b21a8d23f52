"""FalkorDB inside redislite: a server process of its own, so its time is the wall's."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from redislite import FalkorDB
from serve import serve

BLOCK = 20_000


class Falkor:
    def __init__(self) -> None:
        self.graph = FalkorDB().select_graph("bench")

    def version(self) -> str:
        from importlib.metadata import version

        return f"falkordblite {version('falkordblite')}"

    def load(self, folder: str) -> None:
        self.graph.query("CREATE INDEX FOR (n:Entity) ON (n.id)")
        self.graph.query("CREATE INDEX FOR (n:Entity) ON (n.name)")
        self._in_blocks(Path(folder, "entities.csv"), "CREATE (n:Entity:{kind}) SET n = r.p", ("age",))
        text = "MATCH (a:Entity {id: r.s}), (b:Entity {id: r.t}) CREATE (a)-[k:{kind}]->(b) SET k = r.p"
        self._in_blocks(Path(folder, "relations.csv"), text, ("year", "amount"))

    def _in_blocks(self, path: Path, text: str, numbers: tuple[str, ...]) -> None:
        blocks: dict[str, list[dict[str, Any]]] = {}
        with path.open() as file:
            for row in csv.DictReader(file):
                kind = row.pop("type")
                ends = {"s": row.pop("source", None), "t": row.pop("target", None)}
                values = {
                    name: int(value) if name in numbers else value for name, value in row.items() if value
                }
                block = blocks.setdefault(kind, [])
                block.append({**ends, "p": values})
                if len(block) == BLOCK:
                    self._send(text, kind, block)
        for kind, block in blocks.items():
            self._send(text, kind, block)

    def _send(self, text: str, kind: str, block: list[dict[str, Any]]) -> None:
        if block:
            self.graph.query("UNWIND $rows AS r " + text.replace("{kind}", kind), {"rows": block})
        block.clear()

    def run(self, query: dict[str, Any]) -> list[Any]:
        rows: list[Any] = []
        for text in query.get("texts") or [query["text"]]:
            rows = self.graph.query(text, query.get("parameters") or {}).result_set
        return rows


if __name__ == "__main__":
    serve(Falkor())
