"""Columns without a field: their type is inferred, and the report lists other possible readings."""

from __future__ import annotations

from collections.abc import Sequence

from sociogram.loaders.headers.plan import ColumnPlan
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.columns.soft_columns import rows_in_words
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.inference import Inferred, infer, stays_text
from sociogram.loaders.values.nothing import is_nothing
from sociogram.loaders.values.numbers import are_numbers, is_amount, is_code, unclear_number, units_of
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
        _report_numbers(checked, column, name, cells)
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


def _report_numbers(checked: CheckedRows, column: ColumnPlan, name: str, cells: Categorical) -> None:
    """Report why a column with numbers is read as text: other texts, several currencies, unclear decimals."""
    texts = [text for text in cells.used() if not is_nothing(text, is_name=False)]
    odd = _odd_texts(column.title, texts, is_of_amounts=name == "weight" or is_amount(column.title))
    if odd is None:
        return
    others = set(odd)
    if odd:
        rows = [row for row, text in enumerate(cells.to_texts()) if text in others]
        shown = ", ".join(f"`{text}`" for text in odd[:_MOST_ODD])
        more = len(odd) - _MOST_ODD
        shown += f" and {more} other text{'s' if more > 1 else ''}" if more > 0 else ""
        lines = checked.line_words(rows)
        checked.report.readings.append(
            f"`{column.title}` is read as text, not as numbers, because of {shown} ({lines})."
        )
    numbers = [text for text in texts if text not in others]
    if numbers and infer(column.title, numbers, checked.sheet.delimiter) is None:
        _report_unclear(checked, column, name, numbers)


def _report_unclear(checked: CheckedRows, column: ColumnPlan, name: str, numbers: Sequence[str]) -> None:
    """Report the currencies of a column of amounts, or the number of which the decimals are unclear."""
    units = units_of(numbers)
    why, cure = "", ""
    if len(units) > 1:
        named = ", ".join(f"`{unit}`" for unit in units)
        why, cure = f"its amounts are in several units: {named}", "write the unit in a column of its own"
    elif units or name == "weight" or is_amount(column.title):
        why, cure = unclear_number(numbers), "write them with a decimal point alone, such as `1200.5`"
    if why:
        checked.report.readings.append(
            f"`{column.title}` is read as text, because {why}. To read numbers, {cure}."
        )


def _odd_texts(title: str, texts: Sequence[str], *, is_of_amounts: bool) -> list[str] | None:
    """Return the texts that are not numbers, in order; None if too few of a column's texts are numbers.

    A column of amounts may have many: ``about 800``.
    """
    odd: list[str] = []
    for text in texts:
        if infer_kind((text,)) not in _KINDS_OF_NUMBERS and (is_code(title) or not are_numbers((text,))):
            odd.append(text)
        if len(odd) > _MOST_ODD and not is_of_amounts:
            return None
    if is_of_amounts:
        has_digits = sum(any(map(str.isdecimal, text)) for text in texts)
        return odd if 2 * has_digits >= len(texts) else None
    return None if len(texts) < _LEAST_NUMBERS * len(odd) + len(odd) else odd
