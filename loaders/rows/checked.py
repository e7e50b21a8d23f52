"""A sheet's cells to checked values, column by column; a row with an invalid cell is rejected.

Each distinct text of a column is checked once; single rows are visited only for errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.graph.common.text import are_clean, clean
from sociogram.graph.merge_rules import DEFAULT_TYPE
from sociogram.graph.model import CERTAINTIES
from sociogram.loaders.folder.own_files import exact_field, exact_reader
from sociogram.loaders.headers.aliases import (
    END_FIELDS,
    ENDS,
    ENTITIES,
    RELATION_TYPES,
    RELATIONS,
    SOURCES,
    end_key,
)
from sociogram.loaders.headers.recognise import ColumnPlan, SheetPlan, title_key
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.cell_dictionary import CellDictionary
from sociogram.loaders.readers.csv import Sheet
from sociogram.loaders.report import FileReport, line_words
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.soft_columns import finish_certainty, finish_dates, rows_in_words
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.cells import (
    ENTITY_READERS,
    RELATION_READERS,
    RELATION_TYPE_READERS,
    SOURCE_READERS,
    CellError,
    CellReader,
    read_certainty,
)
from sociogram.loaders.values.naming import to_type
from sociogram.loaders.values.nothing import is_nothing
from sociogram.loaders.values.types import INTEGER_KINDS, KIND_WORDS, infer_kind, parser_of

_READERS: dict[str, dict[str, CellReader]] = {
    ENTITIES: ENTITY_READERS,
    RELATIONS: RELATION_READERS,
    SOURCES: SOURCE_READERS,
    RELATION_TYPES: RELATION_TYPE_READERS,
}
ACTOR_COLUMNS = {ENTITIES: ("id",), RELATIONS: ENDS, SOURCES: (), RELATION_TYPES: ()}
"""Columns that hold the same texts in several sheets; they share one dictionary."""

_INFERRED_FIELDS = ("weight", "is_current")
_CHECKED = ("paragraph",)
_DIRECTIONS = {"directed": True, "undirected": False, "mutual": False}


def check_rows(
    sheet: Sheet, plan: SheetPlan, report: FileReport, rows: IntArray, actors: CellDictionary
) -> CheckedRows:
    """Read the cells of some rows of a sheet; ``actors`` encodes the cells that name actors."""
    checked = CheckedRows(sheet, plan, report, rows)
    everything = len(rows) == len(sheet)
    for column in plan.columns:
        cells = sheet.columns[column.number]
        numbers = _integers(column, cells)
        if numbers is not None:
            checked.values[column.name] = numbers if everything else numbers.take(rows)
            continue
        names_actor = column.is_field and column.name in ACTOR_COLUMNS[plan.kind]
        of = Categorical.of_texts if plan.is_exact and not names_actor else Categorical.of_cells
        categorical = of(cells, actors if names_actor else None)
        read = _read_exactly if plan.is_exact else _read_column
        cells_here = categorical if everything else categorical.take(rows)
        if not plan.is_exact:
            cells_here = _without_nothing(checked, column, cells_here)
        read(checked, column, cells_here)
    finish_dates(checked)
    finish_certainty(checked)
    if plan.kind == RELATIONS:
        _finish_relations(checked)
    elif plan.kind == ENTITIES:
        _require_one(checked, ("id", "name"), "The row has neither an id nor a name.")
    elif plan.kind == SOURCES:
        _require_one(checked, ("id", "title", "url"), "The row has no id, title or url.")
    else:
        _require_one(checked, ("type",), "The row has no type.")
    return checked


_NOT_WORDS = ("start_date", "end_date", "date", "certainty", "paragraph", "weight", "is_current", "directed")
"""Fields where ``unknown`` says nothing."""


def _without_nothing(checked: CheckedRows, column: ColumnPlan, cells: Categorical) -> Categorical:
    """Read words that stand for an empty cell (``NULL``, ``n/a``, ``#REF!``) as one."""
    is_name = not (column.is_field and column.name in _NOT_WORDS)
    words = [text for text in cells.values if is_nothing(text, is_name=is_name)]
    if not words:
        return cells
    filled = cells.map(lambda text: None if is_nothing(text, is_name=is_name) else text)
    count = int(filled.nulls().sum()) - int(cells.nulls().sum())
    if count:
        shown = ", ".join(f"`{word}`" for word in words)
        verb = "holds" if count == 1 else "hold"
        checked.report.readings.append(
            f"{rows_in_words(count)} of `{column.title}` {verb} {shown}: read as empty."
        )
    return filled


def _integers(column: ColumnPlan, cells: Sequence[str]) -> Categorical | None:
    """Read a column of a large sheet that is an integer in every row, without a string for any."""
    wanted = column.typed is None or column.typed.lower() in INTEGER_KINDS
    is_paragraph = column.is_field and column.name == "paragraph"
    is_free = not column.is_field or column.name in _INFERRED_FIELDS
    if not ((is_free or is_paragraph) and wanted and isinstance(cells, CellColumn)):
        return None
    found = cells.integers()
    if found is None or bool(found.null_mask().all()):
        return None
    if is_paragraph and bool((found.values[~found.null_mask()] < 1).any()):
        return None  # read one by one, to say which
    return Categorical.of_integers(found)


def _read_column(checked: CheckedRows, column: ColumnPlan, cells: Categorical) -> None:
    reader = _READERS[checked.plan.kind].get(column.name) if column.is_field else None
    name = column.name
    if column.is_field and name in END_FIELDS and name not in ENDS:
        name = end_key(name)
    if name == "certainty" and column.is_field and not _is_certainty(column, cells.values):
        name, reader = column.title, _inferred_reader(cells)
        checked.report.readings.append(
            f"`{column.title}` holds none of the words {', '.join(CERTAINTIES)}, so it is a property."
        )
    elif reader is None and column.typed is not None:
        reader = _typed_reader(column)
    elif reader is None and (not column.is_field or name in _INFERRED_FIELDS):
        if bool(cells.nulls().all()):
            return
        reader = _inferred_reader(cells)
    checked.values[name] = cells if reader is None else _convert(checked, column, cells, reader)


def _read_exactly(checked: CheckedRows, column: ColumnPlan, cells: Categorical) -> None:
    """Read a column that sociogram wrote as the data folder does; what the contract checks is checked."""
    field = exact_field(checked.plan, column)
    if field is None or bool(cells.nulls().all()):
        return
    reader: CellReader | None = exact_reader(checked.plan, column)
    if reader is None and column.typed is not None:
        reader = _typed_reader(column)
    elif reader is None and column.name in _CHECKED and column.is_field:
        reader = _READERS[checked.plan.kind].get(column.name)
    elif reader is None and not column.is_field:
        reader = _inferred_reader(cells)
    checked.values[field] = cells if reader is None else _convert(checked, column, cells, reader)


def _inferred_reader(cells: Categorical) -> CellReader | None:
    kind = infer_kind(cells.used())
    return None if kind == "string" else parser_of(kind)


def _is_certainty(column: ColumnPlan, distinct: list[str]) -> bool:
    return title_key(column.title) == "certainty" or any(read_certainty(text) for text in distinct)


def _typed_reader(column: ColumnPlan) -> CellReader:
    typed = (column.typed or "").lower()
    parse = parser_of(typed)
    wanted = KIND_WORDS.get(typed.removesuffix("[]"), f"a {typed}")

    def read(text: str) -> Any:
        try:
            return parse(text)
        except ValueError:
            raise CellError(
                f"`{text}` is not {wanted}, as the title requires.",
                f"Correct the cell, or remove `:{column.typed}` from the title.",
            ) from None

    return read


def _convert(checked: CheckedRows, column: ColumnPlan, cells: Categorical, read: CellReader) -> Categorical:
    if read is clean and are_clean(cells.values):
        return cells
    wrong: dict[int, CellError] = {}
    values: list[Any] = []
    # What only rows of another table hold may be of another kind.
    for code, (text, count) in enumerate(zip(cells.values, cells.counts().tolist(), strict=True)):
        try:
            found = read(text) if count else None
        except CellError as error:
            wrong[code] = error
            found = None
        # A cell of invisible characters only, or a list without a value, is empty.
        is_empty = not checked.plan.is_exact and (found == "" or found == [])
        values.append(None if is_empty else found)
    if wrong:
        for row in cells.rows_of(wrong):
            problem = wrong[int(cells.codes[row])]
            checked.reject(row, column.name, problem.reason, problem.cure)
    new = iter(values)
    return cells.map(lambda _: next(new))


def _require_one(checked: CheckedRows, names: Sequence[str], reason: str) -> None:
    cure = "Fill in one of these cells." if len(names) > 1 else "Fill in this cell."
    missing = np.ones(len(checked), dtype=np.bool_)
    for name in names:
        missing &= checked.get(name).nulls()
    for row in np.flatnonzero(missing).tolist():
        checked.reject(row, None, reason, cure)


def _finish_relations(checked: CheckedRows) -> None:
    for end, verb in zip(ENDS, ("starts", "ends"), strict=True):
        for row in np.flatnonzero(checked.get(end).nulls()).tolist():
            reason = f"The row does not say where the relation {verb}."
            checked.reject(row, end, reason, "Fill in this cell.")
    if not checked.plan.is_exact:
        _read_direction(checked)
        _read_types(checked)


def _read_direction(checked: CheckedRows) -> None:
    """Understand Gephi's ``Type``, which says Directed or Undirected and not how two are connected."""
    types = checked.get("type")
    words = {text.casefold() for text in types.values}
    if not words or not words <= set(_DIRECTIONS):
        return
    title = checked.title("type")
    stated = types.map(lambda text: _DIRECTIONS[text.casefold()])
    checked.values["directed"] = checked.get("directed").filled(stated)
    label = next((name for name in checked.values if name.casefold() == "label"), None)
    checked.values["type"] = (
        Categorical.constant(None, len(checked)) if label is None else checked.values.pop(label)
    )
    where = "there is no other type" if label is None else f"the relation's type is in `{label}`"
    checked.report.readings.append(f"`{title}` says whether a relation is directed; {where}.")
    if "id" in checked.values:
        # Numbers of lines: another sheet's 0, 1, 2 are other relations.
        numbers = checked.values.pop("id")
        saved_as = _free_name(checked, "edge_id")
        checked.values[saved_as] = numbers.map(_inferred_reader(numbers) or str)
        checked.report.readings.append(f"`{checked.title('id')}` holds line numbers: renamed `{saved_as}`.")


def _free_name(checked: CheckedRows, name: str) -> str:
    """Return the name, with a number after it where a column of the sheet has it."""
    numbered = (f"{name}_{number}" for number in range(2, len(checked.values) + 3))
    return next(one for one in (name, *numbered) if one not in checked.values)


def _read_types(checked: CheckedRows) -> None:
    texts = checked.get("type").map(str)
    converted = {text: to_type(text) for text in texts.values}
    wordings = texts.map(lambda text: converted[text][1])
    checked.values["type"] = texts.map(lambda text: converted[text][0]).filled(
        Categorical.constant(DEFAULT_TYPE, len(checked))
    )
    if not bool(wordings.nulls().all()):
        role = checked.get("role")
        is_role_taken = bool((~role.nulls() & ~wordings.nulls()).any())
        saved_as = _free_name(checked, "type_as_written") if is_role_taken else "role"
        checked.values[saved_as] = wordings if saved_as != "role" else role.filled(wordings)
        _report_types(checked, texts, wordings, converted, saved_as)
    _report_missing_types(checked, texts)


def _report_missing_types(checked: CheckedRows, texts: Categorical) -> None:
    missing = np.flatnonzero(texts.nulls()).tolist()
    if not missing:
        return
    if checked.plan.field("type") is None:
        what = "The sheet has no type column"
    else:
        lines = line_words([checked.line(row) for row in missing])
        what = f"{rows_in_words(len(missing))} ({lines}) {'has' if len(missing) == 1 else 'have'} no type"
    checked.report.readings.append(f"{what}; used {DEFAULT_TYPE}.")


def _report_types(
    checked: CheckedRows,
    texts: Categorical,
    wordings: Categorical,
    converted: dict[str, tuple[str, str | None]],
    saved_as: str,
) -> None:
    general = int(
        (
            ~wordings.nulls()
            & (texts.map(lambda text: converted[text][0] == DEFAULT_TYPE or None).codes >= 0)
        ).sum()
    )
    types = {name for name, _ in converted.values()}
    rows = rows_in_words(int((~wordings.nulls()).sum()))
    checked.report.readings.append(
        f"`{checked.title('type')}`: {len(converted):,} wordings became {len(types):,} types; "
        f"the full wording of {rows} is in `{saved_as}` ({general:,} with the type {DEFAULT_TYPE})."
    )
