"""Look-ups for the checks of a data set: its actors, claims and sources, and their properties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from sociogram.graph.claims.encode import Encoded, encode, rows_of
from sociogram.graph.columns import IntArray
from sociogram.graph.columns.arrays import unique_inverse
from sociogram.graph.dataset import Dataset, Table
from sociogram.graph.duplicates.decisions import Decisions
from sociogram.loaders.rows.claims.known_claims import RowView
from sociogram.queries.claims.authors import actors_called, author_cells
from sociogram.queries.claims.wording.wording import as_list
from sociogram.queries.datacheck.findings import (
    MOST_COMPARISONS,
    Fault,
    Finding,
    Guesses,
    Locate,
    Rows,
    no_location,
)

Row = Mapping[str, Any]

CLAIM_REFERENCES = ("contradicts", "supersedes", "about")
"""The columns with ids of claims."""

KEYS = {"entities": "id", "relations": "id", "sources": "id", "relation_types": "type"}
"""The column that identifies the rows of each table."""

NOT_LIVE = ("draft", "retracted")
"""The reviews of claims that do not count."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check of a data set.

    Attributes:
        run: yields the faults.
        columns: the columns of relations on which the faults depend: rows with the same values in these have
            the same faults.
        given: the one of these columns without which a row has no such fault; empty if there is none.
    """

    run: Callable[[Facts], Iterator[Fault]]
    columns: Sequence[str] = ()
    given: str = ""


@dataclass
class Facts:
    """A data set as the checks see it.

    Attributes:
        dataset: the four tables.
        locate: returns the location of a row.
        rejected: the ids of rejected rows; a reference to one is not an error.
        other_words: the words outside a vocabulary that cells had, by table, row and column.
        decisions: what was decided about actors that look alike.
        text_counts: the number of claims by text, with the key "" for claims without one; None to count them.
        alike_ties: for each row of the relations, the number of ties that it stands for, and the first of
            them; empty if each row is one tie.
    """

    dataset: Dataset
    locate: Locate = no_location
    rejected: frozenset[str] = frozenset()
    other_words: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)
    text_counts: Mapping[str, int] | None = None
    alike_ties: Sequence[tuple[int, Sequence[str]]] = ()

    def rows(self, table: str) -> Rows:
        """Return an object that creates faults of a table."""
        return Rows(table, self._guesses)

    @cached_property
    def _guesses(self) -> Guesses:
        return Guesses()

    @cached_property
    def actors(self) -> Sequence[Row]:
        """The rows of the actors."""
        return list(self.dataset.entities.rows())

    @cached_property
    def claims(self) -> Sequence[Row]:
        """The rows of the relations, each of which is read on access."""
        return _RowsOnDemand(self.dataset.relations)

    def rows_where(self, table: str, column: str, holds: Callable[[Any], object]) -> IntArray:
        """Return the rows whose value in a column meets a condition, tested once for each distinct value."""
        return np.flatnonzero(self.encoded(table, column).array(lambda value: bool(holds(value)), np.bool_))

    def alike(
        self, table: str, columns: Sequence[str], rows: IntArray
    ) -> Iterator[tuple[Row, Sequence[int]]]:
        """Yield each combination of values in some columns, with the rows that have it.

        Args:
            table: the table.
            columns: the columns; nulls are left out of the values.
            rows: the rows to consider.
        """
        if not len(rows):
            return
        encoded = {column: self.encoded(table, column) for column in columns}
        keys = np.zeros(len(rows), dtype=np.int64)
        for values in encoded.values():
            _, keys = unique_inverse(keys * len(values.values) + values.codes[rows])
        order = np.argsort(keys, kind="stable")
        for alike in np.split(rows[order], np.flatnonzero(np.diff(keys[order])) + 1):
            given = {column: values.value(alike[0]) for column, values in encoded.items()}
            yield {column: value for column, value in given.items() if value is not None}, alike.tolist()

    def count(self, fault: Fault) -> int:
        """Return the number of rows, or of ties, that have a fault."""
        if fault.table != "relations" or not self.alike_ties:
            return len(fault.rows)
        return sum(self.alike_ties[row][0] for row in fault.rows)

    def findings(self, fault: Fault, rows: Iterable[int]) -> Iterator[Finding]:
        """Yield the findings of a fault in some of its rows; a row of several ties has several findings."""
        for row in rows:
            file, line = self.locate(fault.table, row)
            if fault.table == "relations" and self.alike_ties:
                abouts = self.alike_ties[row][1]
            else:
                abouts = [self._about(fault.table, row)]
            for about in abouts:
                yield Finding(file, line, fault.column, fault.message, fault.cure, fault.severity, about)

    def _about(self, table: str, row: int) -> str:
        """Return what a row describes: an id, or a tie."""
        values = getattr(self.dataset, table)
        names = ("id", "source", "type", "target") if table == "relations" else (KEYS[table],)
        return tie_text(*(values.column(name).value(row) for name in names))

    def encoded(self, table: str, column: str) -> Encoded:
        """Return a column as codes and distinct values, which may include null."""
        key = table, column
        if key not in self._encoded:
            self._encoded[key] = encode(getattr(self.dataset, table).column(column))
        return self._encoded[key]

    @cached_property
    def _encoded(self) -> dict[tuple[str, str], Encoded]:
        return {}

    @cached_property
    def sources(self) -> Sequence[Row]:
        """The rows of the sources."""
        return list(self.dataset.sources.rows())

    @property
    def names(self) -> Sequence[Sequence[str]]:
        """The name and the aliases of each actor."""
        actors = self.dataset.entities
        names, aliases = actors.column("name").to_list(), actors.column("aliases").to_list()
        return [
            [*as_texts(name), *as_texts(others)] if others else as_texts(name)
            for name, others in zip(names, aliases, strict=True)
        ]

    @cached_property
    def actor_ids(self) -> set[str]:
        """The ids of actors that a row describes."""
        ids = self.dataset.entities.column("id").to_list()
        return ({str(own) for own in ids} - self.stub_ids) | self.rejected

    @cached_property
    def stub_ids(self) -> set[str]:
        """The ids of stubs: actors that have a row only because claims name them."""
        ids, stubs = (self.dataset.entities.column(name).to_list() for name in ("id", "stub"))
        return {str(own) for own, stub in zip(ids, stubs, strict=True) if stub}

    @cached_property
    def source_ids(self) -> set[str]:
        """The ids of the sources."""
        known = {str(source.get("id")) for source in self.sources}
        return known | self.rejected if known else known

    @cached_property
    def claim_ids(self) -> set[str]:
        """The ids of all claims; empty if there are too many to search for the nearest."""
        ids = self.dataset.relations.column("id")
        if len(ids) > MOST_COMPARISONS:
            return set()
        return {str(own) for own in ids.to_list() if own is not None} | self.rejected

    @cached_property
    def row_of_claim(self) -> Mapping[str, int]:
        """The rows of the claims to which others refer, by their ids."""
        wanted = {
            named
            for column in CLAIM_REFERENCES
            for value in self.encoded("relations", column).values
            for named in as_texts(value)
        }
        found = rows_of(self.dataset.relations.column("id"), wanted)
        return {named: found[named] for named in wanted if named in found}

    @cached_property
    def source_of(self) -> Mapping[str, Row]:
        """The sources by their ids."""
        return {str(source["id"]): source for source in self.sources if source.get("id") is not None}

    @cached_property
    def texts(self) -> set[str]:
        """The ids of the sources that are the text of a claim."""
        return {text for text in self.claims_by_text if text}

    @cached_property
    def claims_by_text(self) -> Mapping[str, int]:
        """The number of claims by text, with the key "" for claims without a source."""
        if self.text_counts is not None:
            return self.text_counts
        cells = self.encoded("relations", "sources")
        counts: Counter[str] = Counter()
        for cell, number in zip(cells.values, np.bincount(cells.codes).tolist(), strict=False):
            counts[first_text(cell) or ""] += number
        return {text: number for text, number in counts.items() if number}

    def was_read(self, source: str) -> bool:
        """Return whether a source was read: as its row says, or else whether it is the text of a claim."""
        said = truth(self.source_of.get(source, {}).get("read"))
        return source in self.texts if said is None else said

    @cached_property
    def author_of(self) -> Mapping[str, str]:
        """The id of the actor who wrote each source, by the ids of the sources; see ``claims.authors``."""
        authors = author_cells(self.dataset.sources)
        columns = [self.dataset.entities.column(name).to_list() for name in ("id", "name", "aliases")]
        actors = list(zip(*columns, strict=True))
        found = actors_called(set(authors.values()), actors, lambda _: actors)
        return {source: found[author] for source, author in authors.items() if author in found}

    def voice_of(self, claim: Row) -> str | None:
        """Return the first voice of a claim: its claimant, else the author of its text, else the text."""
        if claim.get("claimed_by") is not None:
            return str(claim["claimed_by"])
        text = text_of(claim)
        return None if text is None else self.author_of.get(text, text)


class _RowsOnDemand(Sequence[Row]):
    """The rows of a table, read cell by cell, because few cells of a large table are needed."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    def __getitem__(self, row: Any) -> Any:
        return RowView(self._table, row)

    def __iter__(self) -> Iterator[Row]:
        return self._table.rows()


def tie_text(own: Any, *tie: Any) -> str:
    """Return the known parts of an id and its tie: ``c1: olm HIRED vey``."""
    given = " ".join(str(part) for part in tie if part is not None)
    return ": ".join([str(own)] * (own is not None) + [given] * bool(given))


def text_of(claim: Row) -> str | None:
    """Return the id of the text that contains a claim, which is the first of its sources."""
    return first_text(claim.get("sources"))


def first_text(cell: Any) -> str | None:
    """Return the first value in a cell of sources; None for an empty cell."""
    return next(iter(as_texts(cell)), None)


def as_texts(value: Any) -> list[str]:
    """Return a value, which may be null or a list, as a list of texts."""
    return as_list(value)


def names_of(actor: Row) -> list[str]:
    """Return the name and the aliases of an actor."""
    return [*as_texts(actor.get("name")), *as_texts(actor.get("aliases"))]


def truth(value: Any) -> bool | None:
    """Return True for ``yes``, False for ``no``, None for anything else."""
    return {"yes": True, "true": True, "no": False, "false": False}.get(str(value).strip().casefold())


def circles(edges: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return a shortest cycle for each name that lies on one, beginning with the name.

    Names that refer to themselves directly are ignored.

    >>> circles({"a": ["b", "c"], "b": [], "c": ["a"]})
    {'a': ['a', 'c'], 'c': ['c', 'a']}
    """
    remaining = _leading_to_cycles(edges)
    if not remaining:
        return {}
    import networkx as nx

    graph = nx.DiGraph(remaining)
    parts = (graph.subgraph(part) for part in nx.strongly_connected_components(graph) if len(part) > 1)
    part_of = {name: part for part in parts for name in part}
    return {
        name: min(
            ([name, *nx.shortest_path(part, step, name)[:-1]] for step in part.successors(name)), key=len
        )
        for name in remaining
        if (part := part_of.get(name)) is not None
    }


def _leading_to_cycles(edges: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return the names from which a cycle can be reached, each with those that it refers to."""
    remaining = {name: [other for other in others if other != name] for name, others in edges.items()}
    while True:
        inner = {
            name: still
            for name, others in remaining.items()
            if (still := [other for other in others if other in remaining])
        }
        if len(inner) == len(remaining):
            return remaining
        remaining = inner
