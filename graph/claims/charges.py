"""Who is charged in which text, and who is heard there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeAlias

import numpy as np

from sociogram.graph.claims.derive import Claims
from sociogram.graph.claims.model import Charge
from sociogram.graph.columns.arrays import unique

Voices: TypeAlias = Collection[tuple[str | None, str | None]]
"""Voices, each with a text in which it speaks."""


def charges_of(claims: Claims, heard: Voices | None = None) -> list[Charge]:
    """Return who is charged in which text, and whether that actor is a voice there.

    ``charges`` of a relation type names the charged end: ``target`` if the type itself is a charge
    (ACCUSES, INVESTIGATES); ``source`` or ``both`` if it is an act that can be alleged (KILLED).

    Args:
        claims: the claims.
        heard: the voices of the whole graph, if these are not all its claims.
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
    heard = voices_of_texts(claims) if heard is None else heard
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


def voices_of_texts(claims: Claims) -> set[tuple[str | None, str | None]]:
    """Return the voices of live claims, each with the texts in which it speaks."""
    voices, texts = claims.voices, claims.texts
    width = np.int64(len(texts.values))
    keys = unique(voices.codes[claims.is_live] * width + texts.codes[claims.is_live])
    pairs = zip(*(codes.tolist() for codes in np.divmod(keys, width)), strict=True)
    return {(voices.values[voice], texts.values[text]) for voice, text in pairs}
