"""The article, in memory and on a Neo4j server: what is asked of one is asked of the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.graph.store import GraphStore
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.queries.cypher.store import MemoryStore

ARTICLE = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module", params=["memory", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def article_store(request: pytest.FixtureRequest) -> GraphStore:
    """A store with the article in it; tests only read."""
    if request.param == "neo4j":
        store: GraphStore = request.getfixturevalue("neo4j_article")
        return store
    return MemoryStore.from_dataset(read_folder(ARTICLE))
