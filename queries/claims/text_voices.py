"""The voice of claims that name nobody: the author of the text, else the text itself."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeAlias

import numpy as np

from sociogram.graph.claims.texts import as_list
from sociogram.graph.dataset import Table, table_of_rows
from sociogram.graph.model import SOURCE_LABEL
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.authors import Authors
from sociogram.queries.run import batches, run

TextVoices: TypeAlias = dict[str, dict[str, str | None]]
"""The voice of each text, by the text's id: its ``name``, and as ``actor`` the id of the author, or None if
the author is not an actor."""

_MOST_SOURCES = 2_000
"""Above this number of sources, only those with a claim that names nobody are read. Finding these reads every
claim."""


_ID = "toStringOrNull(s.id)"
"""A claim names its text by the text of an id, which may be a number in a graph of another program."""


def text_voices(store: GraphStore) -> TextVoices:
    """Return, for each source of the graph, the voice of its claims that name nobody.

    The name is that of the author, else the title of the source, else its id.
    """
    if "sources" not in store.property_keys(("sources",)):
        return {}
    sources = _sources(store)
    authors = Authors(store).of(sources)
    names = _names(store, set(authors.values()))
    columns = (sources.column(name).to_list() for name in ("id", "author", "title"))
    voices: TextVoices = {}
    for text, written_by, title in zip(*columns, strict=True):
        actor = authors.get(text)
        byline = names.get(actor, actor) if actor is not None else "; ".join(as_list(written_by))
        voices[str(text)] = {"actor": actor, "name": byline or str(title or text)}
    return voices


def _sources(store: GraphStore) -> Table:
    """Return the sources with authors and titles; if there are many, only those whose claims name nobody."""
    match = f"MATCH (s:{SOURCE_LABEL})"
    columns = "RETURN s.id, s.author, s.title"
    [(number,)] = run(store, f"{match} RETURN count(s)")
    if number <= _MOST_SOURCES:
        rows = [tuple(row) for row in run(store, f"{match} WHERE s.id IS NOT NULL {columns}")]
    else:
        texts, query = sorted(_texts_of_voiceless(store)), f"{match} WHERE {_ID} IN $keys {columns}"
        rows = [tuple(row) for some in batches(texts) for row in run(store, query, {"keys": some})]
    return table_of_rows(("id", "author", "title"), rows)


def _texts_of_voiceless(store: GraphStore) -> set[str]:
    """Return the texts of the claims that name nobody."""
    if not store.is_remote:
        claims = store.claim_columns(("claimed_by", "sources"))
        rows = np.flatnonzero(claims.column("claimed_by").null_mask())
        cells = claims.column("sources").take(rows).to_list()
        distinct = {id(cell): cell for cell in cells}.values()  # many claims share one list
        return {text for cell in distinct for text in as_list(cell)[:1]}
    condition = "WHERE r.claimed_by IS NULL " if store.property_keys(("claimed_by",)) else ""
    query = f"MATCH ()-[r]->() {condition}RETURN DISTINCT r.sources AS sources"
    return {text for (sources,) in run(store, query).stream() for text in as_list(sources)[:1]}


def _names(store: GraphStore, actors: Collection[str]) -> dict[Any, str]:
    rule = store.actor_rule
    query = (
        f"MATCH {rule.pattern('e')} WHERE {rule.key('e')} IN $keys RETURN {rule.key('e')}, {rule.shown('e')}"
    )
    return {
        key: str(name) for some in batches(sorted(actors)) for key, name in run(store, query, {"keys": some})
    }
