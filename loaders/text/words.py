"""The words of a paragraph: capitalisation, beginnings of sentences, the text between words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sociogram.graph.common.text import strip_accents
from sociogram.loaders.text.languages import Language

_LETTER = r"[^\W\d_]"
_MARK = "[\u0300-\u036f]"
_PARTICLES = (
    r"(?:(?:van|von|de|der|den|het|di|da|do|dos|du|del|della|la|ten|ter|te|zu|zur|zum|ibn) ){1,3}[A-ZÀ-Þ]"
    r"|d['’][A-ZÀ-Þ]|(?:al|el)[-‑][A-ZÀ-Þ]"
)
"""What can continue a name after an initial: "J. van der Lam", "P. d'Aumal"."""
_WORD = re.compile(
    rf"@\w+|(?<!\w)['’][tsn](?!\w)|(?:{_LETTER}\.){{2,}}|{_LETTER}\.(?:[-‑]{_LETTER}\.)+"
    rf"|{_LETTER}\.(?=\s?{_LETTER})(?!\s[a-zß-ÿ])|{_LETTER}\.(?=\s(?:{_PARTICLES}))"
    rf"|[^\W_](?:\w|{_MARK})*(?:[-‑'’](?:[^\W_]|{_MARK})(?:\w|{_MARK})*)*"
)
_POSSESSIVE = re.compile(r"['’][sS]$")
_SENTENCE_END = re.compile(r"[.!?…:•–—]|[\"“”„«»‹›‘]|(?:^|\s)['-](?=\S|$)")
_SHORTENED = frozenset(["st", "ste", "mt", "ft", "co", "brig", "gen", "nr", "no", "vs", "bzw", "ca"])
_CLITICS = frozenset(("'t", "'s", "'n"))
_LONG_LINE = 50
_WRITTEN_ON = re.compile(r"(?:d|l|t|dell|dall)['’]|(?:al|el|ad|as|ash|ar|at|az)[-‑]")
"""Particles in lower case that are attached to the name: "d'Aubrey", "al-Sayed"."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as printed.

    Attributes:
        text: the word without a possessive ending.
        start: its offset in the paragraph.
        end: the offset after it, including the possessive.
        gap: the text between the previous word and this one.
        opens: whether a sentence, a quotation or an item may begin here, so that a capital means little.
        is_possessive: whether it ends in "'s".
    """

    text: str
    start: int
    end: int
    gap: str
    opens: bool
    is_possessive: bool = False

    @property
    def lower(self) -> str:
        """The word in lower case, as in word lists."""
        return _forms(self.text).lower

    @property
    def folded(self) -> str:
        """The word without case, accents and dots, for comparison."""
        return _forms(self.text).folded

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital letter, or with a particle and one: "d'Aubrey"."""
        return _forms(self.text).is_capitalised

    @property
    def is_initial(self) -> bool:
        """Whether it consists of one or several letters, each with a dot."""
        return self.text.endswith(".") and self.is_capitalised

    @property
    def is_acronym(self) -> bool:
        """Whether it has two or more capital letters: ``NATO``, ``McDonald``, ``G20``, ``@handle``."""
        return _forms(self.text).is_acronym


class _Forms(NamedTuple):
    """Properties of a word's letters."""

    lower: str
    folded: str
    is_capitalised: bool
    is_acronym: bool


@lru_cache(maxsize=1 << 17)
def _forms(text: str) -> _Forms:
    particle = _WRITTEN_ON.match(text)
    letters = text.lstrip("@")
    capitals = sum(letter.isupper() for letter in letters)
    return _Forms(
        text.lower().rstrip(".").replace("’", "'"),
        fold_word(text),
        text.startswith("@") or text[particle.end() if particle else 0 :][:1].isupper(),
        text.startswith("@") or capitals > 1 or (capitals == 1 and letters[-1:].isdigit()),
    )


def fold_word(text: str) -> str:
    """Return a word without case, accents, dots and apostrophes."""
    return re.sub(r"[.'’@]", "", strip_accents(text).casefold().replace("‑", "-"))


def words_of(paragraph: str, language: Language) -> list[Word]:
    """Return the words of a paragraph in order."""
    text = unicodedata.normalize("NFC", paragraph)
    words: list[Word] = []
    for match in _WORD.finditer(text):
        for start, end in _without_elision(text, match.start(), match.end(), language):
            gap = text[words[-1].end if words else 0 : start]
            is_elided = start > match.start()
            printed = text[start:end]
            is_possessive = bool(_POSSESSIVE.search(printed)) and len(printed) > 2
            words.append(
                Word(
                    printed[:-2] if is_possessive else printed,
                    start,
                    end,
                    gap,
                    not words or (not is_elided and _opens(gap, words[-1], text, language)),
                    is_possessive,
                )
            )
    return words


def _without_elision(text: str, start: int, end: int, language: Language) -> list[tuple[int, int]]:
    """Split "l'Union" into "l" and "Union"."""
    cut = next((at for at in range(start, min(start + 8, end)) if text[at] in "'’"), None)
    if cut is not None and text[start:cut].lower() in language.elisions:
        return [(start, cut), (cut + 1, end)]
    return [(start, end)]


def _opens(gap: str, before: Word, text: str, language: Language) -> bool:
    if before.lower in _CLITICS and before.opens:  # "'s Avonds"
        return True
    if gap.startswith(".") and not before.is_initial:
        shortened = (
            before.lower in _SHORTENED
            or before.lower in language.titles
            or before.lower in language.before_titles
        )
        if shortened and not _SENTENCE_END.search(gap[1:]):
            return False
    return bool(_SENTENCE_END.search(gap)) or is_hard_break(gap, text, before.end)


def is_hard_break(gap: str, text: str, offset: int) -> bool:
    """Return whether a line ends here because an item ends, and not because the line is full."""
    if "\n" not in gap:
        return False
    line_start = text.rfind("\n", 0, offset) + 1
    return offset - line_start < _LONG_LINE
