"""Paths, stored queries and numbers of graphs of claims: the same in memory and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sociogram.api import Graph
from sociogram.graph.dataset import Dataset
from sociogram.graph.model import Node, Relationship
from sociogram.graph.model import Path as GraphPath
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.stats import read_stats
from sociogram.queries.stored.catalogue import Catalogue
from sociogram.queries.stored.graph_values import values_to_try
from sociogram.queries.stored.stored_query import StoredQuery
from support.ferry import FILES
from support.neo4j.fixtures import database_lock, wipe

pytestmark = pytest.mark.neo4j

ARTICLE = Path(__file__).parents[2] / "data"
ACTORS = {
    "article": ["Lisa Kenna", "Dina Boluarte", "China", "Peruvian Army"],
    "ferry": ["Blue Line", "Mara Lind", "Ferry Office", "the ferry permit", "Nils Brand"],
}
INCLUDING = [(), ("denied",), ("planned", "intended"), ("denied", "planned", "draft", "retracted")]
OTHERS: dict[str, dict[str, Any]] = {
    "claim-chain": {"claim": "c12"},
    "new-in": {"source": "mail"},
    "ties-as-of": {"date": "2031-06"},
    "timeline": {"since": "2030", "until": "2032"},
    "came-due": {"as_of": "2032"},
    "ties-in-paragraph": {"paragraph": 1},
    "find-actors": {"name": "line"},
    "claims-by-voice": {"voice": "Mara Lind"},
    "actors-in-several-sources": {"least": 1},
}
"""Values of parameters that are no actors, on the ferry; those of the article are the first suggestions."""


class Both(NamedTuple):
    """One graph in both stores."""

    name: str
    memory: Graph
    server: Graph


@pytest.fixture(scope="module", params=list(ACTORS))
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The article, then the ferry; tests only read."""
    store = request.getfixturevalue("neo4j_connection")
    with database_lock():
        wipe(store)
        store.merge(dataset_called(request.param, tmp_path_factory.mktemp("ferry")))
        memory = MemoryStore.from_dataset(dataset_called(request.param, tmp_path_factory.mktemp("again")))
        yield Both(request.param, Graph(memory), Graph(store))


def dataset_called(name: str, folder: Path) -> Dataset:
    if name == "article":
        return read_folder(ARTICLE)
    for file, text in FILES.items():
        (folder / file).write_text(text, encoding="utf-8")
    return read_folder(folder)


@pytest.mark.parametrize("including", INCLUDING, ids=lambda kinds: "+".join(kinds) or "affirmed")
@pytest.mark.parametrize("as_of", [None, "2023-01-15", "2031-06"])
def test_paths_in_words(both: Both, including: tuple[str, ...], as_of: str | None) -> None:
    for start, end in combinations(ACTORS[both.name], 2):
        ours, theirs = (
            graph.path(start, end, as_of=as_of, including=including) for graph in (both.memory, both.server)
        )
        assert str(ours) == str(theirs)
        assert ours.total == theirs.total
        assert [str(one) for one in ours.alternatives] == [str(one) for one in theirs.alternatives]


def test_numbers(both: Both) -> None:
    assert read_stats(both.memory.store) == read_stats(both.server.store)


@pytest.mark.parametrize("query", Catalogue().all(), ids=lambda query: query.name)
def test_rows_of_stored_queries(both: Both, query: StoredQuery) -> None:
    for parameters in parameters_of(query, both):
        ours, theirs = (
            graph.query(query.name, parameters=parameters) for graph in (both.memory, both.server)
        )
        assert ours.columns == theirs.columns
        assert [plain(list(row)) for row in ours] == [plain(list(row)) for row in theirs]


def parameters_of(query: StoredQuery, both: Both) -> Iterator[dict[str, Any]]:
    """Yield values for the parameters of a query; each actor in turn is the first one."""
    names = ACTORS[both.name]
    wanted = [parameter for parameter in query.parameters if parameter.is_actor]
    others = values_to_try(both.memory.store, query)
    others |= OTHERS.get(query.name, {}) if both.name == "ferry" else {}
    for first in range(len(names) if wanted else 1):
        actors = iter(names[first:] + names[:first])
        yield {
            **others,
            **{
                parameter.name: [next(actors), next(actors)]
                if "LIST" in str(parameter.type)
                else next(actors)
                for parameter in wanted
            },
        }


def plain(value: Any) -> Any:
    """Return a value without what only its store knows."""
    match value:
        case Node():
            return ("node", value.labels, value.properties)
        case Relationship():
            return (value.type, value.properties)
        case GraphPath():
            return plain([*value.nodes, *value.relationships])
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
    return value
