"""Neo4j: the server that NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD name. Its database is wiped."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import neo4j
from serve import serve

BLOCK = 10_000


class Neo4j:
    def __init__(self) -> None:
        self.driver = neo4j.GraphDatabase.driver(
            os.environ["NEO4J_URI"],
            auth=(os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", "")),
        )

    def version(self) -> str:
        return f"neo4j {self.driver.get_server_info().agent}"

    def load(self, folder: str) -> None:
        with self.driver.session() as session:
            session.run("MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
            for key in ("id", "name"):
                session.run(f"CREATE INDEX IF NOT EXISTS FOR (n:Entity) ON (n.{key})").consume()
            session.run("CALL db.awaitIndexes()").consume()
            entity = "UNWIND $rows AS r CREATE (n:Entity:$kind) SET n = r.p"
            tie = (
                "UNWIND $rows AS r MATCH (a:Entity {id: r.s}), (b:Entity {id: r.t}) "
                "CREATE (a)-[k:$kind]->(b) SET k = r.p"
            )
            self._in_blocks(session, Path(folder, "entities.csv"), entity, ("age",))
            self._in_blocks(session, Path(folder, "relations.csv"), tie, ("year", "amount"))

    def _in_blocks(self, session: Any, path: Path, text: str, numbers: tuple[str, ...]) -> None:
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
                    session.run(text.replace("$kind", kind), rows=block).consume()
                    block.clear()
        for kind, block in blocks.items():
            session.run(text.replace("$kind", kind), rows=block).consume()

    def run(self, query: dict[str, Any]) -> list[Any]:
        rows: list[Any] = []
        with self.driver.session() as session:
            for text in query.get("texts") or [query["text"]]:
                rows = [tuple(record) for record in session.run(text, query.get("parameters") or {})]
        return rows


if __name__ == "__main__":
    serve(Neo4j())
