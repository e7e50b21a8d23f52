"""Look-ups for the checks of a store, which counts the ties with the same cells; few ties are fetched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sociogram.graph.dataset import Dataset, Table, table_of_rows
from sociogram.graph.store import GraphStore
from sociogram.loaders.text.given import Texts
from sociogram.queries.datacheck.claims import DATES, REFERENCES
from sociogram.queries.datacheck.facts import CLAIM_REFERENCES, Check, Facts, as_texts, first_text, tie_text
from sociogram.queries.datacheck.rows import ACTORS
from sociogram.queries.run import batches, run

MOST_NAMED = 3
"""The number of ties with the same cells that are fetched, to name them."""

_TIES = "MATCH (a:Entity)-[r]->(b:Entity)"
_ENDS = {"source": "a.id", "target": "b.id", "type": "type(r)"}
_ARE_STUBS = {"source": "coalesce(a.stub, false)", "target": "coalesce(b.stub, false)"}
_CLAIM_COLUMNS = (
    *("id", "source", "target", "type", "polarity", "modality", "claimed_by", "sources", "review"),
    *("paragraph", "quote", "mention", *CLAIM_REFERENCES),
)
_SOURCE_COLUMNS = ("id", "author", "date", "language", "read", "copy_of", "translation_of")


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """A store as the checks see it, created by ``read_facts``.

    Attributes:
        store: the store.
        facts: its actors, sources and relation types, and the number of claims by text; without its ties.
        tied: the ids of the actors at the ends of ties.
        keys: the columns of relations that at least one tie has.
    """

    store: GraphStore
    facts: Facts
    tied: Sequence[str]
    keys: frozenset[str]

    def of(self, check: Check) -> Facts:
        """Return the facts for one check; one row stands for all ties with the same cells."""
        if check is REFERENCES:
            return self._with(self._referring())
        if check is ACTORS:
            return self._with(self._tied())
        if not check.columns or (check.given and check.given not in self.keys):
            return self.facts
        rows = self._alike(check)
        number, first = len(check.columns), len(check.columns) + 1
        relations = table_of_rows(check.columns, [row[:number] for row in rows])
        alike = [(row[number], [tie_text(*tie) for tie in row[first]]) for row in rows]
        return replace(self._with(relations), alike_ties=alike)

    def of_texts(self, texts: Texts) -> Facts:
        """Return the facts with the claims of the given texts."""
        if texts.default is not None:
            return self._with(self._claims(""))
        where = "WHERE ([] + r.sources)[0] IN $keys"
        return self._with(self._claims(where, keys=sorted(texts.by_source)))

    def _with(self, relations: Table) -> Facts:
        facts = self.facts.dataset
        return replace(
            self.facts,
            dataset=Dataset(facts.entities, relations, facts.sources, facts.relation_types),
        )

    def _alike(self, check: Check) -> list[tuple[Any, ...]]:
        """Return the combinations of cells in a check's columns, each with its count and first ties."""
        parameters: dict[str, Any] = {}
        condition = ""
        if check.given in _ARE_STUBS:
            condition = f"WHERE {_ARE_STUBS[check.given]}"
        elif check.given:
            condition = f"WHERE {_field(check.given)} IS NOT NULL"
        if check is DATES:
            dates = [str(row["date"]) for row in self.facts.sources if row.get("date") is not None]
            condition += " AND toStringOrNull(r.start_date) > $earliest"
            parameters["earliest"] = min(dates, default="\uffff")
        cells = ", ".join(f"{_field(column)} AS `{column}`" for column in check.columns)
        names = ", ".join(f"`{column}`" for column in check.columns)
        query = (
            f"{_TIES} {condition} WITH {cells}, count(*) AS number, collect(r)[..{MOST_NAMED}] AS some "
            f"RETURN {names}, number, "
            "[tie IN some | [tie.id, startNode(tie).id, type(tie), endNode(tie).id]] AS first"
        )
        return [tuple(row) for row in run(self.store, query, parameters).stream()]

    def _referring(self) -> Table:
        """Return the claims that refer to others, and the claims that these refer to."""
        columns = [column for column in CLAIM_REFERENCES if column in self.keys]
        if not columns:
            return Table()
        some = self._claims(f"WHERE {' OR '.join(f'r.{column} IS NOT NULL' for column in columns)}")
        ids = set(map(str, some.column("id").to_list()))
        cells = (cell for column in columns for cell in some.column(column).to_list())
        missing = {text for cell in cells for text in as_texts(cell)} - ids
        tables = [
            some,
            *(self._claims("WHERE r.id IN $keys", keys=keys) for keys in batches(sorted(missing))),
        ]
        rows: list[tuple[Any, ...]] = []
        for table in tables:
            rows += zip(*(column.to_list() for column in table.columns.values()), strict=True)
        return table_of_rows(_CLAIM_COLUMNS, rows)

    def _claims(self, condition: str, **parameters: Any) -> Table:
        cells = ", ".join(f"{_field(column)} AS `{column}`" for column in _CLAIM_COLUMNS)
        return _table(self.store, f"{_TIES} {condition} RETURN {cells}", **parameters)

    def _tied(self) -> Table:
        """Return a table of relations that names every actor that has a tie, makes a claim or relays one."""
        rows: list[tuple[Any, Any, Any]] = [(actor, None, None) for actor in self.tied]
        for position, column in enumerate(("claimed_by", "via"), start=1):
            if column in self.keys:
                found = run(self.store, f"{_TIES} WHERE r.{column} IS NOT NULL RETURN DISTINCT r.{column}")
                rows += [(None, cell, None) if position == 1 else (None, None, cell) for (cell,) in found]
        return table_of_rows(("source", "claimed_by", "via"), rows)


def read_facts(store: GraphStore) -> StoreFacts:
    """Read what all checks of a store need: its actors, sources and relation types."""
    entities = _table(
        store,
        "MATCH (e:Entity) RETURN e.id AS id, e.name AS name, e.aliases AS aliases, e.stub AS stub, "
        "EXISTS { MATCH (e)--(:Entity) } AS tied",
    )
    ids, are_tied = entities.column("id").to_list(), entities.column("tied").to_list()
    sources = ", ".join(f"s.{name} AS {name}" for name in _SOURCE_COLUMNS)
    dataset = Dataset(
        entities,
        Table(),
        _table(store, f"MATCH (s:Source) RETURN {sources}"),
        _table(
            store,
            "MATCH (t:RelationType) RETURN t.type AS type, t.charges AS charges, t.directed AS directed, "
            "t.lasts AS lasts",
        ),
    )
    counts: Counter[str] = Counter()
    for cell, number in run(store, f"{_TIES} RETURN r.sources, count(*)"):
        counts[first_text(cell) or ""] += number
    columns = {*_CLAIM_COLUMNS, "certainty", "via", "cites", "start_date", "directed"}
    keys = store.property_keys(sorted(columns - _ENDS.keys()))
    tied = [str(own) for own, is_tied in zip(ids, are_tied, strict=True) if is_tied]
    return StoreFacts(store, Facts(dataset, text_counts=counts), tied, frozenset({*keys, *_ENDS}))


def _field(column: str) -> str:
    return _ENDS.get(column, f"r.{column}")


def _table(store: GraphStore, query: str, **parameters: Any) -> Table:
    result = run(store, query, parameters)
    return table_of_rows(result.columns, [tuple(record) for record in result.stream()])
