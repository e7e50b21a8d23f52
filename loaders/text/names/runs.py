"""Runs of capitalised words in a paragraph: possible names, before other paragraphs are considered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sociogram.loaders.text.languages import Language
from sociogram.loaders.text.languages.model import words as words_in
from sociogram.loaders.text.words import Word, is_hard_break

_ROMAN = re.compile(r"[IVXLCDM]+")
_NO_NAMES = words_in("CEO CFO COO CTO TV PR PM AM AD BC USD EUR GBP OK PS NB MP MD PHD ID DNA GPS CV")
_LEADING = words_in("de het der die das el la los las le les il lo van von al den")
_AND = words_in("and en und y et e")
_OF_A_FIRM = words_in(
    "sons brothers partners söhne gebrüder zonen zoon hijos hermanos fils frères figli fratelli filhos "
    "irmãos co cie"
)
"""Words that follow "and" in the name of a firm: "Olm and Sons"."""
_PHRASE_LENGTH = 3
_LONGEST_SPELLED_OUT = 9
_TITLE_ENDING = 5
_APOSTROPHES = ("'", "’")
"""The only text between two words if an article or a preposition is elided."""


@dataclass(frozen=True)
class Run:
    """Adjacent capitalised words, without titles.

    Attributes:
        words: the words, with the particles between them.
        opens: whether it begins at a possible beginning of a sentence.
        has_title: whether a title precedes it.
        is_place: whether a word such as "in" or "near" precedes it.
        speaks: whether a verb of speech is next to it.
        is_explained: whether a comma and an article follow: "Harrow, a lawyer".
        before: the word before it in lower case, or an empty text.
        follower: the offset of the next run if only "(" is in between, else -1.
        alias: the offset of the next run if a word such as "alias" is in between, else -1.
    """

    words: tuple[Word, ...]
    opens: bool
    has_title: bool = False
    is_place: bool = False
    speaks: bool = False
    is_explained: bool = False
    before: str = ""
    follower: int = -1
    alias: int = -1

    @property
    def key(self) -> tuple[str, ...]:
        """The words without case and accents, which all printed forms of a name share."""
        return tuple(word.folded for word in self.words)

    @property
    def start(self) -> int:
        """Its offset in the paragraph."""
        return self.words[0].start

    def text(self, paragraph: str) -> str:
        """Return the name as printed, in one line."""
        last = self.words[-1]
        printed = paragraph[self.start : last.start] + last.text
        return " ".join(printed.split())


def runs_of(words: Sequence[Word], paragraph: str, language: Language) -> Iterator[Run]:
    """Yield the runs of a paragraph in order.

    Example:
        In "Captain Ulla Brandeck of the Union of Quay Hands denies it." these are "Ulla Brandeck" and
        "Union of Quay Hands".
    """
    position = 0
    while position < len(words):
        if not _begins(words, position, language):
            position += 1
            continue
        end = _end_of(words, position, paragraph, language)
        end = _spelled_out(words, position, end)
        run = _trimmed(words, position, end, language)
        if run is not None:
            yield run
        position = end


@lru_cache(maxsize=1 << 16)
def kind_of(word: str, language: Language) -> str | None:
    """Return the type that a word such as "court" implies, "" if it implies none; None for other words."""
    word = word.lower().replace(".", "")
    if word in language.kinds:
        return language.kinds[word]
    if language.compounds:
        endings = [kind for kind in language.kinds if len(kind) > 2 and word.endswith(kind)]
        return language.kinds[max(endings, key=len)] if endings else None
    return None


def has_kind(words: Sequence[Word], language: Language) -> bool:
    """Return whether a word such as "court" shows that a name is not a person's."""
    return any(kind_of(word.text, language) is not None for word in words)


def is_title(word: Word, language: Language) -> bool:
    """Return whether a word precedes a person's name: "Captain", "havenmeester"."""
    if word.lower in language.titles:
        return True
    if "-" in word.text and word.lower.partition("-")[0] not in language.before_titles:
        return False  # "UN-rapporteur" names the UN
    endings = (title for title in language.titles if len(title) >= _TITLE_ENDING)
    return language.compounds and any(word.lower.endswith(title) for title in endings)


def _is_titled(word: Word, language: Language) -> bool:
    return word.lower in language.titles or word.lower.removesuffix("s") in language.titles


def is_name_word(word: Word, language: Language) -> bool:
    """Return whether a word may be part of a name: it has a capital, and is not excluded by a list."""
    if not word.is_capitalised or word.text.upper() in _NO_NAMES:
        return False
    return word.lower not in language.never or (word.is_acronym and word.text.isupper())


def _begins(words: Sequence[Word], position: int, language: Language) -> bool:
    word = words[position]
    if is_name_word(word, language):
        return not _ROMAN.fullmatch(word.text) or len(word.text) == 1
    leads = word.is_capitalised and not word.opens and word.lower in _LEADING
    return leads and position + 1 < len(words) and _follows(words[position + 1], language)


def _is_particle_of_name(words: Sequence[Word], position: int, language: Language) -> bool:
    """Return whether a capitalised particle continues a name, as in "Bill Van Auken"."""
    word = words[position]
    leads = word.is_capitalised and word.lower in _LEADING and position + 1 < len(words)
    return leads and _follows(words[position + 1], language)


def _follows(word: Word, language: Language) -> bool:
    return word.gap == " " and is_name_word(word, language)


def _end_of(words: Sequence[Word], start: int, paragraph: str, language: Language) -> int:
    """Return the position after the last word of the run that begins at ``start``."""
    end = start + 1
    while end < len(words) and not words[end - 1].is_possessive:
        word = words[end]
        if _adjoins(words[end - 1], word, paragraph) and (
            is_name_word(word, language) or _is_particle_of_name(words, end, language)
        ):
            end += 1
            continue
        length = _joining_phrase(words, start, end, paragraph, language)
        if not length:
            break
        end += length + 1
    return end


def _spelled_out(words: Sequence[Word], start: int, end: int) -> int:
    """Return the end of a name followed by its letters, as in "Cour des comptes (CDC)"; else ``end``."""
    for at in range(end + 1, min(start + _LONGEST_SPELLED_OUT, len(words))):
        word, between = words[at], words[start + 1 : at]
        if any(one.opens or one.gap.strip() not in ("", *_APOSTROPHES) for one in between):
            break
        if word.gap.strip() == "(" and word.text.isupper() and len(word.text) > 1:
            initials = iter(one.folded[:1] for one in words[start:at])
            return at if all(letter in initials for letter in word.folded) else end
    return end


def _adjoins(before: Word, word: Word, paragraph: str) -> bool:
    if before.is_initial or word.gap.startswith("."):
        return word.gap.strip(". ") == "" and not word.opens
    if word.opens:
        return False
    return word.gap.strip(" ") in ("", "&", *_APOSTROPHES) or (
        word.gap.isspace() and not is_hard_break(word.gap, paragraph, before.end)
    )


def _joining_phrase(words: Sequence[Word], start: int, end: int, paragraph: str, language: Language) -> int:
    """Return how many words of a phrase such as "of the" join the run to the next capitalised word."""
    for length in range(_PHRASE_LENGTH, 0, -1):
        if end + length >= len(words):
            continue
        between, after = words[end : end + length], words[end + length]
        steps = [*zip(words[end - 1 : end + length], words[end : end + length + 1], strict=True)]
        if not all(_adjoins(*step, paragraph) for step in steps) or any(word.opens for word in between):
            continue
        if any(word.is_capitalised for word in between) or not is_name_word(after, language):
            continue
        if language.nouns_are_capitalised and _is_titled(after, language):
            continue  # "Partei des Senators"
        if after.gap in _APOSTROPHES and not _takes_elided(words[start:end], after, language):
            continue
        phrase = tuple(word.lower for word in between)
        if _may_join(words[start:end], phrase, _name_at(words, end + length, language), language):
            return length
    return 0


def _takes_elided(left: Sequence[Word], after: Word, language: Language) -> bool:
    """Return whether a name may continue with "d'Orsay" after these words; "Paul Vey d'Elva" does not."""
    if has_kind(left, language):
        return True
    return len(left) == 1 and kind_of(after.text, language) is None


def _name_at(words: Sequence[Word], start: int, language: Language) -> Sequence[Word]:
    """Return the adjacent capitalised words from ``start`` on."""
    end = start + 1
    while end < len(words) and _follows(words[end], language):
        end += 1
    return words[start:end]


def _may_join(
    left: Sequence[Word], phrase: tuple[str, ...], right: Sequence[Word], language: Language
) -> bool:
    if phrase in language.particles and phrase not in language.of:
        return True
    if phrase in language.of:
        return len(left) == 1 or language.joins_of_always or has_kind(left, language)
    if phrase[0] in _AND:
        is_firm = len(phrase) == 1 and len(right) == 1 and right[0].lower in _OF_A_FIRM
        # "Ministry of Trade and Industry", but "Bank of Elva and the Port Authority" are two
        goes_on = _is_long(left) and has_kind(left, language) and not has_kind(right, language)
        return is_firm or (goes_on and phrase in language.wide)
    return phrase in language.wide and has_kind(left, language)


def _is_long(left: Sequence[Word]) -> bool:
    """Return whether the words contain "of", so that "and" may continue them."""
    return any(not word.is_capitalised for word in left)


def _trimmed(words: Sequence[Word], start: int, end: int, language: Language) -> Run | None:
    """Return the run without titles; None if nothing remains."""
    before = words[start - 1] if start and words[start].gap.strip() == "" else None
    first = start + titles_at(words[start:end], language)
    has_title = first > start
    if first == start and before is not None:
        has_title = is_title(before, language) and not before.is_possessive
        first += _portfolios_at(words, start, end, language)
    if first >= end:
        return None
    part = (*(_ministry_before(words, start, language) if first == start else ()), *words[first:end])
    if len(part) == 1 and len(part[0].text.strip(".")) < 2:
        return None
    after = words[end] if end < len(words) else None
    near_before = before if first == start else None
    return Run(
        part,
        opens=part[0].opens or (first > start and words[start].opens and not has_title),
        has_title=has_title,
        is_place=near_before is not None and _is_locative(words, start - 1, language),
        speaks=_speaks(after, language) or (near_before is not None and near_before.lower in language.says),
        is_explained=after is not None and after.gap == ", " and after.lower in language.articles,
        before="" if near_before is None else near_before.lower,
        follower=after.start if after is not None and after.gap.strip(" ") == "(" else -1,
        alias=_alias_after(words, end, language),
    )


def _alias_after(words: Sequence[Word], end: int, language: Language) -> int:
    """Return the offset of the name that "alias" or "dit le" introduces after a name; else -1."""
    if end >= len(words) or words[end].lower not in language.aliases or words[end].gap.strip(" ,(") != "":
        return -1
    at = end + 1
    while at < len(words) and (words[at].lower in language.articles or words[at].lower in language.aliases):
        at += 1
    return words[at].start if at < len(words) and words[at].is_capitalised else -1


def _is_locative(words: Sequence[Word], position: int, language: Language) -> bool:
    """Return whether a locative such as "in" or "cerca de" is at a position."""
    word = words[position]
    if (word.lower,) in language.of and position and word.gap == " ":
        before = words[position - 1]  # "cerca de", "mayor of"
        return before.lower in language.locatives or is_title(before, language)
    return word.lower in language.locatives


def _speaks(after: Word | None, language: Language) -> bool:
    return after is not None and after.gap.strip(' ",”’»') == "" and after.lower in language.says


def _ministry_before(words: Sequence[Word], start: int, language: Language) -> Sequence[Word]:
    """Return "ministerie van" before "Binnenlandse Zaken", since a portfolio is part of a ministry's name."""
    for phrase in language.of:
        at = start - len(phrase) - 1
        before = words[max(at, 0) : start]
        if at < 0 or any(word.gap != " " for word in words[at + 1 : start + 1]):
            continue
        if (
            tuple(word.lower for word in before[1:]) == phrase
            and kind_of(before[0].text, language) == "Ministry"
        ):
            return before
    return ()


def titles_at(run: Sequence[Word], language: Language) -> int:
    """Return how many words at the beginning are titles: 3 of "Deputy Prime Minister Mirela Doss"."""
    length, titles, phrases = 0, 0, {word for phrase in language.of for word in phrase}
    while length < len(run):
        word = run[length]
        if is_title(word, language) or (word.lower in language.portfolios and titles):
            titles = length + 1
        elif not (
            word.lower in language.before_titles
            or (titles and word.lower in phrases)
            or (word.lower in language.portfolios and length + 1 < len(run))
        ):
            break
        length += 1
    rest = run[titles:]
    if len(rest) == 1 and titles and kind_of(rest[0].text, language) is not None:
        return 0  # "General Assembly"
    while titles and rest and rest[0].lower in phrases:  # "President of Sarvonne"
        titles, rest = titles + 1, rest[1:]
    return titles


def _portfolios_at(words: Sequence[Word], start: int, end: int, language: Language) -> int:
    """Return how many words of the run are the portfolio of a minister before it."""
    for phrase in language.of:
        at = start - len(phrase)
        if at < 1 or tuple(word.lower for word in words[at:start]) != phrase:
            continue
        if is_title(words[at - 1], language):
            run = words[start:end]
            other = (n for n, word in enumerate(run) if word.lower not in language.portfolios)
            return next(other, len(run))
    return 0
