"""Names with an initial: ``M. Dostan`` may be ``Mirela Dostan`` or ``Mirela K. Dostan``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from sociogram.graph.common.names import name_words
from sociogram.graph.duplicates.name_form import read_name
from sociogram.graph.duplicates.name_likeness import NameLikeness, compare_names

_MOST_OF_ONE_KEY = 5
_UMLAUT = re.compile("(?<=[aou])e|(?<=a)a")
"""The second letter of ``oe`` for ``ö``: names with either have one key."""


class Initials:
    """Names of several words, by the letter with which they begin and their last word."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: dict[tuple[str, str], list[str]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Add a name."""
        key, _, _ = _key(name)
        if key is not None:
            self._names.setdefault(key, []).append(name)

    def alike(self, name: str) -> Iterator[tuple[str, NameLikeness]]:
        """Yield the names that may be another form of a name.

        One of the two forms has an initial as its first word, or an additional initial in the middle.

        >>> initials.add("Mirela Dostan")
        >>> [found for found, _ in initials.alike("M. Dostan")]
        ['Mirela Dostan']
        """
        key, is_short, is_inner = _key(name)
        if key is None:
            return
        for other in islice(_distinct(self._names.get(key, ())), _MOST_OF_ONE_KEY):
            _, is_other_short, is_other_inner = _key(other)
            if is_short == is_other_short and (is_short or not (is_inner or is_other_inner)):
                continue
            likeness = compare_names(read_name(name), read_name(other))
            if likeness is not None and (is_short != is_other_short or _is_middle(likeness)):
                yield other, likeness


def _is_middle(likeness: NameLikeness) -> bool:
    return any(reason.kind == "middle-initial" for reason in likeness.reasons)


def _distinct(names: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(names))


def _key(name: str) -> tuple[tuple[str, str] | None, bool, bool]:
    """Return the key of a name: its first letter and its last word, or None.

    Also return whether the first word is an initial, and whether a word in the middle is.
    """
    words = name_words(name)
    if "," in name:
        words = [*words[1:], *words[:1]]  # Dostan, M.
    if len(words) < 2 or len(words[-1]) < 2 or not words[0]:
        return None, False, False
    last = _UMLAUT.sub("", words[-1])
    return (words[0][0], last), len(words[0]) == 1, any(len(word) == 1 for word in words[1:-1])
