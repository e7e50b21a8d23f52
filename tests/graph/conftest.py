"""A small data set with everything that is easily lost: parallel relations, a self-loop, a null."""

from __future__ import annotations

import pytest

from sociogram.graph.dataset import Dataset
from sociogram.queries.cypher.store import MemoryStore
from support.datasets import dataset_of


@pytest.fixture
def article() -> Dataset:
    """Return a data set of three actors, with parallel relations and a self-loop."""
    return dataset_of(
        entities=[
            {"id": "pedro", "name": "Pedro", "type": ["Person"], "aliases": ["The Teacher"]},
            {"id": "dina", "name": "Dina", "type": ["Person", "Politician"], "aliases": None},
            {"id": "army", "name": "Army", "type": ["Organisation"], "aliases": None},
        ],
        relations=[
            {"source": "pedro", "target": "dina", "type": "APPOINTED", "paragraph": 1, "sources": ["s1"]},
            {"source": "dina", "target": "pedro", "type": "SUCCEEDED", "paragraph": 2, "sources": ["s1"]},
            {"source": "dina", "target": "army", "type": "COMMANDS", "paragraph": 3, "sources": ["s1"]},
            {"source": "dina", "target": "army", "type": "COMMANDS", "paragraph": 4, "sources": ["s1"]},
            {"source": "army", "target": "army", "type": "INVESTIGATES", "paragraph": 5, "sources": None},
        ],
        sources=[{"id": "s1", "title": "The article"}],
        relation_types=[{"type": "COMMANDS", "forward": "commands", "backward": "is commanded by"}],
    )


@pytest.fixture
def store(article: Dataset) -> MemoryStore:
    return MemoryStore.from_dataset(article)
