"""Pairs that may be one entity: what is found, what speaks for it, and that nothing is missed by blocking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.graph.duplicates import LEAST_SCORE, Candidate, find_duplicates
from sociogram.graph.duplicates.blocking import Blocks
from sociogram.graph.duplicates.name_form import read_name
from sociogram.graph.duplicates.name_likeness import compare_names

_ANA = Candidate("ana", "Ana Okvar", labels=("Person",), countries=("Peru",))


def _found(*candidates: Candidate, neighbours=None) -> list[tuple[str, str, list[str]]]:
    near = None if neighbours is None else lambda ids: {own: neighbours.get(own, ()) for own in ids}
    return [
        (pair.a.id, pair.b.id, [reason.kind for reason in pair.reasons])
        for pair in find_duplicates(candidates, near)
    ]


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        (
            Candidate("b", "Ana Okvar", labels=("Person",), countries=("Peru",)),
            ["same-name", "same-type", "same-country"],
        ),
        (Candidate("b", "ANA OKVAR"), ["case"]),
        (Candidate("b", "Ana Okvar", countries=("Chile",)), ["same-name", "other-country"]),
        (Candidate("b", "Ana Okvar", countries=("PE",)), ["same-name"]),
        (Candidate("b", "Anita", aliases=("Okvar, Ana",)), ["alias", "word-order"]),
        (Candidate("b", "Ana Okvar", labels=("Ship",)), ["same-name", "other-type"]),
        (Candidate("b", "Ana Okvar", labels=("Company",)), None),
        (Candidate("b", "Ana Okvar Ltd", labels=("Company",)), None),
        (Candidate("b", "Ana Ruiz", labels=("Person",)), None),
    ],
)
def test_what_speaks_for_one_and_for_two(other, kinds):
    assert [found[2] for found in _found(_ANA, other)] == ([] if kinds is None else [kinds])


def test_shared_ties_lift_a_pair_and_a_tie_between_the_two_lowers_it():
    pair = Candidate("a", "A. Okvar", labels=("Person",)), Candidate("b", "Ana Okvar", labels=("Person",))
    plain, shared, tied = (
        find_duplicates(pair, lambda ids, near=near: near)[0].score
        for near in ({}, {"a": ["x", "y"], "b": ["x", "y"]}, {"a": ["b"], "b": ["a"]})
    )
    assert tied < plain < shared


def test_an_initial_that_fits_several_is_less_sure():
    ana, anton, initial = (
        Candidate(own, name, labels=("Person",))
        for own, name in (("a", "Ana Okvar"), ("b", "Anton Okvar"), ("c", "A. Okvar"))
    )
    alone = find_duplicates([ana, initial])[0]
    both = find_duplicates([ana, anton, initial])
    assert [pair.score < alone.score for pair in both] == [True, True]
    assert "2 actors fit “A. Okvar”" in [reason.text for reason in both[0].reasons]


def test_the_one_of_whom_more_is_known_comes_first():
    stub, bare, tied = (Candidate(own, "Ana Okvar", is_stub=own == "a") for own in ("a", "b", "c"))
    found = _found(stub, bare, tied, neighbours={"c": ["x", "y"], "b": ["z"]})
    assert {pair[:2] for pair in found} == {("c", "b"), ("c", "a"), ("b", "a")}
    assert all(found[0] != "a" for found in _found(stub, bare, tied))


def test_a_thousand_of_one_name_do_not_make_half_a_million_pairs():
    assert len(find_duplicates([Candidate(str(number), "Ana Okvar") for number in range(1000)])) < 2000


_WORDS = st.sampled_from(
    [
        "Ana",
        "Anna",
        "Pedro",
        "Okvar",
        "Okwar",
        "Brandeck",
        "Brandek",
        "Brondeck",
        "Ruiz",
        "A.",
        "P.",
        "Ltd",
        "Group",
        "II",
        "de",
        "AOR",
    ]
)
_NAMES = st.lists(_WORDS, min_size=1, max_size=4, unique=True).map(" ".join)
_CANDIDATES = st.lists(
    st.tuples(
        _NAMES,
        st.sampled_from([("Person",), ("Company",), ()]),
    ),
    max_size=8,
).map(lambda rows: [Candidate(str(row), name, labels=labels) for row, (name, labels) in enumerate(rows)])


@given(_CANDIDATES)
def test_the_order_of_the_entities_does_not_matter(candidates):
    found = find_duplicates(candidates)
    assert found == find_duplicates(candidates[::-1])
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)
    assert all(pair.score >= LEAST_SCORE for pair in found)


@given(st.lists(_NAMES, min_size=2, max_size=2), st.sampled_from([True, False, None]))
def test_keys_miss_no_pair_of_names_that_a_comparison_finds(names, is_person):
    forms = [read_name(name, is_person=is_person) for name in names]
    likeness = compare_names(*forms, is_person=is_person)
    blocks = Blocks()
    for number, form in enumerate(forms):
        blocks.add(number, form, is_person=is_person, frequency={})
    if likeness is not None and likeness.score >= LEAST_SCORE:
        assert blocks.pairs().tolist() == [[0, 1]]
