"""Negated types, such as ``does not own``: the row denies the tie without the negation."""

from __future__ import annotations

import numpy as np

from sociogram.graph.columns import BoolArray
from sociogram.graph.common.text import first_few
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.columns.soft_columns import rows_in_words
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.denied_by_source import denied_by_source
from sociogram.loaders.values.negated_types import Negated, without_negation

_MOST_SHOWN = 3
_KEEP = "To keep the words as the type, write `affirms` in a column `polarity`."
_CURE = (
    "If the tie is denied, write the type without the denial, `denies` in `polarity`, who denies it in "
    "`claimed_by`."
)


def read_negations(checked: CheckedRows, types: Categorical) -> Categorical:
    """Set ``polarity`` of rows with a negated type; return the types as affirmed.

    A row that states its polarity keeps its type. If a tie's source denies it, that source is the voice; if
    the row names another voice, that one only reports the denial, and the type remains.
    """
    _report_open(checked, types)
    found = {text: negated for text in types.used() if (negated := without_negation(text)) is not None}
    if not found:
        return types
    codes = np.array([found.get(text) is not None for text in types.values], dtype=np.bool_)
    is_negated = ~types.nulls()
    is_negated[is_negated] = codes[types.codes[is_negated]]
    is_negated &= checked.get("polarity").nulls()
    is_kept = is_negated & _names_another_voice(checked, types, found)
    _report_kept(checked, types, is_kept)
    rows = np.flatnonzero(is_negated & ~is_kept).tolist()
    if not rows:
        return types
    texts, polarities = types.to_list(), checked.get("polarity").to_list()
    voices = checked.get("claimed_by").to_list()
    for row in rows:
        negated = found[texts[row]]
        texts[row], polarities[row] = negated.affirmed, "denies"
        if negated.by_source:
            voices[row] = checked.get("source").value(row)
    _report_negated(checked, types, found, rows)
    checked.values["polarity"] = Categorical.of(polarities)
    if any(found[types.value(row)].by_source for row in rows):
        checked.values["claimed_by"] = Categorical.of(voices)
    return Categorical.of(texts)


def _report_open(checked: CheckedRows, types: Categorical) -> None:
    """Report rows whose type says that their source denies something, but not which tie."""
    words = {text for text in types.used() if (denied := denied_by_source(text)) and denied.affirmed is None}
    if not words:
        return
    stated = checked.get("polarity").nulls()
    rows = [row for row in types.rows_of(map(types.values.index, words)) if stated[row]]
    if rows:
        shown = ", ".join(f"`{text}`" for text in list(dict.fromkeys(map(types.value, rows)))[:_MOST_SHOWN])
        checked.report.readings.append(
            f"`{checked.title('type')}` has a verb of denial in {rows_in_words(len(rows))} "
            f"({checked.line_words(rows)}), and it is unclear which tie is denied: {shown} "
            f"{'remains an affirmed type' if len(words) == 1 else 'remain affirmed types'}. {_CURE}"
        )


def _names_another_voice(checked: CheckedRows, types: Categorical, found: dict[str, Negated]) -> BoolArray:
    another = np.zeros(len(checked), dtype=np.bool_)
    voices, sources = checked.get("claimed_by"), checked.get("source")
    for row in np.flatnonzero(~voices.nulls() & ~types.nulls()).tolist():
        negated = found.get(types.value(row))
        if negated is not None and negated.by_source:
            another[row] = str(voices.value(row)).casefold() != str(sources.value(row)).casefold()
    return another


def _report_negated(
    checked: CheckedRows, types: Categorical, found: dict[str, Negated], rows: list[int]
) -> None:
    texts = list(dict.fromkeys(types.value(row) for row in rows))
    shown = first_few([f"`{text}` as denies `{found[text].affirmed}`" for text in texts], _MOST_SHOWN)
    checked.report.readings.append(
        f"`{checked.title('type')}` negates ties in {rows_in_words(len(rows))} ({checked.line_words(rows)}): "
        f"{shown}. {_KEEP}"
    )


def _report_kept(checked: CheckedRows, types: Categorical, is_kept: BoolArray) -> None:
    rows = np.flatnonzero(is_kept).tolist()
    if rows:
        checked.report.readings.append(
            f"`{checked.title('type')}` says that a tie's source denies it, and the row names another voice"
            f" ({checked.line_words(rows)}): `{types.value(rows[0])}` remains an affirmed type. "
            f"{_CURE[:-1]}, and who passes it on in `via`."
        )
