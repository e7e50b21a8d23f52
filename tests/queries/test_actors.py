"""Who a name means."""

from __future__ import annotations

import networkx as nx
import pytest

from sociogram.graph.errors import ActorError
from sociogram.graph.store import GraphStore
from sociogram.queries.actors import all_actors, find_actor
from sociogram.queries.cypher.store import MemoryStore

MEANT = [
    # as typed, id of the actor
    ("lisa-kenna", "lisa-kenna"),
    ("Lisa Kenna", "lisa-kenna"),
    ("LISA  KENNA", "lisa-kenna"),
    ("Kenna", "lisa-kenna"),
    ("marco marin", "marco-marin"),
    ("Peruaanse Nationalistische Partij", "peruvian-national-police"),
    ("Beijing", "china"),
    ("gutierrez", "hilaria-aime-gutierrez"),
]


@pytest.mark.parametrize(("typed", "meant"), MEANT)
def test_a_name_an_alias_or_an_id_in_any_case(article_store: GraphStore, typed: str, meant: str) -> None:
    assert find_actor(article_store, typed).id == meant


NOBODY = [
    ("Lisa Kena", "Did you mean 'Lisa Kenna'"),
    ("Zzyzx", "No actor is called 'Zzyzx'"),
    ("National", "may be any of"),
]


@pytest.mark.parametrize(("typed", "words"), NOBODY)
def test_nobody_or_several_lists_the_nearest(article_store: GraphStore, typed: str, words: str) -> None:
    with pytest.raises(ActorError, match=words):
        find_actor(article_store, typed)


def test_sources_and_wordings_are_no_actors(article_store: GraphStore) -> None:
    assert len(all_actors(article_store)) == 87


def test_nodes_of_a_plain_networkx_graph_are_actors() -> None:
    store = MemoryStore.from_networkx(nx.karate_club_graph())
    assert find_actor(store, "33").id == 33
