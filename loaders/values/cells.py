"""Parsers of one cell: certainty, paragraph, labels. Each returns the value or raises ``CellError``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sociogram.graph.common.text import clean, strip_accents
from sociogram.graph.model import CERTAINTIES
from sociogram.loaders.values.naming import to_label, to_type
from sociogram.loaders.values.types import BOOLEANS, is_integer, split_values


class CellError(ValueError):
    """An invalid cell: what is wrong, and what to write instead."""

    def __init__(self, reason: str, cure: str) -> None:
        self.reason = reason
        self.cure = cure
        super().__init__(f"{reason} {cure}")


_OTHER_CERTAINTIES = {
    "stated": (
        *("confirmed", "certain", "verified", "proven", "established", "documented", "fact"),
        *("bevestigd", "vaststaand", "confirmado", "comprobado", "confirme", "avere"),
        *("bestatigt", "gesichert"),
    ),
    "reported": ("reportedly", "gemeld", "reportado", "informado", "rapporte", "berichtet"),
    "alleged": (
        *("rumour", "rumor", "rumoured", "rumored", "allegation", "allegedly", "suspected"),
        *("unconfirmed", "unverified", "gerucht", "onbevestigd", "vermeend", "presunto", "supuesto"),
        *("rumeur", "presume", "allegue", "gerucht", "geruecht", "angeblich", "unbestatigt"),
    ),
    "disputed": ("contested", "denied", "betwist", "disputado", "conteste", "umstritten"),
    "opinion": ("judgement", "judgment", "mening", "meinung"),
}
_CERTAINTY_WORDS = {
    **{word: word for word in CERTAINTIES},
    **{word: certainty for certainty, words in _OTHER_CERTAINTIES.items() for word in words},
}


def read_certainty(text: str) -> str | None:
    """Return the one of the five words that a cell means; None where it is none of them."""
    return _CERTAINTY_WORDS.get(strip_accents(text).casefold())


def read_paragraph(text: str) -> int:
    """Return the number of a paragraph."""
    if not is_integer(text) or int(text) < 1:
        raise CellError(f"`{text}` is not a paragraph's number.", "Write a whole number from 1.")
    return int(text)


def read_truth(text: str) -> bool:
    """Return a truth value."""
    found = BOOLEANS.get(text.casefold())
    if found is None:
        raise CellError(f"`{text}` is neither true nor false.", "Write true or false.")
    return found


def read_labels(text: str) -> list[str]:
    """Return the labels in a cell; ``:Person:Actor`` is how graph databases write two."""
    parts = text[1:].split(":") if text.startswith(":") else split_values(text)
    labels = [to_label(part) for part in parts]
    found = [label for label in dict.fromkeys(labels) if label is not None and label != "Entity"]
    if None in labels:
        raise CellError(f"`{text}` holds no type.", "Write a word such as Person.")
    return found


def read_type_name(text: str) -> str:
    """Return a relation type as it is written in a graph."""
    return to_type(text)[0]


def read_list(text: str) -> list[str]:
    """Return the values in a cell, each cleaned."""
    return [clean(value) for value in split_values(text)]


CellReader = Callable[[str], Any]

KEY_READERS: dict[str, CellReader] = {"id": clean, "name": clean, "title": clean}
ENTITY_READERS: dict[str, CellReader] = {
    **KEY_READERS,
    "type": read_labels,
    "aliases": read_list,
    "sources": split_values,
}
RELATION_READERS: dict[str, CellReader] = {
    "id": clean,
    "source": clean,
    "target": clean,
    "source_name": clean,
    "target_name": clean,
    "source_type": read_labels,
    "target_type": read_labels,
    "type": clean,
    "start_date": clean,
    "end_date": clean,
    "certainty": clean,
    "sources": split_values,
    "paragraph": read_paragraph,
    "claimed_by": clean,
}
SOURCE_READERS: dict[str, CellReader] = {**KEY_READERS, "date": clean}
RELATION_TYPE_READERS: dict[str, CellReader] = {"type": read_type_name, "directed": read_truth}
