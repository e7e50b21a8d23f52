"""The pages' own texts, in three languages; the data is not translated.

``texts.csv`` is the only table: the English text, which is also the key in the code, and its Dutch and
Spanish translations.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sociogram.graph.errors import SociogramError
from sociogram.queries.claims.wording.dates import date_words

LANGUAGES = ("en", "nl", "es")
TABLE = Path(__file__).parent / "texts.csv"
_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@cache
def translations() -> Mapping[str, Mapping[str, str]]:
    """Return the texts of each language except English, by the English text."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {language: {row["en"]: row[language] for row in rows} for language in LANGUAGES[1:]}


def message(text: str, /, **values: Any) -> dict[str, Any]:
    """Return a text with its values, to be put into any language.

    A value is a number, a name of the data, or what ``number_of`` returns.
    """
    return {"text": text, "values": values}


def number_of(count: int, one: str, many: str) -> dict[str, Any]:
    """Return a value of a message: a number with what it counts."""
    return {"count": count, "words": one if count == 1 else many}


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts in one language.

    Raises:
        SociogramError: the pages do not have that language.

    >>> Texts("nl")("{some} of {all}", some=1200, all=3400)
    '1.200 van 3.400'
    """

    language: str = "en"

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise SociogramError(
                f"No page has the language '{self.language}'. Choose one of: {', '.join(LANGUAGES)}."
            )

    def __call__(self, text: str, /, **values: Any) -> str:
        """Return a text with its values; a text that is not in the table is data and stays as it is."""
        own = translations().get(self.language, {}).get(text, text)
        words = {
            name: self.number(value) if isinstance(value, int) else str(value)
            for name, value in values.items()
        }
        # all at once: a name of the data may look like another placeholder
        return _PLACEHOLDER.sub(lambda found: words.get(found[1], found[0]), own)

    def text_of(self, wording: Mapping[str, Any]) -> str:
        """Return a message in this language."""
        values = {
            name: f"{self.number(value['count'])} {self(value['words'])}"
            if isinstance(value, dict)
            else value
            for name, value in wording["values"].items()
        }
        return self(wording["text"], **values)

    def number(self, number: int) -> str:
        """Return a number with thousands separators."""
        return f"{number:,}" if self.language == "en" else f"{number:,}".replace(",", ".")

    def amount(self, number: float) -> str:
        """Return a number with at most three significant digits, or as many as before its point.

        >>> Texts("nl").amount(1234.56), Texts("en").amount(0.01234)
        ('1.235', '0.0123')
        """
        if abs(number) >= 100:
            return self.number(round(number))
        text = f"{float(f'{number:.3g}'):.12f}".rstrip("0").rstrip(".")
        return text if self.language == "en" else text.replace(".", ",")

    def date(self, value: str) -> str:
        """Return a whole or partial ISO date in words, as the page's script does; any other text as it is.

        >>> Texts("es").date("2023-06-04"), Texts("nl").date("2023-06")
        ('4 de junio de 2023', 'juni 2023')
        """
        english = date_words(value)
        if self.language == "en" or english == value:
            return english
        if len(value) == len("2023"):
            return english
        *day, _, year = english.split()
        month = _MONTHS[self.language].split()[int(value[5:7]) - 1]
        return (" de " if self.language == "es" else " ").join([*day, month, year])

    def counted(self, count: int, one: str, many: str) -> str:
        """Return a number with a noun."""
        return f"{self.number(count)} {self(one if count == 1 else many)}"
