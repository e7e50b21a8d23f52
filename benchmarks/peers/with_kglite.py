"""kglite: everybody is an Entity, with a second label."""

from __future__ import annotations

from typing import Any

import kglite
import pandas as pd
from serve import serve


class Kglite:
    def __init__(self) -> None:
        self.graph = kglite.KnowledgeGraph()

    def version(self) -> str:
        from importlib.metadata import version

        return f"kglite {version('kglite')}"

    def load(self, folder: str) -> None:
        entities = pd.read_csv(f"{folder}/entities.csv", dtype={"age": "Int64"})
        self.graph.add_nodes(entities.drop(columns=["type"]), "Entity", "id", "name")
        for label, part in entities.groupby("type"):
            self.graph.add_label("Entity", part["id"].tolist(), label)
        relations = pd.read_csv(f"{folder}/relations.csv")
        for name, part in relations.groupby("type"):
            self.graph.add_relationships(
                part.drop(columns=["type"]), name, "Entity", "source", "Entity", "target"
            )
        self.graph.create_index("Entity", "name")

    def run(self, query: dict[str, Any]) -> list[Any]:
        rows: list[Any] = []
        for text in query.get("texts") or [query["text"]]:
            result = self.graph.cypher(text, params=query.get("parameters") or {})
            rows = [tuple(row.values()) for row in result.to_list()]
        return rows


if __name__ == "__main__":
    serve(Kglite())
