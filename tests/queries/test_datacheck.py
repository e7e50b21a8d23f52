"""What ``sociogram check`` finds: one small data set a finding."""

from __future__ import annotations

from typing import Any

import pytest

from sociogram.graph.columns import column_of
from sociogram.graph.dataset import Dataset, Table
from sociogram.queries.datacheck import DataCheck, Finding, check_dataset, check_text
from sociogram.queries.datacheck.facts import Facts

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
        "The actor has no tie.",
        "'kenna-2' and 'kenna' are both called 'lisa kenna'.",
    ]


TEXT = "Een kop.\n\nDe Ambassadeur, Lisa Kenna, ontmoette president PEDRO\nCASTILLO.\n \n\nHet regime viel."

MENTIONS = [
    # change of the tie, findings
    ({}, []),
    ({"paragraph": 3}, ["source", "target"]),
    ({"paragraph": 3, "mention": "target=het regime"}, ["source"]),
    ({"paragraph": 3, "mention": "source=regime | target=het regime"}, []),
    ({"paragraph": 3, "mention": "source=dit regime | target=een regime"}, ["mention"]),
    ({"paragraph": 3, "mention": "source=the regime | target=l'regime"}, []),
    ({"paragraph": 3, "mention": "source=The regime | target=Een regime"}, ["mention", "mention"]),
    ({"paragraph": 3, "mention": "source=het | target=the"}, ["mention"]),
    ({"paragraph": 3, "mention": "source=het gime | target=regime"}, ["mention"]),
    ({"paragraph": 3, "mention": "source=regime | source=het gime | target=regime"}, ["mention"]),
    ({"paragraph": 9}, ["paragraph"]),
    ({"paragraph": None}, ["paragraph"]),
    ({"mention": "regime"}, ["mention"]),
    ({"mention": "source="}, ["mention"]),
    ({"paragraph": 9, "review": "retracted"}, []),
]


@pytest.mark.parametrize(("change", "columns"), MENTIONS)
def test_the_cited_paragraph_names_both_ends(change: dict[str, Any], columns: list[str]) -> None:
    assert [finding.column for finding in check_text(dataset(**change), TEXT)] == columns


QUOTES = [
    # change of the tie, column and words of the finding
    ({"quote": "ontmoette president pedro"}, "quote", "in paragraph 2 with other capitals"),
    ({"quote": "ontmoette PEDRO"}, "quote", "not in paragraph 2, nor elsewhere"),
    ({"quote": "Het regime viel"}, "quote", "not in paragraph 2, but in paragraph 3"),
    ({"quote": "moette president"}, "quote", "inside other words"),
    ({"quote": "Het regime viel", "paragraph": 7}, "paragraph", "The quote is in paragraph 3. Give a number"),
    (
        {"quote": "Het regime viel", "paragraph": None},
        "paragraph",
        "has no paragraph. The quote is in paragr",
    ),
]


@pytest.mark.parametrize(("change", "column", "words"), QUOTES, ids=[words for _, _, words in QUOTES])
def test_a_quote_stands_in_its_paragraph(change: dict[str, Any], column: str, words: str) -> None:
    findings = check_text(dataset(**change), TEXT)
    found = next(finding for finding in findings if finding.column == column)
    assert words in str(found)
    assert found.severity == "error"


def test_spaces_and_line_ends_of_a_quote_do_not_matter() -> None:
    assert check_text(dataset(quote="  president PEDRO CASTILLO."), TEXT) == []


NEGATIONS = [
    # change of the tie, language, the word of the warning
    ({}, "nl", "niet"),
    ({}, "", "niet"),
    ({}, "ru", None),
    ({"polarity": "denies"}, "nl", None),
    ({"modality": "planned"}, "nl", None),
    ({"review": "retracted"}, "nl", None),
]


@pytest.mark.parametrize(("change", "language", "word"), NEGATIONS)
def test_a_negation_in_the_quote_of_an_affirmed_tie_is_a_warning(
    change: dict[str, Any], language: str, word: str | None
) -> None:
    text = "Lisa Kenna heeft Pedro Castillo niet ontmoet."
    data = dataset(quote="niet ontmoet", paragraph=1, **change)
    data.sources = table([{"id": "wsws", "language": language}])
    findings = check_text(data, text)
    assert [(finding.column, finding.severity) for finding in findings] == [("polarity", "warning")] * bool(
        word
    )
    assert not word or f"'{word}'" in findings[0].message


def test_findings_that_are_alike_are_one_group_after_the_errors() -> None:
    data = dataset()
    ties = [{**TIE, "id": f"t{number}", "claimed_by": "who"} for number in range(5)]
    data.relations = table([{**TIE, "certainty": None}, *ties])
    check = DataCheck(Facts(data, lambda table, row: (f"{table}.csv", row + 2)))
    error, warning = check.groups()
    assert str(error) == (
        "relations.csv:3:claimed_by: entities.csv describes no actor 'who'. Add it there. (5 times: "
        "line 3 t0: kenna MET castillo; line 4 t1: kenna MET castillo; line 5 t2: kenna MET castillo; …)"
    )
    assert str(warning).startswith("relations.csv:2:certainty: The tie has no certainty. Write one of ")
    assert str(warning).endswith(" (kenna MET castillo)")
    assert len(check.findings()) == sum(group.count for group in check.groups())
    assert check.groups(most=1)[0].to_dict() == {
        "severity": "error",
        "column": "claimed_by",
        "message": "entities.csv describes no actor 'who'.",
        "cure": "Add it there.",
        "count": 5,
        "first": [{"file": "relations.csv", "line": 3, "about": "t0: kenna MET castillo"}],
    }


def test_a_group_over_several_files_names_each() -> None:
    remarks = [Finding(file, 2, "start_date", "It is no date.", "Correct it.") for file in ("a.csv", "b.csv")]
    (group,) = DataCheck(Facts(dataset()), tuple(remarks)).groups()
    assert str(group) == "a.csv:2:start_date: It is no date. Correct it. (2 times: line 2; b.csv:2)"
