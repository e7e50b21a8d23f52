"""Who a name means."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.graph.common.text import fold_name, fold_names, has_part, name_pattern
from sociogram.graph.errors import ActorError
from sociogram.graph.name_search import name_is_one_of, name_matches, name_to_find, names_to_find
from sociogram.graph.store import GraphStore
from sociogram.queries.actors import _best, _found_here, actors_starting, all_actors, find_actor
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

NAMES = st.lists(st.sampled_from(["a", "B", "ß", "é", "-", ".", " ", "’"]), min_size=1, max_size=6).map(
    "".join
)


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


# the actors by their ids, what is typed, who is meant
SPELLINGS = [
    ({"ruval": "Jean-Pierre Ruval"}, "jean pierre ruval", "ruval"),
    ({"ruval": "Jean-Pierre Ruval"}, "Jean Pierre", "ruval"),
    ({"ruval": "Jean Pierre Ruval"}, "Jean\u2011Pierre", "ruval"),
    ({"ruval": "Jean-Pierre Ruval", "olm": "Jean Pierre"}, "jean pierre", "olm"),
    ({"ruval": "Jean-Pierre Ruval", "olm": "Pierre Olm"}, "pierre", "olm"),
    ({"odell": "H. J. O’Dell"}, "HJ ODell", "odell"),
    ({"odell": "H.J. O'Dell"}, "h j o dell", "odell"),
    ({"odell": "HJ ODell"}, "O'Dell", "odell"),
    ({"tarik": "Omar al-Tarik"}, "Al Tarik", "tarik"),
    ({"strass": "Ina Straß-Olm"}, "strass olm", "strass"),
    ({"st-clair": "Ann Clair"}, "St. Clair", "st-clair"),
]


@pytest.mark.parametrize(("names", "typed", "meant"), SPELLINGS)
def test_spaces_hyphens_apostrophes_and_dots_do_not_matter(
    names: dict[str, str], typed: str, meant: str
) -> None:
    nodes = nx.Graph()
    nodes.add_nodes_from((actor, {"name": name}) for actor, name in names.items())
    store = MemoryStore.from_networkx(nodes)
    assert find_actor(store, typed).id == meant
    assert meant in {actor.id for actor in actors_starting(store, names[meant].replace("-", " "))}


IN_OTHER_FORMS = [
    # a name that is there, a name for the same actor
    ("A & B Ltd", "A & B Limited"),
    ("Ørsund A/S", "Orsund AS"),
    ("ASHDOWN, G. T.", "G.T. Ashdown"),
    ("H. R. Ltd", "HR Limited"),
]


@pytest.mark.parametrize(("name", "typed"), IN_OTHER_FORMS)
def test_a_name_is_found_in_another_form(name: str, typed: str) -> None:
    nodes = nx.Graph()
    nodes.add_nodes_from([("one", {"name": name}), ("other", {"name": "Zora Quist"})])
    assert find_actor(MemoryStore.from_networkx(nodes), typed).id == "one"


@given(st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=2)), min_size=1, max_size=5), NAMES)
def test_the_search_leaves_out_only_actors_without_the_letters(
    people: list[tuple[str, list[str]]], typed: str
) -> None:
    nodes = nx.Graph()
    nodes.add_nodes_from(
        (f"p{row}", {"name": name, "aliases": aliases}) for row, (name, aliases) in enumerate(people)
    )
    store = MemoryStore.from_networkx(nodes)
    expected = _best(all_actors(store), typed)
    try:
        found = _found_here(store, typed)
    except ActorError:
        assert expected is None
    else:
        assert found == expected


def test_a_part_of_a_word_is_no_name() -> None:
    nodes = nx.Graph()
    nodes.add_node("ruval", name="Jean-Pierre Ruval")
    with pytest.raises(ActorError, match="No actor is called"):
        find_actor(MemoryStore.from_networkx(nodes), "Pierre Ruv")


def holds(condition: str, text: str, parameters: dict[str, Any]) -> bool:
    """Return whether a condition on a list of texts holds for one text."""
    parameters = {**parameters, "texts": [text]}
    [[found]] = run(MemoryStore(), f"RETURN {condition} AS found", parameters)
    return bool(found)


@given(NAMES, NAMES)
def test_a_server_finds_whatever_is_alike_in_memory(one: str, other: str) -> None:
    if fold_name(one) == fold_name(other):
        assert holds(name_is_one_of("$texts"), one, names_to_find([other, "Zoran"]))
        assert holds(name_matches("$texts"), one, name_to_find(other, name_pattern(other)))
    if has_part(one, other):
        assert holds(name_matches("$texts"), one, name_to_find(other, name_pattern(other, part=True)))


COMPARED_ON_SERVER = [
    # a text of the server, a name, whether they are alike
    ("Zoë  O’Dell-Brandt", "zoe odell brandt", True),
    ("STRAẞE", "strasse", True),
    ("ΝΙΚΟΣ", "νικοσ", True),
    ("T\u0330ala", "tala", True),  # a mark of no common language
    ("Ana Ruval", "Ana Ruvalo", False),
    ("Ana Ruvalo", "Ana Ruval", False),
]


@pytest.mark.parametrize(("text", "name", "are_alike"), COMPARED_ON_SERVER)
def test_names_as_a_server_compares_them(text: str, name: str, are_alike: bool) -> None:
    assert holds(name_is_one_of("$texts"), text, names_to_find([name])) == are_alike
    assert holds(name_matches("$texts"), text, name_to_find(name, name_pattern(name))) == are_alike


NOBODY = [
    ("Lisa Kena", "Did you mean 'Lisa Kenna'"),
    ("Zzyzx", "No actor is called 'Zzyzx'"),
    ("National", "may be any of"),
]


@pytest.mark.parametrize(("typed", "words"), NOBODY)
def test_nobody_or_several_lists_the_nearest(article_store: GraphStore, typed: str, words: str) -> None:
    with pytest.raises(ActorError, match=words):
        find_actor(article_store, typed)


UMLAUTS = [
    ("Juergen Oettl", "Jürgen Öttl"),
    ("Oettl", "Jürgen Öttl"),
    ("Jaeger", "Ina Jäger"),
    ("Böhm", "Uwe Boehm"),
    ("Oez", "Kai Öz"),
    ("Aaby", "Søren Åby"),
]


@pytest.mark.parametrize(("typed", "name"), UMLAUTS)
def test_a_name_without_its_umlauts_is_offered(typed: str, name: str) -> None:
    graph = nx.Graph()
    graph.add_nodes_from(sorted({found for _, found in UMLAUTS}))
    with pytest.raises(ActorError) as error:
        find_actor(MemoryStore.from_networkx(graph), typed)
    assert error.value.nearest == (name,)


def test_sources_and_wordings_are_no_actors(article_store: GraphStore) -> None:
    assert len(all_actors(article_store)) == 91


def test_nodes_of_a_plain_networkx_graph_are_actors() -> None:
    store = MemoryStore.from_networkx(nx.karate_club_graph())
    assert find_actor(store, "33").id == 33


@given(st.lists(st.text() | NAMES))
def test_many_names_are_folded_as_one_by_one(names: list[str]) -> None:
    assert fold_names(names) == [fold_name(name) for name in names]
