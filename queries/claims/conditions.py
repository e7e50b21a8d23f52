"""Which claims count, as a condition of Cypher: the same for paths and for stored queries, on every store.

A claim counts where it affirms, is actual, and is neither a draft nor retracted. A word that the model does
not know, as other graphs hold them, counts as the default; ``graph.claims.derive`` reads it so, too. What a
later claim takes back is not in the condition: ``read.taken_back`` finds those claims.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sociogram.graph.model import MODALITIES, POLARITIES, REVIEWS

KINDS = ("denied", *MODALITIES[1:], "retracted", "draft")
"""What a claim may be that does not count unless somebody asks for it."""

CONDITION_KEYS = ("polarity", "modality", "review")
"""The properties that the condition reads."""


def counts(variable: str, *, including: Collection[str] = (), keys: Collection[str] = CONDITION_KEYS) -> str:
    """Return the condition under which a relationship is a claim that counts.

    Args:
        variable: the relationship's name in the query.
        including: kinds of claims that count as well, of ``KINDS``.
        keys: the properties that the graph has at all; others need no condition.

    Returns:
        A condition in several lines; ``true`` where nothing has to be asked.
    """
    words = {
        "polarity": [] if "denied" in including else [POLARITIES[1]],
        "modality": [modality for modality in MODALITIES[1:] if modality not in including],
        "review": [review for review in REVIEWS[1:] if review not in including],
    }
    parts = [_differs(f"{variable}.{key}", excluded) for key, excluded in words.items() if key in keys]
    return "\n  AND ".join(filter(None, parts)) or "true"


def kinds_of(properties: Mapping[str, Any]) -> set[str]:
    """Return why a claim does not count, as kinds; an empty set where it does.

    A claim counts under ``counts(…, including=kinds)`` where those kinds hold all of its own.
    """
    kinds = {"denied"} if _word(properties.get("polarity")) == POLARITIES[1] else set()
    for key, words in (("modality", MODALITIES[1:]), ("review", REVIEWS[1:])):
        if (word := _word(properties.get(key))) in words:
            kinds.add(word)
    return kinds


def _word(value: Any) -> str:
    return value.casefold() if isinstance(value, str) else ""


def _differs(value: str, words: list[str]) -> str:
    """Return the condition that a value is none of some words, in whatever case."""
    word = f"coalesce(toLower(toStringOrNull({value})), '')"
    if not words:
        return ""
    if len(words) == 1:
        return f"{word} <> '{words[0]}'"
    listed = ", ".join(f"'{each}'" for each in words)
    return f"NOT {word} IN [{listed}]"
