"""The Cypher condition for the claims that count: the same for paths and stored queries, on every store.

A claim counts if its polarity is "affirms", its modality is "actual", and it is neither a draft nor
retracted. As in ``graph.claims.derive``, an unknown word, which a graph from elsewhere may have, is treated
as the default. The condition does not cover claims that a later claim takes back; ``read.taken_back`` finds
them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sociogram.graph.model import MODALITIES, POLARITIES, REVIEWS

KINDS = ("denied", *MODALITIES[1:], "retracted", "draft")
"""The kinds of claims that count only on request."""

CONDITION_KEYS = ("polarity", "modality", "review")
"""The properties that the condition reads."""


def counts(variable: str, *, including: Collection[str] = (), keys: Collection[str] = CONDITION_KEYS) -> str:
    """Return the condition under which a relationship is a claim that counts.

    Args:
        variable: the relationship's name in the query.
        including: kinds of claims that count as well, of ``KINDS``.
        keys: the properties that occur in the graph; the others need no condition.

    Returns:
        The condition, possibly on several lines; ``true`` if all claims count.
    """
    words = {
        "polarity": [] if "denied" in including else [POLARITIES[1]],
        "modality": [modality for modality in MODALITIES[1:] if modality not in including],
        "review": [review for review in REVIEWS[1:] if review not in including],
    }
    parts = [_differs(f"{variable}.{key}", excluded) for key, excluded in words.items() if key in keys]
    return "\n  AND ".join(filter(None, parts)) or "true"


def kinds_of(properties: Mapping[str, Any]) -> set[str]:
    """Return why a claim does not count, as kinds; an empty set if it counts.

    A claim meets ``counts(…, including=kinds)`` if ``kinds`` contains all of its kinds.
    """
    kinds = {"denied"} if _word(properties.get("polarity")) == POLARITIES[1] else set()
    for key, words in (("modality", MODALITIES[1:]), ("review", REVIEWS[1:])):
        if (word := _word(properties.get(key))) in words:
            kinds.add(word)
    return kinds


def _word(value: Any) -> str:
    return value.casefold() if isinstance(value, str) else ""


def _differs(value: str, words: list[str]) -> str:
    """Return the condition that a value is none of some words, ignoring case."""
    word = f"coalesce(toLower(toStringOrNull({value})), '')"
    if not words:
        return ""
    if len(words) == 1:
        return f"{word} <> '{words[0]}'"
    listed = ", ".join(f"'{each}'" for each in words)
    return f"NOT {word} IN [{listed}]"
