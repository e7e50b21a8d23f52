"""Both stores behind one fixture: what a test of this folder says holds for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from sociogram.graph.store import GraphStore
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(params=["memory", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest) -> GraphStore:
    """An empty store."""
    return MemoryStore() if request.param == "memory" else request.getfixturevalue("neo4j_store")


@pytest.fixture
def ask(store: GraphStore) -> Ask:
    """Run Cypher and give the rows."""

    def rows(text: str, parameters: Mapping[str, Any] | None = None, **options: Any) -> list[tuple[Any, ...]]:
        return [tuple(record) for record in run(store, text, parameters, **options)]

    return rows
