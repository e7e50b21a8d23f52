"""Faults of claims: one small folder of claims, one change, one finding."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from sociogram.loaders.folder.data_folder import read_folder
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.datacheck import Finding, Texts, read_files, read_store
from sociogram.queries.datacheck.facts import circles

ACTORS = [
    {"id": actor, "name": actor.title(), "type": "Person"} for actor in ("olm", "vey", "sorvaag", "tarn")
]
SOURCES = [
    {
        "id": "lanterne",
        "title": "Lanterne",
        "author": "Tarn",
        "date": "1931-05-02",
        "language": "en",
        "read": "yes",
    },
    {"id": "echo", "title": "Echo", "author": "", "date": "1931-06", "language": "", "read": ""},
    {"id": "logbook", "title": "Logbook", "author": "", "date": "", "language": "", "read": "no"},
]
CLAIM = {
    "id": "c1",
    "source": "olm",
    "target": "vey",
    "type": "HIRED",
    "polarity": "affirms",
    "modality": "actual",
    "start_date": "1931-04",
    "end_date": "",
    "directed": "",
    "claimed_by": "sorvaag",
    "via": "tarn",
    "certainty": "stated",
    "sources": "lanterne",
    "cites": "",
    "about": "",
    "contradicts": "",
    "supersedes": "",
    "review": "",
}
CLAIMS = [CLAIM, {**CLAIM, "id": "c2", "source": "vey", "target": "olm"}]


def write(folder: Path, **tables: list[Mapping[str, str]]) -> Path:
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def findings(
    folder: Path, claims: list[Mapping[str, str]], sources: list[Mapping[str, str]] = SOURCES
) -> list[Finding]:
    write(folder, entities=ACTORS, relations=claims, sources=sources)
    return read_files(sorted(folder.glob("*.csv"))).findings()


def test_sound_claims_have_no_findings(tmp_path: Path) -> None:
    assert findings(tmp_path, CLAIMS) == []


FAULTS = [
    # change of the second claim, column, words, severity
    ({"claimed_by": "olme"}, "claimed_by", "stub for 'olme'. Did you mean 'olm'?", "error"),
    ({"via": "tarm | tarn"}, "via", "stub for 'tarm'. Did you mean 'tarn'?", "error"),
    ({"via": "vey | vey | tarn"}, "via", "'vey' is listed twice", "error"),
    ({"via": '["vey", "vey", "tarn"]'}, "via", "'vey' is listed twice", "error"),
    ({"via": "sorvaag | tarn"}, "via", "'sorvaag' is also in `claimed_by`", "error"),
    (
        {"via": "vey"},
        "via",
        "ends with 'vey', not with the author of 'lanterne'. Write 'tarn' last",
        "warning",
    ),
    ({"contradicts": "c1 | c9"}, "contradicts", "no claim 'c9'", "error"),
    ({"contradicts": "c2"}, "contradicts", "The claim `c2` refers to itself", "error"),
    ({"about": "c2"}, "about", "The claim `c2` refers to itself", "error"),
    ({"supersedes": "c8"}, "supersedes", "no claim 'c8'", "error"),
    ({"supersedes": "c2"}, "supersedes", "The claim `c2` refers to itself", "error"),
    ({"supersedes": "c1", "claimed_by": "vey"}, "supersedes", "`c1` is a claim of `sorvaag`", "error"),
    ({"cites": "lanterne"}, "cites", "'lanterne' was read", "error"),
    ({"cites": "logbok"}, "cites", "no source 'logbok'. Did you mean 'logbook'?", "error"),
    ({"sources": "logbook"}, "sources", "'logbook' was not read: sources.csv has read=no", "error"),
    ({"polarity": "refutes"}, "polarity", "'refutes' is not one of the words of `polarity`; it is", "error"),
    ({"modality": "wished"}, "modality", "read as 'intended'. Write actual, planned,", "error"),
    ({"review": "pending"}, "review", "read as 'draft'. Write confirmed, draft or retracted", "error"),
    ({"certainty": "surely"}, "certainty", "'surely' is not one of the words of `certainty`.", "warning"),
    (
        {"start_date": "1931-05-03"},
        "start_date",
        "1931-05-03 is later than the text, which is dated 1931-05-02",
        "warning",
    ),
    ({"start_date": "1932"}, "start_date", "1932 is later than the text", "warning"),
    ({"id": "c1"}, "id", "The id `c1` is in", "error"),
    ({"start_date": "1931-13-40"}, "start_date", "`1931-13-40` could not be read as a date", "error"),
    (
        {"start_date": "1931-05-01", "end_date": "1930"},
        "end_date",
        "1930 is before the start date, 1931-05-01",
        "error",
    ),
    ({"directed": "sometimes"}, "directed", "`sometimes` does not say whether", "error"),
]


def test_a_name_that_a_cell_repeats_is_unknown_once(tmp_path: Path) -> None:
    claims = [CLAIMS[0], {**CLAIMS[1], "via": "zed | zed | tarn"}]
    unknown = [found for found in findings(tmp_path, claims) if "stub for 'zed'" in found.message]
    assert len(unknown) == 1


def test_actors_and_sources_of_one_spelling_are_offered_their_own(tmp_path: Path) -> None:
    claims = [CLAIMS[0], {**CLAIMS[1], "via": "lanterme | tarn", "cites": "lanterme"}]
    found = {one.column: f"{one.message} {one.cure}" for one in findings(tmp_path, claims)}
    assert "lanterne" in found["cites"]
    assert "lanterne" not in found["via"]


@pytest.mark.parametrize(
    ("change", "column", "words", "severity"),
    FAULTS,
    ids=[f"{column}: {words}" for _, column, words, _ in FAULTS],
)
def test_a_fault_is_told_once_with_its_line_and_cure(
    tmp_path: Path, change: dict[str, str], column: str, words: str, severity: str
) -> None:
    (found,) = findings(tmp_path, [CLAIMS[0], {**CLAIMS[1], **change}])
    assert (Path(found.file).name, found.line, found.column) == ("relations.csv", 3, column)
    assert words in str(found)
    assert found.cure
    assert found.severity == severity


SOUND = [
    # changes of the second claim that are no fault
    {"via": ""},
    {"claimed_by": "", "via": ""},
    {"claimed_by": "tarn", "via": ""},
    {"sources": "echo", "via": "vey"},
    {"cites": "logbook"},
    {"cites": "https://example.org/log"},
    {"sources": "lanterne | logbook"},
    {"supersedes": "c1"},
    {"contradicts": "c1", "about": "c1"},
    {"certainty": "confirmed"},
    {"start_date": "1931-05-03", "modality": "planned"},
    {"start_date": "1931-05-03", "review": "retracted"},
    {"start_date": "1931"},
    {"start_date": "1931-05"},
    {"review": "draft", "claimed_by": "", "via": "", "certainty": ""},
]


@pytest.mark.parametrize("change", SOUND, ids=str)
def test_what_is_no_fault(tmp_path: Path, change: dict[str, str]) -> None:
    assert findings(tmp_path, [CLAIMS[0], {**CLAIMS[1], **change}]) == []


def test_a_data_folder_keeps_no_word_for_a_direction_unseen(tmp_path: Path) -> None:
    write(tmp_path, relation_types=[{"type": "HIRED", "forward": "", "backward": "", "directed": "perhaps"}])
    found = findings(tmp_path, [CLAIM, {**CLAIMS[1], "directed": "sometimes"}])
    assert [(Path(one.file).name, one.line, one.column) for one in found if one.column == "directed"] == [
        ("relation_types.csv", 2, "directed"),
        ("relations.csv", 3, "directed"),
    ]


def test_claims_that_take_each_other_back_go_round_in_a_circle(tmp_path: Path) -> None:
    claims = [
        {**CLAIM, "id": f"c{number}", "role": str(number), "supersedes": following}
        for number, following in ((1, "c2"), (2, "c3"), (3, "c1"), (4, "c1"))
    ]
    found = findings(tmp_path, claims)
    assert [finding.line for finding in found] == [2, 3, 4]
    assert found[0].message == "The reference is circular: `c1` → `c2` → `c3` → `c1`."


def test_the_author_of_the_text_is_the_voice_where_nobody_else_is_named(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, [CLAIMS[0], {**CLAIMS[1], "claimed_by": "", "via": "", "supersedes": "c1"}])
    assert (found.column, found.severity) == ("supersedes", "error")
    assert "'sorvaag', not of 'tarn'" in found.message


def test_an_author_who_is_named_nowhere_else_is_no_actor_without_a_tie(tmp_path: Path) -> None:
    found = findings(tmp_path, [{**claim, "claimed_by": "", "via": ""} for claim in CLAIMS])
    assert [(one.column, one.message) for one in found] == [("id", "The actor has no tie.")]
    assert "sorvaag" in str(found[0])
    assert "tarn" not in str(found[0])


def test_a_text_without_an_author_is_no_claimant(tmp_path: Path) -> None:
    change = {"claimed_by": "", "via": "", "sources": "echo"}
    (found,) = findings(tmp_path, [CLAIMS[0], {**CLAIMS[1], **change}])
    assert (found.column, found.severity) == ("claimed_by", "warning")
    assert "or add the author of its text as an actor" in found.cure


def test_an_author_is_the_actor_whose_name_is_written_like_that(tmp_path: Path) -> None:
    namesake = {"id": "tarn-2", "name": "TARN", "type": "Person"}
    write(
        tmp_path,
        entities=[*ACTORS, namesake],
        relations=[{**CLAIM, "via": "vey"}],
        sources=SOURCES,
    )
    found = read_files(sorted(tmp_path.glob("*.csv"))).findings()
    assert ["Write 'tarn' last" in finding.cure for finding in found if finding.column == "via"] == [True]


def test_many_unknown_ids_end(tmp_path: Path) -> None:
    """What an unknown id is near to is looked up for the first ones only."""
    claims = [
        {**CLAIM, "id": f"claim-{number}", "role": str(number), "contradicts": f"clam-{number}"}
        for number in range(5000)
    ]
    found = findings(tmp_path, claims)
    assert len(found) == 5000
    assert sum("Did you mean" in finding.cure for finding in found) == 3


def test_claims_may_contradict_each_other(tmp_path: Path) -> None:
    assert findings(tmp_path, [{**CLAIMS[0], "contradicts": "c2"}, {**CLAIMS[1], "contradicts": "c1"}]) == []


def test_what_refers_to_a_rejected_row_refers_to_something(tmp_path: Path) -> None:
    found = findings(tmp_path, [{**CLAIMS[0], "polarity": "???"}, {**CLAIMS[1], "contradicts": "c1"}])
    assert [(finding.line, finding.column) for finding in found] == [(2, "polarity")]


SOURCE_FAULTS = [
    # change of the second source, column, words
    ({"read": "perhaps"}, "read", "'perhaps' is not one of the words of `read`; it is read as 'no'"),
    ({"copy_of": "echo"}, "copy_of", "The source names itself"),
    ({"translation_of": "lantern"}, "translation_of", "no source 'lantern'. Did you mean 'lanterne'?"),
]


@pytest.mark.parametrize(("change", "column", "words"), SOURCE_FAULTS)
def test_faults_of_sources(tmp_path: Path, change: dict[str, str], column: str, words: str) -> None:
    empty = {"copy_of": "", "translation_of": ""}
    sources = [{**source, **empty, **(change if source["id"] == "echo" else {})} for source in SOURCES]
    (found,) = findings(tmp_path, CLAIMS, sources)
    assert (Path(found.file).name, found.line, found.column) == ("sources.csv", 3, column)
    assert words in str(found)


def test_copies_of_each_other_go_round_in_a_circle(tmp_path: Path) -> None:
    sources = [{**SOURCES[0], "copy_of": "echo", "translation_of": ""}]
    sources += [{**SOURCES[1], "copy_of": "", "translation_of": "lanterne"}]
    found = findings(tmp_path, CLAIMS, sources)
    assert [(finding.line, finding.column) for finding in found] == [(2, "copy_of"), (3, "translation_of")]


def test_a_folder_of_0_1_gets_no_new_findings(tmp_path: Path) -> None:
    old = ("source", "target", "type", "start_date", "claimed_by", "certainty", "sources")
    claims = [{name: claim[name] for name in old} for claim in CLAIMS]
    claims[1]["sources"] = "lanterne | logbook"
    claims[1]["certainty"] = "rumour"
    claims[1]["claimed_by"] = "tarn"
    sources = [
        {name: source[name] for name in ("id", "title", "author", "date", "language")} for source in SOURCES
    ]
    assert findings(tmp_path, claims, sources) == []


def test_words_that_a_load_kept_as_written_are_no_fault_of_the_folder(tmp_path: Path) -> None:
    claims = [{**CLAIM, "polarity": "denies", "polarity_as_written": "refutes"}]
    assert [finding for finding in findings(tmp_path, claims) if finding.column == "polarity"] == []


def test_a_store_has_the_same_findings_without_lines(tmp_path: Path) -> None:
    claims = [CLAIMS[0], {**CLAIMS[1], "via": "vey | vey", "contradicts": "c9", "cites": "lanterne"}]
    found = findings(tmp_path, claims)
    stored = read_store(MemoryStore.from_dataset(read_folder(tmp_path))).findings()
    assert sorted((one.column, one.message) for one in stored) == sorted(
        (one.column, one.message) for one in found
    )
    assert {(one.file, one.line) for one in stored} == {("", 0)}


def test_claims_of_texts_that_are_not_given_are_left_out(tmp_path: Path) -> None:
    claims = [{**CLAIM, "paragraph": "1"}, {**CLAIM, "id": "c2", "sources": "echo", "paragraph": "7"}]
    write(tmp_path, entities=ACTORS, relations=claims, sources=SOURCES)
    data = read_files(sorted(tmp_path.glob("*.csv")))
    assert data.text_ids == {"lanterne", "echo"}
    texts = Texts({"lanterne": "Olm hired Vey."})
    assert data.left_out(texts) == {"echo": 1}
    assert data.findings(texts) == []
    (found,) = data.findings(Texts({"lanterne": "Olm hired Vey.", "echo": "Olm hired Vey."}))
    assert (found.line, found.column) == (3, "paragraph")


def test_a_cycle_is_found_by_any_reference_and_is_the_shortest():
    edges = {"a": ["b", "c"], "b": ["end"], "c": ["a", "a2"], "a2": ["a"], "end": [], "self": ["self"]}
    assert circles(edges) == {"a": ["a", "c"], "c": ["c", "a"], "a2": ["a2", "a", "c"]}
