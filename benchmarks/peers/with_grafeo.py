"""grafeo: two labels a node, indexes on id and name."""

from __future__ import annotations

from typing import Any

import grafeo
import pandas as pd
from serve import serve


class Grafeo:
    def __init__(self) -> None:
        self.graph = grafeo.GrafeoDB()

    def version(self) -> str:
        from importlib.metadata import version

        return f"grafeo {version('grafeo')}"

    def load(self, folder: str) -> None:
        entities = pd.read_csv(f"{folder}/entities.csv")
        places: dict[str, int] = {}
        for key, name, kind, age, city in entities.itertuples(index=False):
            values = {"id": key, "name": name}
            if age == age:  # a gap is NaN, which differs from itself
                values["age"] = int(age)
            if city == city:
                values["city"] = city
            places[key] = self.graph.create_node(["Entity", kind], values).id
        relations = pd.read_csv(f"{folder}/relations.csv")
        for end in ("source", "target"):
            relations[end] = relations[end].map(places)
        for name, part in relations.groupby("type"):
            gaps = part["role"].isna()
            for some in (part[~gaps], part[gaps].drop(columns=["role"])):
                self.graph.import_df(some.drop(columns=["type"]), mode="edges", edge_type=name)
        for key in ("id", "name"):
            self.graph.create_property_index(key)

    def run(self, query: dict[str, Any]) -> list[Any]:
        rows: list[Any] = []
        for text in query.get("texts") or [query["text"]]:
            result = self.graph.execute_cypher(text, query.get("parameters") or {})
            rows = [tuple(row.values()) for row in result.to_list()]
        return rows


if __name__ == "__main__":
    serve(Grafeo())
