"""Reads files into one checked dataset and a report. Nothing is written; the report accounts for every row.

sheets → plans (the meaning of each column) → checked rows → actors, relations, sources, types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.graph.common.gc_pause import gc_paused
from sociogram.graph.common.memory import release_freed
from sociogram.graph.dataset import Dataset
from sociogram.graph.errors import DataError
from sociogram.loaders.folder.own_files import list_delimiter, name_nodes, node_plans, plan_own
from sociogram.loaders.headers.plan import KIND_WORDS, SheetPlan
from sociogram.loaders.headers.profile import Profile, profile
from sociogram.loaders.headers.provenance import settle_provenance
from sociogram.loaders.headers.recognise import mapping_keys, plan_mixed, plan_sheet
from sociogram.loaders.headers.titles import title_key
from sociogram.loaders.headers.vocabulary.aliases import ENTITIES, RELATION_TYPES, RELATIONS, SOURCES, end_key
from sociogram.loaders.options import LoadOptions, TableSource
from sociogram.loaders.readers.cell_dictionary import CellDictionary
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.report import FileReport, LoadReport, RejectedRow
from sociogram.loaders.rows.actors.end_lists import split_end_lists
from sociogram.loaders.rows.actors.id_spaces import name_id_spaces, replace_other_ids
from sociogram.loaders.rows.actors.known_texts import KnownTexts
from sociogram.loaders.rows.actors.look_alikes import find_look_alikes, namesakes_apart
from sociogram.loaders.rows.checked import check_rows
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.claims.backward_rows import reverse_backward_rows
from sociogram.loaders.rows.claims.corrections import cleared_cells
from sociogram.loaders.rows.claims.denials import split_denials
from sociogram.loaders.rows.claims.known_claims import KnownClaims
from sociogram.loaders.rows.columns.agreement import KindInGraph, agree_on_types
from sociogram.loaders.rows.entities import read_entities, read_keyed
from sociogram.loaders.rows.entity_resolver import KnownEntities
from sociogram.loaders.rows.relations import read_relations
from sociogram.loaders.rows.table_rows import RowOrigins, TableRows
from sociogram.loaders.rows.tidy.ditto import fill_ditto_cells
from sociogram.loaders.rows.tidy.merged_cells import fill_merged_cells
from sociogram.loaders.rows.tidy.sections import is_section_title, undoes_sections
from sociogram.loaders.sheets import apply_types, read_sheets, report_shape
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.naming import to_label
from sociogram.loaders.values.nothing import is_nothing, names_nobody

_FIRST_LINE = "If the first line is a row, write titles above it, such as `source,target`. "


@dataclass(slots=True)
class Loaded:
    """The accepted rows of a load, and the report on all rows.

    Attributes:
        dataset: the accepted rows, with duplicates merged, references resolved and missing actors created.
        report: one outcome for each row of each file.
        origins: by table, the origin of each row of the dataset.
        renamed: ids of the target that are replaced: old id to new id.
    """

    dataset: Dataset
    report: LoadReport
    origins: dict[str, RowOrigins] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    @property
    def rejects(self) -> list[RejectedRow]:
        """The rejected rows."""
        return self.report.rejects

    def accepted(self) -> Dataset:
        """Return the dataset if every row was accepted.

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
    sources: Iterable[TableSource],
    options: LoadOptions | None = None,
    *,
    known: KnownEntities | None = None,
    claims: KnownClaims | None = None,
    kind_in_graph: KindInGraph = lambda _table, _name: None,
    compares_names: bool = True,
) -> Loaded:
    """Read and check files.

    Args:
        sources: files, folders of files, and frames; ``-`` is standard input.
        options: how to read and check them.
        known: the actors of the graph to which the rows will be added, so that references find them.
        claims: the claims of that graph, which rows with their ids correct.
        kind_in_graph: returns the type of a property in a table of that graph, which new values take.
        compares_names: whether the report lists new actors that may be the same.

    Raises:
        DataError: a file as a whole cannot be read: it is not text, is empty, or has no known title.
    """
    options = LoadOptions() if options is None else options
    known = KnownEntities() if known is None else known
    claims = KnownClaims() if claims is None else claims
    with gc_paused():
        sheets = read_sheets(sources, options)
        release_freed()
        texts = KnownTexts(sheets, known)
        inputs = [_open(sheet, options, texts, known, claims) for sheet in sheets]
        _check_mapping(inputs, options)
        for one in inputs:
            others = ((other.sheet, other.plan) for other in inputs if other is not one)
            one.plan = split_denials(one.sheet, one.plan, one.report, claims, others)
        planned = [(one.sheet, one.plan, one.report) for one in inputs]
        split_end_lists(planned, known)
        replace_other_ids(planned)
        name_id_spaces(planned, known)
        exported = [one for one in inputs if one.plan.is_admin]
        name_nodes([(one.sheet, one.plan) for one in exported])
        delimiter = list_delimiter([(one.sheet, one.plan) for one in exported])
        for one in exported:
            one.plan = replace(one.plan, list_delimiter=delimiter)
        actors = CellDictionary()
        checked_sheets = [checked for one in inputs for checked in _check(one, options, actors, claims)]
        report = LoadReport([one.report for one in inputs], dry_run=options.dry_run)
        by_kind = {
            kind: [checked for checked in checked_sheets if checked.plan.kind == kind]
            for kind in (ENTITIES, RELATIONS, SOURCES, RELATION_TYPES)
        }
        for table, of_table in by_kind.items():
            agree_on_types(of_table, partial(kind_in_graph, table))
        return _assemble(by_kind, report, options, known, claims, compares_names=compares_names)


def _assemble(
    by_kind: Mapping[str, list[CheckedRows]],
    report: LoadReport,
    options: LoadOptions,
    known: KnownEntities,
    claims: KnownClaims,
    *,
    compares_names: bool,
) -> Loaded:
    count = known.count
    claims = claims if count else claims.without_actors()
    entities = read_entities(by_kind[ENTITIES], known)
    relation_types = read_keyed(by_kind[RELATION_TYPES], "type")
    sources = read_keyed(by_kind[SOURCES], "id")
    created, relation_rows = read_relations(
        by_kind[RELATIONS],
        known,
        options,
        report,
        claims,
        entities.get("id"),
        sources,
        undirected_types=_undirected(relation_types, claims),
        has_entities=bool(by_kind[ENTITIES]),
    )
    entities.rename(known.renamed)
    entities.append_created(created)
    report.look_alikes = namesakes_apart(known)
    if compares_names:
        report.look_alikes += find_look_alikes(known, known.since(count), report.stubs, created)
    tables = {
        ENTITIES: entities,
        RELATIONS: relation_rows,
        SOURCES: sources,
        RELATION_TYPES: relation_types,
    }
    cleared = cleared_cells(relation_rows, claims, clear_empty=options.clear_empty)
    for file in report.files:
        file.sort()
    for checked in chain.from_iterable(by_kind.values()):
        checked.release()
    release_freed()
    dataset = Dataset(**{kind: rows.to_table() for kind, rows in tables.items()})
    dataset.cleared = cleared
    origins = {kind: rows.origins for kind, rows in tables.items()}
    return Loaded(dataset, report, origins, known.renamed)


def _undirected(relation_types: TableRows, claims: KnownClaims) -> frozenset[str]:
    """Return the types that have no direction, by the load or else by the target."""
    directed = dict.fromkeys(claims.undirected_types(), False)
    stated = (relation_types.get(name).to_list() for name in ("type", "directed"))
    directed |= {name: value for name, value in zip(*stated, strict=True) if value is not None}
    return frozenset(name for name, value in directed.items() if not value)


def _open(
    sheet: Sheet, options: LoadOptions, texts: KnownTexts, known: KnownEntities, claims: KnownClaims
) -> _Input:
    plan = None if options.mapping else plan_own(sheet)
    if plan is None:
        by_title = plan_sheet(
            sheet.header,
            sheet.file,
            options.mapping,
            sheet.kind,
            name=sheet.name,
            profile=_profiler(sheet),
            meets=lambda number: texts.share_in(sheet, number),
            is_referenced=lambda number: texts.is_referenced(sheet, number),
            is_key_elsewhere=lambda number: texts.is_key_elsewhere(sheet, number),
            holds_claims=lambda number: _holds_claims(sheet.columns[number], known, claims),
            explain=options.explain,
            note=_FIRST_LINE if sheet.first_row_is_open else "",
        )
        plan = settle_provenance(by_title, sheet.columns)
    outcomes = np.zeros(len(sheet) + len(sheet.ragged) + len(sheet.unread), dtype=np.int8)
    report = FileReport(sheet.file, KIND_WORDS[plan.kind], sheet.dialect, outcomes)
    report.path, report.columns, report.explanation = sheet.path, list(plan.readings), list(plan.explanation)
    report_shape(sheet, report)
    fill_ditto_cells(sheet, plan, report)
    fill_merged_cells(sheet, plan, report)
    plan = apply_types(sheet, reverse_backward_rows(sheet, plan, report), report)
    return _Input(sheet, plan, report)


def _profiler(sheet: Sheet) -> Callable[[int], Profile | None]:
    """Return a function that returns the profile of a column, computed on first use."""
    found: dict[int, Profile] = {}

    def profile_of(number: int) -> Profile | None:
        if number not in found and len(sheet):
            found[number] = profile(sheet.columns[number])
        return found.get(number)

    return profile_of


def _check_mapping(inputs: list[_Input], options: LoadOptions) -> None:
    titles = {title for one in inputs for title in one.sheet.header}
    keys = {key for title in titles for key in mapping_keys(title)}
    for column in options.mapping:
        if title_key(column) not in keys and not (
            is_section_title(column) and undoes_sections(options.mapping, column)
        ):
            raise DataError(
                f"No file has a column `{column}`; the titles are: {', '.join(sorted(titles))}.",
                cure="Copy the title from the file: --map COLUMN=FIELD.",
            )


def _holds_claims(cells: Sequence[str], known: KnownEntities, claims: KnownClaims) -> bool:
    """Return whether some cells are ids of claims, and none is the id of an actor."""
    ids = [cell.strip() for cell in cells]
    return bool(claims.called(filter(None, ids))) and not any(own in known.names for own in ids)


def _without_nobody(cells: Categorical, title: str, report: FileReport) -> Categorical:
    """Return the cells without those that name nobody, and list these in the report."""
    nobody = [text for text in cells.used() if names_nobody(text)]
    if not nobody:
        return cells
    shown = ", ".join(f"`{text}`" for text in nobody)
    report.readings.append(f"`{title}` holds {shown}, which names nobody: these rows have no such tie.")
    return cells.map(lambda text: None if names_nobody(text) else text)


def _check(
    one: _Input, options: LoadOptions, actors: CellDictionary, claims: KnownClaims
) -> list[CheckedRows]:
    sheet, plan = one.sheet, one.plan
    sheet_rows = np.arange(len(sheet), dtype=np.int64)
    checked_sheets: list[CheckedRows] = []
    if plan.is_admin and plan.kind == ENTITIES:
        return [
            check_rows(sheet, part, one.report, rows, actors, claims)
            for part, rows in node_plans(sheet, plan)
        ]
    if plan.kind == RELATIONS and not plan.is_exact and not plan.is_correction:
        found = _entity_rows(one, options, actors)
        if found is not None:
            entity_plan, entity_rows = found
            sheet_rows = np.delete(sheet_rows, entity_rows)
            checked_sheets.append(check_rows(sheet, entity_plan, one.report, entity_rows, actors, claims))
            one.report.kind = "entities and relations"
            titles = ", ".join(
                f"`{column.title}` as {column.name}" for column in entity_plan.columns if column.is_field
            )
            one.report.readings.insert(
                0,
                f"Rows without ends are actors ({titles}): {len(entity_rows)}. "
                f"Rows with ends are ties: {len(sheet_rows)}.",
            )
    checked_sheets.append(check_rows(sheet, plan, one.report, sheet_rows, actors, claims))
    if plan.kind == RELATIONS:
        _label_ends(checked_sheets[-1])
    if plan.kind == ENTITIES and plan.label is not None and plan.field("type") is None:
        checked_sheets[-1].values["type"] = Categorical.constant([plan.label], len(sheet_rows))
    for tie in _named_ties(sheet, plan):
        cells = Categorical.of_cells(sheet.columns[tie.columns[0].number], actors)
        cells = cells.map(lambda text: None if is_nothing(text, is_name=True) else text)
        cells = _without_nobody(cells, tie.columns[0].title, one.report)
        filled = np.flatnonzero(~cells.nulls()).astype(np.int64)
        checked_sheets.append(check_rows(sheet, tie, one.report, filled, actors, claims))
        _label_ends(checked_sheets[-1])
        one.report.kind = "entities and relations"
        one.report.share(filled)
    return checked_sheets


def _named_ties(sheet: Sheet, plan: SheetPlan) -> tuple[SheetPlan, ...]:
    """Return the ties of a list of actors; a row without an id is identified by its name."""
    own, named = plan.field("id"), plan.field("name")
    if not plan.ties or own is None or named is None or named.parts:
        return plan.ties
    ids = sheet.columns[own.number]
    without = [
        row for row, cell in enumerate(ids) if not cell.strip() or is_nothing(cell.strip(), is_name=True)
    ]
    if not without:
        return plan.ties
    cells = list(ids)
    for row in without:
        cells[row] = sheet.columns[named.number][row]
    number = len(sheet.columns)
    sheet.columns = [*sheet.columns, cells]  # without a title, so that rejected rows keep their columns
    return tuple(
        replace(
            tie,
            columns=tuple(
                replace(one, number=number) if one.number == own.number else one for one in tie.columns
            ),
        )
        for tie in plan.ties
    )


def _entity_rows(
    one: _Input, options: LoadOptions, actors: CellDictionary
) -> tuple[SheetPlan, IntArray] | None:
    """Find the rows of a relation sheet that are entities: without ends, but with a name or labels."""
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
    """Assign to each end the label that its column's title implies: ``Person A``."""
    for name, word in zip(map(end_key, ("source_type", "target_type")), checked.plan.end_labels, strict=True):
        label = None if word is None else to_label(word)
        if label is not None and name not in checked.values:
            checked.values[name] = Categorical.constant([label], len(checked))
