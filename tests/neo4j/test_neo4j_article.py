"""The article on a server and in memory: the same graph."""

from __future__ import annotations

import pytest

from sociogram.graph.neo4j.store import Neo4jStore
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run
from support.neo4j.fixtures import ARTICLE

pytestmark = pytest.mark.neo4j

QUESTIONS = [
    "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) ORDER BY label",
    "MATCH ()-[r]->() RETURN type(r), count(*) ORDER BY type(r)",
    "MATCH (n) UNWIND keys(n) AS key RETURN key, count(*) ORDER BY key",
    "MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, properties(r) ORDER BY r.id",
    "MATCH (n:Entity) RETURN n.id, n.name, n.aliases ORDER BY n.id",
    "MATCH (n:Entity) RETURN n.id, count { (n)--() } AS ties ORDER BY ties DESC, n.id LIMIT 20",
]


@pytest.fixture(scope="module")
def memory() -> MemoryStore:
    return MemoryStore.from_dataset(read_folder(ARTICLE))


@pytest.mark.parametrize("question", QUESTIONS)
def test_same_rows(neo4j_article: Neo4jStore, memory: MemoryStore, question: str) -> None:
    assert list(run(neo4j_article, question)) == list(run(memory, question))


def test_same_networkx(neo4j_article: Neo4jStore, memory: MemoryStore) -> None:
    there, here = neo4j_article.networkx, memory.networkx
    entities = {key: data for key, data in here.nodes(data=True) if "Entity" in data["labels"]}
    assert {key: there.nodes[key] for key in entities} == entities
    ties = {(start, end, key): data for start, end, key, data in here.edges(keys=True, data=True)}
    assert {(start, end, key): data for start, end, key, data in there.edges(keys=True, data=True)} == ties


def test_loading_it_again_changes_nothing(neo4j_article: Neo4jStore) -> None:
    counts = neo4j_article.merge(read_folder(ARTICLE))
    assert all(count.created == count.updated == 0 for count in counts.values())
    assert counts["relations"].unchanged > 100
