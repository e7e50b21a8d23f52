"""How similar two names are, and how they differ."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sociogram.graph.common.text import fold, strip_accents
from sociogram.graph.duplicates.name_form import NameForm, read_name
from sociogram.graph.duplicates.vocabulary import GROUP_WORDS
from sociogram.graph.duplicates.words import are_distinguished, word_likeness

_MOST_WORDS = 12
_LEAST_LETTERS_OF_ONE_WORD = 7
_SAME = 0.97
_SAME_NAME = 0.9
"""Names with a higher score are one name; a lower score may mean two relatives, or two firms of a group."""
_AGAINST = frozenset(
    ("other-type", "other-country", "other-birth", "other-company-form", "tied", "several-fit", "common-name")
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Evidence that two entities are the same or different.

    Attributes:
        kind: a short name for programs, such as ``accents``, ``initials``, ``shared-ties``.
        text: the reason in words.
        weight: the change of the score; negative if it lowers the score.
    """

    kind: str
    text: str
    weight: float = 0.0

    @property
    def is_against(self) -> bool:
        """Whether it is evidence that they are different entities."""
        return self.kind in _AGAINST


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """How similar two names are.

    Attributes:
        score: from 0 to 1.
        reasons: the differences of the names.
    """

    score: float
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class _Matched:
    """The matching words of two names."""

    reasons: list[Reason]
    full: int = 0
    errors: int = 0
    order: tuple[int, ...] = ()
    rest: Sequence[str] = ()


def compare_forms(one: str, other: str) -> NameLikeness | None:
    """Return how two names differ if they are one name in two forms; None if they may be two names.

    Forms differ in letters, company form, initials, signs or a surname that comes first.

    >>> [reason.text for reason in compare_forms("Ørsund A/S", "Orsund AS").reasons]
    ['the names differ in accented letters only']
    >>> compare_forms("Ben Carl", "Carl Ben") is None
    True
    """
    found = compare_names(read_name(one), read_name(other))
    return found if found is not None and found.score >= _SAME_NAME else None


Established = Callable[[str], bool]
"""Returns whether a word occurs in several names, and so is probably not a typing error."""


def compare_names(
    one: NameForm,
    other: NameForm,
    *,
    is_person: bool | None = None,
    is_established: Established = lambda word: False,  # noqa: ARG005 - the signature
) -> NameLikeness | None:
    """Return how similar two names are; None if they are probably different names.

    Args:
        one: a name.
        other: another name.
        is_person: whether they are names of persons; None if unknown.
        is_established: returns whether a word occurs in several names of the graph. Two such words are
            different words even if they differ in one letter.
    """
    if not one.core or not other.core:
        return NameLikeness(1.0, (_same_name(one),)) if one.text.strip() == other.text.strip() else None
    if one.numbers != other.numbers or one.generation != other.generation:
        return None
    found = _compare_words(one, other, is_person, is_established)
    if found is None:
        return None
    reasons = [*found, *_form_reasons(one, other)]
    if not reasons:
        reasons = [_same_name(one) if one.text == other.text else _sign_reason(one, other)]
    score = 1.0 + sum(reason.weight for reason in reasons)
    return NameLikeness(min(score, _SAME) if one.text != other.text else score, tuple(reasons))


def _same_name(one: NameForm) -> Reason:
    return Reason("same-name", f"both are called “{one.text.strip()}”", -0.02)


def _sign_reason(one: NameForm, other: NameForm) -> Reason:
    """Return the difference between two names with equal words."""
    texts = [" ".join(name.text.split()) for name in (one, other)]
    if texts[0] == texts[1]:
        return Reason("spaces", "the names differ in spaces only", -0.02)
    if texts[0].casefold() == texts[1].casefold():
        return Reason("case", "the names differ in capitals only", -0.02)
    plain = [strip_accents(text).casefold() for text in texts]
    if plain[0] == plain[1]:
        return Reason("accents", "the names differ in accents only", -0.03)
    letters = ["".join(filter(str.isalnum, text)) for text in plain]
    if letters[0] == letters[1] or "".join(letters).isascii():
        return Reason("signs", "the names differ in punctuation and spaces only", -0.03)
    if all(unicodedata.name(letter, "LATIN").startswith("LATIN") for letter in set("".join(letters))):
        return Reason("accents", "the names differ in accented letters only", -0.03)
    return Reason("transliteration", "one name is the other in another script", -0.04)


def _form_reasons(one: NameForm, other: NameForm) -> list[Reason]:
    """Return the differences of the names other than in their words."""
    reasons = []
    forms = sorted((one.company_form, other.company_form))
    if forms[0] != forms[1]:
        if all(forms):
            text = f"the company forms differ: {forms[0].upper()} and {forms[1].upper()}"
            reasons.append(Reason("other-company-form", text, -0.35))
        else:
            reasons.append(Reason("company-form", "one name has a company form", -0.06))
    elif forms[0] and _last_word(one) != _last_word(other):
        reasons.append(Reason("company-form", "the company form is spelled differently", -0.02))
    if one.title != other.title:
        reasons.append(Reason("title", "one name has a title", -0.05))
    return reasons


def _last_word(name: NameForm) -> str:
    return name.text.split()[-1].casefold().replace(".", "").replace("/", "")


def _compare_words(
    one: NameForm, other: NameForm, is_person: bool | None, is_established: Established
) -> list[Reason] | None:
    """Return how two names differ in their words: none if all are equal, None if they are different names."""
    if one.words == other.words:
        return []
    if one.letters == other.letters:
        return [Reason("spaces", "the names differ in spaces or hyphens", -0.05)]
    if one.core == other.core:
        return [Reason("small-words", "the names differ in small words", -0.06)]
    acronym = _acronym_reason(one, other, is_person)
    if acronym is not None:
        return [acronym]
    shorter, longer = sorted((one, other), key=lambda name: (len(name.core), name.text))
    if len(longer.core) > _MOST_WORDS:
        return None
    matched = _match(shorter, longer, is_established)
    if matched is None or matched.full == 0 or _is_too_short(shorter, longer, matched):
        return None
    return _matched_reasons(shorter, longer, matched, is_person)


def _matched_reasons(
    shorter: NameForm, longer: NameForm, matched: _Matched, is_person: bool | None
) -> list[Reason] | None:
    """Return how two names with matching words differ; None if the other words make them different names."""
    initials = _initials_reasons(shorter, longer, matched, is_person)
    if initials and (is_person is False or matched.errors):
        return None
    extra = _extra_reason(shorter, longer, matched, is_person)
    if matched.rest and extra is None:
        return None
    order = [] if list(matched.order) == sorted(matched.order) else [_order_reason(shorter, longer, matched)]
    return [*matched.reasons, *initials, *([] if extra is None else [extra]), *order]


def _is_too_short(shorter: NameForm, longer: NameForm, matched: _Matched) -> bool:
    """Return whether the names have too few letters for their errors."""
    if matched.errors and len(shorter.core) == 1 and len(longer.core) == 1:
        return min(len(shorter.letters), len(longer.letters)) < _LEAST_LETTERS_OF_ONE_WORD
    return matched.errors > 1


def _match(shorter: NameForm, longer: NameForm, is_established: Established) -> _Matched | None:
    """Match each word of the shorter name with a word of the longer one; None if a word has no match."""
    short, free = shorter.core, dict(enumerate(longer.core))
    matched = _Matched([])
    positions: dict[int, int] = {}
    for accepts in (_equal, _spelt_out(shorter.spelt, longer.spelt), _alike(is_established), _initial):
        for at, word in enumerate(short):
            if at in positions:
                continue
            found = next(
                (
                    (position, reason)
                    for position, candidate in free.items()
                    if (reason := accepts(word, candidate)) is not None
                ),
                None,
            )
            if found is None:
                continue
            positions[at] = found[0]
            free.pop(found[0])
            _count(matched, word, found[1])
    if len(positions) < len(short):
        return None
    matched.order = tuple(positions[at] for at in range(len(short)))
    matched.rest = tuple(free.values())
    return matched


_EQUAL = Reason("same-word", "")
_INITIAL = Reason("initial", "")


def _count(matched: _Matched, word: str, reason: Reason) -> None:
    if reason is _INITIAL:
        return
    if reason is not _EQUAL:
        matched.reasons.append(reason)
        matched.errors += reason.kind == "spelling"
    matched.full += len(word) > 1


def _equal(word: str, candidate: str) -> Reason | None:
    return _EQUAL if word == candidate else None


def _initial(word: str, candidate: str) -> Reason | None:
    return _INITIAL if 1 in (len(word), len(candidate)) and word[0] == candidate[0] else None


def _spelt_out(short: Mapping[str, str], long: Mapping[str, str]) -> Callable[[str, str], Reason | None]:
    def spelt_out(word: str, candidate: str) -> Reason | None:
        written = {word, short.get(word, word)}
        if written.isdisjoint((candidate, long.get(candidate, candidate))):
            return None
        return Reason("transliteration", _two_spellings(word, candidate), -0.03)

    return spelt_out


def _two_spellings(word: str, candidate: str) -> str:
    return f"“{word}” and “{candidate}” are one name in two spellings"


def _alike(is_established: Established) -> Callable[[str, str], Reason | None]:
    def alike(word: str, candidate: str) -> Reason | None:
        likeness = word_likeness(word, candidate)
        if likeness == "transliteration":
            return Reason("transliteration", _two_spellings(word, candidate), -0.07)
        if likeness == "spelling" and not (is_established(word) and is_established(candidate)):
            return Reason("spelling", f"“{word}” and “{candidate}” are a few letters apart", -0.16)
        return None

    return alike


def _initials_reasons(
    shorter: NameForm, longer: NameForm, matched: _Matched, is_person: bool | None
) -> list[Reason]:
    count = len(shorter.core) - matched.full
    both = sum(word in longer.core for word in shorter.initials)
    count -= both
    if count <= 0:
        return []
    text = "one name has initials" if count > 1 else "one name has an initial"
    return [Reason("initials", f"{text} where the other has names", -0.2 - 0.06 * (is_person is None))]


def _extra_reason(
    shorter: NameForm, longer: NameForm, matched: _Matched, is_person: bool | None
) -> Reason | None:
    """Return the reason for the additional words of the longer name; None if they make it another name."""
    rest = matched.rest
    if not rest or matched.errors:
        return None
    shown = f"“{_as_written(rest, longer)}”"
    if set(rest) <= GROUP_WORDS and is_person is not True:
        return Reason("further-words", f"one name also has the word {shown}", -0.32)
    if is_person is False or longer.numbers:
        return None
    if is_person is None and (shorter.is_of_organisation or longer.is_of_organisation):
        return None
    if any(are_distinguished(word, held) for word in rest for held in shorter.core):
        return None
    if all(len(word) == 1 for word in rest) and matched.full > 1:
        return Reason("middle-initial", f"one name also has the initial {shown}", -0.15)
    if matched.full < 2:
        if len(shorter.core) > 1 or matched.errors or is_person is not True:
            return None
        return Reason("further-words", f"one name also has {shown}", -0.52)
    if is_person is None and len(longer.core) > 4:
        return None
    return Reason(
        "further-words",
        f"one name also has {shown}",
        -0.2 - 0.07 * (len(rest) - 1) - 0.08 * (is_person is None),
    )


def _as_written(words: Sequence[str], name: NameForm) -> str:
    """Return folded words as the name writes them, or unchanged if it does not contain them as such."""
    written = {fold(word).strip(",."): word.strip(",.") for word in name.text.split()}
    return " ".join(written.get(word, word) for word in words)


def _order_reason(one: NameForm, other: NameForm, matched: _Matched) -> Reason:
    text = "the parts of the names are in another order"
    if one.is_surname_first or other.is_surname_first:
        return Reason("word-order", text, -0.04)
    return Reason("word-order", text, -0.12 if len(matched.order) > 2 else -0.2)


def _acronym_reason(one: NameForm, other: NameForm, is_person: bool | None) -> Reason | None:
    if is_person or not (one.acronym or other.acronym):
        return None
    for short, long in ((one, other), (other, one)):
        initials = {"".join(word[0] for word in words) for words in (long.core, long.words)}
        if short.acronym in initials and len(long.core) > 1 and not long.acronym:
            text = f"“{short.text}” are the first letters of “{long.text}”"
            return Reason("acronym", text, -0.36)
    return None
