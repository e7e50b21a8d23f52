"""Files to one checked dataset and a report: nothing is written here, and no row is lost unsaid.

sheets → plans (which column is what) → drafts (checked cells) → actors, relations, sources, types.
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
from sociogram.loaders.headers.recognise import KIND_WORDS, SheetPlan, plan_mixed, plan_sheet, title_key
from sociogram.loaders.options import LoadOptions
from sociogram.loaders.readers.cell_dictionary import CellDictionary
from sociogram.loaders.readers.csv import DELIMITER_WORDS, Sheet, read_sheet
from sociogram.loaders.report import REJECTED, FileReport, LoadReport, RejectedRow, Remark, line_words
from sociogram.loaders.rows.checked import Draft, check_rows
from sociogram.loaders.rows.entities import read_entities, read_keyed
from sociogram.loaders.rows.entity_resolver import KnownEntities
from sociogram.loaders.rows.relations import read_relations
from sociogram.loaders.rows.table_rows import RowOrigins
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.naming import to_label

STANDARD_INPUT = "-"


@dataclass(slots=True)
class Loaded:
    """What was read: the rows that can be taken, and the report on all of them.

    Attributes:
        dataset: duplicates made one, references resolved, missing actors made.
        report: one outcome for each row of each file.
        places: by table, where each row of the dataset comes from.
    """

    dataset: Dataset
    report: LoadReport
    places: dict[str, RowOrigins] = field(default_factory=dict)

    @property
    def rejects(self) -> list[RejectedRow]:
        """The rows that cannot be taken."""
        return self.report.rejects

    def accepted(self) -> Dataset:
        """Return the dataset, if every row could be taken.

        Raises:
            DataError: a row could not; the first one's place, reason and cure.
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
        drafts = [draft for one in inputs for draft in _drafts(one, options, actors)]
        report = LoadReport([one.report for one in inputs], dry_run=options.dry_run)
        return _assemble(drafts, report, options, KnownEntities() if known is None else known)


def _assemble(drafts: list[Draft], report: LoadReport, options: LoadOptions, known: KnownEntities) -> Loaded:
    by_kind = {
        kind: [draft for draft in drafts if draft.plan.kind == kind]
        for kind in (ENTITIES, RELATIONS, SOURCES, RELATION_TYPES)
    }
    entities = read_entities(by_kind[ENTITIES], known)
    relations = read_relations(
        by_kind[RELATIONS], known, options, report, has_entities=bool(by_kind[ENTITIES])
    )
    made, relation_rows = relations
    entities.append_made(made)
    tables = {
        ENTITIES: entities,
        RELATIONS: relation_rows,
        SOURCES: read_keyed(by_kind[SOURCES], "id"),
        RELATION_TYPES: read_keyed(by_kind[RELATION_TYPES], "type"),
    }
    for file in report.files:
        file.sort()
    for draft in drafts:
        draft.let_go()
    dataset = Dataset(**{kind: rows.to_table() for kind, rows in tables.items()})
    return Loaded(dataset, report, {kind: rows.places for kind, rows in tables.items()})


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
            f"The file cannot be read: {error.strerror}.", file=path, cure="Check its name and place."
        ) from None


def _drop_empty_columns(sheet: Sheet) -> None:
    """Leave out columns with neither title nor text, which spreadsheets write by the dozen."""
    kept = [
        place
        for place, title in enumerate(sheet.header)
        if title.strip() or place == 0 or any(cell and not cell.isspace() for cell in sheet.columns[place])
    ]
    if len(kept) < len(sheet.header):
        sheet.header = tuple(sheet.header[place] for place in kept)
        sheet.columns = [sheet.columns[place] for place in kept]


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
    for place, row in enumerate(sheet.ragged):
        report.outcomes[len(sheet) + place] = REJECTED
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
    keys = {title_key(title) for title in titles} | {
        title_key(column.title) for one in inputs for column in one.plan.columns
    }
    for column in options.mapping:
        if title_key(column) not in keys:
            raise DataError(
                f"No file has a column `{column}`; the titles are: {', '.join(sorted(titles))}.",
                cure="Copy the title from the file: --map COLUMN=FIELD.",
            )


def _name_id_spaces(inputs: list[_Input]) -> None:
    """Keep ``1`` of one id space apart from ``1`` of another, as neo4j-admin does."""
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
                cells = one.sheet.columns[column.place]
                one.sheet.columns[column.place] = [cell and f"{column.space}:{cell}" for cell in cells]
                one.report.readings.append(
                    f"Ids of `{column.title}` became `{column.space}:…` as the files use several id spaces."
                )


def _drafts(one: _Input, options: LoadOptions, actors: CellDictionary) -> list[Draft]:
    sheet, plan = one.sheet, one.plan
    everything = np.arange(len(sheet), dtype=np.int64)
    drafts: list[Draft] = []
    if plan.is_admin and plan.kind == ENTITIES:
        return [check_rows(sheet, part, one.report, rows, actors) for part, rows in node_plans(sheet, plan)]
    if plan.kind == RELATIONS and not plan.is_exact:
        found = _entity_rows(one, options, actors)
        if found is not None:
            entity_plan, entity_rows = found
            everything = np.delete(everything, entity_rows)
            drafts.append(check_rows(sheet, entity_plan, one.report, entity_rows, actors))
            one.report.kind = "entities and relations"
            titles = ", ".join(
                f"`{column.title}` as {column.name}" for column in entity_plan.columns if column.is_field
            )
            one.report.readings.insert(
                0,
                f"Rows without ends are entities ({titles}): {len(entity_rows)}. "
                f"Rows with ends are relations: {len(everything)}.",
            )
    drafts.append(check_rows(sheet, plan, one.report, everything, actors))
    if plan.kind == RELATIONS:
        _label_ends(drafts[-1])
    return drafts


def _entity_rows(
    one: _Input, options: LoadOptions, actors: CellDictionary
) -> tuple[SheetPlan, IntArray] | None:
    """Find the rows of a relation sheet that are entities: no end, but a name or labels."""
    ends = [column for column in (one.plan.field("source"), one.plan.field("target")) if column is not None]
    blank = [Categorical.of_cells(one.sheet.columns[column.place], actors).nulls() for column in ends]
    without = np.flatnonzero(np.logical_and.reduce(blank)).tolist()
    if not without:
        return None
    plan = plan_mixed(one.sheet.header, options.mapping, one.plan)
    if plan is None:
        return None
    telling = [
        one.sheet.columns[column.place]
        for column in (plan.field("name"), plan.field("type"), plan.field("id"))
        if column is not None and (column.name != "type" or column.place not in _places(one.plan))
    ]
    rows = [row for row in without if any(column[row].strip() for column in telling)]
    if not rows:
        return None
    return replace(plan, readings=()), np.asarray(rows, dtype=np.int64)


def _places(plan: SheetPlan) -> set[int]:
    return {column.place for column in plan.columns if column.is_field}


def _label_ends(draft: Draft) -> None:
    """Give each end the label that the column's title states: ``Person A``."""
    for name, word in zip(map(end_key, ("source_type", "target_type")), draft.plan.end_labels, strict=True):
        label = None if word is None else to_label(word)
        if label is not None and name not in draft.values:
            draft.values[name] = Categorical.constant([label], len(draft))
