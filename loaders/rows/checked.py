"""A sheet's cells to checked values, column by column; a row with a cell that cannot be taken is rejected.

Each distinct text of a column is looked at once, and rows are only met where something is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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
from sociogram.loaders.report import REJECTED, FileReport, RejectedRow, Remark, line_words
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.cells import (
    ENTITY_READERS,
    RELATION_READERS,
    RELATION_TYPE_READERS,
    SOURCE_READERS,
    CellError,
    CellReader,
    ends_before,
)
from sociogram.loaders.values.naming import to_type
from sociogram.loaders.values.types import INTEGER_KINDS, KIND_WORDS, infer_kind, parser_of

_READERS: dict[str, dict[str, CellReader]] = {
    ENTITIES: ENTITY_READERS,
    RELATIONS: RELATION_READERS,
    SOURCES: SOURCE_READERS,
    RELATION_TYPES: RELATION_TYPE_READERS,
}
ACTOR_COLUMNS = {ENTITIES: ("id",), RELATIONS: ENDS, SOURCES: (), RELATION_TYPES: ()}
"""What holds the same texts in several sheets, so that each is kept once."""

_INFERRED_FIELDS = ("weight", "is_current")
_CHECKED = ("start_date", "end_date", "date", "certainty", "paragraph")
_DIRECTIONS = {"directed": True, "undirected": False, "mutual": False}


@dataclass(slots=True)
class Draft:
    """Rows of one sheet on their way into one table.

    Attributes:
        sheet: where they come from.
        plan: how its columns are read.
        report: the file's report, in whose ``outcomes`` each row has its place.
        rows: the sheet's rows that these are, in order.
        values: a column for each field and property, as long as ``rows``.
    """

    sheet: Sheet
    plan: SheetPlan
    report: FileReport
    rows: IntArray
    values: dict[str, Categorical] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def get(self, name: str) -> Categorical:
        """Return a column, nulls where the sheet has none of that name."""
        found = self.values.get(name)
        return Categorical.constant(None, len(self.rows)) if found is None else found

    def line(self, place: int) -> int:
        """Return the line on which a row starts."""
        return int(self.sheet.lines[self.rows[place]])

    def title(self, name: str) -> str:
        """Return the title of the column that a field was read from."""
        column = self.plan.field(name)
        return name if column is None else column.title

    def remark(self, place: int, name: str | None, message: str, cure: str) -> Remark:
        """Say something about a row."""
        column = None if name is None else self.title(name)
        return Remark(self.sheet.file, self.line(place), column, message, cure)

    def reject(self, place: int, name: str | None, reason: str, cure: str) -> None:
        """Leave a row out, and keep its cells for mending. Only the first reason counts."""
        row = int(self.rows[place])
        if self.report.outcomes[row] == REJECTED:
            return
        self.report.outcomes[row] = REJECTED
        cells = tuple(column[row] for column in self.sheet.columns)
        remark = self.remark(place, name, reason, cure)
        self.report.rejects.append(RejectedRow(remark, self.sheet.header, cells))

    def let_go(self) -> None:
        """Let go of the cells and what was made of them: only which rows these are will be asked."""
        self.sheet.columns = []
        self.values = {}

    def alive(self) -> IntArray:
        """Return the places of the rows that are not rejected."""
        return np.flatnonzero(self.report.outcomes[self.rows] != REJECTED).astype(np.int64)


def check_rows(
    sheet: Sheet, plan: SheetPlan, report: FileReport, rows: IntArray, actors: CellDictionary
) -> Draft:
    """Read the cells of some rows of a sheet; ``actors`` numbers the cells that name one."""
    draft = Draft(sheet, plan, report, rows)
    everything = len(rows) == len(sheet)
    for column in plan.columns:
        cells = sheet.columns[column.place]
        numbers = _integers(column, cells)
        if numbers is not None:
            draft.values[column.name] = numbers if everything else numbers.take(rows)
            continue
        names_actor = column.is_field and column.name in ACTOR_COLUMNS[plan.kind]
        of = Categorical.of_texts if plan.is_exact and not names_actor else Categorical.of_cells
        coded = of(cells, actors if names_actor else None)
        read = _read_exactly if plan.is_exact else _read_column
        read(draft, column, coded if everything else coded.take(rows))
    if plan.kind == RELATIONS:
        _finish_relations(draft)
    elif plan.kind == ENTITIES:
        _require_one(draft, ("id", "name"), "The row has neither an id nor a name.")
    elif plan.kind == SOURCES:
        _require_one(draft, ("id", "title", "url"), "The row has no id, title or url.")
    else:
        _require_one(draft, ("type",), "The row has no type.")
    return draft


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


def _read_column(draft: Draft, column: ColumnPlan, cells: Categorical) -> None:
    reader = _READERS[draft.plan.kind].get(column.name) if column.is_field else None
    name = column.name
    if column.is_field and name in END_FIELDS and name not in ENDS:
        name = end_key(name)
    if name == "certainty" and column.is_field and not _is_certainty(column, cells.values):
        name, reader = column.title, _inferred_reader(cells)
        draft.report.readings.append(
            f"`{column.title}` holds none of the words {', '.join(CERTAINTIES)}, so it is a property."
        )
    elif reader is None and column.typed is not None:
        reader = _typed_reader(column)
    elif reader is None and (not column.is_field or name in _INFERRED_FIELDS):
        if bool(cells.nulls().all()):
            return
        reader = _inferred_reader(cells)
    draft.values[name] = cells if reader is None else _convert(draft, column, cells, reader)


def _read_exactly(draft: Draft, column: ColumnPlan, cells: Categorical) -> None:
    """Read a column that sociogram wrote as the data folder does; what the contract checks is checked."""
    field = exact_field(draft.plan, column)
    if field is None or bool(cells.nulls().all()):
        return
    reader: CellReader | None = exact_reader(draft.plan, column)
    if reader is None and column.typed is not None:
        reader = _typed_reader(column)
    elif reader is None and column.name in _CHECKED and column.is_field:
        reader = _READERS[draft.plan.kind].get(column.name)
    elif reader is None and not column.is_field:
        reader = _inferred_reader(cells)
    draft.values[field] = cells if reader is None else _convert(draft, column, cells, reader)


def _inferred_reader(cells: Categorical) -> CellReader | None:
    kind = infer_kind(cells.used())
    return None if kind == "string" else parser_of(kind)


def _is_certainty(column: ColumnPlan, distinct: list[str]) -> bool:
    return title_key(column.title) == "certainty" or any(text.casefold() in CERTAINTIES for text in distinct)


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


def _convert(draft: Draft, column: ColumnPlan, cells: Categorical, read: CellReader) -> Categorical:
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
        is_empty = not draft.plan.is_exact and (found == "" or found == [])
        values.append(None if is_empty else found)
    if wrong:
        for place in cells.rows_of(wrong):
            problem = wrong[int(cells.codes[place])]
            draft.reject(place, column.name, problem.reason, problem.cure)
    if column.is_field and column.name in ("start_date", "end_date", "date"):
        _tell_rewritten(draft, column, cells, values)
    new = iter(values)
    return cells.map(lambda _: next(new))


def _tell_rewritten(draft: Draft, column: ColumnPlan, cells: Categorical, values: list[Any]) -> None:
    rewritten = [
        code for code, text in enumerate(cells.values) if values[code] is not None and values[code] != text
    ]
    if rewritten:
        count = int(cells.counts()[rewritten].sum())
        draft.report.readings.append(
            f"Dates in `{column.title}` were written as ISO 8601 in {_rows(count)}: "
            f"`{cells.values[rewritten[0]]}` as {values[rewritten[0]]}."
        )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _require_one(draft: Draft, names: Sequence[str], reason: str) -> None:
    cure = "Fill in one of these cells." if len(names) > 1 else "Fill in this cell."
    missing = np.ones(len(draft), dtype=np.bool_)
    for name in names:
        missing &= draft.get(name).nulls()
    for place in np.flatnonzero(missing).tolist():
        draft.reject(place, None, reason, cure)


def _finish_relations(draft: Draft) -> None:
    for end, verb in zip(ENDS, ("starts", "ends"), strict=True):
        for place in np.flatnonzero(draft.get(end).nulls()).tolist():
            reason = f"The row does not say where the relation {verb}."
            draft.reject(place, end, reason, "Fill in this cell.")
    if not draft.plan.is_exact:
        _read_direction(draft)
        _read_types(draft)
    _check_periods(draft)


def _read_direction(draft: Draft) -> None:
    """Understand Gephi's ``Type``, which says Directed or Undirected and not how two are connected."""
    types = draft.get("type")
    words = {text.casefold() for text in types.values}
    if not words or not words <= set(_DIRECTIONS):
        return
    title = draft.title("type")
    stated = types.map(lambda text: _DIRECTIONS[text.casefold()])
    draft.values["directed"] = draft.get("directed").filled(stated)
    label = next((name for name in draft.values if name.casefold() == "label"), None)
    draft.values["type"] = (
        Categorical.constant(None, len(draft)) if label is None else draft.values.pop(label)
    )
    where = "there is no other type" if label is None else f"the relation's type is in `{label}`"
    draft.report.readings.append(f"`{title}` says whether a relation is directed; {where}.")
    if "id" in draft.values:
        # Numbers of lines: another sheet's 0, 1, 2 are other relations.
        numbers = draft.values.pop("id")
        kept = _free_name(draft, "edge_id")
        draft.values[kept] = numbers.map(_inferred_reader(numbers) or str)
        draft.report.readings.append(f"`{draft.title('id')}` holds line numbers: renamed `{kept}`.")


def _free_name(draft: Draft, name: str) -> str:
    """Return the name, with a number after it where a column of the sheet has it."""
    numbered = (f"{name}_{number}" for number in range(2, len(draft.values) + 3))
    return next(one for one in (name, *numbered) if one not in draft.values)


def _read_types(draft: Draft) -> None:
    texts = draft.get("type").map(str)
    made = {text: to_type(text) for text in texts.values}
    wordings = texts.map(lambda text: made[text][1])
    draft.values["type"] = texts.map(lambda text: made[text][0]).filled(
        Categorical.constant(DEFAULT_TYPE, len(draft))
    )
    if not bool(wordings.nulls().all()):
        role = draft.get("role")
        is_role_taken = bool((~role.nulls() & ~wordings.nulls()).any())
        kept = _free_name(draft, "type_as_written") if is_role_taken else "role"
        draft.values[kept] = wordings if kept != "role" else role.filled(wordings)
        _tell_types(draft, texts, wordings, made, kept)
    _tell_missing_types(draft, texts)


def _tell_missing_types(draft: Draft, texts: Categorical) -> None:
    missing = np.flatnonzero(texts.nulls()).tolist()
    if not missing:
        return
    if draft.plan.field("type") is None:
        what = "The sheet has no type column"
    else:
        lines = line_words([draft.line(place) for place in missing])
        what = f"{_rows(len(missing))} ({lines}) {'has' if len(missing) == 1 else 'have'} no type"
    draft.report.readings.append(f"{what}; used {DEFAULT_TYPE}.")


def _tell_types(
    draft: Draft,
    texts: Categorical,
    wordings: Categorical,
    made: dict[str, tuple[str, str | None]],
    kept: str,
) -> None:
    general = int(
        (~wordings.nulls() & (texts.map(lambda text: made[text][0] == DEFAULT_TYPE or None).codes >= 0)).sum()
    )
    types = {name for name, _ in made.values()}
    draft.report.readings.append(
        f"`{draft.title('type')}`: {len(made):,} wordings became {len(types):,} types; the full wording of "
        f"{_rows(int((~wordings.nulls()).sum()))} is in `{kept}` ({general:,} with the type {DEFAULT_TYPE})."
    )


def _check_periods(draft: Draft) -> None:
    starts, ends = draft.get("start_date"), draft.get("end_date")
    both = np.flatnonzero(~starts.nulls() & ~ends.nulls())
    pairs = starts.codes[both].astype(np.int64) * (len(ends.values) + 1) + ends.codes[both]
    distinct, pair_of = np.unique(pairs, return_inverse=True)
    wrong = np.zeros(len(distinct), dtype=np.bool_)
    for place, pair in enumerate(distinct.tolist()):
        start, end = divmod(pair, len(ends.values) + 1)
        wrong[place] = ends_before(starts.values[start], ends.values[end])
    for place in both[wrong[pair_of]].tolist():
        draft.reject(
            place,
            "end_date",
            f"The end date {ends.value(place)} is before the start date {starts.value(place)}.",
            "Swap or correct the dates.",
        )
