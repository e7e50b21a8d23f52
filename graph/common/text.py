"""Text as people type it: cleaning, comparison without case and accents, the nearest known name."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import chain, count

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u2060\u00ad"))
_LETTERS_PER_ERROR = 5
_LETTERS_OF_KEYWORDS = 2
_MOST_ERRORS = 3
_SHORTEST = 3
_BATCH_SIZE = 1024
_HYPHENS = "‐‑‒–—―-"
_SIGNS = f".'`´‘’ʼ{_HYPHENS}"
_BETWEEN_WORDS = rf"[\s{_HYPHENS}]"
_BETWEEN_LETTERS = rf"[\s{_SIGNS}]"
_WITHOUT_SIGNS = dict.fromkeys(map(ord, f" {_SIGNS}"))
_WITHOUT_SIGNS_AND_SPACES = {
    **_WITHOUT_SIGNS,
    **{code: None for code in range(128) if chr(code).isspace() and chr(code) != "\n"},
}


def clean(text: str) -> str:
    """Remove invisible characters (byte order marks, soft hyphens); collapse white space to single spaces."""
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    return " ".join(text.translate(_INVISIBLE).split())


def are_clean(texts: Sequence[str]) -> bool:
    """Check many texts at once: True if ``clean`` changes none of them; False if it may change one."""
    joined = "|".join(["", *texts, ""])
    return (
        joined.isascii()
        and joined.isprintable()
        and not any(mark in joined for mark in ("  ", "| ", " |", "||"))
    )


def first_few(texts: Sequence[str], most: int, mark: str = ",") -> str:
    """Return the first texts as a list in a sentence, and how many more there are.

    >>> first_few(["a", "b", "c", "d"], 2), first_few(["a", "b", "c", "d"], 2, ";")
    ('a, b and 2 more', 'a; b; and 2 more')
    """
    more = len(texts) - most
    rest = f"{'' if mark == ',' else mark} and {more:,} more" if more > 0 else ""
    return f"{mark} ".join(texts[:most]) + rest


def strip_accents(text: str) -> str:
    """Return the text in compatibility form without combining marks: ``"Ｍarín"`` becomes ``"Marin"``."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def fold(name: str) -> str:
    """Return a name in lower-case Latin letters with single spaces: ``"Ørsted "`` becomes ``"orsted"``.

    Other scripts are transliterated, so that ``Иван`` and ``Ivan`` are equal.
    """
    if name.isascii():  # most names; a loop over characters is slow
        return " ".join(name.lower().split())
    plain = without_accents(name)
    if plain.isascii():
        return plain
    letters = {ord(letter): _latin(letter) for letter in set(plain) if letter > "\x7f"}
    return " ".join(plain.translate(letters).split())


def fold_all(names: Sequence[str]) -> list[str]:
    """Return ``fold`` of each name, computed for most names at once.

    >>> fold_all(["Ørsted ", "ULLA Brandeck"])
    ['orsted', 'ulla brandeck']
    """
    found: list[str] = []
    for begin in range(0, len(names), _BATCH_SIZE):
        some = names[begin : begin + _BATCH_SIZE]
        found += "\n".join(some).lower().split("\n") if are_clean(some) else map(fold, some)
    return found


@lru_cache(maxsize=4096)
def _latin(letter: str) -> str:
    """Return the Latin letters for a letter, or itself if there are none, so that no name becomes empty."""
    from anyascii import anyascii  # imported only for letters beyond ASCII

    found = anyascii(letter).casefold()
    # The apostrophe stands for a soft sign, which is not a letter.
    return found.replace("'", "").replace('"', "") if found else letter


def without_accents(name: str) -> str:
    """Return a name in its own script, without case, accents and repeated spaces."""
    return " ".join(strip_accents(name).casefold().split())


def fold_name(name: str) -> str:
    """Return the form in which look-ups compare names: folded, without spaces, hyphens, apostrophes and dots.

    >>> fold_name("Jean-Pierre O’Dell Jr.") == fold_name("jean pierre odell jr")
    True
    """
    return fold(name).translate(_WITHOUT_SIGNS) or without_accents(name)


def fold_names(names: Sequence[str]) -> list[str]:
    """Return ``fold_name`` of each name, a hundred times as fast for 100,000 plain names.

    >>> fold_names(["Jean-Pierre O’Dell Jr.", "ULLA  Brandeck"])
    ['jeanpierreodelljr', 'ullabrandeck']
    """
    ascii_names = "\n".join([name if name.isascii() else "" for name in names])
    folded = ascii_names.lower().translate(_WITHOUT_SIGNS_AND_SPACES).split("\n")
    if len(folded) != len(names):  # a name contains a line break
        return [fold_name(name) for name in names]
    return [found or fold_name(name) for found, name in zip(folded, names, strict=True)]


def has_part(name: str, part: str) -> bool:
    """Return whether consecutive words of a name, split at spaces and hyphens, match ``part``.

    >>> has_part("Jean-Pierre Olm", "jean pierre"), has_part("Jean-Pierre Olm", "rre Olm")
    (True, False)
    """
    wanted = fold_name(part)
    if not wanted or wanted not in fold_name(name):  # true of most names, and splitting is slow
        return False
    words = [word.translate(_WITHOUT_SIGNS) for word in re.split(_BETWEEN_WORDS, fold(name))]
    return any(
        "".join(words[start:end]) == wanted
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    )


def name_pattern(name: str, *, part: bool = False) -> str:
    """Return a regular expression for names in form NFKD that have the same ``fold_name`` as ``name``.

    Letters of other scripts are not transliterated.

    Args:
        name: a name.
        part: whether the name may have other words before and after it.
    """
    plain = without_accents(name)
    letters = re.sub(_BETWEEN_LETTERS, "", plain) or plain
    between = f"{_BETWEEN_LETTERS}*"
    pattern = between.join(rf"{re.escape(letter)}\p{{M}}*" for letter in letters)
    pattern = pattern.replace(rf"s\p{{M}}*{between}s\p{{M}}*", rf"(s\p{{M}}*{between}s|ß)\p{{M}}*")
    pattern = f"{between}{pattern}{between}"
    return f"(.*{_BETWEEN_WORDS})?{pattern}({_BETWEEN_WORDS}.*)?" if part else pattern


def nearest(name: str, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Return the names most similar to ``name``, best first: by spelling, then those that contain it."""
    by_folded, wanted = _by_folded(known), fold(name)
    close = near_texts(wanted, by_folded.keys(), most)
    if len(close) < most:
        words = [key for key in by_folded if wanted and (wanted in key or key in wanted)]
        close += [key for key in words if key not in close][: most - len(close)]
    return tuple(by_folded[key] for key in close)


def near_positions(name: str, known: Sequence[str], *, most: int = 3) -> list[int]:
    """Return the positions of all names that ``nearest`` could return, in ascending order.

    ``nearest`` prefers the first of equally similar names, so they must be sorted; sorting these is faster
    than sorting all names.

    >>> near_positions("Lisa Kena", ["Ulla Brandeck", "Lisa Kenna", "Lisa"])
    [1, 2]
    """
    from rapidfuzz import process  # imported only for a message
    from rapidfuzz.distance import OSA

    wanted, folded = fold(name), [fold(text) for text in known]
    errors = _errors_in(wanted, _LETTERS_PER_ERROR)
    close = process.extract(wanted, folded, scorer=OSA.distance, score_cutoff=errors, limit=None)
    found = {position for _, _, position in close}
    if wanted and (len(wanted) < _SHORTEST or len({text for text, _, _ in close}) < most):
        found.update(row for row, key in enumerate(folded) if wanted in key or key in wanted)
    return sorted(found)


def nearest_spelling(name: str, known: Iterable[str]) -> str | None:
    """Return the known name spelled most like ``name``, for identifiers and keywords; None if none is."""
    by_folded = _by_folded(known)
    close = near_texts(fold(name), by_folded.keys(), 1, letters=_LETTERS_OF_KEYWORDS)
    return by_folded[close[0]] if close else None


def did_you_mean(names: Iterable[str]) -> str:
    """Return a sentence that offers ``names``; empty if there are none."""
    quoted = [f"'{name}'" for name in names]
    if not quoted:
        return ""
    if len(quoted) == 1:
        return f"Did you mean {quoted[0]}?"
    return f"Did you mean {', '.join(quoted[:-1])} or {quoted[-1]}?"


def _by_folded(known: Iterable[str]) -> dict[str, str]:
    by_folded: dict[str, str] = {}
    for candidate in known:
        by_folded.setdefault(fold(candidate), candidate)
    return by_folded


def near_texts(
    wanted: str, known: Collection[str], most: int = 3, *, letters: int = _LETTERS_PER_ERROR
) -> list[str]:
    """Return the known texts that differ from ``wanted`` by few typing errors, best first.

    An error omits, adds or changes a letter, or swaps two neighbours. One is allowed per five letters (or
    ``letters``), up to three in all, so that two names with equal initials and length are not near.

    >>> near_texts("lisa kena", ["lisa kenna", "liam keane"])
    ['lisa kenna']
    """
    from rapidfuzz import process  # imported only for a message
    from rapidfuzz.distance import OSA

    errors = _errors_in(wanted, letters)
    if len(wanted) < _SHORTEST:
        return [wanted] if wanted in known else []
    found = process.extract(wanted, known, scorer=OSA.distance, score_cutoff=errors, limit=most)
    return [text for text, _, _ in found]


def _errors_in(wanted: str, letters: int) -> int:
    """Return how many typing errors a text may differ by: one for every ``letters`` letters."""
    return min(_MOST_ERRORS, max(1, len(wanted) // letters))


def free_name(name: str, taken: Collection[str]) -> str:
    """Return a name for another property, numbered if it is taken.

    >>> free_name("original_id", {"original_id"})
    'original_id_2'
    """
    numbered = (f"{name}_{number}" for number in count(2))
    return next(free for free in chain([name], numbered) if free not in taken)


def allow_long_cells() -> None:
    """Let the csv module read cells of any length: what is saved must be read again."""
    csv.field_size_limit(2**31 - 1)  # the highest limit on every platform
