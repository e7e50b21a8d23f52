"""Columns with a fixed vocabulary: other words are mapped to it, and also kept as written.

An unknown word becomes the value that claims least. Only an unknown polarity rejects its row, because reading
it as ``affirms`` might turn a denial into its opposite.
"""

from __future__ import annotations

import numpy as np

from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.columns.soft_columns import fill, rows_in_words, texts_of
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.nothing import is_nothing
from sociogram.loaders.values.vocabularies import TABLE_FIELDS, VOCABULARIES, Vocabulary

_MOST_SHOWN = 5
DOUBTFUL = ("polarity", "modality", "review")
"""Fields for which an empty cell has a meaning, so a question mark is not read as empty."""

_MINUS = ("-", "–", "−")


def counts_as_empty(name: str, text: str) -> bool | None:
    """Return whether a cell of such a field counts as empty; None if the usual rule decides."""
    if name not in DOUBTFUL:
        return None
    is_sign = not any(map(str.isalpha, text))
    return is_nothing(text, is_name=True) and not (is_sign and (name == "polarity" or "?" in text))


def finish_vocabularies(checked: CheckedRows) -> None:
    """Replace the words of these columns by values; ``…_as_written`` keeps other words."""
    for name in TABLE_FIELDS[checked.plan.kind]:
        cells = texts_of(checked, name)
        if cells is not None:
            _finish(checked, name, cells, VOCABULARIES[name])


def _finish(checked: CheckedRows, name: str, cells: Categorical, words: Vocabulary) -> None:
    used = set(cells.used())
    is_signed = name == "polarity" and any(text in ("+", "+1") for text in used)
    values: dict[str, str | None] = {}
    for text in used:
        value = "denies" if is_signed and text in _MINUS else words.read(text)
        values[text] = words.fallback if value is None else value
        if value is None and words.rejects_unknown:
            _reject(checked, name, cells, text, words)
    checked.values[name] = cells.map(values.get)
    other = cells.map(lambda text: text if text in used and values[text] != text.casefold() else None)
    if bool(other.nulls().all()):
        return
    saved_as = f"{name}_as_written"
    fill(checked, saved_as, other)
    shown = ", ".join(
        f"`{text}` as {values[text] or f'no {name}'}" for text in list(other.used())[:_MOST_SHOWN]
    )
    rows = rows_in_words(int((~other.nulls()).sum()))
    checked.report.readings.append(
        f"`{checked.title(name)}` has other words in {rows}: {shown}. The words are in `{saved_as}`."
    )


def _reject(checked: CheckedRows, name: str, cells: Categorical, text: str, words: Vocabulary) -> None:
    rows = np.flatnonzero(cells.codes == cells.values.index(text)).tolist()
    for row in rows:
        checked.reject(
            row,
            name,
            f"`{text}` does not say whether the claim affirms or denies the tie.",
            f"Write {' or '.join(words.values)}.",
        )
