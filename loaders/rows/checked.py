"""Checks a sheet's cells and converts them, column by column; a row with an invalid cell is rejected.

Each distinct text of a column is checked once; single rows are visited only for errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.graph.common.text import clean
from sociogram.graph.merge_rules import DEFAULT_TYPE
from sociogram.graph.model import CERTAINTIES
from sociogram.loaders.folder.own_files import exact_field, exact_reader
from sociogram.loaders.folder.tables.column_format import changes_nothing
from sociogram.loaders.headers.plan import ColumnPlan, SheetPlan
from sociogram.loaders.headers.titles import title_key
from sociogram.loaders.headers.vocabulary.aliases import (
    END_FIELDS,
    ENDS,
    ENTITIES,
    RELATION_TYPES,
    RELATIONS,
    SOURCES,
    end_key,
)
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.cell_dictionary import CellDictionary
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.report import FileReport
from sociogram.loaders.report_words import without_column
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.claims.corrections import fill_ends
from sociogram.loaders.rows.claims.known_claims import KnownClaims
from sociogram.loaders.rows.columns.hedged_types import read_hedges
from sociogram.loaders.rows.columns.inferred import INFERRED_FIELDS, read_inferred
from sociogram.loaders.rows.columns.list_columns import finish_lists
from sociogram.loaders.rows.columns.name_cells import NAME_FIELDS, warn_of_names
from sociogram.loaders.rows.columns.negated_types import read_negations
from sociogram.loaders.rows.columns.relayed_sources import move_relayed
from sociogram.loaders.rows.columns.soft_columns import finish_dates, rows_in_words
from sociogram.loaders.rows.columns.vocabulary_columns import DOUBTFUL, counts_as_empty, finish_vocabularies
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.cells import (
    ENTITY_READERS,
    RELATION_READERS,
    RELATION_TYPE_READERS,
    SOURCE_READERS,
    CellError,
    CellReader,
)
from sociogram.loaders.values.directions import direction_of
from sociogram.loaders.values.naming import to_type
from sociogram.loaders.values.nothing import is_nothing, may_be_nothing, names_nobody
from sociogram.loaders.values.types import INTEGER_KINDS, KIND_WORDS, infer_kind, parser_of
from sociogram.loaders.values.vocabularies import VOCABULARIES

_READERS: dict[str, dict[str, CellReader]] = {
    ENTITIES: ENTITY_READERS,
    RELATIONS: RELATION_READERS,
    SOURCES: SOURCE_READERS,
    RELATION_TYPES: RELATION_TYPE_READERS,
}
ACTOR_COLUMNS = {ENTITIES: ("id",), RELATIONS: ENDS, SOURCES: (), RELATION_TYPES: ()}
"""Columns that share texts across several sheets, and therefore one dictionary."""

_CHECKED = ("paragraph",)


def check_rows(
    sheet: Sheet,
    plan: SheetPlan,
    report: FileReport,
    rows: IntArray,
    actors: CellDictionary,
    claims: KnownClaims,
) -> CheckedRows:
    """Read the cells of some rows of a sheet; ``actors`` encodes the cells that name actors."""
    checked = CheckedRows(sheet, plan, report, rows)
    for column in plan.columns:
        _check_column(checked, column, actors)
    finish_dates(checked)
    finish_vocabularies(checked)
    finish_lists(checked)
    if plan.kind == RELATIONS:
        move_relayed(checked)
        _finish_relations(checked, claims)
    elif plan.kind == ENTITIES:
        _require_one(checked, ("id", "name"), "The row has neither an id nor a name.")
    elif plan.kind == SOURCES:
        _require_one(checked, ("id", "title", "url"), "The row has no id, title or url.")
    else:
        _require_one(checked, ("type",), "The row has no type.")
    return checked


def _check_column(checked: CheckedRows, column: ColumnPlan, actors: CellDictionary) -> None:
    """Read the cells of one column; a second column of the same field adds its values."""
    sheet, plan, rows = checked.sheet, checked.plan, checked.rows
    everything = len(rows) == len(sheet)
    cells = _cells_of(sheet, column)
    numbers = _integers(column, cells)
    if numbers is not None:
        checked.values[column.name] = numbers if everything else numbers.take(rows)
        if column.typed is None and column.name not in _CHECKED:
            checked.kinds[column.name] = "long"
        return
    names_actor = column.is_field and column.name in ACTOR_COLUMNS[plan.kind]
    encode = Categorical.of_texts if plan.is_exact and not names_actor else Categorical.of_cells
    categorical = encode(cells, actors if names_actor else None)
    read = _read_exactly if plan.is_exact else _read_column
    cells_here = categorical if everything else categorical.take(rows)
    if not plan.is_exact:
        cells_here = _without_nothing(checked, column, cells_here)
        if column.is_field and column.name in NAME_FIELDS:
            warn_of_names(checked, column, cells_here)
    there = checked.values.get(column.name) if column.is_field else None
    read(checked, column, cells_here)
    if there is not None:
        checked.values[column.name] = _united(there, checked.values[column.name])


def _united(first: Categorical, second: Categorical) -> Categorical:
    """Return the united values of two columns for one field, such as ``alias 1`` and ``alias 2``."""
    pairs = zip(first.to_list(), second.to_list(), strict=True)
    united = [list(dict.fromkeys([*(one or ()), *(two or ())])) or None for one, two in pairs]
    return Categorical.of(united).map(lambda values: values)


def _cells_of(sheet: Sheet, column: ColumnPlan) -> Sequence[str]:
    """Return the cells of a column; if several columns form one value, their cells joined by spaces."""
    if not column.parts:
        return sheet.columns[column.number]
    rows = zip(*(sheet.columns[number] for number in column.parts), strict=True)
    return [" ".join(part for cell in row if (part := cell.strip())) for row in rows]


_NOT_WORDS = (
    *("start_date", "end_date", "date", "certainty", "paragraph", "weight", "is_current", "directed"),
    *("mutual", "country"),
)
"""Fields in which ``unknown`` means an empty cell."""


def _without_nothing(checked: CheckedRows, column: ColumnPlan, cells: Categorical) -> Categorical:
    """Read words that mean an empty cell (``NULL``, ``n/a``, ``#REF!``) as empty."""
    field = column.name if column.is_field else ""
    is_open = field in _NOT_WORDS or field in DOUBTFUL or field == "claimed_by"
    likely = is_open or may_be_nothing(cells)
    words = [text for text in cells.values if _is_nothing(column, text)] if likely else []
    if not words:
        return cells
    filled = cells.map(lambda text: None if _is_nothing(column, text) else text)
    count = int(filled.nulls().sum()) - int(cells.nulls().sum())
    if count:
        shown = ", ".join(f"`{word}`" for word in words)
        verb = "holds" if count == 1 else "hold"
        checked.report.readings.append(
            f"{rows_in_words(count)} of `{column.title}` {verb} {shown}: read as empty."
        )
    return filled


def _is_nothing(column: ColumnPlan, text: str) -> bool:
    field = column.name if column.is_field else ""
    if field == "claimed_by" and names_nobody(text):
        return True
    found = counts_as_empty(field, text)
    return is_nothing(text, is_name=field not in _NOT_WORDS) if found is None else found


_ADDRESSES = frozenset(("link", "links", "url", "urls"))
"""Keys of titles for addresses of sources, or for how many ties there are."""


def _integers(column: ColumnPlan, cells: Sequence[str]) -> Categorical | None:
    """Read a column of a large sheet with integers only, without a string per row; None if it has others."""
    wanted = column.typed is None or column.typed.lower() in INTEGER_KINDS
    is_paragraph = column.is_field and column.name == "paragraph"
    is_free = not column.is_field or column.name in INFERRED_FIELDS
    if not ((is_free or is_paragraph) and wanted and isinstance(cells, CellColumn)):
        return None
    found = cells.integers()
    if found is None or bool(found.null_mask().all()):
        return None
    if is_paragraph and bool((found.values[~found.null_mask()] < 1).any()):
        return None  # read cell by cell, to report which
    return Categorical.of_integers(found)


def _read_column(checked: CheckedRows, column: ColumnPlan, cells: Categorical) -> None:
    reader = _READERS[checked.plan.kind].get(column.name) if column.is_field else None
    name = column.name
    if column.is_field and name in END_FIELDS and name not in ENDS:
        name = end_key(name)
    why = _why_property(column, cells) if column.is_field else None
    if why is not None:
        read_inferred(checked, column, column.title, cells)
        checked.report.columns = without_column(checked.report.columns, column.title)
        checked.report.readings.append(f"`{column.title}` holds {why}, so it is a property.")
        return
    if reader is None and column.typed is not None:
        reader = _typed_reader(column)
    elif reader is None and (not column.is_field or name in INFERRED_FIELDS):
        read_inferred(checked, column, name, cells)
        return
    checked.values[name] = cells if reader is None else _convert(checked, column, cells, reader)


def _read_exactly(checked: CheckedRows, column: ColumnPlan, cells: Categorical) -> None:
    """Read a column that sociogram wrote as a data folder does, with the usual checks of its field."""
    field = exact_field(checked.plan, column)
    if field is None or bool(cells.nulls().all()):
        return
    reader: CellReader | None = exact_reader(checked.plan, column)
    if reader is None and column.typed is not None:
        reader = _typed_reader(column)
    elif reader is None and not column.is_field:
        reader = _inferred_reader(cells)
    checked.values[field] = cells if reader is None else _convert(checked, column, cells, reader)


def _inferred_reader(cells: Categorical) -> CellReader | None:
    kind = infer_kind(cells.used())
    return None if kind == "string" else parser_of(kind)


def _why_property(column: ColumnPlan, cells: Categorical) -> str | None:
    """Return why the column of a field is a property after all; None if it is not."""
    key = title_key(column.title)
    if column.name == "certainty" and key != column.name:
        is_field = any(map(VOCABULARIES["certainty"].read, cells.values))
        return None if is_field else f"none of the words {', '.join(CERTAINTIES)}"
    if column.name == "sources" and key in _ADDRESSES:
        texts = cells.used()
        are_numbers = next(texts, "").isdecimal() and all(map(str.isdecimal, texts))
        return "numbers and no addresses" if are_numbers else None
    return None


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
    if changes_nothing(read, cells) or (read is clean and cells.are_clean()):
        return cells
    wrong: dict[int, CellError] = {}
    values: list[Any] = []
    # Values that occur only in rows of another table may have another type.
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
    if not wrong and _are_same(cells, values):
        return cells
    new = iter(values)
    return cells.map(lambda _: next(new))


def _are_same(cells: Categorical, values: Sequence[Any]) -> bool:
    """Return whether reading changed none of the texts; those that occur in no row are not read."""
    return all(
        value == text or not count
        for value, text, count in zip(values, cells.values, cells.counts().tolist(), strict=True)
    )


def _require_one(checked: CheckedRows, names: Sequence[str], reason: str) -> None:
    cure = "Fill in one of these cells." if len(names) > 1 else "Fill in this cell."
    missing = np.ones(len(checked), dtype=np.bool_)
    for name in names:
        missing &= checked.get(name).nulls()
    for row in np.flatnonzero(missing).tolist():
        checked.reject(row, None, reason, cure)


def _finish_relations(checked: CheckedRows, claims: KnownClaims) -> None:
    if not checked.plan.is_exact:
        _read_direction(checked)
    fill_ends(checked, claims)
    # The claim with this id may still be in another sheet.
    is_open = ~checked.get("id").nulls()
    if checked.plan.is_correction:
        is_new = ~checked.get("source").nulls()  # a denial is a claim of its own
        for row in np.flatnonzero(~is_open & ~is_new).tolist():
            checked.reject(row, "id", "The row does not say which claim it corrects.", "Fill in its id.")
    for end, verb in zip(ENDS, ("starts", "ends"), strict=True):
        for row in np.flatnonzero(checked.get(end).nulls() & ~is_open).tolist():
            reason = f"The row does not say where the tie {verb}."
            checked.reject(row, end, reason, "Fill in this cell.")
    if not checked.plan.is_exact:
        _read_types(checked)


def _read_direction(checked: CheckedRows) -> None:
    """Read Gephi's ``Type``, which is Directed or Undirected, not a relation type."""
    mutual = checked.values.pop("mutual", None)
    if mutual is not None:
        checked.values["directed"] = checked.get("directed").filled(mutual)
    types = checked.get("type")
    if not types.values or any(direction_of(text) is None for text in types.values):
        return
    title = checked.title("type")
    stated = types.map(direction_of)
    checked.values["directed"] = checked.get("directed").filled(stated)
    label = next((name for name in checked.values if name.casefold() == "label"), None)
    checked.values["type"] = (
        Categorical.constant(None, len(checked)) if label is None else checked.values.pop(label)
    )
    where = "there is no other type" if label is None else f"the relation's type is in `{label}`"
    checked.report.readings.append(f"`{title}` says whether a relation is directed; {where}.")
    if "id" in checked.values:
        # Line numbers: the 0, 1, 2 of another sheet are other relations.
        numbers = checked.values.pop("id")
        saved_as = checked.free_name("edge_id")
        checked.values[saved_as] = numbers.map(_inferred_reader(numbers) or str)
        checked.report.readings.append(f"`{checked.title('id')}` holds line numbers: renamed `{saved_as}`.")


def _read_types(checked: CheckedRows) -> None:
    texts = read_negations(checked, read_hedges(checked, checked.get("type").map(str)))
    converted = {text: to_type(text) for text in texts.values}
    wordings = texts.map(lambda text: converted[text][1])
    may_be_partial = checked.get("source").nulls() | checked.get("target").nulls()
    default = Categorical(np.where(may_be_partial, -1, 0), [checked.plan.relation_type or DEFAULT_TYPE])
    checked.values["type"] = texts.map(lambda text: converted[text][0]).filled(default)
    if not bool(wordings.nulls().all()):
        role = checked.get("role")
        is_role_taken = bool((~role.nulls() & ~wordings.nulls()).any())
        saved_as = checked.free_name("type_as_written") if is_role_taken else "role"
        checked.values[saved_as] = wordings if saved_as != "role" else role.filled(wordings)
        _report_types(checked, texts, wordings, converted, saved_as)
    _report_missing_types(checked, texts)


def _report_missing_types(checked: CheckedRows, texts: Categorical) -> None:
    has_ends = ~checked.get("source").nulls() & ~checked.get("target").nulls()
    missing = np.flatnonzero(texts.nulls() & has_ends).tolist()
    used = checked.plan.relation_type or DEFAULT_TYPE
    if not missing or checked.plan.is_of_list:
        return
    if checked.plan.field("type") is None:
        what = "No column says how the two are connected"
    else:
        lines = checked.line_words(missing)
        what = f"{rows_in_words(len(missing))} ({lines}) {'has' if len(missing) == 1 else 'have'} no type"
    checked.report.readings.append(f"{what}; used {used}.")


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
