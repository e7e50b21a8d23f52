"""Loads that replace all claims of a source: relations that cite it and are not loaded are removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np

from sociogram.graph.columns import column_of
from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.dataset import RELATION_KEY_FIELDS, Dataset, Table
from sociogram.graph.edits import (
    REFERENCES,
    Edits,
    HeldRows,
    carry_out,
    relation_edits,
    relations_where,
    remove,
    without_values,
)
from sociogram.graph.errors import DataError
from sociogram.graph.memory.from_dataset import relation_ids
from sociogram.graph.merge_rules import relation_keys
from sociogram.graph.store import GraphStore, QueryRunner
from sociogram.loaders.read import Loaded
from sociogram.loaders.rows.claims.corrections import EXPLAINED


@dataclass(frozen=True, slots=True)
class Removal:
    """The relations of a target that cite a source and are missing from a load.

    Attributes:
        source: the id of the source.
        removed: the ids of relations that cite no other source; they are removed.
        uncited: the ids of relations that also cite other sources; they lose the citation.
    """

    source: str
    removed: frozenset[str] = frozenset()
    uncited: frozenset[str] = frozenset()

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all these relations."""
        return self.removed | self.uncited


def settle_replacing(loaded: Loaded, held: Dataset, source: str) -> Removal:
    """Make the rows of a load cite a source; return the relations of the source that the load lacks.

    Args:
        loaded: the load; its rows without a citation are changed to cite the source.
        held: the target, or its sources and the rows that the load may change.
        source: the id of the source.

    Raises:
        DataError: the source is unknown, a row was rejected, or no row cites the source. In the last two
            cases, relations would be removed by mistake.
    """
    for reject in loaded.rejects:
        remark = reject.remark
        raise DataError(
            remark.message,
            file=remark.file,
            line=remark.line,
            column=remark.column,
            cure=f"{remark.cure} Nothing was loaded, because a row that is rejected would be removed.",
        )
    _check_source(loaded.dataset, held, source)
    _cite_by_default(loaded.dataset, source)
    removal = _find_removal(loaded.dataset, held.relations, source)
    loaded.report.removed, loaded.report.uncited = len(removal.removed), len(removal.uncited)
    return removal


def _check_source(new: Dataset, held: Dataset, source: str) -> None:
    known = {
        str(own)
        for dataset in (new, held)
        for own in chain(
            dataset.sources.column("id").to_list(),
            *(cited or () for cited in dataset.relations.column("sources").to_list()),
        )
    }
    if source not in known:
        raise DataError(
            f"There is no source `{source}`.",
            cure=did_you_mean(nearest(source, known)) or "Load it without --replace first.",
        )


def _cite_by_default(dataset: Dataset, source: str) -> None:
    """Make rows cite the source if they cite none and are not corrections, which have an id."""
    relations = dataset.relations
    cited, ids = relations.column("sources").to_list(), relations.column("id").to_list()
    if None in cited:
        relations.columns["sources"] = column_of(
            [[source] if one is None and own is None else one for one, own in zip(cited, ids, strict=True)]
        )


def _find_removal(dataset: Dataset, held: Table, source: str) -> Removal:
    """Return the relations of a source that a load lacks; give the rows of its other relations their ids.

    A relation is in the load if a row has its id, or the id computed from its present key fields. With the
    id, the row corrects the relation.
    """
    new = dataset.relations
    read = list(map(str, relation_ids(new).to_list())) if len(new) else []
    citing = np.flatnonzero([_cites(sources, source) for sources in held.column("sources").to_list()])
    rows = Table(len(citing), {name: column.take(citing) for name, column in held.columns.items()})
    own = list(map(str, relation_ids(rows).to_list())) if len(rows) else []
    cited = new.column("sources").to_list()
    if not any(_cites(sources, source) for sources in cited) and not set(read) & set(own):
        raise DataError(
            f"No row of the load cites `{source}`, so everything that cites it would be removed.",
            column="sources",
            cure=f"Correct the column, or remove the source: sociogram remove {source}.",
        )
    made = relation_keys([rows.column(name) for name in RELATION_KEY_FIELDS])
    there, taken = set(read), set(own)
    # If another claim has the computed id, the id refers to that claim.
    row_of = {key: row for row, key in enumerate(made) if key not in taken}
    row_of |= {name: row for row, name in enumerate(own)}
    found = {row_of[name] for name in there & row_of.keys()}
    lacking = [row for row in range(len(own)) if row not in found]
    alone = {row for row in lacking if set(rows.column("sources").value(row)) == {source}}
    _assign_ids(dataset, read, row_of, rows)
    return Removal(
        source,
        frozenset(own[row] for row in alone),
        frozenset(own[row] for row in lacking if row not in alone),
    )


def _assign_ids(dataset: Dataset, read: Sequence[str], row_of: Mapping[str, int], held: Table) -> None:
    """Give rows without an id the id of their relation; clear explanations of values that they change."""
    new = dataset.relations
    ids = new.column("id").to_list()
    cleared = dict(dataset.cleared)
    own = list(map(str, relation_ids(held).to_list())) if len(held) else []
    for row, made in enumerate(read):
        if ids[row] is not None or made not in row_of:
            continue
        there = row_of[made]
        ids[row] = own[there]
        stale = [
            explanation
            for explanation, fields in EXPLAINED.items()
            if new.column(explanation).value(row) is None
            and held.column(explanation).value(there) is not None
            and any(new.column(one).value(row) not in (None, held.column(one).value(there)) for one in fields)
        ]
        if stale:
            cleared[own[there]] = stale
    new.columns["id"] = column_of(ids)
    dataset.cleared = cleared


def without(base: Dataset, removal: Removal) -> Dataset:
    """Return a data set without the removed relations, citations and references."""
    relations = base.relations
    if not removal.ids:
        return base
    ids = list(map(str, relation_ids(relations).to_list()))
    remaining = np.array([row for row, own in enumerate(ids) if own not in removal.removed], dtype=np.int64)
    columns = {name: column.take(remaining) for name, column in relations.columns.items()}
    if removal.uncited:
        sources = columns["sources"].to_list()
        columns["sources"] = column_of(
            [
                without_values(cited, {removal.source}) if ids[row] in removal.uncited else cited
                for row, cited in zip(remaining.tolist(), sources, strict=True)
            ]
        )
    for name in REFERENCES:
        if name in columns:
            columns[name] = column_of(
                [without_values(value, removal.removed) for value in columns[name].to_list()]
            )
    return replace(base, relations=Table(len(remaining), columns))


def remove_from(store: GraphStore, removal: Removal) -> None:
    """Remove the relations, citations and references from a store, in one transaction."""

    def work(runner: QueryRunner) -> None:
        condition = (
            "$source IN r.sources OR r.about IN $ids OR r.supersedes IN $ids "
            "OR any(own IN [] + coalesce(r.contradicts, []) WHERE own IN $ids)"
        )
        found = relations_where(runner, condition, ids=list(removal.removed), source=removal.source)
        keys = {relation.key for relation in found if str(relation.made_id) in removal.removed}
        carry_out(runner, remove(HeldRows(relations=found), keys=keys))
        uncited = [
            edit
            for relation in relations_where(runner, "$source IN r.sources", source=removal.source)
            if str(relation.made_id) in removal.uncited
            for edit in relation_edits(
                relation,
                replace(
                    relation,
                    properties={
                        **relation.properties,
                        "sources": without_values(relation.properties["sources"], {removal.source}),
                    },
                ),
            )
        ]
        carry_out(runner, Edits(relations=uncited))

    if removal.ids:
        store.run_together(work)


def _cites(sources: Any, source: str) -> bool:
    return sources is not None and source in sources
