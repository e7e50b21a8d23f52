from __future__ import annotations

import json

from viz_made import made_graph, source_nodes, wording_nodes

from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.picture.drawing import bend_of, drawn_edges
from sociogram.viz.picture.scene import Scene


def made_scene(**changes):
    given = {
        "title": "A title",
        "sources": source_nodes(),
        "relation_types": wording_nodes(),
        "actors_by_id": {"outside": "A Voice Outside"},
    }
    return Scene.of(made_graph(), **given | changes)


def by_id(entries, key):
    return next(entry for entry in entries if entry["id"] == key)


def claim_of(scene, key):
    """Return a claim, and the tie that it is about."""
    claim = by_id(scene.claims, key)
    return claim, scene.ties[claim["tie"]]


def test_it_is_plain_data():
    told = made_scene().to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_an_actor_says_what_the_data_says():
    ana = by_id(made_scene().actors, "ana")
    assert ana["name"] == "Ana Ñahui"
    assert (ana["labels"], ana["aliases"], ana["country"]) == (["Person"], ["La Doctora"], "Peru")
    assert ana["degree"] == 3  # ties that somebody affirms


def test_only_web_addresses_are_links():
    scene = made_scene()
    assert by_id(scene.actors, "boris")["link"] == "https://example.org/boris"
    assert "link" not in by_id(scene.actors, "cmd")


def test_a_tie_says_who_claims_it_where_since_when_and_how_certain():
    scene = made_scene()
    claim, tie = claim_of(scene, "t2")
    assert claim["says"] == (
        "Ana Ñahui alleges that he or she accuses National Police: as a witness, "
        "since December 2022 (“A report”, The Commission, 20 May 2023, paragraph 7)"
    )
    assert scene.actors[tie["a"]]["name"] == "Ana Ñahui"
    assert scene.types[tie["type"]]["words"] == "accuses"
    assert scene.claimants[claim["claimant"]]["name"] == "Ana Ñahui"
    assert scene.certainties[claim["certainty"]]["key"] == "alleged"
    assert (claim["start"], claim["first"], claim["paragraph"]) == ("2022-12", "2022-12-01", "7")
    assert scene.sources[claim["sources"][0]]["title"] == "A report"
    assert claim["more"] == {"note": "checked twice"}


def test_what_is_not_given_stays_empty():
    scene = made_scene()
    claim, _ = claim_of(scene, "t6")
    assert claim["says"] == "It is said: High Court —located in→ Peru (claimant not said; source not said)"
    assert scene.claimants[claim["claimant"]].get("name") is None
    assert scene.certainties[claim["certainty"]]["name"] == "Not given"
    assert not {"sources", "start", "end", "paragraph", "summary"} & set(claim)


def test_a_claimant_who_is_not_drawn_has_a_name():
    scene = made_scene()
    claimant = scene.claimants[claim_of(scene, "t4")[0]["claimant"]]
    assert (claimant["name"], claimant.get("actor")) == ("A Voice Outside", None)


def test_a_source_that_nobody_describes_is_named_by_its_id_or_linked():
    sources = made_scene().sources
    assert by_id(sources, "loose") == {"id": "loose"}  # nor says anybody that it was read
    assert by_id(sources, "https://example.org/x")["link"] == "https://example.org/x"


def test_types_word_both_directions_or_say_that_they_cannot():
    types = {entry["name"]: entry for entry in made_scene().types}
    assert (types["COMMANDS"]["words"], types["COMMANDS"]["backward"]) == ("commands", "is commanded by")
    assert types["MET"]["directed"] is False
    unworded = types["LOCATED_IN"]
    assert (unworded["title"], unworded["words"]) == ("located in", "—located in→")
    assert unworded["backward"] == "←located in—"


def test_an_event_ends_on_the_day_that_it_began_and_a_lasting_tie_is_open():
    scene = made_scene()
    days = {claim["id"]: (claim.get("first"), claim.get("last")) for claim in scene.claims}
    assert days["t8"] == ("2023-05-23", "2023-05-23")  # "met" is in the past tense
    assert days["t1"] == ("2021-01-01", None)  # "commands" is in the present tense
    assert days["t4"] == ("2020-01-01", "2021-06-30")


def test_a_tie_says_on_how_many_independent_voices_it_rests():
    nodes = (Node("1"), Node("2"))
    ties = tuple(
        Relationship(str(n), "PAID", "1", "2", {"id": f"c{n}", "claimed_by": voice, "sources": [f"s{n}"]})
        for n, voice in enumerate(("ana", "boris", "boris"))
    )
    [tie] = Scene.of(Subgraph(nodes, ties), title="t").ties
    assert tie["independent"] == 2


def test_the_date_of_the_data_is_given_or_the_latest_source():
    assert made_scene().data_date == "2023-05-20"
    assert made_scene(data_date="2023-06-04").data_date == "2023-06-04"
    assert made_scene(sources=()).data_date == ""


def test_the_order_of_the_input_does_not_matter():
    graph = made_graph()
    turned = Subgraph(graph.nodes[::-1], graph.relationships[::-1])
    one = Scene.of(graph, title="t", relation_types=wording_nodes())
    other = Scene.of(turned, title="t", relation_types=wording_nodes()[::-1])
    assert (one.to_dict(), one.positions) == (other.to_dict(), other.positions)


def test_a_tie_to_an_actor_that_is_not_there_is_left_out():
    scene = Scene.of(Subgraph((Node("1"),), (Relationship("r", "T", "1", "2"),)), title="t")
    assert (len(scene.actors), scene.ties) == (1, [])


def test_sources_and_wordings_among_the_nodes_are_no_actors():
    graph = made_graph()
    mixed = Subgraph((*graph.nodes, *source_nodes(), *wording_nodes()), graph.relationships)
    assert len(Scene.of(mixed, title="t").actors) == len(graph.nodes)


def test_any_graph_without_provenance_is_drawn():
    nodes = tuple(Node(str(n), (), {"id": n, "size": 900, "color": "red", "level": 3}) for n in range(3))
    ties = (
        Relationship("0", "RELATED", "0", "1", {"weight": 2.5, "source": "x"}),
        Relationship("1", "RELATED", "1", "2"),
    )
    scene = Scene.of(Subgraph(nodes, ties), title="t")
    assert [actor["name"] for actor in scene.actors] == ["0", "1", "2"]
    assert scene.actors[0]["more"] == {"color": "red", "level": "3", "size": "900"}
    assert scene.claims[0]["more"] == {"source": "x", "weight": "2.5"}
    assert [certainty["name"] for certainty in scene.certainties] == ["Not given"]


def test_nothing_is_drawn_of_nothing():
    scene = Scene.of(Subgraph(), title="")
    assert (scene.title, scene.actors, scene.positions) == ("Untitled", [], [])


def test_parallel_ties_bend_evenly_to_both_sides():
    nodes = [Node(name, ("Entity",), {"id": name, "name": name}) for name in ("ada", "otto")]
    for count in (2, 7, 8, 30):
        ties = [Relationship(f"r{number}", f"TYPE_{number}", "ada", "otto") for number in range(count)]
        edges = drawn_edges(Scene.of(Subgraph(tuple(nodes), tuple(ties)), title="Two"))
        bends = [bend_of(edge) for edge in edges]
        assert bends == [-bend for bend in reversed(bends)]
        assert len(set(bends)) == count
        assert all(edge["smooth"]["roundness"] > 0 for edge in edges if "smooth" in edge)
        assert max(bends) < 0.5
