"""The support of a tie in words: its independent supports, ties between their voices, and who denies it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sociogram.graph.claims import Claim, Tie
from sociogram.graph.claims.choosing import links_of_pairs
from sociogram.queries.claims.wording.wording import Wording, listed

Links = Mapping[frozenset[str], list[Tie]]
"""Affirmed ties by their two ends, as ``links_among`` returns them."""

_NO_LINKS: Links = MappingProxyType({})


def support_words(
    wording: Wording,
    tie: Tie,
    *,
    polarity: str = "affirms",
    modality: str = "actual",
    links: Links = _NO_LINKS,
) -> str:
    """Return the independent supports of a tie, the ties between their voices, and who denies it.

    A voice that is an end of the tie is marked "(own word)".

    Args:
        wording: has the names of the voices.
        tie: the tie.
        polarity: the polarity of the claims whose supports are counted.
        modality: the modality of these claims.
        links: the ties between the voices.

    Returns:
        "2 independent supports: Ada (own word) and Bob; Bob works for Ada; disputed, denied by Cy".
    """
    supports = tie.supports(polarity, modality)
    noun = "denial" if polarity == "denies" else "support"
    count = f"{len(supports)} independent {noun}{'' if len(supports) == 1 else 's'}"
    named = listed(_voices(wording, supports, tie))
    parts = [f"{count}: {named}" if named else count, *_links(wording, supports, links)]
    if polarity == "affirms" and (denials := _denials(wording, tie, modality)):
        parts.append(denials)
    return "; ".join(parts)


def _denials(wording: Wording, tie: Tie, modality: str) -> str:
    conflict = next((found for found in tie.conflicts if found.modality == modality), None)
    if conflict is None:
        return ""
    voices = listed(_voices(wording, conflict.denying))
    if conflict.kind == "one voice":
        return f"affirmed and denied by {voices}"
    if conflict.kind == "proposed":
        return f"denied for another time by {voices}"
    return f"disputed, denied by {voices}"


def _links(wording: Wording, supports: Iterable[Claim], links: Links) -> list[str]:
    voices = {claim.voice for claim in supports if claim.voice is not None and not claim.is_text_voice}
    words = [
        f"{wording.name(link.source)} {wording.phrase(link.type, forward=True)} {wording.name(link.target)}"
        for link in links_of_pairs(voices, links)
    ]
    return list(dict.fromkeys(words))


def _voices(wording: Wording, claims: Iterable[Claim], tie: Tie | None = None) -> list[str]:
    ends = () if tie is None else (tie.source, tie.target)
    names = [
        f"{name} (own word)" if claim.voice in ends and not claim.is_text_voice else name
        for claim in claims
        if (name := wording.voice(claim))
    ]
    return list(dict.fromkeys(names))
