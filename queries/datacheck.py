"""What is wrong with a data set: references into nothing, ties without a source, actors without a tie.

The text check asks whether the paragraph that a tie cites names both of its ends. An end is named where
the paragraph holds the actor's name or one of its aliases as whole words, without regard to case and
accents, or where the row's ``mention`` gives the words that stand for it: ``source=the regime``,
``target=this commission``, several parted by `` | ``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sociogram.graph.columns import column_of
from sociogram.graph.common.text import did_you_mean, fold, nearest
from sociogram.graph.dataset import Dataset, Table
from sociogram.graph.model import CERTAINTIES
from sociogram.graph.store import GraphStore
from sociogram.loaders.read import read
from sociogram.queries.claims.wording import as_list
from sociogram.queries.results.result import Result
from sociogram.queries.run import run

Locate = Callable[[str, int], tuple[str, int]]
"""Gives the file and the line of a table's row; an empty name and 0 where it has none."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong, where, and how to mend it.

    Attributes:
        file: the file's name; empty where the graph is on a server.
        line: the line in the file, from 1; 0 where it has none.
        column: the column's title.
        message: what is wrong, in a sentence.
        cure: what to write instead, in a sentence.
        grave: whether a reader is misled by it; the others are gaps that one may live with.
    """

    file: str
    line: int
    column: str
    message: str
    cure: str
    grave: bool = True

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.message} {self.cure}".strip()


def nowhere(table: str, row: int) -> tuple[str, int]:  # noqa: ARG001 - as ``Locate`` asks
    """Locate the rows of a graph that is in no file."""
    return "", 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the rows of a table are: findings are made here."""

    table: str
    locate: Locate

    def finding(self, row: int, column: str, message: str, cure: str, *, grave: bool = True) -> Finding:
        file, line = self.locate(self.table, row)
        return Finding(file, line, column, message, cure, grave)


def check_files(paths: Iterable[Path], text: str | None = None) -> list[Finding]:
    """Return what is wrong with CSV files: rows that cannot be taken, and what ``check_dataset`` finds.

    Args:
        paths: the files, checked together.
        text: the text that the relations' paragraphs count in; None leaves that check out.

    Raises:
        DataError: a file as a whole cannot be read.
    """
    loaded = read(paths)
    remarks = [(reject.remark, True) for reject in loaded.rejects]
    remarks += [(remark, False) for remark in loaded.report.warnings]
    findings = [
        Finding(remark.file, remark.line or 0, remark.column or "", remark.message, remark.cure, grave)
        for remark, grave in remarks
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
    """Return what is wrong with the data of a store, which is in no file."""
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


def check_dataset(dataset: Dataset, locate: Locate = nowhere) -> list[Finding]:
    """Return what is wrong with a data set, in the order of its files and lines."""
    findings: list[Finding] = []
    places = {table: _Place(table, locate) for table in ("entities", "relations")}
    for check in _CHECKS:
        findings += check(dataset, places)
    return sorted(findings)


Check = Callable[[Dataset, Mapping[str, _Place]], Iterator[Finding]]


def _check_references(dataset: Dataset, places: Mapping[str, _Place]) -> Iterator[Finding]:
    """Ends, claimants, sources and types that stand nowhere."""
    actors = _unstubbed(dataset.entities)
    sources = set(dataset.sources.column("id").to_list())
    types = set(dataset.relation_types.column("type").to_list())
    place = places["relations"]
    for row, tie in enumerate(dataset.relations.rows()):
        for column in ("source", "target", "claimed_by"):
            for named in as_list(tie.get(column)):
                if named not in actors:
                    yield _unknown(place, row, column, named, actors, "entities.csv has no actor")
        for cited in as_list(tie.get("sources")):
            if sources and cited not in sources and "://" not in cited:
                yield _unknown(place, row, "sources", cited, sources, "sources.csv has no source")
        if types and tie["type"] not in types:
            yield _unknown(place, row, "type", tie["type"], types, "relation_types.csv has no type")


def _unknown(place: _Place, row: int, column: str, named: str, known: set[str], what: str) -> Finding:
    offer = did_you_mean(nearest(named, known)) or "Add it there."
    return place.finding(row, column, f"{what} '{named}'.", offer)


def _check_provenance(dataset: Dataset, places: Mapping[str, _Place]) -> Iterator[Finding]:
    """Ties that do not say who claims them, where, or how certain they are."""
    place = places["relations"]
    gaps = {
        "sources": ("The tie names no source.", "Give the id of a source, or a URL."),
        "claimed_by": ("The tie does not say who claims it.", "Give the claimant's id."),
        "certainty": ("The tie does not say how certain it is.", f"Write one of {', '.join(CERTAINTIES)}."),
    }
    for row, tie in enumerate(dataset.relations.rows()):
        for column, (message, cure) in gaps.items():
            if not tie.get(column):
                yield place.finding(row, column, message, cure, grave=False)


def _check_actors(dataset: Dataset, places: Mapping[str, _Place]) -> Iterator[Finding]:
    """Actors without a tie, and names that two actors share."""
    tied = {
        actor
        for column in ("source", "target", "claimed_by")
        for value in dataset.relations.column(column).to_list()
        for actor in as_list(value)
    }
    place = places["entities"]
    holders: dict[str, str] = {}
    for row, actor in enumerate(dataset.entities.rows()):
        if str(actor["id"]) not in tied:
            yield place.finding(
                row, "id", f"'{actor['id']}' has no tie.", "Add its tie, or take the row out.", grave=False
            )
        for called in {fold(name) for name in _names(actor) if name}:
            other = holders.setdefault(called, actor["id"])
            if other != actor["id"]:
                yield place.finding(
                    row,
                    "name",
                    f"'{actor['id']}' and '{other}' are both called '{called}'.",
                    "If they are one, merge their rows; otherwise tell the names apart.",
                    grave=False,
                )


def _names(actor: Mapping[str, Any]) -> list[str]:
    return [*as_list(actor.get("name")), *as_list(actor.get("aliases"))]


_CHECKS: tuple[Check, ...] = (_check_references, _check_provenance, _check_actors)


def check_text(dataset: Dataset, text: str, locate: Locate = nowhere) -> list[Finding]:
    """Return each tie whose paragraph of ``text`` does not name both ends."""
    paragraphs = [f" {_words(paragraph)} " for paragraph in paragraphs_of(text)]
    names = {
        actor["id"]: [*as_list(actor.get("name", actor["id"])), *as_list(actor.get("aliases"))]
        for actor in dataset.entities.rows()
    }
    place = _Place("relations", locate)
    findings: list[Finding] = []
    for row, tie in enumerate(dataset.relations.rows()):
        findings += _check_mentions(place, row, tie, names, paragraphs)
    return sorted(findings)


def paragraphs_of(text: str) -> list[str]:
    """Return the blocks of a text that blank lines part; the first is paragraph 1."""
    return [block for block in re.split(r"(?:\r?\n[^\S\n]*){2,}", text.strip()) if block.strip()]


def _check_mentions(
    place: _Place, row: int, tie: dict[str, Any], names: Mapping[str, list[str]], paragraphs: Sequence[str]
) -> Iterator[Finding]:
    number = tie.get("paragraph")
    if not isinstance(number, int) or not 1 <= number <= len(paragraphs):
        yield place.finding(
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
            yield place.finding(row, "mention", f"'{wrong}' names no end.", "Write source=… or target=….")
        said = mentions or names.get(tie[end], [tie[end]])
        if not any(f" {_words(phrase)} " in paragraph for phrase in said):
            yield place.finding(
                row,
                end,
                f"Paragraph {number} does not name '{tie[end]}'.",
                f"Add the words that it uses to the actor's aliases, or write {end}=… in `mention`.",
            )


def _mentions(value: Any, end: str) -> tuple[list[str], str]:
    """Return the phrases that stand for ``end``, and the first part that names no end."""
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
    """Return the words of a text, folded, without what stands between them."""
    return " ".join(re.findall(r"[\w@]+", fold(text)))


def _unstubbed(entities: Table) -> set[str]:
    return {str(actor["id"]) for actor in entities.rows() if not actor.get("stub")}
