"""Every text of the pages themselves is in the one table, in every language, and the table holds no other."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sociogram.graph.dataset import RELATION_FIELDS
from sociogram.graph.errors import SociogramError
from sociogram.viz import compare
from sociogram.viz.picture import style
from sociogram.viz.script import SCRIPTS
from sociogram.viz.texts import LANGUAGES, TABLE, Texts, translations

VIZ = SCRIPTS.parent
CALL = re.compile(r"\b(t|phrase|message|counted)\(")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
PLACEHOLDER = re.compile(r"\{\w+\}")


def arguments_of(code: str, start: int) -> list[str]:
    """Return the arguments of the call whose parenthesis ends before ``start``."""
    found, depth, begin, quote = [], 0, start, ""
    for at in range(start, len(code)):
        sign = code[at]
        if quote:
            quote = "" if sign == quote and code[at - 1] != "\\" else quote
        elif sign in "\"'`":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}" and depth:
            depth -= 1
        elif sign == ")" or (sign == "," and not depth):
            found.append(code[begin:at])
            begin = at + 1
            if sign == ")":
                break
    return found


def texts_of(code: str) -> Iterator[str]:
    """Return the texts that a file asks the table for."""
    for call in CALL.finditer(code):
        arguments = arguments_of(code, call.end())
        for argument in arguments[1:3] if call[1] == "counted" else arguments[:1]:
            choices = re.sub(r"[!=]==? *\"[^\"]*\"", "", argument)
            if re.match(r'\s*"', choices) and " if " not in choices:
                yield "".join(text.replace('\\"', '"') for text in LITERAL.findall(choices))
            else:
                yield from LITERAL.findall(choices)


def used_texts() -> set[str]:
    files = [*SCRIPTS.rglob("*.js"), *(VIZ / "templates").glob("*.j2"), *VIZ.glob("*.py")]
    used = {text for path in files for text in texts_of(path.read_text(encoding="utf-8"))}
    named = [*style.LINES.values(), *style.CLAIM_KINDS.values(), style.line_of("else")]
    used |= {text for one in named for text in (one.name, one.meaning)} - {"else"}
    used |= {text for heading in compare.HEADINGS.values() for text in heading}
    return used | {field.replace("_", " ").capitalize() for field in RELATION_FIELDS}


def table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_text_is_in_the_table_once_and_no_other_is():
    keys = [row["en"] for row in table()]
    assert len(keys) == len(set(keys))
    assert set(keys) == used_texts()


@pytest.mark.parametrize("row", table(), ids=lambda row: row["en"][:40])
def test_a_text_has_every_language_with_the_same_values(row: dict[str, str]):
    assert tuple(row) == LANGUAGES
    for language in LANGUAGES:
        assert row[language] == row[language].strip() != ""
        assert sorted(PLACEHOLDER.findall(row[language])) == sorted(PLACEHOLDER.findall(row["en"]))


def test_texts_take_values_and_numbers_in_their_language():
    assert Texts("es")("{some} of {all}", some=1200, all="3") == "1.200 de 3"
    assert Texts("nl").counted(1, "tie", "ties") == "1 band"
    assert Texts("nl").counted(2000, "tie", "ties") == "2.000 banden"
    assert Texts("es")("a word of the data") == "a word of the data"


def test_a_language_that_no_page_speaks_is_named():
    with pytest.raises(SociogramError, match=r"No page has the language 'fr'\. Choose one of: en, nl, es"):
        Texts("fr")


def test_the_translations_leave_out_english():
    assert set(translations()) == {"nl", "es"}
    assert isinstance(TABLE, Path)
