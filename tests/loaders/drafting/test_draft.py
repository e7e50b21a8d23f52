"""A text becomes actors and empty claims in a folder, and nothing that was there changes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sociogram
from sociogram.graph.dataset import Dataset
from sociogram.graph.errors import DataError, SociogramWarning, StoreError
from sociogram.graph.merge_rules import relation_id
from sociogram.loaders.drafting.draft import MOST_PAIRS, draft_file, draft_text
from sociogram.loaders.drafting.drafted import Draft
from sociogram.loaders.load import load
from sociogram.loaders.merging import merged_dataset
from sociogram.loaders.readers.plain_text import read_text
from sociogram.loaders.text.extraction import SCHEMA, instructions
from sociogram.loaders.text.languages import check_language
from sociogram.queries.cypher.store import MemoryStore

TEXT = """\
The ferry and the mayor

Captain Maja Ortwin of Halden Ferries met the mayor, Per Sund, in Elva. Ortwin says that she paid nobody.

Sund's office and the pilots asked the Harbour Board for help.
"""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "ferry.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("*.csv")}


def test_a_long_title_is_cut_between_words() -> None:
    title = "Who paid Captain Maja Ortwin of Halden Ferries for the pier " * 4
    drafted = draft_text(title + "\n\nShe met Per Sund.", Dataset(), source="s", language="en")
    (source,) = drafted.dataset.sources.rows()
    assert source["title"] == title[:200].rpartition(" ")[0] + " …"


def test_a_new_folder(text: Path, tmp_path: Path) -> None:
    draft = draft_file(text, tmp_path / "graph", language="en")
    assert [(row["id"], row["type"], row["aliases"]) for row in rows(tmp_path / "graph", "entities")] == [
        ("maja-ortwin", "Person", "Ortwin"),
        ("halden-ferries", "", ""),
        ("per-sund", "", "Sund"),
        ("elva", "", ""),
        ("harbour-board", "", ""),
    ]
    assert rows(tmp_path / "graph", "entities")[2]["note"] == "Drafted from ferry.txt, paragraphs 2, 3."
    (source,) = rows(tmp_path / "graph", "sources")
    assert (source["id"], source["title"], source["language"], source["read"]) == (
        "ferry.txt",
        "The ferry and the mayor",
        "en",
        "yes",
    )
    claims = rows(tmp_path / "graph", "relations")
    assert [(claim["source"], claim["target"], claim["paragraph"]) for claim in claims] == [
        ("maja-ortwin", "halden-ferries", "2"),
        ("maja-ortwin", "per-sund", "2"),
        ("maja-ortwin", "elva", "2"),
        ("halden-ferries", "per-sund", "2"),
        ("halden-ferries", "elva", "2"),
        ("per-sund", "elva", "2"),
        ("per-sund", "harbour-board", "3"),
    ]
    assert {(claim["type"], claim["sources"], claim["review"]) for claim in claims} == {
        ("CONNECTED_TO", "ferry.txt", "draft")
    }
    assert len({claim["id"] for claim in claims}) == len(claims)
    assert not any(claim["claimed_by"] or claim["certainty"] for claim in claims)
    assert draft.summary() == (
        "ferry.txt: 3 paragraphs, 5 new actors and 0 known; 7 empty claims drafted. "
        f"Written to {draft.target}."
    )


def test_drafting_again_changes_nothing(text: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    draft_file(text, graph, language="en")
    before = contents(graph)
    again = draft_file(text, graph, language="en")
    assert contents(graph) == before
    assert (again.new_actors, again.new_claims, again.known_claims) == (0, 0, 7)
    assert again.summary().endswith(f"No changes: nothing was written to {graph}.")


def test_claims_that_were_filled_in_or_rejected_stay(text: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    draft_file(text, graph, language="en")
    claims = (graph / "relations.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    claims[2] = claims[2].replace("CONNECTED_TO", "MET").replace("draft", "confirmed")
    claims[3] = claims[3].replace("draft", "retracted")
    (graph / "relations.csv").write_text("".join(claims), encoding="utf-8")
    before = contents(graph)
    draft_file(text, graph, language="en")
    assert contents(graph) == before


def test_into_a_folder_with_actors_and_claims(text: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        "id,name,type,aliases\npilots,the pilots,Group,pilots\nsund,Per Sund,Person,\nboard,Port Board,,\n"
    )
    (tmp_path / "ties.csv").write_text("source,target,type,sources,paragraph\npilots,sund,ASKS,ferry.txt,3\n")
    graph = tmp_path / "graph"
    load([tmp_path / "people.csv", tmp_path / "ties.csv"], graph)
    draft = draft_file(text, graph, language="en")
    assert rows(graph, "entities")[:3] == [row | {"note": ""} for row in rows(graph, "entities")[:3]], (
        "known actors stay as they are"
    )
    assert [actor.id for actor in draft.actors if not actor.is_new] == ["pilots", "sund"]
    third = {
        (claim["source"], claim["target"]): (claim["type"], claim["mention"])
        for claim in rows(graph, "relations")
        if claim["paragraph"] == "3"
    }
    assert third == {
        ("pilots", "sund"): ("ASKS", ""),  # it is there, the other way round: no second claim
        ("sund", "harbour-board"): ("CONNECTED_TO", "source=Sund"),
        ("pilots", "harbour-board"): ("CONNECTED_TO", ""),
    }
    assert "Paragraph 3: 'Sund' is taken for Per Sund (sund)." in map(str, draft.remarks)


def test_a_source_that_was_not_read_is_read_now(text: Path, tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text("id,title,author,read\nferry,Ferry,Ada Colli,no\n")
    (tmp_path / "people.csv").write_text("id,name\nelva,Elva\n")
    graph = tmp_path / "graph"
    load([tmp_path / "sources.csv", tmp_path / "people.csv"], graph)
    draft = draft_file(text, graph, language="en", source="ferry")
    (source,) = rows(graph, "sources")
    assert (source["title"], source["author"], source["read"]) == ("Ferry", "Ada Colli", "yes")
    assert str(draft.remarks[0]) == "sources.csv said that 'ferry' was not read; now it says `yes`."


def test_a_dry_run_writes_nothing(text: Path, tmp_path: Path) -> None:
    draft = draft_file(text, tmp_path / "graph", language="en", dry_run=True)
    assert (draft.new_actors, draft.new_claims) == (5, 7)
    assert not (tmp_path / "graph").exists()


def drafted(text: str) -> Draft:
    return draft_text(text, Dataset(), source="text", language="en")


def test_of_very_many_names_the_pairs_that_stand_near_are_drafted() -> None:
    names = ", ".join(f"Olm{chr(97 + number)}" for number in range(26))
    draft = drafted(f"It named {names}.")
    assert draft.new_claims == MOST_PAIRS
    assert [str(remark) for remark in draft.remarks] == [
        "Paragraph 1: It names 26 actors: of 325 pairs, the 45 that are closest to each other were drafted."
    ]
    assert all(ord(one[-1]) + 3 > ord(other[-1]) for one, other in ends(draft))


def ends(draft: Draft) -> list[tuple[str, str]]:
    return [(row["source"], row["target"]) for row in draft.dataset.relations.rows()]


WORDS = st.sampled_from(["Maja", "Ortwin", "Elva", "Olm", "the", "met.", "in", "pilots,", "\n\n", "Halden"])


@given(st.lists(st.lists(WORDS, max_size=25).map(" ".join), min_size=1, max_size=3))
def test_texts_in_any_order_and_again(texts: list[str]) -> None:
    base = Dataset()
    for attempt in (1, 2, 3):  # the second time, the first text is searched for the names of the last
        for number, text in enumerate(texts):
            try:
                draft = draft_text(text, base, source=f"text-{number}", language="en")
            except DataError:
                continue  # names nobody
            assert attempt < 3 or not draft.new_claims
            base = merged_dataset(base, draft.dataset)
    ids = [row.get("id") or relation_id(row) for row in base.relations.rows()]
    assert len(ids) == len(set(ids))


FILES = [
    # bytes, what is wrong with them
    (b"", "The file has no text."),
    (b" \n\n\t", "The file has no text."),
    (b"%PDF-1.7 \x00", "This is a document of another program, not plain text."),
    (b"Olm\x00met", "null bytes"),
]


@pytest.mark.parametrize(("content", "message"), FILES)
def test_what_is_no_text(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_bytes(content)
    with pytest.raises(DataError, match=r"plain text|Is it the right file") as error:
        draft_file(tmp_path / "text.txt", tmp_path / "graph", language="en")
    assert message in str(error.value)
    assert not (tmp_path / "graph").exists()


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read: No such file or directory"):
        draft_file(tmp_path / "none.txt", tmp_path / "graph", language="en")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_bytes("Zij zag Ève Sørvåg.".encode(encoding))
    assert read_text(tmp_path / "text.txt") == "Zij zag Ève Sørvåg."


def test_an_older_encoding_is_guessed_and_said(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_bytes("Zij zag Ève Sørvåg, en Søren zag haar.".encode("cp1252"))
    with pytest.warns(SociogramWarning, match=r"text\.txt: .*Windows-1252"):
        assert read_text(tmp_path / "text.txt") == "Zij zag Ève Sørvåg, en Søren zag haar."


@pytest.mark.parametrize("text", ["nobody is named here", "WHO PAID MAJA ORTWIN? NOT PER SUND."])
def test_a_text_that_names_nobody(text: str) -> None:
    with pytest.raises(DataError, match="No name was found in the text"):
        drafted(text)


def test_a_text_in_capitals_is_searched_for_known_actors() -> None:
    base = drafted("It saw Maja Ortwin and Per Sund.").dataset
    draft = draft_text("WHO PAID MAJA ORTWIN? NOT PER SUND.", base, source="other", language="en")
    assert ends(draft) == [("maja-ortwin", "per-sund")]
    assert draft.new_actors == 0


def test_a_folder_that_is_a_file(text: Path) -> None:
    with pytest.raises(StoreError, match=r"is a file\. Name a folder to draft into"):
        draft_file(text, text, language="en")


@pytest.mark.parametrize(("given", "code"), [("NL", "nl"), ("Dutch", "nl"), ("nl_BE", "nl-BE"), ("sv", "sv")])
def test_languages(given: str, code: str) -> None:
    assert check_language(given) == code


def test_no_language() -> None:
    with pytest.raises(DataError, match=r"'nederlandse taal' is no code of a language\. Give one such as"):
        check_language("nederlandse taal")


def test_a_language_without_word_lists_says_so() -> None:
    draft = draft_text("Maja Ortwin såg Elva.", Dataset(), source="text", language="sv")
    assert str(draft.remarks[0]).startswith("There are no word lists for the language 'sv'")


def test_from_python(text: Path, tmp_path: Path) -> None:
    draft_file(text, tmp_path / "graph", language="en")
    (tmp_path / "more.txt").write_text("In Elva, Ada Colli met Per Sund.")
    graph = sociogram.open(tmp_path / "graph")
    draft = graph.draft(tmp_path / "more.txt", language="en")
    assert (draft.new_actors, draft.new_claims) == (1, 3)
    assert len(rows(tmp_path / "graph", "relations")) == 10
    assert graph.draft(tmp_path / "more.txt", language="en").new_claims == 0
    query = "MATCH (:Entity {id: 'ada-colli'})-[r]-() RETURN count(r) AS ties"
    assert graph.run(query).to_dicts() == [{"ties": 2}]
    memory = sociogram.open(MemoryStore.from_networkx(graph.networkx.copy()))
    assert memory.draft(text, language="en", source="ferry.txt", dry_run=True).new_claims == 0


def test_instructions_name_the_columns_and_their_values() -> None:
    told = instructions(["Title", "Olm met Tarr."], [("ida-olm", "Ida Olm")])
    assert "[2] Olm met Tarr." in told
    assert "- ida-olm: Ida Olm" in told
    assert set(SCHEMA["required"]) < set(SCHEMA["properties"])
    start = told.index("{\n")
    assert json.JSONDecoder().raw_decode(told[start:])[0] == SCHEMA


def test_a_name_that_is_another_actor_by_a_decision_means_that_actor(text: Path, tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    people = tmp_path / "people.csv"
    people.write_text(
        "id,name\nsund,Peer Sundt\nhh,Harbour Board\nhb,Board of the Harbour\n", encoding="utf-8"
    )
    load([people], folder)
    decided = "first,second,verdict,by,date,why\nsund,Per Sund,same,,,\nhb,hh,same,,,\n"
    (folder / "decisions.csv").write_text(decided, encoding="utf-8")

    drafted = draft_file(text, folder, language="en")

    ids = {actor.id: actor.is_new for actor in drafted.actors}
    assert ids["sund"] is False
    assert ids["hb"] is False
    assert "hh" not in ids
    assert "per-sund" not in ids
    assert (folder / "decisions.csv").read_text(encoding="utf-8") == decided
    graph = sociogram.open(folder)
    assert graph.draft(text, language="en").new_actors == 0
