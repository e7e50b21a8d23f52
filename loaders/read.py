"""Read files into one checked dataset and a report. Nothing is written; the report accounts for every row.

sheets → plans (which column is what) → checked rows → actors, relations, sources, types.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.graph.common.gc_pause import gc_paused
from sociogram.graph.dataset import Dataset
from sociogram.graph.errors import DataError
from sociogram.loaders.folder.own_files import list_delimiter, name_nodes, node_plans, plan_own
from sociogram.loaders.headers.aliases import ENTITIES, RELATION_TYPES, RELATIONS, SOURCES, end_key
from sociogram.loaders.headers.recognise import (
    KIND_WORDS,
    SheetPlan,
    mapping_keys,
    plan_mixed,
    plan_sheet,
    title_key,
)
from sociogram.loaders.options import LoadOptions
from sociogram.loaders.readers.cell_dictionary import CellDictionary
from sociogram.loaders.readers.csv import DELIMITER_WORDS, Sheet, read_sheet
from sociogram.loaders.report import REJECTED, FileReport, LoadReport, RejectedRow, Remark, line_words
from sociogram.loaders.rows.checked import check_rows
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.entities import read_entities, read_keyed
from sociogram.loaders.rows.entity_resolver import KnownEntities
from sociogram.loaders.rows.relations import read_relations
from sociogram.loaders.rows.table_rows import RowOrigins
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.naming import to_label

STANDARD_INPUT = "-"


@dataclass(slots=True)
class Loaded:
    """The accepted rows of a load, and the report on all rows.

    Attributes:
        dataset: duplicates merged, references resolved, missing actors created.
        report: one outcome for each row of each file.
        origins: by table, where each row of the dataset comes from.
    """

    dataset: Dataset
    report: LoadReport
    origins: dict[str, RowOrigins] = field(default_factory=dict)

    @property
    def rejects(self) -> list[RejectedRow]:
        """The rejected rows."""
        return self.report.rejects

    def accepted(self) -> Dataset:
        """Return the dataset, if every row was accepted.

        Raises:
            DataError: a row was rejected; states the location, reason and cure of the first.
        """
        self.report.raise_rejects()
        return self.dataset


@dataclass(slots=True)
class _Input:
    sheet: Sheet
    plan: SheetPlan
    report: FileReport


def read(
    paths: Iterable[str | os.PathLike[str]],
    options: LoadOptions | None = None,
    *,
    known: KnownEntities | None = None,
) -> Loaded:
    """Read and check files.

    Args:
        paths: CSV files; ``-`` is standard input.
        options: what the user wants.
        known: the actors of the graph into which the rows will go, so that references find them.

    Raises:
        DataError: a file as a whole cannot be read: no text, empty, no known title.
    """
    options = LoadOptions() if options is None else options
    with gc_paused():
        inputs = [_open(os.fspath(path), options) for path in paths]
        _check_mapping(inputs, options)
        _name_id_spaces(inputs)
        exported = [one for one in inputs if one.plan.is_admin]
        name_nodes([(one.sheet, one.plan) for one in exported])
        delimiter = list_delimiter([(one.sheet, one.plan) for one in exported])
        for one in exported:
            one.plan = replace(one.plan, list_delimiter=delimiter)
        actors = CellDictionary()
        checked_sheets = [checked for one in inputs for checked in _check(one, options, actors)]
        report = LoadReport([one.report for one in inputs], dry_run=options.dry_run)
        return _assemble(checked_sheets, report, options, KnownEntities() if known is None else known)


def _assemble(
    checked_sheets: list[CheckedRows], report: LoadReport, options: LoadOptions, known: KnownEntities
) -> Loaded:
    by_kind = {
        kind: [checked for checked in checked_sheets if checked.plan.kind == kind]
        for kind in (ENTITIES, RELATIONS, SOURCES, RELATION_TYPES)
    }
    entities = read_entities(by_kind[ENTITIES], known)
    relations = read_relations(
        by_kind[RELATIONS], known, options, report, has_entities=bool(by_kind[ENTITIES])
    )
    created, relation_rows = relations
    entities.append_created(created)
    tables = {
        ENTITIES: entities,
        RELATIONS: relation_rows,
        SOURCES: read_keyed(by_kind[SOURCES], "id"),
        RELATION_TYPES: read_keyed(by_kind[RELATION_TYPES], "type"),
    }
    for file in report.files:
        file.sort()
    for checked in checked_sheets:
        checked.release()
    dataset = Dataset(**{kind: rows.to_table() for kind, rows in tables.items()})
    return Loaded(dataset, report, {kind: rows.origins for kind, rows in tables.items()})


def _open(path: str, options: LoadOptions) -> _Input:
    sheet = read_sheet(_bytes(path), path)
    _drop_empty_columns(sheet)
    own = None if options.mapping else plan_own(sheet)
    plan = plan_sheet(sheet.header, path, options.mapping) if own is None else own
    outcomes = np.zeros(len(sheet) + len(sheet.ragged), dtype=np.int8)
    dialect = f"{sheet.encoding}, {DELIMITER_WORDS[sheet.delimiter]}-separated"
    report = FileReport(path, KIND_WORDS[plan.kind], dialect, outcomes, list(plan.readings))
    _report_shape(sheet, report)
    return _Input(sheet, plan, report)


def _bytes(path: str) -> bytes:
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise DataError(
            f"The file cannot be read: {error.strerror}.", file=path, cure="Check the path."
        ) from None


def _drop_empty_columns(sheet: Sheet) -> None:
    """Leave out columns with neither title nor text, which spreadsheets write by the dozen."""
    remaining = [
        number
        for number, title in enumerate(sheet.header)
        if title.strip() or number == 0 or any(cell and not cell.isspace() for cell in sheet.columns[number])
    ]
    if len(remaining) < len(sheet.header):
        sheet.header = tuple(sheet.header[number] for number in remaining)
        sheet.columns = [sheet.columns[number] for number in remaining]


def _report_shape(sheet: Sheet, report: FileReport) -> None:
    if sheet.empty_rows:
        report.readings.append(f"Empty lines skipped: {sheet.empty_rows}.")
    if sheet.short_lines:
        report.readings.append(
            f"Rows with missing cells at the end, read as empty: {len(sheet.short_lines)} "
            f"({line_words(sheet.short_lines)})."
        )
    if sheet.odd_quote_line is not None:
        report.warnings.append(
            Remark(
                sheet.file,
                sheet.odd_quote_line,
                None,
                "Text follows the closing quote of a cell, so the row may be split in the wrong places.",
                'Write a quote inside a quoted cell twice ("").',
            )
        )
    for number, row in enumerate(sheet.ragged):
        report.outcomes[len(sheet) + number] = REJECTED
        several = "" if row.line == row.last_line else f" and it ends on line {row.last_line}"
        cure = (
            "Is a closing quote missing?"
            if several
            else f"Put a cell that holds a {DELIMITER_WORDS[sheet.delimiter]} between double quotes."
        )
        message = f"The row has {len(row.cells)} cells, the header {len(sheet.header)}{several}."
        remark = Remark(sheet.file, row.line, None, message, cure)
        report.rejects.append(RejectedRow(remark, sheet.header, row.cells))


def _check_mapping(inputs: list[_Input], options: LoadOptions) -> None:
    titles = {title for one in inputs for title in one.sheet.header}
    keys = {key for title in titles for key in mapping_keys(title)}
    for column in options.mapping:
        if title_key(column) not in keys:
            raise DataError(
                f"No file has a column `{column}`; the titles are: {', '.join(sorted(titles))}.",
                cure="Copy the title from the file: --map COLUMN=FIELD.",
            )


def _name_id_spaces(inputs: list[_Input]) -> None:
    """Prefix ids with their id space if there are several, as neo4j-admin does."""
    spaces = {
        column.space
        for one in inputs
        for column in one.plan.columns
        if column.is_field and column.name in ("id", "source", "target") and column.space
    }
    if len(spaces) < 2:
        return
    for one in inputs:
        for column in one.plan.columns:
            if column.is_field and column.name in ("id", "source", "target") and column.space:
                cells = one.sheet.columns[column.number]
                one.sheet.columns[column.number] = [cell and f"{column.space}:{cell}" for cell in cells]
                one.report.readings.append(
                    f"Ids of `{column.title}` became `{column.space}:…` as the files use several id spaces."
                )


def _check(one: _Input, options: LoadOptions, actors: CellDictionary) -> list[CheckedRows]:
    sheet, plan = one.sheet, one.plan
    sheet_rows = np.arange(len(sheet), dtype=np.int64)
    checked_sheets: list[CheckedRows] = []
    if plan.is_admin and plan.kind == ENTITIES:
        return [check_rows(sheet, part, one.report, rows, actors) for part, rows in node_plans(sheet, plan)]
    if plan.kind == RELATIONS and not plan.is_exact:
        found = _entity_rows(one, options, actors)
        if found is not None:
            entity_plan, entity_rows = found
            sheet_rows = np.delete(sheet_rows, entity_rows)
            checked_sheets.append(check_rows(sheet, entity_plan, one.report, entity_rows, actors))
            one.report.kind = "entities and relations"
            titles = ", ".join(
                f"`{column.title}` as {column.name}" for column in entity_plan.columns if column.is_field
            )
            one.report.readings.insert(
                0,
                f"Rows without ends are entities ({titles}): {len(entity_rows)}. "
                f"Rows with ends are relations: {len(sheet_rows)}.",
            )
    checked_sheets.append(check_rows(sheet, plan, one.report, sheet_rows, actors))
    if plan.kind == RELATIONS:
        _label_ends(checked_sheets[-1])
    return checked_sheets


def _entity_rows(
    one: _Input, options: LoadOptions, actors: CellDictionary
) -> tuple[SheetPlan, IntArray] | None:
    """Find the rows of a relation sheet that are entities: no end, but a name or labels."""
    ends = [column for column in (one.plan.field("source"), one.plan.field("target")) if column is not None]
    blank = [Categorical.of_cells(one.sheet.columns[column.number], actors).nulls() for column in ends]
    without = np.flatnonzero(np.logical_and.reduce(blank)).tolist()
    if not without:
        return None
    plan = plan_mixed(one.sheet.header, options.mapping, one.plan)
    if plan is None:
        return None
    naming = [
        one.sheet.columns[column.number]
        for column in (plan.field("name"), plan.field("type"), plan.field("id"))
        if column is not None and (column.name != "type" or column.number not in _field_numbers(one.plan))
    ]
    rows = [row for row in without if any(column[row].strip() for column in naming)]
    if not rows:
        return None
    return replace(plan, readings=()), np.asarray(rows, dtype=np.int64)


def _field_numbers(plan: SheetPlan) -> set[int]:
    return {column.number for column in plan.columns if column.is_field}


def _label_ends(checked: CheckedRows) -> None:
    """Give each end the label that the column's title states: ``Person A``."""
    for name, word in zip(map(end_key, ("source_type", "target_type")), checked.plan.end_labels, strict=True):
        label = None if word is None else to_label(word)
        if label is not None and name not in checked.values:
            checked.values[name] = Categorical.constant([label], len(checked))
