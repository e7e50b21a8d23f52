"""A sheet's cells to checked values, column by column; a row with a cell that cannot be taken is rejected.

Each distinct text of a column is looked at once, and rows are only met where something is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.graph.model import CERTAINTIES
from sociogram.loaders.cells import (
    ENTITY_READERS,
    RELATION_READERS,
    RELATION_TYPE_READERS,
    SOURCE_READERS,
    CellError,
    CellReader,
    ends_before,
)
from sociogram.loaders.dialect import Sheet
from sociogram.loaders.header_table import ENTITIES, RELATION_TYPES, RELATIONS, SOURCES
from sociogram.loaders.headers import ColumnPlan, SheetPlan, title_key
from sociogram.loaders.report import REJECTED, FileReport, RejectedRow, Remark
from sociogram.loaders.values import KIND_WORDS, infer_kind, parser_of
from sociogram.loaders.words import GENERAL_TYPE, to_type

_READERS: dict[str, dict[str, CellReader]] = {
    ENTITIES: ENTITY_READERS,
    RELATIONS: RELATION_READERS,
    SOURCES: SOURCE_READERS,
    RELATION_TYPES: RELATION_TYPE_READERS,
}
_INFERRED_FIELDS = ("weight", "is_current")
_DIRECTIONS = {"directed": True, "undirected": False, "mutual": False}
_SHOWN_LINES = 5


@dataclass(slots=True)
class Draft:
    """Rows of one sheet on their way into one table.

    Attributes:
        sheet: where they come from.
        plan: how its columns are read.
        report: the file's report, in whose ``outcomes`` each row has its place.
        rows: the sheet's rows that these are, in order.
        values: a list for each field and property, as long as ``rows``.
    """

    sheet: Sheet
    plan: SheetPlan
    report: FileReport
    rows: Sequence[int]
    values: dict[str, list[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def get(self, name: str) -> list[Any]:
        """Return a column's values, nulls where the sheet has none of that name."""
        found = self.values.get(name)
        return [None] * len(self.rows) if found is None else found

    def line(self, place: int) -> int:
        """Return the line on which a row starts."""
        return self.sheet.lines[self.rows[place]]

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
        row = self.rows[place]
        if self.report.outcomes[row] == REJECTED:
            return
        self.report.outcomes[row] = REJECTED
        cells = tuple(column[row] for column in self.sheet.columns)
        remark = self.remark(place, name, reason, cure)
        self.report.rejects.append(RejectedRow(remark, self.sheet.header, cells))

    def alive(self) -> IntArray:
        """Return the places of the rows that are not rejected."""
        outcomes = self.report.outcomes[np.asarray(self.rows, dtype=np.int64)]
        return np.flatnonzero(outcomes != REJECTED).astype(np.int64)


def draft_rows(sheet: Sheet, plan: SheetPlan, report: FileReport, rows: Sequence[int]) -> Draft:
    """Read the cells of some rows of a sheet."""
    draft = Draft(sheet, plan, report, rows)
    for column in plan.columns:
        cells = _cells(sheet.columns[column.place], rows, len(sheet))
        _read_column(draft, column, cells)
    if plan.kind == RELATIONS:
        _finish_relations(draft)
    elif plan.kind == ENTITIES:
        _require_one(draft, ("id", "name"), "The row has neither an id nor a name.")
    elif plan.kind == SOURCES:
        _require_one(draft, ("id", "title", "url"), "The row has no id, title or url.")
    else:
        _require_one(draft, ("type",), "The row has no type.")
    return draft


def _cells(column: Sequence[str], rows: Sequence[int], length: int) -> list[str]:
    if len(rows) == length:
        return list(map(str.strip, column))
    return [column[row].strip() for row in rows]


def _read_column(draft: Draft, column: ColumnPlan, cells: list[str]) -> None:
    kind = draft.plan.kind
    reader = _READERS[kind].get(column.name) if column.is_field else None
    distinct = set(cells)
    distinct.discard("")
    name = column.name
    if name == "certainty" and column.is_field and not _is_certainty(column, distinct):
        name, reader = column.title, None
        draft.report.readings.append(
            f"`{column.title}` holds no word of {', '.join(CERTAINTIES)}: kept as a property."
        )
    if reader is not None:
        read: CellReader = reader
    elif column.typed is not None:
        read = _typed_reader(column)
    elif column.is_field and name not in _INFERRED_FIELDS:
        read = str
    else:
        if not distinct:
            return
        inferred = infer_kind(distinct)
        read = str.__str__ if inferred == "string" else parser_of(inferred)
    draft.values[name] = _convert(draft, column, cells, distinct, read)


def _is_certainty(column: ColumnPlan, distinct: set[str]) -> bool:
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
                f"`{text}` is not {wanted}, which the title asks for.",
                f"Mend the cell, or take `:{column.typed}` from the title.",
            ) from None

    return read


def _convert(
    draft: Draft, column: ColumnPlan, cells: list[str], distinct: set[str], read: CellReader
) -> list[Any]:
    value_of: dict[str, Any] = {"": None}
    wrong: dict[str, CellError] = {}
    for text in distinct:
        try:
            # A cell of invisible characters only, or a list without a value, is empty.
            found = read(text)
            value_of[text] = None if found == "" or found == [] else found
        except CellError as error:
            wrong[text] = error
            value_of[text] = None
    if wrong:
        for place, text in enumerate(cells):
            if text in wrong:
                draft.reject(place, column.name, wrong[text].reason, wrong[text].cure)
    if column.is_field and column.name in ("start_date", "end_date", "date"):
        _tell_rewritten(draft, column, cells, value_of)
    return list(map(value_of.__getitem__, cells))


def _tell_rewritten(draft: Draft, column: ColumnPlan, cells: list[str], value_of: dict[str, Any]) -> None:
    rewritten = [text for text in cells if text and value_of[text] not in (None, text)]
    if rewritten:
        example = rewritten[0]
        draft.report.readings.append(
            f"Dates in `{column.title}` were written as ISO 8601 in {_rows(len(rewritten))}: "
            f"`{example}` as {value_of[example]}."
        )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _require_one(draft: Draft, names: Iterable[str], reason: str) -> None:
    columns = [draft.values[name] for name in names if name in draft.values]
    for place, values in enumerate(zip(*columns, strict=True)):
        if not any(values):
            draft.reject(place, None, reason, "Write one.")


def _finish_relations(draft: Draft) -> None:
    for end in ("source", "target"):
        values = draft.get(end)
        if None in values:
            for place, value in enumerate(values):
                if value is None:
                    draft.reject(place, end, f"The relation has no {end}.", "Write who it is.")
    _read_direction(draft)
    _read_types(draft)
    _check_periods(draft)


def _read_direction(draft: Draft) -> None:
    """Understand Gephi's ``Type``, which says Directed or Undirected and not how two are connected."""
    types = draft.get("type")
    words = {text.casefold() for text in set(types) if text}
    if not words or not words <= set(_DIRECTIONS):
        return
    title = draft.title("type")
    draft.values["directed"] = [None if text is None else _DIRECTIONS[text.casefold()] for text in types]
    label = next((name for name in draft.values if name.casefold() == "label"), None)
    draft.values["type"] = [None] * len(types) if label is None else draft.values.pop(label)
    where = "there is no other type" if label is None else f"the relation's type is in `{label}`"
    draft.report.readings.append(f"`{title}` says whether a relation is directed; {where}.")
    if "id" in draft.values:
        # Numbers of lines: another sheet's 0, 1, 2 are other relations.
        draft.values["edge_id"] = draft.values.pop("id")
        draft.report.readings.append(f"`{draft.title('id')}` numbers the lines: kept as `edge_id`.")


def _read_types(draft: Draft) -> None:
    texts: list[Any] = draft.get("type")
    type_of = {text: to_type(str(text)) for text in set(texts) if text is not None}
    type_of[None] = (GENERAL_TYPE, None)
    draft.values["type"] = [type_of[text][0] for text in texts]
    wordings = [type_of[text][1] for text in texts]
    if any(wordings):
        roles = draft.get("role")
        if any(
            role is not None and wording is not None for role, wording in zip(roles, wordings, strict=True)
        ):
            draft.values["type_as_written"] = wordings
            kept = "type_as_written"
        else:
            draft.values["role"] = [role or wording for role, wording in zip(roles, wordings, strict=True)]
            kept = "role"
        _tell_types(draft, texts, type_of, kept)
    missing = [place for place, text in enumerate(texts) if text is None]
    if missing:
        lines = ", ".join(str(draft.line(place)) for place in missing[:_SHOWN_LINES])
        more = ", …" if len(missing) > _SHOWN_LINES else ""
        where = f"{_rows(len(missing))} (lines {lines}{more})" if "type" in _titles(draft) else "the sheet"
        draft.report.readings.append(f"No type of relation in {where}: taken as {GENERAL_TYPE}.")


def _titles(draft: Draft) -> set[str]:
    return {column.name for column in draft.plan.columns}


def _tell_types(
    draft: Draft, texts: list[Any], type_of: dict[Any, tuple[str, str | None]], kept: str
) -> None:
    title = draft.title("type")
    wordings = {text for text in type_of if type_of[text][1] is not None}
    general = sum(1 for text in texts if text in wordings and type_of[text][0] == GENERAL_TYPE)
    types = {type_of[text][0] for text in type_of if text is not None}
    all_kept = sum(1 for text in texts if text in wordings)
    draft.report.readings.append(
        f"`{title}`: {len(type_of) - 1:,} wordings became {len(types):,} types; "
        f"what a type cannot hold was kept as `{kept}` in {_rows(all_kept)}, "
        f"of which {general:,} have the type {GENERAL_TYPE}."
    )


def _check_periods(draft: Draft) -> None:
    starts, ends = draft.values.get("start_date"), draft.values.get("end_date")
    if starts is None or ends is None:
        return
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start is not None and end is not None and ends_before(start, end):
            draft.reject(
                place,
                "end_date",
                f"It ends ({end}) before it starts ({start}).",
                "Exchange or mend the dates.",
            )
