"""What follows from decisions: groups, contradictions; and that no order of anything matters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.graph.duplicates.decisions import Decision, Decisions

_DECISIONS = st.lists(
    st.builds(
        Decision,
        st.sampled_from("abcdef"),
        st.sampled_from("ABCDEF"),
        st.sampled_from(["same", "different", "unsure"]),
    ).filter(lambda decision: decision.first != decision.second.lower()),
    max_size=8,
)


def _of(text: str) -> Decisions:
    """Return the decisions of a text: ``a=b`` same, ``a/b`` different, ``a?b`` unsure."""
    words = {"=": "same", "/": "different", "?": "unsure"}
    return Decisions(
        Decision(one[0], one[2], words[one[1]], line=line) for line, one in enumerate(text.split(), start=2)
    )


@pytest.mark.parametrize(
    ("decisions", "kept"),
    [
        ("a=b", "ab"),
        ("b=a", "ba"),
        ("a=b b=c", "abc"),
        ("b=c a=b", "abc"),
        ("c=b b=a", "cab"),
        ("a=b a=c", "abc"),
        ("a=b b=a", "ab"),
        ("a/b", ""),
        ("a?b", ""),
    ],
)
def test_who_is_kept(decisions, kept):
    assert "".join(_of(decisions).group("a")) == kept


@pytest.mark.parametrize(
    ("decisions", "message"),
    [
        (
            "a=b a/b",
            "`a` and `b` are decided to be different, but they are the same by `a` same `b` (line 2).",
        ),
        (
            "a=b b=c a/c",
            (
                "`a` and `c` are decided to be different, but they are the same by `a` same `b` (line 2) and "
                "`b` same `c` (line 3)."
            ),
        ),
        ("a=b b=c d/e", None),
        ("a=b a?b", None),
        ("a=b b/c", None),
    ],
)
def test_what_contradicts(decisions, message):
    found = _of(decisions).contradictions()
    assert [one.message for one in found] == ([] if message is None else [message])


def test_two_are_different_whoever_is_the_same_as_they():
    decisions = _of("a=b c=d b/d")
    assert decisions.are_different("a", "c")
    assert not decisions.are_different("a", "b")


def test_a_later_decision_about_a_pair_replaces_the_earlier_one():
    changed = _of("a=b c/d").with_decisions(_of("B/A"))
    assert [(one.first, one.second, one.verdict) for one in changed] == [
        ("c", "d", "different"),
        ("B", "A", "different"),
    ]


@given(_DECISIONS, st.randoms())
def test_the_order_of_decisions_does_not_matter(decisions, random):
    shuffled = random.sample(decisions, len(decisions))
    one, other = Decisions(decisions), Decisions(shuffled)
    assert [one.group(text) for text in "abcdef"] == [other.group(text) for text in "abcdef"]
    assert {found.decision.pair for found in one.contradictions()} == {
        found.decision.pair for found in other.contradictions()
    }


@given(_DECISIONS)
def test_the_order_within_a_pair_changes_only_who_is_kept(decisions):
    turned = [Decision(one.second, one.first, one.verdict) for one in decisions]
    one, other = Decisions(decisions), Decisions(turned)
    for text in "abcdef":
        assert {member.lower() for member in one.group(text)} == {
            member.lower() for member in other.group(text)
        }
        assert all(one.are_different(text, end) == other.are_different(text, end) for end in "abcdef")
