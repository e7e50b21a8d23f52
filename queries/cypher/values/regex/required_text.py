"""Find text that every match of a regular expression must contain, so that few strings need be matched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import regex

from sociogram.graph.columns import BoolArray
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary

_HEAD: Final = 4
"""The number of first characters that are analysed."""
_SELECTIVE_SHARE: Final = 16
"""If fewer than one in this many strings remains, matching them is faster than another search."""
_ALTERNATIVE_LIMIT: Final = 8
"""With more alternatives than this, searching costs as much as matching every string."""


class Required(NamedTuple):
    """What every match contains; an empty field requires nothing.

    Attributes:
        head: the mask of allowed ASCII characters for each of the first characters.
        inside: a string that it contains.
        end: a string that it ends with.
        any_case: whether the case of ``inside`` is ignored.
    """

    head: tuple[BoolArray, ...] = ()
    inside: str = ""
    end: str = ""
    any_case: bool = False

    def possible(self, dictionary: TextDictionary) -> BoolArray | None:
        """Return the mask of strings that may match; None if all may."""
        if not (self.head or self.inside or self.end):
            return None
        texts = dictionary.encoded()
        possible = texts.beginning(self.head) if self.head else None
        if self.end and _repeated(possible):
            possible = _both(possible, texts.ending(self.end))
        if self.inside and _repeated(possible):
            possible = _both(possible, texts.containing(self.inside, any_case=self.any_case))
        return possible


def possible_texts(alternatives: Sequence[Required], dictionary: TextDictionary) -> BoolArray | None:
    """Return the mask of strings that may match one of the alternatives; None if all may."""
    if len(alternatives) > _ALTERNATIVE_LIMIT:
        return None
    possible = np.zeros(len(dictionary), dtype=np.bool_)
    for alternative in alternatives:
        found = alternative.possible(dictionary)
        if found is None:
            return None
        possible |= found
    return possible


def _repeated(possible: BoolArray | None) -> bool:
    return possible is None or _SELECTIVE_SHARE * int(np.count_nonzero(possible)) > len(possible)


def _both(one: BoolArray | None, other: BoolArray) -> BoolArray:
    return other if one is None else one & other


class Collector:
    """Collects requirements from the tokens at the top level of a pattern, up to ``|``.

    A group may match any text, so it ends the literal before it.
    """

    def __init__(self) -> None:
        self._head: list[str] = []
        self._head_is_open = True
        self._runs = [""]
        self._run_is_open = True
        self._any_case = False

    def literal(self, text: str, flags: str) -> None:
        """Add literal characters, which are compared according to these flags."""
        if flags == "ui":  # Unicode case: a letter may equal several characters
            for character in text:
                self.character(re.escape(character), flags)
            return
        self._any_case |= flags == "ai"
        if not self._run_is_open:
            self._runs.append("")
            self._run_is_open = True
        self._runs[-1] += text
        if self._head_is_open:
            self._head += [_in_case(re.escape(character), flags) for character in text]

    def character(self, piece: str, flags: str) -> None:
        """Add a token for one of several characters: a class or a dot."""
        self._run_is_open = False
        if self._head_is_open:
            self._head.append(_in_case(piece, flags))

    def repeated(self, piece: str) -> None:
        """Add ``?``, ``*``, ``+`` or ``{…}``, the repetition of the last token."""
        if piece != "+":
            if self._run_is_open:
                self._runs[-1] = self._runs[-1][:-1]
            if self._head_is_open:
                del self._head[-1:]
        self.anything()

    def anything(self) -> None:
        """Add a token that may match any text."""
        self._run_is_open = self._head_is_open = False

    def required(self) -> Required:
        """Return the requirements."""
        end = self._runs[-1] if self._run_is_open and not self._any_case else ""
        others = self._runs[:-1] if end else self._runs
        return Required(
            head=tuple(_ascii_members(piece) for piece in self._head[:_HEAD]),
            inside=max(others, key=len, default=""),
            end=end,
            any_case=self._any_case,
        )


def _in_case(piece: str, flags: str) -> str:
    return f"(?i:{piece})" if flags else piece


def _ascii_members(piece: str) -> BoolArray:
    fits = regex.compile(piece, regex.V0).fullmatch
    return np.array([fits(chr(code)) is not None for code in range(128)])
