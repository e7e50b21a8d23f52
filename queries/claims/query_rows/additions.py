"""What a text adds to earlier texts: new ties, new voices for known ties, new claims of known voices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from sociogram.graph.claims import Claim, Claims, Tie
from sociogram.graph.claims.supports import is_copied, relaying

What: TypeAlias = Literal["new tie", "new voice", "new word of a known voice"]


@dataclass(frozen=True, slots=True)
class Addition:
    """What one text adds about one tie.

    Attributes:
        what: what kind of addition it is.
        tie: the tie.
        polarity: whether the text affirms or denies it.
        modality: the modality of the claims.
        claims: the new claims of the text.
        known: the claims of earlier texts about the tie.
    """

    what: What
    tie: Tie
    polarity: str
    modality: str
    claims: tuple[Claim, ...]
    known: tuple[Claim, ...]


def additions_of(claims: Claims, text: str) -> Iterator[Addition]:
    """Yield what a text adds to the earlier texts; texts of the same date are ordered by id.

    A tie is known if an earlier text has a claim about it, even one that was taken back since. A voice is
    known if it made or relayed a claim about the same tie with the same polarity and modality.

    Args:
        claims: all claims.
        text: the id of the text.
    """
    in_text = claims.texts.array(lambda value: value == text, np.bool_)
    numbers = np.unique(claims.tie_numbers[in_text & claims.is_live])
    for number in numbers.tolist():
        tie = claims.tie(number)
        known = tuple(claim for claim in tie.claims if _is_known(claims, claim, text))
        own = [claim for claim in tie.claims if claim.text == text and claim.standing == "live"]
        for polarity, modality in dict.fromkeys((claim.polarity, claim.modality) for claim in own):
            said = [claim for claim in own if claim.is_like(polarity, modality)]
            alike = [c for c in tie.claims if (c.polarity, c.modality) == (polarity, modality)]
            before = [c for c in known if (c.polarity, c.modality) == (polarity, modality)]
            new = tuple(claim for claim in said if not _is_old(claims, claim, before, alike))
            if new:
                yield Addition(_what(new, known), tie, polarity, modality, new, known)


def _is_known(claims: Claims, claim: Claim, text: str) -> bool:
    """Return whether a claim is from an earlier text and was live there, even if it was taken back since."""
    if claim.standing not in ("live", "taken back") or claim.text == text:
        return False
    dates = claims.sources.dates
    return (dates.get(claim.text or "", ""), claim.text or "") < (dates.get(text, ""), text)


def _is_old(claims: Claims, claim: Claim, before: list[Claim], alike: list[Claim]) -> bool:
    """Return whether a claim adds nothing: its voice is known, or only repeats what others claim."""
    known = {other.voice for other in before} | relaying(before, claims.sources)
    return claim.voice in known or is_copied(claim, alike, claims.sources)


def _what(new: tuple[Claim, ...], known: tuple[Claim, ...]) -> What:
    if not known:
        return "new tie"
    voices = {claim.voice for claim in known}
    return "new word of a known voice" if all(claim.voice in voices for claim in new) else "new voice"
