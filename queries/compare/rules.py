"""Decide the category of a tie by the claims of both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sociogram.graph.claims.supports import can_overlap, is_copied, relaying
from sociogram.graph.claims.texts import Texts
from sociogram.queries.compare.model import stance
from sociogram.queries.compare.sides import Said, Side, TieKey
from sociogram.queries.results.writers import cell


def category_of(
    here: Sequence[Said],
    there: Sequence[Said],
    taken_back: set[str],
    by_hand: bool,
) -> tuple[str, str]:
    """Return the first category that fits and the reason, if it needs one; empty strings without live claims.

    Args:
        here: the claims of A about the tie.
        there: the claims of B about it.
        taken_back: the ids of the claims that B takes back.
        by_hand: whether a property ``contradicts`` says that claims about other ties contradict these.
    """
    mine, yours = [one for one in here if one.is_live], [one for one in there if one.is_live]
    excluded = list(_excluded(mine, yours))
    if by_hand or any(_is_conflict(one, other) for one, other in _new_pairs(mine, yours)):
        return "contradicts", ""
    if _is_corrected(here, there, taken_back):
        return "corrected", ""
    if not mine or not yours:
        return ("only_in_a" if mine else "only_in_b" if yours else ""), ""
    if _is_planned_then_done(mine, yours) or _is_planned_then_done(yours, mine):
        return "planned_then_done", ""
    stances = {_stance(one) for one in mine} & {_stance(other) for other in yours}
    if stances:
        differences = list(
            _other_values(*([one for one in side if _stance(one) in stances] for side in (mine, yours)))
        )
        return ("differs", f"{'; '.join(differences)}.") if differences else ("agrees", "")
    if excluded:
        return "other", "They contradict each other only if they refer to the same time."
    return "other", f"A {_forms(mine)}; B {_forms(yours)}."


def _stance(one: Said) -> tuple[str, str]:
    return one.claim.polarity, one.claim.modality


def _other_values(mine: Sequence[Said], yours: Sequence[Said]) -> Iterator[str]:
    """Yield the properties of which both sides give values, but none that fits one of the other side."""
    given = [_given(side) for side in (mine, yours)]
    for key in (key for key in given[0] if key in given[1]):
        ours, theirs = given[0][key], given[1][key]
        if not any(_fits(one, other) for one in ours for other in theirs):
            yield f"{key}: {' and '.join(map(cell, ours))} in A, {' and '.join(map(cell, theirs))} in B"


def _given(claims: Sequence[Said]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in claims:
        for key, value in one.shown.values.items():
            found.setdefault(key, []).extend([] if value in found.get(key, []) else [value])
    return found


def _fits(one: Any, other: Any) -> bool:
    """Return whether two values are equal, or one is a date within the other."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == other
    texts = cell(one), cell(other)
    return texts[0].startswith(texts[1]) or texts[1].startswith(texts[0])


def _new_pairs(mine: Sequence[Said], yours: Sequence[Said]) -> Iterator[tuple[Said, Said]]:
    """Yield the pairs of a claim of A and one of B, except changed claims and pairs that both sides have."""
    both = {one.content for one in mine} & {other.content for other in yours}
    for one in mine:
        for other in yours:
            is_same = one.claim.id is not None and one.claim.id == other.claim.id
            if not is_same and not (one.content in both and other.content in both):
                yield one, other


def _is_conflict(one: Said, other: Said) -> bool:
    return _is_opposite(one, other) and can_overlap(one.claim, other.claim)


def _is_opposite(one: Said, other: Said) -> bool:
    return one.claim.polarity != other.claim.polarity and one.claim.modality == other.claim.modality


def _excluded(mine: Sequence[Said], yours: Sequence[Said]) -> Iterator[tuple[Said, Said]]:
    """Yield the pairs that would contradict each other if their dates overlapped."""
    for one, other in _new_pairs(mine, yours):
        if _is_opposite(one, other) and not can_overlap(one.claim, other.claim):
            yield one, other


def _is_corrected(here: Sequence[Said], there: Sequence[Said], taken_back: set[str]) -> bool:
    """Return whether B took a claim of A back, or has a different claim with the same id."""
    if any(not one.is_live and one.claim.id in taken_back for one in here):
        return True
    by_id = {one.claim.id: one for one in here if one.claim.id is not None}
    changed = ((by_id[other.claim.id], other) for other in there if other.claim.id in by_id)
    return any(
        (one.claim.polarity, one.claim.modality, one.claim.standing)
        != (other.claim.polarity, other.claim.modality, other.claim.standing)
        for one, other in changed
    )


def _is_planned_then_done(mine: Sequence[Said], yours: Sequence[Said]) -> bool:
    plans = any(one.claim.is_like("affirms", "planned") for one in mine)
    done = [any(one.claim.is_like("affirms", "actual") for one in claims) for claims in (mine, yours)]
    return plans and done == [False, True]


def taken_back_by(side: Side) -> set[str]:
    """Return the ids of the claims that claims of this side supersede."""
    return {claim for claims in side.said.values() for one in claims for claim in one.superseded}


def contradicting_by_hand(first: Side, second: Side) -> dict[TieKey, tuple[list[Said], list[Said]]]:
    """Return, by tie, the claims of A and of B about other ties that contradict a claim of the other side."""
    claims: tuple[dict[str, tuple[TieKey, Said]], ...] = tuple(
        {
            one.claim.id: (key, one)
            for key, claims in side.said.items()
            for one in claims
            if one.claim.id is not None and one.is_live
        }
        for side in (first, second)
    )
    found: dict[TieKey, tuple[list[Said], list[Said]]] = {}
    for side, (mine, yours) in enumerate((claims, claims[::-1])):
        for key, one in mine.values():
            for other_id in one.contradicts:
                if other_id in yours and other_id not in mine:
                    other_key, other = yours[other_id]
                    found.setdefault(key, ([], []))[1 - side].append(other)
                    found.setdefault(other_key, ([], []))[side].append(one)
    return found


def new_voices(here: Sequence[Said], there: Sequence[Said], sources: tuple[Texts, Texts]) -> Iterable[str]:
    """Return the names of the voices that only B has; none if A has no claim about the tie.

    The author of a copy or a translation is not a new voice for what another version says. A voice that
    relays the claim in A is not new in B.
    """
    live = [one for one in here if one.is_live]
    if not live:
        return ()
    known = {one.shown.voice for one in live}
    claims = [one.claim for one in (*live, *there)]

    def is_new(said: Said) -> bool:
        claim = said.claim
        alike = [one.claim for one in live if one.claim.is_like(claim.polarity, claim.modality)]
        return not (
            said.shown.voice in known
            or claim.voice in relaying(alike, sources[0])
            or is_copied(claim, claims, sources[1])
        )

    return dict.fromkeys(one.shown.voice_name for one in there if one.is_live and is_new(one))


def _forms(claims: Sequence[Said]) -> str:
    return " and ".join(dict.fromkeys(stance(one.claim.polarity, one.claim.modality) for one in claims))
