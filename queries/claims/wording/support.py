"""The support of a tie in words: its independent supports, and who denies it."""

from __future__ import annotations

from collections.abc import Iterable

from sociogram.graph.claims import Claim, Tie
from sociogram.queries.claims.wording.wording import Wording, listed


def support_words(wording: Wording, tie: Tie, *, polarity: str = "affirms", modality: str = "actual") -> str:
    """Return the independent supports of a tie and who denies it.

    Args:
        wording: names the voices.
        tie: the tie.
        polarity: the polarity of the claims whose supports are counted.
        modality: the modality of these claims.

    Returns:
        "2 independent supports: Ada and Bob; disputed, denied by Cy".
    """
    supports = tie.supports(polarity, modality)
    noun = "denial" if polarity == "denies" else "support"
    count = f"{len(supports)} independent {noun}{'' if len(supports) == 1 else 's'}"
    named = listed(_voices(wording, supports))
    parts = [f"{count}: {named}" if named else count]
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


def _voices(wording: Wording, claims: Iterable[Claim]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(wording.voice, claims))))
