"""Run the checks on CSV files, on a store, or on a data set in memory."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from pathlib import Path

from sociogram.graph.common.memory import release_freed
from sociogram.graph.dataset import Dataset
from sociogram.graph.errors import DataError
from sociogram.graph.model import ENTITY_LABEL
from sociogram.graph.store import GraphStore
from sociogram.loaders.folder.commit import DECISIONS_FILE
from sociogram.loaders.headers.titles import title_key
from sociogram.loaders.read import Loaded, read
from sociogram.loaders.report import RejectedRow, Remark
from sociogram.loaders.text.given import Texts
from sociogram.loaders.values.vocabularies import TABLE_FIELDS
from sociogram.queries.datacheck import claims, rows
from sociogram.queries.datacheck.decisions import check_decisions, read_decisions_file
from sociogram.queries.datacheck.facts import Check, Facts
from sociogram.queries.datacheck.findings import (
    Fault,
    Finding,
    FindingGroup,
    Locate,
    Severity,
    no_location,
)
from sociogram.queries.datacheck.store_facts import StoreFacts, read_facts
from sociogram.queries.datacheck.texts import check_texts, unchecked

_CHECKS: tuple[Check, ...] = (*rows.CHECKS, *claims.CHECKS)


MOST_SHOWN = 3
"""The maximum number of findings of a group that are named."""


@dataclass(frozen=True)
class DataCheck:
    """A data set that is ready to be checked.

    Attributes:
        facts: its tables.
        remarks: the findings from reading it.
        stored: the store that has its ties, or None if ``facts`` has them.
    """

    facts: Facts
    remarks: tuple[Finding, ...] = ()
    stored: StoreFacts | None = None

    @property
    def text_ids(self) -> set[str]:
        """The ids of the texts that contain its claims, except those that were not read."""
        return {text for text in self.facts.texts if self.facts.was_read(text)}

    @property
    def source_ids(self) -> set[str]:
        """The ids of its sources, whether a row describes them or only a claim names them."""
        return self.facts.source_ids | self.facts.texts

    def findings(self, texts: Texts | None = None) -> list[Finding]:
        """Return the findings, in the order of files and lines.

        Args:
            texts: the texts from which claims were read; None skips the checks that need them.
        """
        pairs = self._faults(texts)
        return sorted(
            [*self.remarks, *(one for facts, fault in pairs for one in facts.findings(fault, fault.rows))]
        )

    def groups(self, texts: Texts | None = None, *, most: int = MOST_SHOWN) -> list[FindingGroup]:
        """Return the findings in groups of equal ones, first the errors, then the warnings.

        Args:
            texts: the texts from which claims were read; None skips the checks that need them.
            most: the maximum number of findings of a group to name.
        """
        alike: dict[Fault, list[tuple[Facts, Fault]]] = {}
        for facts, fault in self._faults(texts):
            alike.setdefault(replace(fault, rows=()), []).append((facts, fault))
        groups = [_group(pairs, most) for pairs in alike.values()]
        remarks: dict[Finding, list[Finding]] = {}
        for remark in self.remarks:
            remarks.setdefault(replace(remark, file="", line=0, about=""), []).append(remark)
        groups += [FindingGroup(len(found), tuple(nsmallest(most, found))) for found in remarks.values()]
        return sorted(groups, key=lambda group: (group.severity, group.first[0]))

    def _faults(self, texts: Texts | None) -> Iterator[tuple[Facts, Fault]]:
        for check in _CHECKS:
            facts = self.facts if self.stored is None else self.stored.of(check)
            for fault in check.run(facts):
                yield facts, fault
            release_freed()
        if texts is not None:
            facts = self.facts if self.stored is None else self.stored.of_texts(texts)
            for fault in check_texts(facts, texts):
                yield facts, fault

    def left_out(self, texts: Texts) -> dict[str, int]:
        """Return the number of claims of each text that is not given, which are not checked against it."""
        return unchecked(self.facts, texts)


def read_files(paths: Iterable[Path]) -> DataCheck:
    """Read CSV files to check them together; each rejected row is a finding.

    Raises:
        DataError: a whole file cannot be read.
    """
    files = list(paths)
    loaded = read((path for path in files if path.name != DECISIONS_FILE), compares_names=False)
    remarks: list[tuple[Remark, Severity]] = [(reject.remark, "error") for reject in loaded.rejects]
    remarks += [(remark, "warning") for remark in loaded.report.warnings if remark.column not in _REFERENCES]
    remarks += [(remark, "error") for file in loaded.report.files for remark in file.lost_dates]
    found = tuple(
        Finding(remark.file, remark.line or 0, remark.column or "", remark.message, remark.cure, severity)
        for remark, severity in remarks
    )

    def locate(table: str, row: int) -> tuple[str, int]:
        return loaded.origins[table].locate(row)

    rejected = frozenset(_ids(loaded.rejects))
    facts = Facts(loaded.dataset, locate, rejected, _other_words(loaded))
    for file in map(read_decisions_file, (path for path in files if path.name == DECISIONS_FILE)):
        facts.decisions = file.decisions
        found = (*found, *file.faults, *check_decisions(file, facts))
    return DataCheck(facts, found)


def read_store(store: GraphStore) -> DataCheck:
    """Read what the checks need from a store, which counts the ties; the findings have no file and line.

    If several ties have the same fault and the same cells, ``findings()`` has only the first few.

    Raises:
        DataError: the store has a graph that sociogram did not load.
    """
    if not store.actor_rule.is_default:
        graph = "neo4j" if store.is_remote else shlex.quote(store.location)
        raise DataError(
            "`check` reads the columns of sociogram's own data, and this graph has no nodes labelled "
            f"{ENTITY_LABEL}. `sociogram export -g {graph} --format csv FOLDER` writes a folder to check."
        )
    stored = read_facts(store)
    return DataCheck(stored.facts, stored=stored)


def check_dataset(dataset: Dataset, locate: Locate = no_location) -> list[Finding]:
    """Return the findings in a data set, in the order of its files and lines."""
    return DataCheck(Facts(dataset, locate)).findings()


def check_text(dataset: Dataset, text: str, locate: Locate = no_location) -> list[Finding]:
    """Return the findings of checking all claims of a data set against one text."""
    facts = Facts(dataset, locate)
    faults = check_texts(facts, Texts(default=text))
    return sorted(one for fault in faults for one in facts.findings(fault, fault.rows))


def _ids(rejects: Iterable[RejectedRow]) -> Iterator[str]:
    for reject in rejects:
        for title, cell in zip(reject.header, reject.cells, strict=False):
            if title_key(title) in ("id", "type") and cell.strip():
                yield cell.strip()


def _other_words(loaded: Loaded) -> dict[tuple[str, int, str], str]:
    """Return the words outside a vocabulary that cells had, by table, row and column.

    In a sheet with its own column ``…_as_written``, these are records of another sheet and are left out.
    """
    found: dict[tuple[str, int, str], str] = {}
    for table, names in TABLE_FIELDS.items():
        origins, columns = loaded.origins[table], getattr(loaded.dataset, table).columns
        for name in names:
            saved_as = f"{name}_as_written"
            if saved_as not in columns:
                continue
            records = [
                any(column.name == saved_as for column in sheet.plan.columns) for sheet in origins.sheets
            ]
            for row, word in enumerate(columns[saved_as].to_list()):
                sheet = int(origins.sheet_of[row])
                if word is not None and sheet >= 0 and not records[sheet]:
                    found[table, row, name] = str(word)
    return found


_REFERENCES = ("about", "contradicts", "supersedes")
"""The columns for which the checks say more about unknown ids than the warnings of a load."""


def _group(pairs: Sequence[tuple[Facts, Fault]], most: int) -> FindingGroup:
    """Return equal faults as one group."""
    count = sum(facts.count(fault) for facts, fault in pairs)
    first = (one for facts, fault in pairs for one in facts.findings(fault, nsmallest(most, fault.rows)))
    return FindingGroup(count, tuple(nsmallest(most, first)))
