"""Columns without a field: their type is inferred, and the report lists other possible readings."""

from __future__ import annotations

from sociogram.loaders.headers.plan import ColumnPlan
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.columns.soft_columns import rows_in_words
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.inference import Inferred, infer, stays_text
from sociogram.loaders.values.nothing import is_nothing
from sociogram.loaders.values.numbers import units_of
from sociogram.loaders.values.types import infer_kind

INFERRED_FIELDS = ("weight", "is_current")
"""Fields whose type is inferred from their cells."""


def read_inferred(checked: CheckedRows, column: ColumnPlan, name: str, cells: Categorical) -> None:
    """Read a column as numbers, booleans or lists if all its texts are; otherwise as text."""
    if bool(cells.nulls().all()):
        return
    texts = list(cells.used())
    found = infer(column.title, texts, checked.sheet.delimiter, is_truth=name == "is_current")
    if found is None:
        checked.values[name], checked.kinds[name] = cells, "string"
        _report_text(checked, column, texts)
        _report_units(checked, column, texts)
        _report_odd_texts(checked, column, cells, texts)
        return
    checked.values[name] = cells.map(found.values.get)
    checked.kinds[name], checked.texts[name] = found.kind, cells
    if found.remark:
        checked.report.readings.append(f"`{column.title}` is read as {_KINDS[found.kind]}: {found.remark}.")
    if found.units:
        _keep_units(checked, name, cells, found)


_KINDS_OF_NUMBERS = ("long", "double")
_MOST_ODD = 3
_LEAST_NUMBERS = 2
"""For each other text, a column read as numbers has at least this many different numbers."""
_KINDS = {"long": "whole numbers", "double": "numbers", "boolean": "true and false", "string[]": "lists"}


def _keep_units(checked: CheckedRows, name: str, cells: Categorical, found: Inferred) -> None:
    saved_as = checked.free_name(f"{name}_unit")
    checked.values[saved_as] = cells.map(found.units.get)
    unit = next(iter(found.units.values()))
    rows = rows_in_words(int((~checked.values[saved_as].nulls()).sum()))
    checked.report.readings.append(f"`{unit}` of {rows} is in `{saved_as}`.")


def _report_text(checked: CheckedRows, column: ColumnPlan, texts: list[str]) -> None:
    code = stays_text(column.title, texts)
    if code is not None:
        checked.report.readings.append(
            f"`{column.title}` stays text, as `{code}` may be a code; `{column.title}:double` reads numbers."
        )


def _report_units(checked: CheckedRows, column: ColumnPlan, texts: list[str]) -> None:
    """Report the currencies of a column of amounts, which cannot be compared as numbers."""
    units = units_of(texts)
    if len(units) > 1:
        named = ", ".join(f"`{unit}`" for unit in units)
        checked.report.readings.append(
            f"`{column.title}` is read as text, because its amounts are in several units: {named}. "
            "To read numbers, write the unit in a column of its own."
        )


def _report_odd_texts(checked: CheckedRows, column: ColumnPlan, cells: Categorical, texts: list[str]) -> None:
    """Report the few texts because of which a column of numbers is read as text."""
    odd: list[str] = []
    for text in texts:
        if infer_kind((text,)) not in _KINDS_OF_NUMBERS and not is_nothing(text, is_name=False):
            odd.append(text)
        if len(odd) > _MOST_ODD:
            return
    if not odd or len(texts) < _LEAST_NUMBERS * len(odd) + len(odd):
        return
    rows = [row for row, text in enumerate(cells.to_texts()) if text in odd]
    shown = ", ".join(f"`{text}`" for text in odd)
    checked.report.readings.append(
        f"`{column.title}` is read as text, not as numbers, because of {shown} ({checked.line_words(rows)})."
    )
