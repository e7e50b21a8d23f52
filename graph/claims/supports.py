"""Decides which claims of a tie are independent, and which affirmations and denials conflict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from sociogram.graph.claims.model import (
    COPY,
    NO_REASON,
    RELAY,
    SAME_DOCUMENT,
    SAME_VOICE,
    Claim,
    Conflict,
    ConflictKind,
)
from sociogram.graph.claims.texts import Texts


class Attributed(Protocol):
    """A statement by a voice in a text."""

    @property
    def voice(self) -> str | None:
        """The first voice."""
        ...

    @property
    def text(self) -> str | None:
        """The id of the text."""
        ...


class Statement(NamedTuple):
    """The properties of a claim that decide whether it is independent; it is live and its text was read."""

    row: int
    id: str
    voice: str
    via: tuple[str, ...]
    text: str | None
    documents: tuple[str, ...]


def relaying(claims: Iterable[Claim], texts: Texts) -> set[str]:
    """Return the actors who pass claims on, other than as the author of the text."""
    return {actor for claim in claims for actor in claim.via if actor != texts.authors.get(claim.text or "")}


def independent(statements: Sequence[Statement], texts: Texts) -> dict[int, str]:
    """Return, for each row, why the claim adds no support; empty if it does.

    The claims are of one tie, polarity and modality. They are considered in the order of their texts' dates;
    a claim that depends on an earlier one or only relays another gets a reason.
    """
    ordered = sorted(
        statements, key=lambda claim: (texts.dates.get(claim.text or "", ""), claim.id, claim.row)
    )
    reasons = _reasons_in_order(ordered, _relays(ordered, texts), texts)
    if ordered and NO_REASON not in reasons.values():
        # Voices that relay only each other, or translations of each other, are one support together.
        reasons[ordered[0].row] = NO_REASON
    return reasons


def _reasons_in_order(ordered: Sequence[Statement], relays: set[str], texts: Texts) -> dict[int, str]:
    voices: set[str] = set()
    documents: set[str] = set()
    reasons: dict[int, str] = {}
    for claim in ordered:
        if claim.voice in voices:
            reason = SAME_VOICE
        elif claim.voice in relays:
            reason = RELAY
        elif is_copied(claim, ordered, texts):
            reason = COPY
        elif documents.intersection(claim.documents):
            reason = SAME_DOCUMENT
        else:
            reason = NO_REASON
            voices.add(claim.voice)
            documents.update(claim.documents)
        reasons[claim.row] = reason
    return reasons


def _relays(claims: Iterable[Statement], texts: Texts) -> set[str]:
    """Return the actors who relay another voice's claim of the tie, except as authors of a text."""
    return {
        actor
        for claim in claims
        for actor in claim.via
        if actor != claim.voice and actor != texts.authors.get(claim.text or "")
    }


def is_copied(claim: Attributed, claims: Iterable[Attributed], texts: Texts) -> bool:
    """Return whether a copy or translation, in its author's own voice, repeats a claim of another version."""
    if claim.text is None or claim.text not in texts.originals:
        return False
    if claim.voice not in (texts.authors.get(claim.text), claim.text):
        return False
    root = texts.root(claim.text)
    return any(
        other.text is not None and other.text != claim.text and texts.root(other.text) == root
        for other in claims
    )


def conflicts_of(claims: Sequence[Claim], root: Callable[[str], str]) -> tuple[Conflict, ...]:
    """Return the conflicts of one tie by modality; ``root`` returns the original of a text."""
    if len(claims) < 2:  # most ties
        return ()
    found = []
    live = [claim for claim in claims if claim.standing == "live"]
    for modality in dict.fromkeys(claim.modality for claim in live):
        of_modality = [claim for claim in live if claim.modality == modality]
        affirming = tuple(claim for claim in of_modality if claim.polarity == "affirms")
        denying = tuple(claim for claim in of_modality if claim.polarity == "denies")
        if affirming and denying:
            found.append(Conflict(modality, affirming, denying, _kind(affirming, denying, root)))
    return tuple(found)


def conflict_between(one: Claim, other: Claim, root: Callable[[str], str]) -> Conflict:
    """Return the conflict of two claims that ``contradicts`` connects."""
    if one.polarity == "denies" and other.polarity == "affirms":
        one, other = other, one
    return Conflict(one.modality, (one,), (other,), _kind((one,), (other,), root), is_coded=True)


def _kind(affirming: Sequence[Claim], denying: Sequence[Claim], root: Callable[[str], str]) -> ConflictKind:
    pairs = [(one, other) for one in affirming for other in denying]
    if all(one.voice == other.voice for one, other in pairs):
        return "one voice"
    disputing = [(one, other) for one, other in pairs if one.voice != other.voice and can_overlap(one, other)]
    if not disputing:
        return "proposed"
    texts = [(_root(one.text, root), _root(other.text, root)) for one, other in disputing]
    return "between texts" if any(one != other for one, other in texts) else "within a text"


def _root(text: str | None, root: Callable[[str], str]) -> str | None:
    return None if text is None else root(text)


def can_overlap(one: Claim, other: Claim) -> bool:
    """Return whether two claims can refer to the same time; an undated claim can refer to any."""
    (start, end), (other_start, other_end) = one.period, other.period
    return not (
        (end is not None and other_start is not None and end < other_start)
        or (other_end is not None and start is not None and other_end < start)
    )
