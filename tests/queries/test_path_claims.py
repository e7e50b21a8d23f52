"""Paths follow ties that somebody affirms, and tell who denies them; all else is followed on request."""

from __future__ import annotations

import random
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociogram.api import Graph
from sociogram.graph.errors import SociogramError
from sociogram.graph.model import MODALITIES, REVIEWS
from sociogram.queries.claims.conditions import KINDS
from sociogram.queries.cypher.store import MemoryStore
from support.datasets import dataset_of

ENTITIES = [{"id": id_, "name": id_.upper(), "type": "Person"} for id_ in "abcdef"]
TYPES = [
    {"type": "PAID", "forward": "paid", "backward": "was paid by"},
    {"type": "LEADS", "forward": "leads", "backward": "is led by", "infinitive": "lead"},
    {"type": "MET", "forward": "met", "backward": "met", "directed": False},
]


def graph_of(*relations: dict[str, Any]) -> Graph:
    rows = [{"id": str(number), "claimed_by": "e", **row} for number, row in enumerate(relations, start=1)]
    return Graph(MemoryStore.from_dataset(dataset_of(ENTITIES, rows, relation_types=TYPES)))


def claim(source: str, type_: str, target: str, **more: Any) -> dict[str, Any]:
    return {"source": source, "type": type_, "target": target, **more}


AFFIRMED = claim("a", "PAID", "b")
ONLY = [
    # a kind of claim, the claim, the step when it is asked for
    ("denied", claim("a", "PAID", "b", polarity="denies"), "Denied: A paid B"),
    ("planned", claim("a", "LEADS", "b", modality="planned"), "A is to lead B"),
    ("planned", claim("a", "PAID", "b", modality="planned"), "Planned: A paid B"),
    ("intended", claim("a", "LEADS", "b", modality="intended"), "A is meant to lead B"),
    ("possible", claim("a", "PAID", "b", modality="possible"), "Possible: A paid B"),
    ("demanded", claim("a", "PAID", "b", modality="demanded"), "Demanded: A paid B"),
    ("retracted", claim("a", "PAID", "b", review="retracted"), "Retracted: A paid B"),
    ("draft", claim("a", "PAID", "b", review="draft"), "Draft: A paid B"),
]


@pytest.mark.parametrize(("kind", "only", "step"), ONLY)
def test_what_is_not_affirmed_is_no_path_but_is_named(kind: str, only: dict[str, Any], step: str) -> None:
    graph = graph_of(only)
    paths = graph.path("a", "b")
    assert (len(paths), paths.total) == (0, 0)
    [alternative] = paths.alternatives
    assert (alternative.kinds, alternative.length) == ((kind,), 1)
    assert str(paths) == (
        f"No path connects A and B.\nWith {kind} ties, there would be a path of 1 tie; "
        f"including=['{kind}'] shows it."
    )
    [[found]] = graph.path("a", "b", including=[kind]).steps()
    assert str(found) == step


DECADE = {"start_date": "1970", "end_date": "1979", "date_certainty": "within"}
UNSURE = [
    # the claims of a tie, the date that is asked for, the step
    ([DECADE], "1975", "Perhaps not in 1975: A paid B"),
    ([DECADE], "1975-06-01", "Perhaps not on 1 June 1975: A paid B"),
    ([DECADE], None, "A paid B"),
    ([{**DECADE, "start_date": "1975-03", "end_date": "1975-05"}], "1975", "A paid B"),
    ([DECADE, {"start_date": "1974", "end_date": "1976"}], "1975", "A paid B"),
    ([DECADE, {"start_date": "1980"}], "1975", "Perhaps not in 1975: A paid B"),
    ([{}], "1975", "A paid B"),
]


@pytest.mark.parametrize(("claims", "date", "step"), UNSURE)
def test_a_tie_of_some_time_within_bounds_may_be_of_another_time(
    claims: list[dict[str, str]], date: str | None, step: str
) -> None:
    paths = graph_of(*({**AFFIRMED, **more} for more in claims)).path("a", "b", as_of=date)
    assert [str(path_step) for path_step in paths.steps()[0]] == [step]


def test_a_shorter_path_over_a_denied_tie_is_named() -> None:
    graph = graph_of(
        claim("a", "PAID", "c"), claim("c", "PAID", "b"), claim("a", "PAID", "b", polarity="denies")
    )
    paths = graph.path("a", "b")
    assert [len(path) for path in paths] == [2]
    assert [str(one) for one in paths.alternatives] == [
        "With denied ties, there would be a shorter path, of 1 tie"
    ]


def test_kinds_that_connect_only_together_are_named_together() -> None:
    graph = graph_of(
        claim("a", "PAID", "c", modality="planned"),
        claim("c", "PAID", "b", polarity="denies"),
        claim("c", "MET", "d", review="draft"),
    )
    [alternative] = graph.path("a", "b").alternatives
    assert alternative.kinds == ("denied", "planned")
    assert len(graph.path("a", "b", including=alternative.kinds)[0]) == 2


def test_a_disputed_tie_is_walked_with_its_denials() -> None:
    [[step]] = (
        graph_of(
            AFFIRMED,
            claim("a", "PAID", "b", claimed_by="f", certainty="alleged"),
            claim("a", "PAID", "b", claimed_by="b", polarity="denies"),
            claim("a", "PAID", "b", review="draft", claimed_by="d"),
        )
        .path("b", "a")
        .steps()
    )
    assert str(step) == "B was paid by A"
    assert step.support == "2 independent supports: E and F; disputed, denied by B"
    assert step.claims == (
        "E says that B was paid by A (source not said)",
        "F alleges that B was paid by A (source not said)",
        "B denies having been paid by A (source not said)",
    )


TOGETHER = [
    # further claims, what stands beside the number of supports
    ([claim("a", "PAID", "b", claimed_by="f")], "2 independent supports: E and F"),
    ([claim("a", "PAID", "b", claimed_by="b")], "2 independent supports: E and B (own word)"),
    (
        [claim("a", "PAID", "b", claimed_by="f"), claim("f", "LEADS", "e")],
        "2 independent supports: E and F; F leads E",
    ),
    (
        [claim("a", "PAID", "b", claimed_by="f"), claim("f", "LEADS", "e"), claim("e", "MET", "f")],
        "2 independent supports: E and F; F leads E; E met F",
    ),
    (
        [claim("a", "PAID", "b", claimed_by="f"), claim("f", "LEADS", "e", polarity="denies")],
        "2 independent supports: E and F",
    ),
    (
        [claim("a", "PAID", "b", claimed_by="f", polarity="denies"), claim("f", "LEADS", "e")],
        "1 independent support: E; disputed, denied by F",
    ),
]


@pytest.mark.parametrize(("more", "support"), TOGETHER)
def test_what_ties_the_voices_stands_beside_their_number(more: list[dict[str, Any]], support: str) -> None:
    [[step]] = graph_of(AFFIRMED, *more).path("a", "b").steps()
    assert step.support == support


@pytest.mark.parametrize(
    ("roles", "step"),
    [
        (["in coin", None], "A paid B: in coin"),
        (["in coin", "in coin"], "A paid B: in coin"),
        (["in coin", "in kind"], "A paid B"),
    ],
)
def test_a_step_has_a_role_if_its_claims_do_not_differ(roles: list[str | None], step: str) -> None:
    first, second = roles
    paths = graph_of({**AFFIRMED, "role": first}, {**AFFIRMED, "role": second, "claimed_by": "f"})
    assert [str(one) for [one] in paths.path("a", "b").steps()] == [step]


def test_one_voice_that_says_both_disputes_nothing() -> None:
    [[step]] = graph_of(AFFIRMED, claim("a", "PAID", "b", polarity="denies")).path("a", "b").steps()
    assert step.support == "1 independent support: E; affirmed and denied by E"


def test_what_its_voice_took_back_is_not_walked() -> None:
    graph = graph_of(AFFIRMED, claim("c", "PAID", "b", supersedes="1"))
    assert graph.path("a", "b").alternatives[0].kinds == ("retracted",)
    [[step]] = graph.path("a", "b", including=["retracted"]).steps()
    assert step.claims == ("Taken back: E said that A paid B (source not said)",)


def test_another_voice_takes_nothing_back() -> None:
    assert graph_of(AFFIRMED, claim("c", "PAID", "b", supersedes="1", claimed_by="f")).path("a", "b")


def test_unknown_words_of_another_graph_count_as_the_default() -> None:
    row = claim("a", "PAID", "b", polarity="positive", modality="certain", review="by two peers")
    assert len(graph_of(row).path("a", "b")) == 1


def test_a_kind_that_is_none_is_an_error() -> None:
    with pytest.raises(
        SociogramError, match=r"'maybe' is not a kind of claim\. Write one of denied, planned"
    ):
        graph_of(AFFIRMED).path("a", "b", including=["maybe"])


def test_the_part_between_two_actors_holds_the_denials_of_its_ties_and_no_denied_tie() -> None:
    part = graph_of(
        AFFIRMED,
        claim("a", "PAID", "b", polarity="denies", claimed_by="b"),
        claim("a", "LEADS", "b", polarity="denies"),
        claim("a", "PAID", "b", review="draft"),
    ).select(between=("a", "b"))
    assert [tie["id"] for tie in part.relationships] == ["1", "2"]


CLAIMS = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from("abcd"),
            "target": st.sampled_from("abcd"),
            "type": st.sampled_from(["PAID", "MET"]),
            "claimed_by": st.sampled_from("ef"),
            "polarity": st.sampled_from([None, "affirms", "denies"]),
            "modality": st.sampled_from([None, *MODALITIES]),
            "review": st.sampled_from([None, None, None, *REVIEWS]),
        }
    ),
    max_size=8,
)


@settings(max_examples=60)
@given(CLAIMS)
def test_every_step_is_affirmed_and_what_is_named_is_found(rows: list[dict[str, Any]]) -> None:
    graph = graph_of(*rows)
    paths = graph.path("a", "b")
    for path in paths:
        for tie in path:
            assert tie.get("polarity") != "denies"
            assert tie.get("modality") in (None, "actual")
            assert tie.get("review") in (None, "confirmed")
    for alternative in paths.alternatives:
        wider = graph.path("a", "b", including=alternative.kinds)
        assert len(wider[0]) == alternative.length
        assert not paths or len(wider[0]) < len(paths[0])
    if not paths.alternatives:
        everything = graph.path("a", "b", including=KINDS)
        assert [len(path) for path in everything[:1]] == [len(path) for path in paths[:1]]


@settings(max_examples=30)
@given(CLAIMS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[dict[str, Any]], chance: random.Random) -> None:
    numbered = [{"id": str(number), **row} for number, row in enumerate(rows)]
    shuffled = chance.sample(numbered, len(numbered))
    for start, end in permutations("ab"):
        assert str(graph_of(*shuffled).path(start, end)) == str(graph_of(*numbered).path(start, end))
