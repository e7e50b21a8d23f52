"""Who is charged in which text, and who is heard there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sociogram.graph.claims.derive import Claims
from sociogram.graph.claims.model import Charge
from sociogram.graph.columns.arrays import unique


def charges_of(claims: Claims) -> list[Charge]:
    """Return who is charged in which text, and whether that actor is a voice there.

    ``charges`` of a relation type names the charged end: ``target`` if the type itself is a charge
    (ACCUSES, INVESTIGATES); ``source`` or ``both`` if it is an act that can be alleged (KILLED).
    """
    charging = claims.charging
    kinds, certainties = claims.types, claims.certainties
    chosen = kinds.array(charging.__contains__, np.bool_) & claims.is_live & ~claims.denies
    rows = np.flatnonzero(chosen & (claims.modalities == 0))
    columns = (kinds, certainties, claims.texts)
    found: dict[tuple[str, str | None], list[int]] = {}
    for row, kind, certainty, text in zip(rows.tolist(), *(c.take(rows) for c in columns), strict=True):
        for end in _charged_ends(charging[str(kind)], certainty):
            actor = str(claims.ends[end].value(row))
            found.setdefault((actor, text), []).append(row)
    heard = _heard(claims)
    voices = {voice for voice, _ in heard}
    return [
        Charge(actor, text, tuple(of_actor), (actor, text) in heard, actor in voices)
        for (actor, text), of_actor in found.items()
    ]


def _charged_ends(charged: str, certainty: object) -> Sequence[int]:
    """Return which ends a claim charges: 0 is the source, 1 the target."""
    if charged == "target":
        return (1,)
    if certainty != "alleged":
        return ()
    return (0, 1) if charged == "both" else (0,)


def _heard(claims: Claims) -> set[tuple[str | None, str | None]]:
    """Return the voices of live claims, each with the texts in which it speaks."""
    voices, texts = claims.voices, claims.texts
    width = np.int64(len(texts.values))
    keys = unique(voices.codes[claims.is_live] * width + texts.codes[claims.is_live])
    pairs = zip(*(codes.tolist() for codes in np.divmod(keys, width)), strict=True)
    return {(voices.values[voice], texts.values[text]) for voice, text in pairs}
