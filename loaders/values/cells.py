"""Parsers of one cell: paragraph, labels, lists. Each returns a value or raises ``CellError``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sociogram.graph.common.text import clean
from sociogram.loaders.values.directions import is_directed, is_mutual
from sociogram.loaders.values.lists import list_parts, short_names, split_list
from sociogram.loaders.values.naming import to_label, to_type
from sociogram.loaders.values.types import BOOLEANS, is_integer


class CellError(ValueError):
    """An invalid cell: what is wrong, and what to write instead."""

    def __init__(self, reason: str, cure: str) -> None:
        self.reason = reason
        self.cure = cure
        super().__init__(f"{reason} {cure}")


def read_paragraph(text: str) -> int:
    """Return the number of a paragraph."""
    if not is_integer(text) or int(text) < 1:
        raise CellError(f"`{text}` is not a paragraph's number.", "Write a whole number from 1.")
    return int(text)


def read_boolean(text: str) -> bool:
    """Return a boolean."""
    found = BOOLEANS.get(text.casefold())
    if found is None:
        raise CellError(f"`{text}` is neither true nor false.", "Write true or false.")
    return found


def read_direction(text: str) -> bool:
    """Return whether a relation is directed."""
    return _sure(text, is_directed(text))


def read_mutual(text: str) -> bool:
    """Return whether a relation is directed, from a cell in which yes means that it is not."""
    found = is_mutual(text)
    return _sure(text, None if found is None else not found)


def _sure(text: str, found: bool | None) -> bool:
    if found is None:
        raise CellError(f"`{text}` does not say whether the relation has a direction.", "Write yes or no.")
    return found


def read_labels(text: str) -> list[str]:
    """Return the labels in a cell; graph databases write two as ``:Person:Actor``."""
    parts = text[1:].split(":") if text.startswith(":") else short_names(text) or split_list(text)
    labels = [to_label(part) for part in parts]
    found = [label for label in dict.fromkeys(labels) if label is not None and label != "Entity"]
    if None in labels:
        raise CellError(f"`{text}` holds no type.", "Write a word such as Person.")
    return found


def read_type_name(text: str) -> str:
    """Return a relation type in the form used in a graph."""
    return to_type(text)[0]


def read_chain(text: str) -> list[str]:
    """Return the values in a cell in order, each cleaned; repeats are kept for a later check."""
    return [clean(value) for value in list_parts(text)]


def read_list(text: str) -> list[str]:
    """Return the values in a cell, each cleaned."""
    return [clean(value) for value in split_list(text)]


CellReader = Callable[[str], Any]

KEY_READERS: dict[str, CellReader] = {"id": clean, "name": clean, "title": clean}
ENTITY_READERS: dict[str, CellReader] = {
    **KEY_READERS,
    "type": read_labels,
    "aliases": read_list,
    "sources": split_list,
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
    "sources": split_list,
    "paragraph": read_paragraph,
    "claimed_by": clean,
    "polarity": clean,
    "modality": clean,
    "via": read_chain,
    "cites": split_list,
    "mention": clean,
    "about": clean,
    "contradicts": read_list,
    "supersedes": clean,
    "review": clean,
    "directed": read_direction,
    "mutual": read_mutual,
}
SOURCE_READERS: dict[str, CellReader] = {
    **KEY_READERS,
    "date": clean,
    "read": clean,
    "copy_of": clean,
    "translation_of": clean,
}
RELATION_TYPE_READERS: dict[str, CellReader] = {
    "type": read_type_name,
    "directed": read_boolean,
    "lasts": read_boolean,
    "charges": clean,
}
