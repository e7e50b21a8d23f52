"""What ``sociogram check`` finds: one small data set a finding."""

from __future__ import annotations

from typing import Any

import pytest

from sociogram.graph.columns import column_of
from sociogram.graph.dataset import Dataset, Table
from sociogram.queries.datacheck import check_dataset, check_text, paragraphs_of

ACTORS = [
    {"id": "kenna", "name": "Lisa Kenna", "aliases": ["de ambassadeur"]},
    {"id": "castillo", "name": "Pedro Castillo"},
]
TIE: dict[str, Any] = {
    "source": "kenna",
    "target": "castillo",
    "type": "MET",
    "sources": ["wsws"],
    "claimed_by": "kenna",
    "certainty": "stated",
    "paragraph": 2,
}


def table(rows: list[dict[str, Any]]) -> Table:
    names = {name: None for row in rows for name in row}
    return Table(len(rows), {name: column_of([row.get(name) for row in rows]) for name in names})


def dataset(
    actors: list[dict[str, Any]] = ACTORS, *, types: tuple[str, ...] = ("MET",), **changes: Any
) -> Dataset:
    return Dataset(
        entities=table(actors),
        relations=table([{**TIE, **changes}]),
        sources=table([{"id": "wsws", "title": "The article"}]),
        relation_types=table([{"type": name} for name in types]),
    )


def test_a_sound_data_set_has_no_findings() -> None:
    assert check_dataset(dataset()) == []


FINDINGS = [
    # change of the tie, where, words
    ({"target": "castilo"}, "target", "'castilo'. Did you mean 'castillo'?"),
    ({"claimed_by": "keena"}, "claimed_by", "'keena'. Did you mean 'kenna'?"),
    ({"sources": ["wsw"]}, "sources", "'wsw'. Did you mean 'wsws'?"),
    ({"type": "MEET"}, "type", "'MEET'. Did you mean 'MET'?"),
    ({"sources": None}, "sources", "has no source"),
    ({"claimed_by": None}, "claimed_by", "has no claimant"),
    ({"certainty": None}, "certainty", "Write one of stated"),
]


@pytest.mark.parametrize(("change", "column", "words"), FINDINGS, ids=[words for _, _, words in FINDINGS])
def test_findings_name_line_column_and_cure(change: dict[str, Any], column: str, words: str) -> None:
    findings = check_dataset(dataset(**change), lambda table, row: (f"{table}.csv", row + 7))
    told = next(str(finding) for finding in findings if finding.column == column)
    assert told.startswith(f"relations.csv:7:{column}: ")
    assert words in told


def test_a_url_needs_no_entry_among_the_sources() -> None:
    assert check_dataset(dataset(sources=["https://example.org/a"])) == []


def test_actors_without_a_tie_and_shared_names_are_told() -> None:
    actors = [*ACTORS, {"id": "kenna-2", "name": "LISA KENNA"}]
    messages = [finding.message for finding in check_dataset(dataset(actors))]
    assert messages == [
        "'kenna-2' has no tie.",
        "'kenna-2' and 'kenna' are both called 'lisa kenna'.",
    ]


TEXT = "Een kop.\n\nDe Ambassadeur, Lisa Kenna, ontmoette president PEDRO\nCASTILLO.\n \n\nHet regime viel."

MENTIONS = [
    # change of the tie, findings
    ({}, []),
    ({"paragraph": 3}, ["source", "target"]),
    ({"paragraph": 3, "mention": "target=het regime"}, ["source"]),
    ({"paragraph": 3, "mention": "source=regime | target=het regime"}, []),
    ({"paragraph": 3, "mention": "source=het gime | target=regime"}, ["source"]),
    ({"paragraph": 9}, ["paragraph"]),
    ({"paragraph": None}, ["paragraph"]),
    ({"mention": "regime"}, ["mention", "mention"]),
]


@pytest.mark.parametrize(("change", "columns"), MENTIONS)
def test_the_cited_paragraph_names_both_ends(change: dict[str, Any], columns: list[str]) -> None:
    assert [finding.column for finding in check_text(dataset(**change), TEXT)] == columns


def test_paragraphs_are_the_blocks_between_blank_lines() -> None:
    assert [block.split()[0] for block in paragraphs_of(TEXT)] == ["Een", "De", "Het"]
