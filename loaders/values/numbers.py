"""Numbers as people write them: ``7,5``, ``1.250.000``, ``$2,500``, ``25 %``, ``1,5 Mio.``.

A whole column decides which character is the decimal separator. If that remains unclear, or the title
indicates codes, the texts are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from sociogram.graph.columns import INT64_MAX, INT64_MIN
from sociogram.graph.common.text import fold


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


_COUNTED = words_of(
    """
    amount amounts sum total value price cost costs fee fees salary income revenue turnover profit loss budget
    capital balance debt assets donation donations payment payments paid usd eur gbp chf population employees
    worth staff
    bedrag waarde prijs omzet kosten loon winst schuld werknemers inwoners
    importe monto valor precio suma cantidad ingresos salario deuda empleados habitantes
    montant valeur prix somme salaire dette effectif salaries habitants
    betrag wert preis summe umsatz gehalt gewinn schulden mitarbeiter einwohner
    """
)
"""Amounts and counts: three decimals are rare, thousands are common."""

_MEASURED = words_of(
    """
    share shares stake stakes percent percentage pct ownership weight strength score size area distance
    aandeel gewicht percentage peso porcentaje participacion poids chiffre pourcentage anteil prozent
    """
)
_ENDS_OF_AMOUNTS = (
    "wert",
    "betrag",
    "summe",
    "preis",
    "kosten",
    "umsatz",
    "bedrag",
    "waarde",
    "prijs",
    "omzet",
)
"""The ends of German and Dutch compounds: ``Auftragswert``, ``koopprijs``."""
_CODES = words_of(
    """
    code codes version versions release revision nr no num number numero nummer numer nace sic naics isic nuts
    zip zipcode postcode postal plz cap phone telephone tel telefoon telefono telefon mobile fax iban account
    rekening cuenta compte konto isin lei vat kvk siren siret ean isbn ref reference id ip section chapter
    paragraph article clause plate serial build
    """
)
_SCALES = {
    **dict.fromkeys(words_of("thousand tsd tausend duizend mille millier milliers tys тыс"), 10**3),
    **dict.fromkeys(
        words_of(
            """million millions mn mln mio miljoen miljoenen millón millon millones millionen milione milioni
            milhão milhões млн"""
        ),
        10**6,
    ),
    **dict.fromkeys(
        words_of(
            """bn billion billions mrd mld miljard miljarden milliarde milliarden milliard milliards miliardo
            miliardi mil_millones млрд"""
        ),
        10**9,
    ),
}
"""The factor of each word after a number."""
_LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9}
"""The factor of each letter in columns of money or counts; in other columns, 5 m is a length."""
_ENGLISH = ("billion", "billions", "b")
"""Words that are unclear beside decimal commas: outside English, a billion is a million millions."""
_SCALE = "|".join(
    word.replace("_", " ") for word in sorted((*_SCALES, *_LETTERS), key=lambda word: -len(word))
)
_SPELLINGS = {
    **dict.fromkeys(words_of("€ eur euro euros"), "€"),
    **dict.fromkeys(words_of("$ dollar dollars dólar dólares"), "$"),
    **dict.fromkeys(words_of("£ gbp pound pounds"), "£"),
    **dict.fromkeys(words_of("chf fr fr. franken"), "CHF"),
}
"""One currency, however it is written."""
_WORDS = "|".join(word for word in _SPELLINGS if word.isalpha())
_CURRENCY = rf"(?:US\$|[$€£¥₹₽₺₴₪]|[A-Z]{{3}}|(?i:{_WORDS})\b|kr\.?|zł|Fr\.?)"
_DIGITS = r"[0-9](?:[0-9.,'’\u00a0\u202f ]*[0-9])?"
_NUMBER = (
    rf"(?P<open>\()?(?P<sign>[-−+]?)\s*(?P<before>{_CURRENCY})?\s*(?P<minus>[-−]?)(?P<digits>{_DIGITS})"
    rf"(?:,-+|,[–—]|(?P<behind>[-−]))?\s*(?:(?P<scale>(?i:{_SCALE}))\b\.?)?"
    rf"\s*(?:(?P<after>{_CURRENCY})|(?P<percent>%))?(?P<close>\))?"
)
_GROUPED = {
    ".": r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:['’ \u00a0\u202f][0-9]{3})+)(?:\.[0-9]+)?",
    ",": r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:['’ \u00a0\u202f][0-9]{3})+)(?:,[0-9]+)?",
}
_PLAIN = {
    ".": r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?",
    ",": r"(?:0|[1-9][0-9]*)(?:,[0-9]+)?",
}
_MOST_DIGITS = 17


@dataclass(frozen=True, slots=True)
class Numbers:
    """The texts of a column as numbers.

    Attributes:
        values: number by text.
        units: by text, the currency or ``%`` if it has one.
        how: the notation, in words.
    """

    values: dict[str, int | float]
    units: dict[str, str]
    how: str


@dataclass(frozen=True, slots=True)
class _Written:
    text: str
    is_negative: bool
    digits: str
    unit: str | None
    scale: str


def is_amount(title: str) -> bool:
    """Return whether a column's title means amounts, shares or weights."""
    return not _MEASURED.isdisjoint(_title_words(title)) or _is_counted(title)


def _is_counted(title: str) -> bool:
    words = _title_words(title)
    return not _COUNTED.isdisjoint(words) or any(word.endswith(_ENDS_OF_AMOUNTS) for word in words)


def is_code(title: str) -> bool:
    """Return whether a column's title means codes, versions or other numbers that are never added up."""
    return not _CODES.isdisjoint(_title_words(title)) and not is_amount(title)


@lru_cache(maxsize=1024)
def _title_words(title: str) -> frozenset[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title)
    return frozenset(re.findall(r"[a-z]+", fold(apart)))


def read_numbers(title: str, texts: Sequence[str], delimiter: str = ",") -> Numbers | None:
    """Return the numbers in the distinct texts of a column; None if they may be anything else.

    Args:
        title: the column's title.
        texts: the distinct texts, none empty.
        delimiter: the delimiter of the sheet's cells; if it is not a comma, decimal commas are common.
    """
    if is_code(title):
        return None
    written = _all_written(texts)
    if not written:
        return None
    written = _with_one_spelling(written)
    units = {one.unit for one in written if one.unit is not None}
    if len(units) > 1:
        return None
    for mark in _marks(written) or _grouping(title, written, delimiter):
        is_sure = (
            bool(units) or is_amount(title) or (mark == "," and delimiter != "," and not _grouped(written))
        )
        scales = {one.scale for one in written if one.scale}
        if not (is_sure or scales) or not _are_scales(scales, title, mark, is_money=bool(units - {"%"})):
            return None
        values = {one.text: _value(one, mark) for one in written}
        if any(value is None for value in values.values()):
            return None
        return Numbers(
            _as_one_type(values),
            {one.text: one.unit for one in written if one.unit is not None},
            _how(written, mark, units),
        )
    return None


def _are_scales(scales: AbstractSet[str], title: str, mark: str, *, is_money: bool) -> bool:
    """Return whether the factors of the words after the numbers are clear."""
    if mark == "," and not scales.isdisjoint(_ENGLISH):
        return False
    return is_money or scales.isdisjoint(_LETTERS) or _is_counted(title)


def units_of(texts: Sequence[str]) -> list[str]:
    """Return the currencies of amounts and ``%``, each once; none if a text is not a number."""
    return [*dict.fromkeys(one.unit for one in _with_one_spelling(_all_written(texts)) if one.unit)]


def _with_one_spelling(written: list[_Written]) -> list[_Written]:
    """Write a currency that is written in several ways in one: ``€`` for `euro` and `EUR`."""
    units = {one.unit for one in written if one.unit is not None}
    if len(units) < 2:
        return written
    return [
        replace(one, unit=_SPELLINGS.get(one.unit.casefold(), one.unit)) if one.unit else one
        for one in written
    ]


def unclear_number(texts: Sequence[str]) -> str:
    """Return in words why numbers do not show which sign is their decimal separator.

    >>> unclear_number(["1.200", "2.500"]), unclear_number(["1.200,50", "3,400.50"])
    ('`1.200` may be 1200 or 1.2', '`1.200,50` has a decimal comma and `3,400.50` a decimal point')
    """
    written = _all_written(texts)
    fitting = {mark: {one for one in written if _fits(one.digits, mark)} for mark in ",."}
    unclear = next((one for one in written if {",", "."} & {*one.digits}), None)
    if unclear and len(fitting[","] & fitting["."]) == len(written):
        digits = unclear.digits.replace(",", ".")
        return f"`{unclear.text}` may be {digits.replace('.', '')} or {float(digits):g}"
    comma = next((one for one in written if one in fitting[","] - fitting["."]), None)
    point = next((one for one in written if one in fitting["."] - fitting[","]), None)
    if comma and point:
        return f"`{comma.text}` has a decimal comma and `{point.text}` a decimal point"
    plain = fitting["."] | fitting[","]
    unclear = next((one for one in written if one.scale or one not in plain), written[0])
    return f"`{unclear.text}` is not clear"


def are_numbers(texts: Sequence[str]) -> bool:
    """Return whether all texts are numbers, even if their decimal separator is unclear."""
    return bool(_all_written(texts))


def _all_written(texts: Iterable[str]) -> list[_Written]:
    """Parse all texts; return an empty list if one is not a number."""
    pattern = re.compile(_NUMBER)
    found = []
    for text in texts:
        match = pattern.fullmatch(text) if len(text) < 40 else None
        if match is None or bool(match["open"]) != bool(match["close"]):
            return []
        # Accountants write negative numbers in brackets, or with the sign after the number.
        negative = [sign for sign in ("sign", "minus", "behind", "open") if match[sign]]
        if len(negative) > 1:
            return []
        unit = match["before"] or match["after"] or match["percent"]
        if match["before"] and (match["after"] or match["percent"]):
            return []
        is_negative = bool(negative) and match["sign"] != "+"
        scale = (match["scale"] or "").casefold().replace(" ", "_")
        found.append(_Written(text, is_negative, match["digits"], unit, scale))
    return found


def _marks(written: Sequence[_Written]) -> tuple[str, ...]:
    """Return the decimal separator that fits all numbers; empty if both or neither do."""
    fitting = [mark for mark in (".", ",") if all(_fits(one.digits, mark) for one in written)]
    if len(fitting) < 2:
        return tuple(fitting)
    # If both fit, the numbers must be the same with either: whole, or grouped by spaces.
    signs = {sign for one in written for sign in ",." if sign in one.digits}
    if not signs:
        return (".",)
    # Currencies do not have three decimals: `$2,500` is grouped.
    is_money = any(one.unit not in (None, "%") for one in written)
    return ("." if signs == {","} else ",",) if is_money and len(signs) == 1 else ()


def _grouping(title: str, written: Sequence[_Written], delimiter: str) -> tuple[str, ...]:
    """Return the decimal separator if the other one groups thousands, as in amounts and counts.

    If semicolons separate cells, decimals have commas, and ``1.200`` is grouped. Otherwise, ``1,200`` is.
    """
    signs = {sign for one in written for sign in ",." if sign in one.digits}
    grouping, mark = (".", ",") if delimiter == ";" else (",", ".")
    return (mark,) if signs == {grouping} and _title_words(title) & _COUNTED else ()


def _fits(digits: str, mark: str) -> bool:
    return bool(re.fullmatch(_PLAIN[mark], digits) or re.fullmatch(_GROUPED[mark], digits))


def _grouped(written: Sequence[_Written]) -> bool:
    return any(not re.fullmatch(_PLAIN[","], one.digits) for one in written)


def _value(one: _Written, mark: str) -> int | float | None:
    digits = "".join(sign for sign in one.digits if sign.isdecimal() or sign == mark).replace(mark, ".")
    if len(digits.replace(".", "")) > _MOST_DIGITS:
        return None
    value: int | float = float(digits) if "." in digits else int(digits)
    if one.scale:
        exact = Decimal(digits) * (_SCALES.get(one.scale) or _LETTERS[one.scale])
        value = int(exact) if exact == int(exact) else float(exact)
    value = -value if one.is_negative else value
    return value if INT64_MIN <= value <= INT64_MAX else None


def _as_one_type(values: dict[str, int | float | None]) -> dict[str, int | float]:
    filled = {text: value for text, value in values.items() if value is not None}
    if any(isinstance(value, float) for value in filled.values()):
        return {text: float(value) for text, value in filled.items()}
    return filled


def _how(written: Sequence[_Written], mark: str, units: set[str]) -> str:
    parts = []
    if mark == "," and any("," in one.digits for one in written):
        parts.append("decimal commas")
    if any(re.fullmatch(_GROUPED[mark], one.digits) for one in written):
        parts.append("grouped thousands")
    if any(one.scale for one in written):
        parts.append("thousands and millions in words")
    if units:
        unit = next(iter(units))
        parts.append("percent" if unit == "%" else unit)
    return ", ".join(parts)
