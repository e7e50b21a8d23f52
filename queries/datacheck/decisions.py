"""Checks of ``decisions.csv``: faulty rows, contradictions, and decisions that have not been applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sociogram.graph.duplicates.decisions import Decisions, text_key
from sociogram.graph.errors import DataError
from sociogram.loaders.folder.decisions import check_decisions as read_with_faults
from sociogram.queries.datacheck.facts import Facts, as_texts
from sociogram.queries.datacheck.findings import Finding


@dataclass(frozen=True, slots=True)
class DecisionsFile:
    """A file of decisions, with the faults of its rows.

    Attributes:
        path: the file.
        decisions: the decisions of the rows that can be read.
        faults: the faults of the other rows, and contradictions between rows.
    """

    path: Path
    decisions: Decisions = field(default_factory=Decisions)
    faults: tuple[Finding, ...] = ()


def read_decisions_file(path: Path) -> DecisionsFile:
    """Read a file of decisions; faults of the file or of rows are findings."""
    try:
        decisions, faults = read_with_faults(path.read_bytes(), str(path))
    except DataError as error:
        decisions, faults = Decisions(), [error]
    return DecisionsFile(
        path,
        decisions,
        tuple(
            Finding(str(path), fault.line or 0, fault.column or "", fault.message, fault.cure or "")
            for fault in faults
        ),
    )


def check_decisions(file: DecisionsFile, facts: Facts) -> Iterator[Finding]:
    """Check the decisions against the actors of their data set."""
    ids = {text_key(str(actor["id"])) for actor in facts.actors}
    names = (actor.get(column) for actor in facts.actors for column in ("name", "aliases"))
    known = ids | {text_key(text) for name in names for text in as_texts(name)}
    for one in file.decisions:
        keys = text_key(one.first), text_key(one.second)
        if known.isdisjoint(keys):
            message = f"Neither `{one.first}` nor `{one.second}` is an actor here."
            cure = "Correct the row, or keep it for later loads."
        elif one.verdict == "same" and ids.issuperset(keys):
            message = (
                f"`{one.first}` and `{one.second}` are the same according to this row, but still two actors."
            )
            cure = "Merge them: `sociogram duplicates --apply`."
        else:
            continue
        yield Finding(str(file.path), one.line, "first", message, cure, "warning")
