"""Splits cells with several aliases or countries, which only the whole column can show."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from sociogram.graph.common.text import fold
from sociogram.loaders.headers.vocabulary.aliases import ENTITIES
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.columns.soft_columns import rows_in_words
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.inference import infer
from sociogram.loaders.values.lists import short_names

_CODES = r"[A-Z]{2,3}(?:\s*/\s*[A-Z]{2,3})+"
"""Countries by their codes: ``NL/BE``."""


def finish_lists(checked: CheckedRows) -> None:
    """Split aliases at commas or slashes if the parts are names, and countries if there are several."""
    if checked.plan.is_exact or checked.plan.kind != ENTITIES:
        return
    _cut_aliases(checked)
    _cut_countries(checked)


def _cut_aliases(checked: CheckedRows) -> None:
    cells = checked.get("aliases")
    if not any("," in value or " / " in value for values in cells.values for value in values):
        return
    if any(len(values) > 1 for values in cells.values):
        return  # another character separates them
    new = list(cells.values)
    for code, row in enumerate(cells.first_rows().tolist()):
        text = new[code][0] if row < len(checked) and new[code] else ""
        names = text.split(" / ") if " / " in text else short_names(text)
        if names is not None and not _is_inverted(names, checked.get("name").value(row)):
            new[code] = list(dict.fromkeys(names))
    cut = [code for code, values in enumerate(new) if len(values) > 1]
    if not cut:
        return
    checked.values["aliases"] = Categorical(cells.codes, new)
    rows = rows_in_words(int(np.isin(cells.codes, cut).sum()))
    checked.report.readings.append(
        f"`{checked.title('aliases')}` has several names in {rows}: "
        f"`{cells.values[cut[0]][0]}` as {len(new[cut[0]])} names."
    )


def _is_inverted(names: Sequence[str], name: str | None) -> bool:
    """Return whether two parts are one name with the surname first: ``Carew, Tobias``."""
    if len(names) != 2:
        return False
    if name is None:
        return True
    words = fold(name).split()
    surname, given = fold(names[0]).split(), fold(names[1]).split()
    return words[-len(surname) :] == surname or words[:1] == given[:1]


def _cut_countries(checked: CheckedRows) -> None:
    cells = checked.values.get("country")
    column = checked.plan.field("country")
    if cells is None or column is None or not all(isinstance(value, str) for value in cells.values):
        return
    texts = list(cells.used())
    codes = {text: text.replace(" ", "").split("/") for text in texts if re.fullmatch(_CODES, text)}
    found = infer("country", [text for text in texts if text not in codes])
    lists = found.values if found is not None and found.kind == "string[]" else {}
    if codes or lists:
        checked.values["country"] = cells.map(lambda text: codes.get(text) or lists.get(text, [text]))
        first, values = next(iter((codes or lists).items()))
        remark = f"`{first}` as {len(values)} values" if codes or found is None else found.remark
        checked.report.readings.append(f"`{column.title}` is read as lists: {remark}.")
