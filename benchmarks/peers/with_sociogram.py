"""Ours: text in, all rows out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from serve import serve


class Sociogram:
    def __init__(self) -> None:
        self.store: Any = None

    def version(self) -> str:
        import sociogram

        return f"sociogram {sociogram.__version__}, numpy {np.__version__}"

    def load(self, folder: str) -> None:
        from sociogram.loaders.folder.data_folder import read_folder
        from sociogram.queries.cypher.store import MemoryStore

        self.store = MemoryStore.from_dataset(read_folder(Path(folder)))
        self.run({"text": "MATCH (a)-[r]->(b) RETURN count(r) AS n"})

    def run(self, query: dict[str, Any]) -> list[Any]:
        from sociogram.queries.run import run

        rows: list[Any] = []
        for text in query.get("texts") or [query["text"]]:
            rows = list(run(self.store, text, query.get("parameters"), write="texts" in query))
        return rows


if __name__ == "__main__":
    serve(Sociogram())
