"""Check a data set: references to unknown ids, ties without a source, actors without a tie.

The text check tests whether the paragraph that a tie cites names both of its actors. A paragraph names an
actor if it contains the actor's name or one of its aliases as whole words, regardless of case and accents, or
the words that the row's ``mention`` gives: ``source=the regime``, ``target=this commission``, separated by
`` | ``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from sociogram.graph.columns import column_of
from sociogram.graph.common.text import did_you_mean, fold, nearest
from sociogram.graph.dataset import Dataset, Table
from sociogram.graph.model import CERTAINTIES
from sociogram.graph.store import GraphStore
from sociogram.loaders.read import read
from sociogram.loaders.report import Remark
from sociogram.queries.claims.wording import as_list
from sociogram.queries.results.result import Result
from sociogram.queries.run import run

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A problem in a data set, where it is, and how to fix it.

    Attributes:
        file: the name of the file; empty for a graph on a server.
        line: the line in the file, from 1; 0 if unknown.
        column: the title of the column.
        message: the problem, in a sentence.
        cure: how to fix it, in a sentence.
        severity: ``error`` for data that misleads a reader, ``warning`` for missing data.
    """

    file: str
    line: int
    column: str
    message: str
    cure: str
    severity: Severity = "error"

    def __str__(self) -> str:
        location = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{location}: {self.message} {self.cure}".strip()


Locate: TypeAlias = Callable[[str, int], tuple[str, int]]
"""Returns the file and the line of a row of a table; an empty name and 0 without a file."""


def no_location(table: str, row: int) -> tuple[str, int]:  # noqa: ARG001 - the signature of ``Locate``
    """Return the location of a row that is not in a file."""
    return "", 0


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a table, for findings with their location."""

    table: str
    locate: Locate

    def finding(
        self, row: int, column: str, message: str, cure: str, *, severity: Severity = "error"
    ) -> Finding:
        file, line = self.locate(self.table, row)
        return Finding(file, line, column, message, cure, severity)


def check_files(paths: Iterable[Path], text: str | None = None) -> list[Finding]:
    """Return the problems in CSV files: rejected rows, and the findings of ``check_dataset``.

    Args:
        paths: the files, checked together.
        text: the text whose paragraphs the relations cite; None skips that check.

    Raises:
        DataError: a whole file cannot be read.
    """
    loaded = read(paths)
    remarks: list[tuple[Remark, Severity]] = [(reject.remark, "error") for reject in loaded.rejects]
    remarks += [(remark, "warning") for remark in loaded.report.warnings]
    findings = [
        Finding(remark.file, remark.line or 0, remark.column or "", remark.message, remark.cure, severity)
        for remark, severity in remarks
    ]

    def locate(table: str, row: int) -> tuple[str, int]:
        return loaded.origins[table].locate(row)

    findings += check_dataset(loaded.dataset, locate)
    if text is not None:
        findings += check_text(loaded.dataset, text, locate)
    return sorted(findings)


_TABLE_QUERIES = {
    "entities": "MATCH (e:Entity) RETURN e.id AS id, e.name AS name, e.aliases AS aliases, e.stub AS stub",
    "relations": (
        "MATCH (a:Entity)-[r]->(b:Entity) RETURN a.id AS source, b.id AS target, type(r) AS type, "
        "r.sources AS sources, r.claimed_by AS claimed_by, r.certainty AS certainty, "
        "r.paragraph AS paragraph, r.mention AS mention"
    ),
    "sources": "MATCH (s:Source) RETURN s.id AS id",
    "relation_types": "MATCH (t:RelationType) RETURN t.type AS type",
}


def check_store(store: GraphStore, text: str | None = None) -> list[Finding]:
    """Return the problems in the data of a store; they have no file and line."""
    tables = {name: _table(run(store, query)) for name, query in _TABLE_QUERIES.items()}
    dataset = Dataset(**tables)
    findings = check_dataset(dataset)
    return sorted(findings + (check_text(dataset, text) if text is not None else []))


def _table(result: Result) -> Table:
    rows = [tuple(record) for record in result]
    columns = zip(*rows, strict=True) if rows else [()] * len(result.columns)
    return Table(
        len(rows), {name: column_of(values) for name, values in zip(result.columns, columns, strict=True)}
    )


def check_dataset(dataset: Dataset, locate: Locate = no_location) -> list[Finding]:
    """Return the problems in a data set, in the order of its files and lines."""
    findings: list[Finding] = []
    tables = {table: _Rows(table, locate) for table in ("entities", "relations")}
    for check in _CHECKS:
        findings += check(dataset, tables)
    return sorted(findings)


Check = Callable[[Dataset, Mapping[str, _Rows]], Iterator[Finding]]


def _check_references(dataset: Dataset, tables: Mapping[str, _Rows]) -> Iterator[Finding]:
    """Check that actors, claimants, sources and types are known."""
    actors = _unstubbed(dataset.entities)
    sources = set(dataset.sources.column("id").to_list())
    types = set(dataset.relation_types.column("type").to_list())
    rows = tables["relations"]
    for row, tie in enumerate(dataset.relations.rows()):
        for column in ("source", "target", "claimed_by"):
            for named in as_list(tie.get(column)):
                if named not in actors:
                    yield _unknown(rows, row, column, named, actors, "entities.csv has no actor")
        for cited in as_list(tie.get("sources")):
            if sources and cited not in sources and "://" not in cited:
                yield _unknown(rows, row, "sources", cited, sources, "sources.csv has no source")
        if types and tie["type"] not in types:
            yield _unknown(rows, row, "type", tie["type"], types, "relation_types.csv has no type")


def _unknown(rows: _Rows, row: int, column: str, named: str, known: set[str], what: str) -> Finding:
    offer = did_you_mean(nearest(named, known)) or "Add it there."
    return rows.finding(row, column, f"{what} '{named}'.", offer)


def _check_provenance(dataset: Dataset, tables: Mapping[str, _Rows]) -> Iterator[Finding]:
    """Check that ties have a claimant, a source and a certainty."""
    rows = tables["relations"]
    gaps = {
        "sources": ("The tie has no source.", "Give the id of a source, or a URL."),
        "claimed_by": ("The tie has no claimant.", "Give the id of the actor who claims it."),
        "certainty": ("The tie has no certainty.", f"Write one of {', '.join(CERTAINTIES)}."),
    }
    for row, tie in enumerate(dataset.relations.rows()):
        for column, (message, cure) in gaps.items():
            if not tie.get(column):
                yield rows.finding(row, column, message, cure, severity="warning")


def _check_actors(dataset: Dataset, tables: Mapping[str, _Rows]) -> Iterator[Finding]:
    """Check that actors have a tie, and a name of their own."""
    tied = {
        actor
        for column in ("source", "target", "claimed_by")
        for value in dataset.relations.column(column).to_list()
        for actor in as_list(value)
    }
    rows = tables["entities"]
    holders: dict[str, str] = {}
    for row, actor in enumerate(dataset.entities.rows()):
        if str(actor["id"]) not in tied:
            yield rows.finding(
                row, "id", f"'{actor['id']}' has no tie.", "Add a tie, or remove the row.", severity="warning"
            )
        for called in {fold(name) for name in _names(actor) if name}:
            other = holders.setdefault(called, actor["id"])
            if other != actor["id"]:
                yield rows.finding(
                    row,
                    "name",
                    f"'{actor['id']}' and '{other}' are both called '{called}'.",
                    "If they are the same actor, merge their rows; otherwise change one name.",
                    severity="warning",
                )


def _names(actor: Mapping[str, Any]) -> list[str]:
    return [*as_list(actor.get("name")), *as_list(actor.get("aliases"))]


_CHECKS: tuple[Check, ...] = (_check_references, _check_provenance, _check_actors)


def check_text(dataset: Dataset, text: str, locate: Locate = no_location) -> list[Finding]:
    """Return each tie whose paragraph of ``text`` does not name both ends."""
    paragraphs = [f" {_words(paragraph)} " for paragraph in paragraphs_of(text)]
    names = {
        actor["id"]: [*as_list(actor.get("name", actor["id"])), *as_list(actor.get("aliases"))]
        for actor in dataset.entities.rows()
    }
    rows = _Rows("relations", locate)
    findings: list[Finding] = []
    for row, tie in enumerate(dataset.relations.rows()):
        findings += _check_mentions(rows, row, tie, names, paragraphs)
    return sorted(findings)


def paragraphs_of(text: str) -> list[str]:
    """Return the blocks of a text between blank lines; the first is paragraph 1."""
    return [block for block in re.split(r"(?:\r?\n[^\S\n]*){2,}", text.strip()) if block.strip()]


def _check_mentions(
    rows: _Rows, row: int, tie: dict[str, Any], names: Mapping[str, list[str]], paragraphs: Sequence[str]
) -> Iterator[Finding]:
    number = tie.get("paragraph")
    if not isinstance(number, int) or not 1 <= number <= len(paragraphs):
        yield rows.finding(
            row,
            "paragraph",
            f"There is no paragraph {number}.",
            f"Give a number from 1 to {len(paragraphs)}.",
        )
        return
    paragraph = paragraphs[number - 1]
    for end in ("source", "target"):
        mentions, wrong = _mentions(tie.get("mention"), end)
        if wrong:
            yield rows.finding(
                row, "mention", f"'{wrong}' is for neither end.", "Write source=… or target=…."
            )
        said = mentions or names.get(tie[end], [tie[end]])
        if not any(f" {_words(phrase)} " in paragraph for phrase in said):
            yield rows.finding(
                row,
                end,
                f"Paragraph {number} does not name '{tie[end]}'.",
                f"Add the words of the paragraph to the aliases of the actor, or write {end}=… in `mention`.",
            )


def _mentions(value: Any, end: str) -> tuple[list[str], str]:
    """Return the phrases for ``end``, and the first part that is for neither end."""
    phrases: list[str] = []
    for text in as_list(value):
        for part in text.split(" | "):
            which, separator, phrase = part.partition("=")
            if not separator or which.strip() not in ("source", "target"):
                return phrases, part
            if which.strip() == end:
                phrases.append(phrase.strip())
    return phrases, ""


def _words(text: str) -> str:
    """Return the words of a text, folded, without punctuation."""
    return " ".join(re.findall(r"[\w@]+", fold(text)))


def _unstubbed(entities: Table) -> set[str]:
    return {str(actor["id"]) for actor in entities.rows() if not actor.get("stub")}
