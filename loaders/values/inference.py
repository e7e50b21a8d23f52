"""Infers the type of a column from its texts alone: numbers, booleans, lists or text.

Data folders, which must be read back exactly, use the stricter ``types.infer_kind``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from sociogram.graph.common.text import fold
from sociogram.loaders.values.lists import braced_lists, is_literal_list, short_names, split_list
from sociogram.loaders.values.nothing import is_nothing
from sociogram.loaders.values.numbers import is_amount, is_code, read_numbers, words_of
from sociogram.loaders.values.types import (
    BOOLEANS,
    MARKS,
    infer_kind,
    looks_like_decimal,
    marks_among,
    parser_of,
)

_LIST_TITLES = words_of(
    """
    aliases country countries nationality nationalities citizenship citizenships language languages tag tags
    keyword keywords topic topics theme themes sector sectors industry industries email emails phone phones
    website websites occupation occupations position positions party parties program programs dataset datasets
    identifiers jurisdiction jurisdictions region regions members skills landen talen trefwoorden onderwerpen
    paises idiomas etiquetas temas pays langues themes lander sprachen schlagworter themen
    """
)
_ONE_TEXT = words_of(
    """
    address addresses adres direccion adresse anschrift street place location name names title note notes
    remark remarks comment comments description summary quote text reason mention date dates when born birth
    died
    """
)
"""Words of titles whose cells hold one text, even if it contains semicolons."""

_OF_LETTERS = words_of(
    """
    grade class category level rank rating size type letter gender sex blood klasse categorie graad geslacht
    letter maat grado clase categoria sexo letra talla genre taille lettre stufe kategorie geschlecht
    """
)
"""Words of titles whose cells may be the letter X, which is not a mark there."""

_POWER = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?"
_MOST_WORDS = 6
_FEW_WORDS = 3
_FEWEST_LISTS = 2
_SAMPLE = 50
_TRUTH_STARTS = ("is", "has", "was", "ist", "hat", "es", "est", "heeft", "tiene", "a")
_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Inferred:
    """The inferred values of a column.

    Attributes:
        values: value by text; a missing text is empty.
        kind: the type of all values, as in ``types``.
        remark: the end of a sentence for the report (`` as …``) if values differ from the texts.
        units: by text, the currency or ``%`` next to the number.
    """

    values: dict[str, Any]
    kind: str
    remark: str = ""
    units: dict[str, str] = field(default_factory=dict)


def infer(
    title: str, texts: Sequence[str], delimiter: str = ",", *, is_truth: bool = False
) -> Inferred | None:
    """Return the inferred values of a column's distinct texts; None if they are text.

    Args:
        title: the column's title.
        texts: the distinct texts, none empty.
        delimiter: the delimiter of the sheet's cells.
        is_truth: whether the column is known to hold booleans.
    """
    if not _may_be(title, texts):
        return None
    known = [text for text in texts if not is_nothing(text, is_name=False)]
    if not known:
        return None
    found = _truth(title, known, is_truth=is_truth) or _number(title, known, delimiter)
    if found is None:
        return _lists(title, texts)
    unknown = [text for text in texts if is_nothing(text, is_name=False)]
    if not unknown:
        return found
    remark = "; ".join([*filter(None, (found.remark,)), f"{_shown(unknown)} as empty"])
    return Inferred(found.values, found.kind, remark, found.units)


def _may_be(title: str, texts: Sequence[str]) -> bool:
    """Return whether the first texts permit another type than text; saves reading long columns of names."""
    known = (text for text in texts if not is_nothing(text, is_name=False))
    first = next(known, "")
    word = first.casefold()
    if any(map(str.isdecimal, first)) or word in BOOLEANS or word in MARKS or is_literal_list(first):
        return True
    return _is_list_title(title) or any(mark in text for text in texts[:_SAMPLE] for mark in ",;|")


def _is_list_title(title: str) -> bool:
    return not _LIST_TITLES.isdisjoint(fold(title).replace("_", " ").split())


def _truth(title: str, texts: Sequence[str], *, is_truth: bool) -> Inferred | None:
    if len(texts) > len(BOOLEANS):
        return None
    values = {text: BOOLEANS.get(text.casefold()) for text in texts}
    if None in values.values():
        return _marks(title, texts)
    digits = all(text in ("0", "1") for text in texts)
    plain = all(text.lower() in ("true", "false") for text in texts)
    if not (is_truth or plain):
        says_so = fold(title).replace("_", " ").split(" ")[0] in _TRUTH_STARTS or title.endswith("?")
        if digits or not (says_so or len(set(values.values())) == 2):
            return None
    pairs = ", ".join(f"`{text}` as {str(value).lower()}" for text, value in values.items())
    return Inferred(values, "boolean", "" if plain else pairs)


def _marks(title: str, texts: Sequence[str]) -> Inferred | None:
    """Return the values of marks, some of them beside words for no: ``x`` and ``no``."""
    marks = marks_among(texts)
    known = marks | {word: False for word, value in BOOLEANS.items() if not value}
    values = {text: known.get(text.casefold()) for text in texts}
    if None in values.values() or marks.keys().isdisjoint(map(str.casefold, texts)) or is_code(title):
        return None
    if not _OF_LETTERS.isdisjoint(fold(title).replace("_", " ").split()):
        return None
    pairs = ", ".join(f"`{text}` as {str(value).lower()}" for text, value in values.items())
    return Inferred(values, "boolean", pairs)


def _number(title: str, texts: Sequence[str], delimiter: str) -> Inferred | None:
    kind = infer_kind(texts)
    if kind in ("long", "double"):
        if kind == "double" and is_code(title):
            return None
        parse = parser_of(kind)
        return Inferred({text: parse(text) for text in texts}, kind)
    numbers = read_numbers(title, texts, delimiter)
    if numbers is None:
        return _powers(title, texts)
    kind = "double" if any(isinstance(value, float) for value in numbers.values.values()) else "long"
    changed = [text for text, value in numbers.values.items() if repr(value) != text]
    shown = ", ".join(f"`{text}` as {numbers.values[text]}" for text in changed[:_MOST_SHOWN])
    remark = shown + (f" ({numbers.how})" if numbers.how else "")
    return Inferred(dict(numbers.values), kind, remark, numbers.units)


def _powers(title: str, texts: Sequence[str]) -> Inferred | None:
    """Return numbers with powers of ten, which are codes unless the title means amounts: ``1.5e3``."""
    are_powers = all(re.fullmatch(_POWER, text) for text in texts) and any(
        "e" in text.lower() for text in texts
    )
    if not is_amount(title) or not are_powers:
        return None
    values = {text: float(text) for text in texts}
    if not all(map(isfinite, values.values())):
        return None
    shown = ", ".join(f"`{text}` as {value}" for text, value in [*values.items()][:_MOST_SHOWN])
    return Inferred(dict(values), "double", shown)


def stays_text(title: str, texts: Sequence[str]) -> str | None:
    """Return a decimal that stays text because it ends in zero, unless the title means amounts or codes."""
    if not all(looks_like_decimal(text) for text in texts):
        return None
    changed = next((text for text in texts if "." in text and repr(float(text)) != text), None)
    return changed if changed is not None and not is_amount(title) and not is_code(title) else None


def _lists(title: str, texts: Sequence[str]) -> Inferred | None:
    if all(map(is_literal_list, texts)):
        return _as_lists(texts, {text: split_list(text) for text in texts})
    braced = braced_lists(texts)
    if braced is not None:
        return _as_lists(texts, braced)
    if not _is_list_title(title):
        return _consistent_lists(title, texts)
    lists = {text: short_names(text) or _codes(text) or split_list(text) for text in texts}
    if all(len(values) < 2 for values in lists.values()):
        return None
    is_short = all(len(value.split()) <= _MOST_WORDS for values in lists.values() for value in values)
    return _as_lists(texts, lists) if is_short else None


def _codes(text: str) -> list[str] | None:
    """Return the codes that slashes separate: ``NL/BE``."""
    return text.split("/") if re.fullmatch(r"[A-Z]{2,3}(?:/[A-Z]{2,3})+", text) else None


def _consistent_lists(title: str, texts: Sequence[str]) -> Inferred | None:
    """Return the lists of a column if several cells have the same delimiter and few words in each value.

    With commas, a value must also occur first, or alone, in another cell: ``Ghent, Belgium`` is not a list.
    """
    if not _ONE_TEXT.isdisjoint(fold(title).replace("_", " ").split()):
        return None
    for mark in (";", "|", ","):
        lists = {text: list(filter(None, map(str.strip, text.split(mark)))) for text in texts}
        several = [values for values in lists.values() if len(values) > 1]
        if len(several) < _FEWEST_LISTS:
            continue
        values = [value for some in lists.values() for value in some]
        if not all(any(map(str.isalpha, one)) and len(one.split()) <= _FEW_WORDS for one in values):
            return None
        first = {some[0] for some in lists.values() if some}
        if mark != "," or any(value in first for some in several for value in some[1:]):
            return _as_lists(texts, {text: list(dict.fromkeys(some)) for text, some in lists.items()})
    return None


def _as_lists(texts: Sequence[str], lists: dict[str, list[str]]) -> Inferred:
    longest = max(texts, key=lambda text: len(lists[text]))
    return Inferred(dict(lists), "string[]", f"`{longest}` as {len(lists[longest])} values")


def _shown(texts: Sequence[str]) -> str:
    return ", ".join(f"`{text}`" for text in texts[:_MOST_SHOWN]) + (" …" if len(texts) > _MOST_SHOWN else "")
