"""Read claims from a store and apply the rules to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sociogram.graph.claims import Claims, derive
from sociogram.graph.claims.texts import as_list
from sociogram.graph.columns import BoolArray, Column, column_of
from sociogram.graph.dataset import Table, table_of_rows
from sociogram.graph.model import RELATION_TYPE_LABEL, SOURCE_LABEL, Relationship
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.authors import Authors
from sociogram.queries.run import batches, run

CLAIM_PROPERTIES = (
    "id",
    "polarity",
    "modality",
    "start_date",
    "end_date",
    "claimed_by",
    "via",
    "certainty",
    "sources",
    "cites",
    "contradicts",
    "contradicted_by",
    "supersedes",
    "review",
    "directed",
)
"""The properties of a relationship that the rules read."""

SOURCE_PROPERTIES = ("id", "author", "read", "copy_of", "translation_of", "date")
TYPE_PROPERTIES = ("type", "directed", "charges")
"""The properties of sources and of relation types that the rules read."""


@dataclass(frozen=True, slots=True)
class StoredClaims:
    """The claims of a graph, with the ``elementId()`` of each.

    Attributes:
        claims: the claims and what follows from them.
        keys: the ``elementId()`` of each claim's relationship.
        complete: for each tie, whether all its claims were read; None if every claim of the graph was.
        nodes: the ``elementId()`` of the two ends of each claim, if not every claim of the graph was read.
    """

    claims: Claims
    keys: Column
    complete: BoolArray | None = None
    nodes: Sequence[tuple[str, str]] = ()

    def pairs(self, rows: Iterable[int]) -> set[tuple[str, str]]:
        """Return the nodes of some claims, by their rows."""
        return {self.nodes[row] for row in rows}

    def relationships(self, store: GraphStore, rows: Sequence[int]) -> dict[int, Relationship]:
        """Return the relationships of some claims, by their rows."""
        keys = {row: str(self.keys.value(row)) for row in rows}
        found: dict[str, Relationship] = {}
        for some in batches(list(keys.values())):
            found |= {one.id: one for one in store.relationships_by_key(some)}
        return {row: found[key] for row, key in keys.items() if key in found}


def read_stored_claims(
    store: GraphStore, properties: Sequence[str] = CLAIM_PROPERTIES, among: Collection[str] | None = None
) -> StoredClaims:
    """Read the claims of a graph, with the ``elementId()`` of each.

    Actors are identified as ``ActorRule.key`` says: without an id, by the ``elementId()`` of the node.

    Args:
        store: the graph.
        properties: the properties of claims to read.
        among: the ``elementId()`` of actors, to read only claims between them; None for all claims.
    """
    relations = store.claim_columns(properties, among)
    claims = claims_of_table(store, relations, read_sources(store), read_types(store))
    return StoredClaims(claims, relations.column("key"))


def read_sources(store: GraphStore) -> Table:
    """Read what the rules need to know of all sources."""
    return _table(store, f"MATCH (s:{SOURCE_LABEL}) RETURN {_properties('s', SOURCE_PROPERTIES)}")


def read_types(store: GraphStore) -> Table:
    """Read what the rules need to know of all relation types."""
    return _table(store, f"MATCH (t:{RELATION_TYPE_LABEL}) RETURN {_properties('t', TYPE_PROPERTIES)}")


def claims_of_table(store: GraphStore, relations: Table, sources: Table, types: Table) -> Claims:
    """Apply the rules of ``graph.claims`` to tables read from a store."""
    return derive(relations, sources, types, Authors(store).of(sources))


def claims_of(
    store: GraphStore,
    relationships: Sequence[Relationship],
    actors: Mapping[str, str],
    authors: Authors | None = None,
) -> Claims:
    """Apply the rules of ``graph.claims`` to relationships, which should be all those between their ends.

    Args:
        store: the graph that holds them.
        relationships: the claims, in the order of the rows.
        actors: the ids of the ends, by the ``elementId()`` of their nodes.
        authors: finds the actors who wrote the sources; pass the same object again to reuse its look-ups.
    """
    columns: dict[str, Column] = {
        "source": column_of([actors[claim.start] for claim in relationships]),
        "target": column_of([actors[claim.end] for claim in relationships]),
        "type": column_of([claim.type for claim in relationships]),
    }
    for name in CLAIM_PROPERTIES:
        columns[name] = column_of([claim.get(name) for claim in relationships])
    if not store.is_directed:
        columns["directed"] = column_of([False] * len(relationships))
    relations = Table(len(relationships), columns)
    sources = _sources(store, relationships)
    types = {claim.type for claim in relationships}
    texts = _texts_among(store, _undecided(relationships, sources))
    return derive(relations, sources, _types(store, types), (authors or Authors(store)).of(sources), texts)


def taken_back(store: GraphStore) -> dict[str, tuple[str, ...]]:
    """Return the claims that their voice took back in a later claim.

    Reads only the claims that supersede others and those they supersede; most graphs have none.

    Returns:
        For the ``elementId()`` of each such claim, those of the claims that supersede it.
    """
    known = store.property_keys(_STANDING_PROPERTIES)
    if "supersedes" not in known:
        return {}
    names = [name for name in _STANDING_PROPERTIES if name in known]
    match = f"MATCH ()-[r]->() WHERE {{}} RETURN elementId(r) AS key, {_properties('r', names)}"
    later = [tuple(row) for row in run(store, match.format("r.supersedes IS NOT NULL")).stream()]
    superseding: dict[str, list[str]] = {}
    for row in later:
        for claim_id in as_list(row[1 + names.index("supersedes")]):
            superseding.setdefault(claim_id, []).append(row[0])
    earlier = _superseded_of_the_tie(store, [row[0] for row in later], names) if store.is_remote else []
    ids = superseding.keys() - {str(row[1 + names.index("id")]) for row in earlier if "id" in names}
    numbers = (int(key) for key in ids if key.isdecimal())  # an id may be a number
    if ids:
        earlier += _rows(store, match.format("r.id IN $keys"), (*ids, *numbers))
    claims = table_of_rows(("key", *names), list({row[0]: row for row in (*earlier, *later)}.values()))
    derived = derive(claims, Table(), Table(), _authors_of_voiceless(store, claims))
    rows = np.flatnonzero(derived.is_taken_back)
    fields = (claims.column(name).take(rows).to_list() for name in ("key", "id"))
    return {key: tuple(superseding[str(claim_id)]) for key, claim_id in zip(*fields, strict=True)}


def _superseded_of_the_tie(
    store: GraphStore, keys: Sequence[str], names: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Read the claims that others of the same tie supersede; elsewhere a server looks through all claims."""
    query = (
        "MATCH (a)-[s]->(b) WHERE elementId(s) IN $keys MATCH (a)-[r]-(b) WHERE r.id IN [] + s.supersedes "
        f"RETURN elementId(r) AS key, {_properties('r', names)}"
    )
    return _rows(store, query, keys)


_STANDING_PROPERTIES = ("id", "claimed_by", "sources", "supersedes", "review")
"""The properties that decide whether a claim was taken back."""


def _authors_of_voiceless(store: GraphStore, claims: Table) -> dict[str, str]:
    """Return the actors who wrote the texts of those claims that name nobody as their voice."""
    are_voiceless = np.flatnonzero(claims.column("claimed_by").null_mask())
    cells = claims.column("sources").take(are_voiceless).to_list()
    texts = {text for cell in cells for text in as_list(cell)[:1]}
    query = f"MATCH (s:{SOURCE_LABEL}) WHERE s.id IN $keys RETURN s.id, s.author"
    return Authors(store).of(table_of_rows(("id", "author"), _rows(store, query, texts)))


def superseding(store: GraphStore, keys: Iterable[Iterable[str]]) -> list[Relationship]:
    """Return the claims with the given keys, as in the values of ``taken_back``, each once."""
    wanted = dict.fromkeys(key for some in keys for key in some)
    return [claim for some in batches(list(wanted)) for claim in store.relationships_by_key(some)]


def _rows(store: GraphStore, query: str, keys: Iterable[str | int]) -> list[tuple[Any, ...]]:
    """Run a query with its ``$keys`` in batches."""
    return [
        tuple(row)
        for some in batches(sorted(keys, key=str))
        for row in run(store, query, {"keys": some}).stream()
    ]


def _sources(store: GraphStore, relationships: Iterable[Relationship]) -> Table:
    """Read the sources that claims cite, and the sources that these copy or translate."""
    wanted = {
        source
        for claim in relationships
        for name in ("sources", "cites")
        for source in as_list(claim.get(name))
    }
    query = f"MATCH (s:{SOURCE_LABEL}) WHERE s.id IN $keys RETURN {_properties('s', SOURCE_PROPERTIES)}"
    rows: dict[str, tuple[Any, ...]] = {}
    while wanted:
        found = _rows(store, query, wanted)
        rows |= {row[0]: row for row in found}
        originals = {str(original) for row in found for original in row[3:5] if original is not None}
        wanted = originals - rows.keys() - wanted
    return table_of_rows(SOURCE_PROPERTIES, list(rows.values()))


def _undecided(relationships: Iterable[Relationship], sources: Table) -> set[str]:
    """Return the cited documents whose property ``read`` is missing."""
    cited = {
        document
        for claim in relationships
        for document in (*as_list(claim.get("cites")), *as_list(claim.get("sources"))[1:])
    }
    said = zip(sources.column("id").to_list(), sources.column("read").to_list(), strict=True)
    return cited - {source for source, read in said if read is not None}


def _texts_among(store: GraphStore, documents: Collection[str]) -> set[str]:
    """Return those documents that are the text of a claim, which means that they were read."""
    if not documents:
        return set()
    if store.is_remote:
        # Most texts have a claim among the first 20,000; reading a million claims from a server takes a
        # second.
        found = _texts_on_server(store, documents, "WITH r LIMIT 20000")
        return found | _texts_on_server(store, set(documents) - found)
    values = store.claim_columns(("sources",)).column("sources").to_list()
    distinct = {id(value): value for value in values}.values()  # many rows share one list
    return {text for value in distinct for text in as_list(value)[:1]}.intersection(documents)


def _texts_on_server(store: GraphStore, documents: Collection[str], some: str = "") -> set[str]:
    query = (
        f"MATCH ()-[r]->() {some} WITH ([] + r.sources)[0] AS text WHERE text IN $keys RETURN DISTINCT text"
    )
    return {text for keys in batches(sorted(documents)) for (text,) in run(store, query, {"keys": keys})}


def _types(store: GraphStore, types: Collection[str]) -> Table:
    query = (
        f"MATCH (t:{RELATION_TYPE_LABEL}) WHERE t.type IN $keys RETURN {_properties('t', TYPE_PROPERTIES)}"
    )
    return _table(store, query, keys=sorted(types))


def _properties(variable: str, names: Iterable[str]) -> str:
    return ", ".join(f"{variable}.{name} AS {name}" for name in names)


def _table(store: GraphStore, query: str, **parameters: Any) -> Table:
    result = run(store, query, parameters)
    return table_of_rows(result.columns, [tuple(record) for record in result.stream()])
