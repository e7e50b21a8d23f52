"""The target of a load: what a folder holds, actors by id, name and alias, and claims by id."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sociogram.graph.columns import BoolArray, Column, IntArray, TextColumn
from sociogram.graph.common.cypher_names import quoted
from sociogram.graph.dataset import Dataset, Table
from sociogram.graph.errors import StoreError
from sociogram.graph.memory.from_dataset import relation_ids
from sociogram.graph.memory.graph import MemoryGraph
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, types_of
from sociogram.graph.store import GraphStore, entity_pattern, node_counts
from sociogram.loaders.cache import open_cached
from sociogram.loaders.folder.commit import DECISIONS_FILE
from sociogram.loaders.folder.contents import with_ids
from sociogram.loaders.folder.data_folder import dataset_of
from sociogram.loaders.folder.files import NO_FILES, digest_in, digest_of, read_file, read_files
from sociogram.loaders.rows.claims.known_claims import Ends, KnownClaims, RowView
from sociogram.loaders.rows.columns.agreement import KindInGraph, kind_of_column, kind_on_server
from sociogram.loaders.rows.entity_resolver import KnownEntities

_NAMESAKES = 3
"""How many names a message lists."""


def check_beside(store: GraphStore, dataset: Dataset) -> None:
    """Check that a load does not create separate actors beside the nodes of another program.

    Raises:
        StoreError: most nodes of the store are not sociogram's, and its actors were not set to be ``Entity``
            nodes.
    """
    counts = node_counts(store)
    if counts.are_loaded or counts.others <= 0 or store.actor_choice.labels == (ENTITY_LABEL,):
        return
    names = _namesakes(store, dataset)
    nodes = "1 node" if counts.others == 1 else f"{counts.others:,} nodes"
    twice = f" There would be another {', another '.join(names)}." if names else ""
    raise StoreError(
        f"{store.location} has {nodes} that sociogram did not load. A load ties none of them: it creates "
        f"actors of its own, labelled {ENTITY_LABEL}.{twice} Load into a folder or another database, or "
        "beside the nodes with --beside (beside=True). docs/neo4j.md says how to make your nodes its actors."
    )


def _namesakes(store: GraphStore, dataset: Dataset) -> list[str]:
    """Return some names of new actors that nodes of the store have, too."""
    rule = store.actor_rule
    names = [str(name) for name in dataset.entities.column("name").to_list() if name is not None]
    query = (
        f"MATCH {rule.pattern('e')} WITH {rule.name('e')} AS name WHERE name IN $names "
        f"RETURN DISTINCT name ORDER BY name LIMIT {_NAMESAKES}"
    )
    return [str(name) for (name,) in store.execute(query, {"names": names}).rows]


class FolderContent(NamedTuple):
    """What a data folder holds.

    Attributes:
        dataset: its four tables.
        graph: the same as a graph.
        digest: the digest of its files.
        decisions: the content of ``decisions.csv``.
        is_new: whether it has no file of a table.
    """

    dataset: Dataset
    graph: MemoryGraph
    digest: str
    decisions: bytes
    is_new: bool


def content_of(folder: Path) -> FolderContent:
    """Return what a folder holds; if the cache has it, no file needs to be in memory."""
    digest = digest_in(folder)
    opened = None if digest == NO_FILES else open_cached(folder, digest)
    if opened is not None:
        graph = opened.graph(MemoryGraph)
        if graph.is_saved:
            decisions = read_file(folder, DECISIONS_FILE) or b""
            return FolderContent(graph.to_dataset(), graph, digest, decisions, is_new=False)
    contents = read_files(folder) if folder.exists() else {}
    digest, decisions = digest_of(contents), contents.pop(DECISIONS_FILE, b"")
    is_new = not contents
    base = dataset_of(folder, contents)
    graph = MemoryGraph.from_dataset(base)
    graph.saved_as(digest)
    return FolderContent(base, graph, digest, decisions, is_new)


def with_own_ids(base: Dataset, graph: MemoryGraph) -> tuple[Dataset, MemoryGraph, int]:
    """Return what a folder holds with distinct ids, and how many claims have none in the files.

    Claims without an id that share their key fields get the ids that the folder will give them; otherwise a
    row would be compared with only one of them.
    """
    relations = base.relations
    without_id = int(relations.column("id").null_mask().sum())
    if not without_id or len(set(relation_ids(relations).to_list())) == len(relations):
        return base, graph, without_id
    own = replace(base, relations=with_ids(relations))
    return own, MemoryGraph.from_dataset(own), without_id


def known_actors(target: Dataset | GraphStore) -> KnownEntities:
    """Return the actors of a dataset or a store, for look-ups by id, name and alias."""
    known = KnownEntities()
    ids, names, aliases, stubs = _actor_columns(target)
    if None in ids:
        rows = [row for row in zip(ids, names, aliases, stubs, strict=True) if row[0] is not None]
        ids, names, aliases, stubs = map(list, zip(*rows, strict=True)) if rows else ([], [], [], [])
    actors = list(map(str, ids))
    known.add_all(actors, names, aliases)
    known.stubs = {actor for actor, stub in zip(actors, stubs, strict=True) if stub is True}
    known.details = lambda ids: details_of(target, ids)
    return known


def details_of(target: Dataset | GraphStore, ids: list[str]) -> dict[str, Mapping[str, Any]]:
    """Return the properties of some actors, by id."""
    if isinstance(target, Dataset):
        table = target.entities
        wanted = set(ids)
        rows = (row for row, own in enumerate(table.column("id").to_list()) if own in wanted)
        return {str(found["id"]): found for found in (RowView(table, row) for row in rows)}
    query = f"MATCH (n:{ENTITY_LABEL}) WHERE n.id IN $ids RETURN n.id, labels(n), properties(n)"
    found: dict[str, Mapping[str, Any]] = {}
    for own, labels, held in target.execute(query, {"ids": ids}).rows:
        types = types_of(labels)
        found[str(own)] = {**held, **({"type": types} if types else {})}
    return found


def claims_of_dataset(dataset: Dataset) -> KnownClaims:
    """Return the claims of a dataset, for look-ups by id."""
    relations = dataset.relations
    every: dict[str, int] = {}

    @cache
    def rows_by_code() -> tuple[TextColumn, IntArray] | None:
        """Return the ids and the row for each of their codes; None if some are missing or not text."""
        ids = relations.column("id")
        if not isinstance(ids, TextColumn) or ids.has_nulls():
            return None
        rows = np.full(len(ids.dictionary), -1, dtype=np.int64)
        rows[ids.codes] = np.arange(len(ids))
        return ids, rows

    def rows_with(names: Collection[str]) -> dict[str, int]:
        has_any = np.zeros(len(relations), dtype=np.bool_)
        for name in names:
            has_any |= ~relations.column(name).null_mask()
        rows = np.flatnonzero(has_any)
        return dict(zip(relation_ids(relations).take(rows).to_list(), rows.tolist(), strict=True))

    def find(ids: list[str], names: Collection[str]) -> dict[str, RowView]:
        if not names and (indexed := rows_by_code()) is not None:
            column, by_code = indexed
            codes = column.dictionary.codes_of(ids)
            found = by_code[codes[codes >= 0]].tolist()
            return {str(column.value(row)): RowView(relations, row) for row in found if row >= 0}
        if not names and not every:
            every.update((str(own), row) for row, own in enumerate(relation_ids(relations).to_list()))
        rows = rows_with(names) if names else every
        return {one: RowView(relations, rows[one]) for one in ids if one in rows}

    return KnownClaims(
        find,
        partial(_properties, relations),
        partial(_between, relations),
        partial(_undirected_types, dataset.relation_types),
        partial(_source_titles, dataset.sources),
        partial(_cited, relations),
        lambda: set(relations.column("type").to_list()),
    )


def _properties(relations: Table, names: Collection[str]) -> set[str]:
    return {name for name in names if not relations.column(name).null_mask().all()}


def _undirected_types(relation_types: Table) -> list[str]:
    stated = (relation_types.column(name).to_list() for name in ("type", "directed"))
    return [name for name, directed in zip(*stated, strict=True) if directed is False]


def _source_titles(sources: Table) -> dict[str, Any]:
    described = (sources.column(name).to_list() for name in ("id", "title"))
    return dict(zip(*described, strict=True))


def _cited(relations: Table, sources: Collection[str]) -> set[str]:
    """Return those of some sources that a claim cites."""
    cells = (cell for name in ("sources", "cites") for cell in relations.column(name).to_list() if cell)
    distinct = {id(cell): cell for cell in cells}.values()  # many claims share one list
    return {source for cell in distinct for source in cell}.intersection(sources)


def _between(relations: Table, ends: Collection[Ends]) -> Iterator[Mapping[str, Any]]:
    """Yield the claims that have some ends."""
    starts, targets = relations.column("source"), relations.column("target")
    rows = np.flatnonzero(
        _holds_any(starts, {start for start, _ in ends}) & _holds_any(targets, {end for _, end in ends})
    )
    found = Table(len(rows), {name: column.take(rows) for name, column in relations.columns.items()})
    for row, own in enumerate(relation_ids(found).to_list()):
        claim = dict(RowView(found, row))
        if (claim["source"], claim["target"]) in ends:
            yield {**claim, "id": own}


def _holds_any(column: Column, texts: set[str]) -> BoolArray:
    """Return which rows hold one of the texts."""
    if isinstance(column, TextColumn):
        codes = column.dictionary.codes_of(list(texts))
        return np.isin(column.codes, codes[codes >= 0])
    return np.array([value in texts for value in column.to_list()], dtype=np.bool_)


_CLAIMS = (
    "MATCH (a)-[r]->(b) WHERE {} AND ($names = [] OR any(name IN $names WHERE r[name] IS NOT NULL)) "
    "RETURN r.id AS id, a.id AS source, b.id AS target, type(r) AS type, properties(r) AS properties"
)
_BETWEEN = (
    f"UNWIND $ends AS ends MATCH (a:{ENTITY_LABEL} {{id: ends[0]}})-[r]->(b:{ENTITY_LABEL} {{id: ends[1]}}) "
    "RETURN r.id AS id, a.id AS source, b.id AS target, type(r) AS type, properties(r) AS properties"
)
_UNDIRECTED_TYPES = f"MATCH (t:{RELATION_TYPE_LABEL}) WHERE t.directed = false RETURN t.type"
_SOURCE_TITLES = f"MATCH (s:{SOURCE_LABEL}) WHERE s.id IS NOT NULL RETURN s.id, s.title"
_CITED = (
    "MATCH ()-[r]->() WITH r.sources AS sources, r.cites AS cites "
    "UNWIND [] + coalesce(sources, []) + coalesce(cites, []) AS id "
    "WITH DISTINCT id WHERE id IN $ids RETURN id"
)
_MOST_IDS = 50_000
"""For more ids, all claims are fetched at once: a server reads all relationships to find some by id."""


def claims_of_store(store: GraphStore) -> KnownClaims:
    """Return the claims of a store, for look-ups by id."""

    def find(ids: list[str], names: Collection[str]) -> dict[str, Mapping[str, Any]]:
        wanted = set(ids)
        parameters: dict[str, Any] = {"names": list(names)}
        condition = "r.id IS NOT NULL"
        if len(ids) <= _MOST_IDS:
            condition, parameters["ids"] = "r.id IN $ids", ids
        return {
            str(own): {**values, "source": source, "target": target, "type": type_name}
            for own, source, target, type_name, values in store.execute(
                _CLAIMS.format(condition), parameters
            ).rows
            if str(own) in wanted
        }

    def between(ends: Collection[Ends]) -> Iterator[Mapping[str, Any]]:
        parameters = {"ends": [list(pair) for pair in ends]}
        for own, source, target, type_name, values in store.execute(_BETWEEN, parameters).rows:
            yield {**values, "id": own, "source": source, "target": target, "type": type_name}

    def undirected_types() -> list[str]:
        return [str(name) for (name,) in store.execute(_UNDIRECTED_TYPES).rows]

    def source_titles() -> dict[str, Any]:
        return {str(source): title for source, title in store.execute(_SOURCE_TITLES).rows}

    def cited(sources: Collection[str]) -> set[str]:
        return {str(source) for (source,) in store.execute(_CITED, {"ids": list(sources)}).rows}

    def types() -> list[str]:
        return [str(name) for (name,) in store.execute("CALL db.relationshipTypes()").rows]

    return KnownClaims(find, store.property_keys, between, undirected_types, source_titles, cited, types)


_SAMPLED = 100
"""The number of values from which the type of a property of a store is inferred."""


def kinds_of_dataset(dataset: Dataset) -> KindInGraph:
    """Return a function that returns the type of a property in a table of a dataset."""
    return lambda table, name: kind_of_column(getattr(dataset, table).column(name))


def kinds_of_store(store: GraphStore) -> KindInGraph:
    """Return a function that returns the type of a property in a table of a store."""
    return lambda table, name: kind_on_server(_sample(store, table, name, "value"))


def type_in_store(store: GraphStore, table: str, name: str) -> str | None:
    """Return the Cypher type of a property in a table of a store; None if there is none, or several."""
    types = _sample(store, table, name, "DISTINCT valueType(value)")
    return str(types[0]).removesuffix(" NOT NULL") if len(types) == 1 else None


def _sample(store: GraphStore, table: str, name: str, returned: str) -> list[Any]:
    """Return an expression of ``value`` for some values of a property in a table of a store."""
    if not store.property_keys((name,)):
        return []
    own = f"n.{quoted(name)}"
    query = (
        f"MATCH {_pattern_of(store, table)} WHERE {own} IS NOT NULL "
        f"WITH {own} AS value LIMIT {_SAMPLED} RETURN {returned}"
    )
    return [found for (found,) in store.execute(query).rows]


def _pattern_of(store: GraphStore, table: str) -> str:
    """Return the Cypher pattern that matches the rows of a table in a store as ``n``."""
    if table == "entities":
        return entity_pattern(store, "n")
    if table == "relations":
        return f"{entity_pattern(store, 'a')}-[n]->{entity_pattern(store, 'b')}"
    return f"(n:{SOURCE_LABEL if table == 'sources' else RELATION_TYPE_LABEL})"


def _actor_columns(target: Dataset | GraphStore) -> list[list[Any]]:
    """Return the id, the name, the aliases and the stub flag of each actor."""
    fields = ("id", "name", "aliases", "stub")
    if isinstance(target, Dataset):
        return [target.entities.column(field).to_list() for field in fields]
    rows = list(target.entity_rows())
    return [[row[number] for row in rows] for number in range(len(fields))]
