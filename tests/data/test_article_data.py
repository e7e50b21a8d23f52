"""The article's data keep the promises of docs/data.md."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from sociogram.graph.common.text import fold
from sociogram.graph.dataset import RELATION_FIELDS, USUAL_FIELDS
from sociogram.graph.model import CERTAINTIES, MODALITIES, POLARITIES
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.loaders.text.languages import language_of
from sociogram.loaders.text.names.find import find_names
from sociogram.loaders.text.names.matching import Actor
from sociogram.loaders.text.paragraphs import paragraphs_of
from sociogram.loaders.text.quotes import IndexedText
from sociogram.loaders.values.naming import slug
from sociogram.queries.datacheck import check_dataset, check_text

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
TEXT = Path(os.environ.get("SOCIOGRAM_ARTICLE", ROOT.parent / "shared" / "article.txt"))
PAGE = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
VOICES = {"iachr": "Inter-American Commission"}
"""What the page calls voices by, where it is not their whole name."""
PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ENTITIES = {row["id"]: row for row in rows("entities")}
RELATIONS = rows("relations")
TYPES = {row["type"]: row for row in rows("relation_types")}
SOURCES = {row["id"]: row for row in rows("sources")}


def listed(cell: str) -> list[str]:
    return cell.split(" | ") if cell else []


def the_text() -> str:
    if not TEXT.exists():
        pytest.skip("the article's text is not part of the project; name its file in $SOCIOGRAM_ARTICLE")
    return TEXT.read_text(encoding="utf-8")


def test_nothing_is_wrong_with_it() -> None:
    assert check_dataset(read_folder(DATA)) == []


def test_every_tie_is_between_two_that_its_paragraph_names() -> None:
    assert check_text(read_folder(DATA), the_text()) == []


@pytest.mark.parametrize(("table", "fields"), USUAL_FIELDS.items(), ids=list(USUAL_FIELDS))
def test_files(table: str, fields: tuple[str, ...]) -> None:
    content = (DATA / f"{table}.csv").read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert set(content.decode("utf-8").splitlines()[0].split(",")) >= set(fields)


@pytest.mark.parametrize("claim", RELATIONS, ids=lambda claim: claim["id"])
def test_claim(claim: dict[str, str]) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", claim["id"])
    assert claim["id"] not in ENTITIES
    assert claim["source"] != claim["target"]
    assert claim["certainty"] in CERTAINTIES
    assert claim["polarity"] in ("", *POLARITIES[1:])
    assert claim["modality"] in ("", *MODALITIES[1:])
    assert claim["summary"].endswith(".")
    assert claim["quote"]
    for date in ("start_date", "end_date"):
        assert not claim[date] or PARTIAL_DATE.fullmatch(claim[date])
    assert not (claim["start_date"] and claim["end_date"]) or claim["start_date"] <= claim["end_date"]


@pytest.mark.parametrize("claim", RELATIONS, ids=lambda claim: claim["id"])
def test_a_claim_rests_on_one_text_and_leads_back_to_its_author(claim: dict[str, str]) -> None:
    (text,) = listed(claim["sources"])
    author = next((actor for actor, row in ENTITIES.items() if row["name"] == SOURCES[text]["author"]), "")
    assert SOURCES[text]["read"] == "yes"
    assert {SOURCES[document]["read"] for document in listed(claim["cites"])} <= {"no"}
    assert {claim["claimed_by"], *listed(claim["via"])} <= set(ENTITIES)
    assert listed(claim["via"])[-1:] == ([author] if author and author != claim["claimed_by"] else [])


@pytest.mark.parametrize("claim", RELATIONS, ids=lambda claim: claim["id"])
def test_a_claim_refers_to_others(claim: dict[str, str]) -> None:
    others = [other for column in ("about", "contradicts", "supersedes") for other in listed(claim[column])]
    assert set(others) <= {other["id"] for other in RELATIONS} - {claim["id"]}


def test_every_quote_stands_in_its_paragraph() -> None:
    text = IndexedText(the_text())
    lost = [
        claim["id"]
        for claim in RELATIONS
        if int(claim["paragraph"]) not in text.paragraphs_with(claim["quote"])
    ]
    assert lost == []


NAMES = {actor: [row["name"], *listed(row["aliases"])] for actor, row in ENTITIES.items()}


def test_a_draft_finds_nearly_all_actors_of_the_text_by_their_capitals() -> None:
    text = " ".join(the_text().split())
    capitalised = {
        actor: printed
        for actor, names in NAMES.items()
        if (
            printed := [
                name for name in names if name[:1].isupper() and re.search(rf"\b{re.escape(name)}\b", text)
            ]
        )
    }
    drafted = find_names(paragraphs_of(the_text()), language_of("nl"), (), new_id=slug).new
    called = {fold(name) for actor in drafted for name in actor.names}
    found = [actor for actor, names in capitalised.items() if any(fold(name) in called for name in names)]
    assert len(capitalised) == 57
    assert len(found) >= 52


def test_a_draft_finds_nearly_all_actors_whose_aliases_it_knows() -> None:
    known = tuple(
        Actor(actor, names[0], tuple(names[1:]), tuple(listed(ENTITIES[actor]["type"])))
        for actor, names in NAMES.items()
    )
    found = find_names(paragraphs_of(the_text()), language_of("nl"), known, new_id=slug)
    assert len(found.paragraphs_by_actor().keys() & NAMES.keys()) >= 80


def test_one_voice_makes_the_same_charge_with_the_same_certainty() -> None:
    charges: dict[tuple[str, ...], set[str]] = {}
    for claim in RELATIONS:
        if TYPES[claim["type"]]["charges"]:
            same = ("source", "type", "target", "role", "claimed_by", "modality")
            key = tuple(claim[column] for column in same)
            charges.setdefault(key, set()).add(claim["certainty"])
    assert {key: said for key, said in charges.items() if len(said) > 1} == {}


def test_no_claim_is_written_twice() -> None:
    keys = [tuple(claim[field] for field in RELATION_FIELDS if field != "summary") for claim in RELATIONS]
    assert len(set(keys)) == len(keys)


def test_every_type_is_used_and_worded_both_ways() -> None:
    assert {tie["type"] for tie in RELATIONS} == set(TYPES)
    for row in TYPES.values():
        assert row["forward"]
        assert row["backward"]
        assert row["infinitive"]
        assert row["infinitive_backward"]
        assert row["charges"] in ("", "source", "target", "both")
        assert row["directed"] == ("false" if row["forward"] == row["backward"] else "true")


def test_the_page_lists_every_type_and_label() -> None:
    labels = {label for row in ENTITIES.values() for label in row["type"].split(" | ")}
    section = PAGE.partition("## Types of ties")[2]
    assert set(re.findall(r"`([A-Z_]{3,})`", section)) == set(TYPES)
    assert set(re.findall(r"`([A-Z][a-z]\w+)`", section)) == labels


def test_the_page_counts_what_is_there() -> None:
    files = {"entities": ENTITIES, "relations": RELATIONS, "sources": SOURCES, "relation_types": TYPES}
    for table, content in files.items():
        assert f"| `{table}.csv` | {len(content)} |" in PAGE
    read = Counter(source["read"] for source in SOURCES.values())
    assert f"({read['yes']}, `read=yes`)" in PAGE
    assert f"({read['no']}, `read=no`)" in PAGE
    for column, default, values in (
        ("polarity", "affirms", "affirm / deny"),
        ("modality", "actual", "actual / intended / planned / possible"),
        ("certainty", "", "stated / opinion / reported / alleged"),
    ):
        counts = Counter(claim[column] or default for claim in RELATIONS).most_common()
        assert f"| {values} | {' / '.join(str(count) for _, count in counts)} |" in PAGE
    for voice, count in Counter(claim["claimed_by"] for claim in RELATIONS).items():
        if count > 1:
            assert re.search(
                rf"^\| (the )?{re.escape(VOICES.get(voice) or ENTITIES[voice]['name'])} \| {count} \|",
                PAGE,
                re.MULTILINE,
            )


def test_slips_stay_findable() -> None:
    for actor, printed in (
        ("peruvian-national-police", "Peruaanse Nationalistische Partij"),
        ("gustavo-bobbio", "Gustavo Bobbias"),
        ("ecuador", "Ecuadior"),
        ("brazil", "Brazilie"),
    ):
        assert printed in ENTITIES[actor]["aliases"].split(" | ")
        assert printed in ENTITIES[actor]["note"]
