"""What stored queries make of claims, on an invented quarrel about a ferry; on both stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sociogram.api import Graph
from sociogram.graph.dataset import Table
from sociogram.graph.errors import LimitExceeded, SociogramError, StoredQueryError
from sociogram.graph.neo4j import scan
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.queries.claims import read
from sociogram.queries.claims.conditions import counts
from sociogram.queries.claims.query_rows import claim_selection
from sociogram.queries.claims.query_rows.families import FAMILIES
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run
from sociogram.queries.stored.catalogue import Catalogue, read_stored_query
from sociogram.queries.stored.stored_query import STORED, TAKEN_BACK
from sociogram.queries.stored.validate import check_stored_query
from support.ferry import FILES
from support.neo4j.fixtures import database_lock, wipe

ROWS: list[tuple[str, dict[str, Any], list[str], list[list[Any]]]] = [
    # query, parameters, columns, rows
    (  # a tie told twice is one row; who denies it stands with it
        "connections-of",
        {"actor": "Blue Line"},
        ["how", "other", "voices", "denied_by", "claims"],
        [
            ["paid", "Ferry Office", ["Ines Roth", "Nils Brand"], ["Ferry Office"], 2],
            ["is led by", "Mara Lind", ["Ines Roth", "Karl Voss"], [], 2],
        ],
    ),
    (  # the denial of c6 is written the other way round; c10 is a plan
        "connections-of",
        {"actor": "Mara Lind"},
        ["how", "other", "voices", "denied_by", "claims"],
        [
            ["leads", "Blue Line", ["Ines Roth", "Karl Voss"], [], 2],
            ["met", "Ferry Office", ["Ines Roth"], ["Ines Roth"], 1],
            ["signed", "the ferry permit", ["Karl Voss"], [], 1],
        ],
    ),
    (  # a tie without direction has its labels in alphabetical order
        "label-type-matrix",
        {},
        ["from", "type", "to", "ties"],
        [
            ["Agency", "MET", "Person", 1],
            ["Company", "PAID", "Agency", 1],
            ["Person", "ACCUSES", "Agreement", 1],
            ["Person", "LEADS", "Company", 1],
            ["Person", "LEADS", "Person", 1],
            ["Person", "SIGNED", "Agreement", 1],
        ],
    ),
    (
        "voices",
        {},
        ["claimant", "claims", "denials"],
        [
            ["Ines Roth", 6, 1],
            ["Karl Voss", 4, 0],
            ["Mara Lind", 2, 2],
            ["Ferry Office", 1, 1],
            ["Nils Brand", 1, 0],
        ],
    ),
    ("sources", {}, ["id", "claims"], [["mail", 7], ["courier", 6], ["log", 1], ["post", 1]]),
    (
        "timeline",
        {"since": "2031-05", "until": "2031-07"},
        ["since", "from", "how", "to"],
        [["2031-05-02", "Mara Lind", "signed", "the ferry permit"]],
    ),
    ("ties-as-of", {"date": "2031-06"}, ["from", "how", "to"], [["Mara Lind", "signed", "the ferry permit"]]),
    ("under-command", {"actor": "Mara Lind"}, ["level", "from", "to"], [[1, "Mara Lind", "Blue Line"]] * 2),
    ("chain-of-command", {"actor": "Blue Line"}, ["level", "from"], [[1, "Mara Lind"]] * 2),
    (
        "claims-by-voice",
        {"voice": "Mara Lind"},
        ["from", "how", "to", "polarity", "modality", "standing"],
        [
            ["Blue Line", "signed", "the ferry permit", "denies", "planned", "live"],
            ["Karl Voss", "leads", "Blue Line", "affirms", "actual", "taken back"],
            ["Karl Voss", "leads", "Blue Line", "denies", "actual", "live"],
        ],
    ),
    (
        "accusations",
        {},
        ["from", "how", "to", "polarity", "modality", "standing"],
        [["Karl Voss", "accuses", "the ferry permit", "affirms", "actual", "live"]],
    ),
    (
        "disputed-ties",  # c6 and c7 are of one voice: no dispute
        {},
        ["from", "how", "to", "affirmed_by", "supports", "denied_by", "denials", "derived"],
        [["Blue Line", "paid", "Ferry Office", ["Ines Roth", "Nils Brand"], 1, ["Ferry Office"], 1, True]],
    ),
    ("disputed-ties", {"actor": "Mara Lind"}, ["from"], []),
    (
        "conflicts",
        {},
        ["kind", "from", "to", "modality", "said_by", "said_against_by"],
        [
            [
                "between texts",
                "Blue Line",
                "Ferry Office",
                "actual",
                ["Ines Roth", "Nils Brand"],
                ["Ferry Office"],
            ],
            ["between texts", "Blue Line", "the ferry permit", "planned", ["Ines Roth"], ["Mara Lind"]],
            ["one voice", "Mara Lind", "Ferry Office", "actual", ["Ines Roth"], ["Ines Roth"]],
        ],
    ),
    (
        "corroborated-ties",  # the two voices are tied: c16
        {},
        ["from", "to", "supports", "voices", "voices_tied_by", "disputed"],
        [["Mara Lind", "Blue Line", 2, ["Ines Roth", "Karl Voss"], ["Ines Roth LEADS Karl Voss"], False]],
    ),
    ("safe-to-print", {}, ["from", "how", "to"], [["Mara Lind", "leads", "Blue Line"]]),
    (
        "single-claimant-ties",  # karl's LEADS was taken back, nils' is a draft
        {"type": "null"},
        ["claimant", "from", "how", "to"],
        [
            ["Ines Roth", "Blue Line", "paid", "Ferry Office"],
            ["Karl Voss", "Ines Roth", "leads", "Karl Voss"],
            ["Karl Voss", "Karl Voss", "accuses", "the ferry permit"],
            ["Ines Roth", "Mara Lind", "met", "Ferry Office"],
            ["Karl Voss", "Mara Lind", "signed", "the ferry permit"],
        ],
    ),
    ("single-claimant-ties", {"type": "MET"}, ["from", "to"], [["Mara Lind", "Ferry Office"]]),
    ("to-read", {}, ["document", "title", "ties", "only_there"], [["log", "Harbour log", 1, 0]]),
    (
        "never-heard",  # the permit is accused, but cannot speak
        {},
        ["actor", "text", "charged_by"],
        [["Blue Line", "The Courier", ["Ines Roth"]], ["Blue Line", "The Post", ["Nils Brand"]]],
    ),
    (
        "never-heard",
        {"scope": "folder"},
        ["actor", "text", "charged_by"],
        [["Blue Line", None, ["Ines Roth", "Nils Brand"]]],
    ),
    ("came-due", {"as_of": "2031-06-30"}, ["from"], []),  # c11 tells that c10 was done
    (
        "came-due",
        {"as_of": "2031-07"},
        ["due", "from", "to", "claimant", "denied_by"],
        [["2031-06-30", "Blue Line", "the ferry permit", "Ines Roth", ["Mara Lind"]]],
    ),
    (
        "claim-chain",
        {"claim": "c1"},
        ["step", "as", "who", "standing"],
        [
            [1, "first voice", "Ines Roth", "live"],
            [2, "text", "The Courier", "live"],
            [3, "cited, not read", "Harbour log", "live"],
        ],
    ),
    (
        "claim-chain",
        {"claim": "c12"},
        ["as", "who", "standing"],
        [
            ["first voice", "Mara Lind", "taken back"],
            ["passes it on", "Ines Roth", "taken back"],
            ["text", "The Courier", "taken back"],
        ],
    ),
    ("new-in", {"source": "post"}, ["from"], []),  # the translator tells what the Courier tells
    (
        "new-in",
        {"source": "The Mail"},
        ["what", "from", "how", "to", "polarity", "modality", "voices", "known_voices"],
        [
            [
                "new voice",
                "Blue Line",
                "paid",
                "Ferry Office",
                "denies",
                "actual",
                ["Ferry Office"],
                ["Ines Roth", "Nils Brand"],
            ],
            [
                "new voice",
                "Blue Line",
                "signed",
                "the ferry permit",
                "denies",
                "planned",
                ["Mara Lind"],
                ["Ines Roth"],
            ],
            ["new tie", "Ines Roth", "leads", "Karl Voss", "affirms", "actual", ["Karl Voss"], []],
            [
                "new word of a known voice",
                "Karl Voss",
                "leads",
                "Blue Line",
                "denies",
                "actual",
                ["Mara Lind"],
                ["Mara Lind"],
            ],
            ["new tie", "Karl Voss", "accuses", "the ferry permit", "affirms", "actual", ["Karl Voss"], []],
            [
                "new voice",
                "Mara Lind",
                "leads",
                "Blue Line",
                "affirms",
                "actual",
                ["Karl Voss"],
                ["Ines Roth"],
            ],
            [
                "new voice",
                "Mara Lind",
                "signed",
                "the ferry permit",
                "affirms",
                "actual",
                ["Karl Voss"],
                ["Ines Roth"],
            ],
        ],
    ),
    (
        "evidence-for-tie",
        {"from": "Blue Line", "to": "Ferry Office"},
        ["claim", "polarity", "claimant", "standing", "counts", "because"],
        [
            ["c1", "affirms", "Ines Roth", "live", True, None],
            ["c2", "affirms", "Nils Brand", "live", False, "copy or translation"],
            ["c3", "denies", "Ferry Office", "live", True, None],
        ],
    ),
    (
        "actors-in-several-sources",  # the Post is the Courier; c14 is a draft
        {"least": 2},
        ["actor", "sources"],
        [["Blue Line", 2], ["Ferry Office", 2], ["Mara Lind", 2], ["the ferry permit", 2]],
    ),
    (
        "hubs",  # ties, not claims; what is denied, planned, a draft or taken back is none
        {"top": 9},
        ["actor", "ties", "outgoing", "incoming", "undirected", "partners"],
        [
            ["Mara Lind", 3, 2, 0, 1, 3],
            ["Blue Line", 2, 1, 1, 0, 2],
            ["Ferry Office", 2, 0, 1, 1, 2],
            ["Karl Voss", 2, 1, 1, 0, 2],
            ["the ferry permit", 2, 0, 2, 0, 2],
            ["Ines Roth", 1, 1, 0, 0, 1],
            ["Nils Brand", 0, 0, 0, 0, 0],
        ],
    ),
    ("components", {}, ["actors"], [[6], [1]]),
    ("neighbourhood", {"actor": "Nils Brand"}, ["from"], []),
    (
        "triads",
        {"actor": None},
        ["first", "second", "third", "first_second", "second_third", "first_third"],
        [["Blue Line", "Mara Lind", "Ferry Office", 1, 1, 1]],
    ),
]


@pytest.fixture(scope="module", params=["memory", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def ferry(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The quarrel in a store; tests only read."""
    folder = tmp_path_factory.mktemp("ferry")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    dataset = read_folder(folder)
    if request.param == "memory":
        yield Graph(MemoryStore.from_dataset(dataset))
        return
    store = request.getfixturevalue("neo4j_connection")
    with database_lock():
        wipe(store)
        store.merge(dataset)
        yield Graph(store)


@pytest.mark.parametrize(("name", "parameters", "columns", "rows"), ROWS)
def test_rows(
    ferry: Graph, name: str, parameters: dict[str, Any], columns: list[str], rows: list[list[Any]]
) -> None:
    found = ferry.query(name, parameters=parameters)
    assert [[row[column] for column in columns] for row in found] == rows


@pytest.mark.parametrize(
    ("name", "parameters", "said"),
    [
        ("claim-chain", {"claim": "c33"}, "There is no claim 'c33'. Did you mean"),
        ("new-in", {"source": "mial"}, "There is no source 'mial'. Did you mean 'mail'"),
        ("came-due", {"as_of": "next week"}, "'next week' is not a date. Write a day"),
        ("never-heard", {"scope": "house"}, "is one of text, folder; 'house' is not"),
    ],
)
def test_what_is_not_there_is_said(ferry: Graph, name: str, parameters: dict[str, Any], said: str) -> None:
    with pytest.raises(SociogramError, match=said):
        ferry.query(name, parameters=parameters)


def test_a_query_of_your_own_gets_rows(ferry: Graph, tmp_path: Path) -> None:
    text = (
        "// Who denies\n//\n// Question: Who denies what of an actor?\n"
        "// Param: actor STRING = null -- an actor [actor]\n"
        "// Derived: $ties where denied, with $actor first $top\n"
        "// Param: top INTEGER = 5 -- how many\n//\n"
        "UNWIND $ties AS tie\nRETURN tie.target_name AS of, tie.denying_voices AS voices\nORDER BY of\n"
    )
    (tmp_path / "denials.cypher").write_text(text, encoding="utf-8")
    graph = Graph(ferry.store, queries=[tmp_path])
    assert graph.query("denials", actor="blue line").to_dicts() == [
        {"of": "Blue Line", "voices": ["Mara Lind"]},
        {"of": "Ferry Office", "voices": ["Ferry Office"]},
    ]
    assert check_stored_query(ferry.store, graph.queries.get("denials")) == ([], [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Derived: ties", "does not say which rows. Write: Derived: \\$ties where"),
        ("Derived: $tie", "there are no derived rows '\\$tie'. Did you mean 'ties'"),
        ("Derived: $ties where disputd", "\\$ties has no filter 'disputd'. Did you mean 'disputed'"),
        ("Derived: $ties where with", "write 'with \\$parameter'"),
        ("Derived: $ties where disputed $x", "write 'disputed without a parameter'"),
    ],
)
def test_a_header_that_is_wrong_says_where(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "mine.cypher"
    path.write_text(f"// Mine\n// {line}\nRETURN 1 AS one\n", encoding="utf-8")
    with pytest.raises(StoredQueryError, match=f"mine.cypher:2: .*{said}"):
        read_stored_query(path)


def test_too_many_rows_are_refused(ferry: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_selection, "MOST_ROWS", 2)
    text = "// All\n// Derived: $ties\nUNWIND $ties AS tie\nRETURN tie.type AS type\nORDER BY type\n"
    (tmp_path / "all.cypher").write_text(text, encoding="utf-8")
    with pytest.raises(LimitExceeded, match="Request fewer in its header"):
        Graph(ferry.store, queries=[tmp_path]).query("all")


def test_a_tie_is_shown_with_all_its_claims(ferry: Graph) -> None:
    def claims(name: str, **parameters: Any) -> list[list[str]]:
        return [[claim["id"] for claim in row["tie"]] for row in ferry.query(name, parameters=parameters)]

    assert claims("corroborated-ties") == claims("safe-to-print") == [["c4", "c5"]]
    assert claims("connections-of", actor="Blue Line") == [["c1", "c2", "c3"], ["c4", "c5"]]
    assert claims("disputed-ties") == [["c1", "c2", "c3"]]
    assert claims("conflicts") == [["c1", "c2", "c3"], ["c8", "c9"], ["c6", "c7"]]
    assert claims("single-claimant-ties", type="PAID") == [["c1", "c2", "c3"]]
    assert claims("new-in", source="mail")[0] == ["c3"]


@pytest.mark.parametrize("name", ["connections-of", "corroborated-ties", "disputed-ties"])
def test_a_page_of_a_disputed_tie_has_its_denials(name: str) -> None:
    graph = Graph(MemoryStore())
    graph.run(
        "CREATE (a:Entity {id: 'ada', name: 'Ada'})-[:MET {id: 'c1', claimed_by: 'ada', sources: ['a']}]->"
        "(b:Entity {id: 'bo', name: 'Bo'}), (a)-[:MET {id: 'c2', claimed_by: 'cy', sources: ['b']}]->(b), "
        "(a)-[:MET {id: 'c3', claimed_by: 'bo', sources: ['a'], polarity: 'denies'}]->(b)",
        write=True,
    )
    page = graph.query(name, parameters={"actor": "Ada"} if name == "connections-of" else {}).page()
    assert [claim["id"] for claim in page.scene.claims] == ["c1", "c2", "c3"]
    assert [tie.get("disputed") for tie in page.scene.ties] == [True]


def test_every_mask_is_known() -> None:
    assert set(claim_selection.MASKS) == set(FAMILIES["ties"].masks)


@pytest.mark.parametrize(
    "name",
    [
        "brokers",
        "chain-of-command",
        "common-connections",
        "components",
        "how-connected",
        "hubs",
        "label-type-matrix",
        "neighbourhood",
        "supporters-and-trainers",
        "ties-as-of",
        "timeline",
        "triads",
        "under-command",
    ],
)
def test_what_counts_is_said_as_everywhere(name: str) -> None:
    text = " ".join((STORED / f"{name}.cypher").read_text(encoding="utf-8").split())
    assert " ".join(counts("r").split()) in text
    assert "(size($taken_back) = 0 OR NOT elementId(r) IN $taken_back)" in text
    assert any(parameter.filled_with == TAKEN_BACK for parameter in Catalogue().get(name).parameters)


def test_connections_are_read_with_their_denials() -> None:
    text = " ".join((STORED / "connections-of.cypher").read_text(encoding="utf-8").split())
    assert " ".join(counts("r", including=["denied"]).split()) in text


def test_edges_of_networkx_are_filtered_as_the_docs_say(ferry: Graph) -> None:
    page = (Path(__file__).parents[2] / "docs" / "queries.md").read_text(encoding="utf-8")
    block = next(part for part in page.split("```python\n") if part.startswith("affirmed = ["))
    names: dict[str, Any] = {"graph": ferry}
    exec(block.partition("```")[0], names)  # noqa: S102 - the code of our own page
    found = {claim["id"] for _, _, claim in names["part"].edges(data=True)}
    # What was taken back is not written at the claim itself: c12 stays.
    assert found == {"c1", "c2", "c4", "c5", "c6", "c11", "c12", "c15", "c16"}
    edges = {claim["id"]: claim for _, _, claim in ferry.networkx.edges(data=True)}
    assert (edges["c9"]["polarity"], edges["c9"]["modality"], edges["c14"]["review"]) == (
        "denies",
        "planned",
        "draft",
    )


READ_FROM = {
    "nothing": "RETURN 1",
    "a claim deleted": "MATCH ()-[r {id: 'c5'}]->() DELETE r",
    "a claim changed": "MATCH ()-[r {id: 'c5'}]->() SET r.polarity = 'denies', r.via = ['ines', 'nils']",
    "an actor without id": "MATCH (a:Entity {id: 'nils'}) REMOVE a.id CREATE (a)-[:MET]->(:Entity)",
    "relationships of other nodes": "MATCH (s:Source), (a:Entity) CREATE (a)-[:WROTE]->(s)",
    "no entities": "MATCH (a:Entity) REMOVE a:Entity",
}


@pytest.mark.parametrize("change", READ_FROM.values(), ids=READ_FROM)
@pytest.mark.parametrize("rows_at_once", [3, 50_000])
def test_memory_reads_claims_as_cypher_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, rows_at_once: int
) -> None:
    monkeypatch.setattr(scan, "_ROWS_AT_ONCE", rows_at_once)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    store = MemoryStore.from_dataset(read_folder(tmp_path))
    run(store, change, write=True)
    columns = store.claim_columns(read.CLAIM_PROPERTIES)
    rows = scan.claim_columns(store, read.CLAIM_PROPERTIES)

    def by_key(table: Table) -> dict[str, dict[str, Any]]:
        values = {name: table.column(name).to_list() for name in table.columns}
        keys = [str(key) for key in values.pop("key")]
        return {
            key: {name: column[row] for name, column in values.items() if column[row] is not None}
            for row, key in enumerate(keys)
        }

    assert by_key(columns) == by_key(rows)
    assert len(by_key(rows)) == len(rows) > 0
