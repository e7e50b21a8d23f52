"""Types that say how sure a tie is or that it has ended: ``allegedly paid``, ``met?``, ``no longer owns``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sociogram.graph.common.text import first_few
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.columns.soft_columns import fill, rows_in_words
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.denied_by_source import denied_by_source
from sociogram.loaders.values.hedged_types import Hedged, without_hedges
from sociogram.loaders.values.negated_types import without_negation

_MOST_SHOWN = 3
_FIELDS = ("certainty", "modality")
_KEEP = (
    "To keep the words as the type, write `stated` in a column `certainty`, or `actual` in a column"
    " `modality`."
)


def read_hedges(checked: CheckedRows, types: Categorical) -> Categorical:
    """Set ``certainty`` and ``modality`` of rows whose type states them; return the types without the words.

    A row whose cells state another value keeps its type, and so does a doubtful negation: that a tie possibly
    does not hold is no denial of a possible tie.
    """
    found = {text: hedges for text in types.used() if (hedges := without_hedges(text))}
    if not found:
        return types
    cells = {field: checked.get(field) for field in _FIELDS}
    rows = [
        row
        for row in types.rows_of(map(types.values.index, found))
        if all(
            cells[one.field].value(row) in (None, one.value) for one in found[types.value(row)] if one.field
        )
    ]
    negated = [row for row in rows if _is_doubtful_negation(found[types.value(row)])]
    _report_negated(checked, types, negated)
    rows = sorted(set(rows).difference(negated))
    if not rows:
        return types
    texts = types.to_list()
    for row in rows:
        texts[row] = found[texts[row]][-1].plain
    for field in _FIELDS:
        _fill(checked, field, {row: found[types.value(row)] for row in rows})
    _report(checked, types, found, rows)
    return Categorical.of(texts)


def _is_doubtful_negation(hedges: Sequence[Hedged]) -> bool:
    plain = hedges[-1].plain
    is_negated = without_negation(plain) is not None or denied_by_source(plain) is not None
    return is_negated and any(one.field == "modality" for one in hedges)


def _fill(checked: CheckedRows, field: str, hedges: dict[int, Sequence[Hedged]]) -> None:
    """Set a field where it is empty, and the words for it as written."""
    values, words = (np.full(len(checked), None, dtype=object) for _ in range(2))
    for row, found in hedges.items():
        for one in found:
            if one.field == field:
                values[row], words[row] = one.value, one.words
    fill(checked, field, Categorical.of(values.tolist()))
    fill(checked, f"{field}_as_written", Categorical.of(words.tolist()))


def _report(
    checked: CheckedRows, types: Categorical, found: dict[str, tuple[Hedged, ...]], rows: Sequence[int]
) -> None:
    title = checked.title("type")
    for is_hedge, what, cure in (
        (True, "says how sure ties are", f" {_KEEP}"),
        (False, "says that ties have ended", ""),
    ):
        said = [row for row in rows if any(bool(one.field) is is_hedge for one in found[types.value(row)])]
        if not said:
            continue
        texts = list(dict.fromkeys(types.value(row) for row in said))
        shown = first_few([f"`{text}` as {_in_words(found[text])}" for text in texts], _MOST_SHOWN)
        checked.report.readings.append(
            f"`{title}` {what} in {rows_in_words(len(said))} ({checked.line_words(said)}): {shown}.{cure}"
        )


def _in_words(hedges: Sequence[Hedged]) -> str:
    values = " and ".join(one.value for one in hedges if one.field)
    return f"{values} `{hedges[-1].plain}`".strip()


def _report_negated(checked: CheckedRows, types: Categorical, rows: Sequence[int]) -> None:
    if rows:
        checked.report.readings.append(
            f"`{checked.title('type')}` says that ties possibly do not hold in {rows_in_words(len(rows))} "
            f"({checked.line_words(rows)}): `{types.value(rows[0])}` remains an affirmed type. To deny the "
            "tie, write the type without these words and `denies` in `polarity`."
        )
