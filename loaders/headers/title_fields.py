"""The fields that a title may mean, by the table of aliases."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sociogram.loaders.headers.titles import alias_key, title_key
from sociogram.loaders.headers.vocabulary.aliases import ALIASES
from sociogram.loaders.headers.vocabulary.end_words import END_WORDS


@lru_cache(maxsize=1)
def alias_keys() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the keys of the titles of each field, by the kind of sheet."""
    return {
        kind: {name: tuple(map(alias_key, aliases)) for name, aliases in fields.items()}
        for kind, fields in ALIASES.items()
    }


def known_titles(cells: Sequence[str]) -> int:
    """Return how many of the cells are titles of a field."""
    return sum(bool(fields_of_title(cell)) for cell in cells)


def fields_of_title(written: str) -> frozenset[str]:
    """Return the fields that a title may mean in any kind of sheet; none if it is unknown."""
    return _fields_by_key().get(title_key(written), frozenset())


@lru_cache(maxsize=1)
def _fields_by_key() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for start, end, _ in END_WORDS:
        found.setdefault(start, set()).add("source")
        found.setdefault(end, set()).add("target")
    for fields in alias_keys().values():
        for name, keys in fields.items():
            for key in keys:
                found.setdefault(key, set()).add(name)
    return {key: frozenset(names) for key, names in found.items()}
