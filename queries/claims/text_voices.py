"""Who speaks where a claim names nobody: the author of its text, else the text itself."""

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
"""By the id of a text, its voice: the id of its author as ``actor``, if that is an actor, and a ``name``."""


def text_voices(store: GraphStore) -> TextVoices:
    """Return the voice of each text in which a claim names nobody.

    The name is that of the author, else the title of the text, else its id.
    """
    texts = _texts_of_voiceless(store)
    if not texts:
        return {}
    sources = _sources(store, texts)
    authors = Authors(store).of(sources)
    names = _names(store, set(authors.values()))
    columns = (sources.column(name).to_list() for name in ("id", "author", "title"))
    voices: TextVoices = {text: {"actor": None, "name": text} for text in sorted(texts)}
    for text, written_by, title in zip(*columns, strict=True):
        actor = authors.get(text)
        byline = names.get(actor, actor) if actor is not None else "; ".join(as_list(written_by))
        voices[text] = {"actor": actor, "name": byline or str(title or text)}
    return voices


def _texts_of_voiceless(store: GraphStore) -> set[str]:
    """Return the texts of the claims that name nobody."""
    known = store.property_keys(("claimed_by", "sources"))
    if "sources" not in known:
        return set()
    if not store.is_remote:
        claims = store.claim_columns(("claimed_by", "sources"))
        rows = np.flatnonzero(claims.column("claimed_by").null_mask())
        cells = claims.column("sources").take(rows).to_list()
        distinct = {id(cell): cell for cell in cells}.values()  # many claims share one list
        return {text for cell in distinct for text in as_list(cell)[:1]}
    condition = "WHERE r.claimed_by IS NULL " if "claimed_by" in known else ""
    query = f"MATCH ()-[r]->() {condition}RETURN DISTINCT r.sources AS sources"
    return {text for (sources,) in run(store, query).stream() for text in as_list(sources)[:1]}


def _sources(store: GraphStore, texts: Collection[str]) -> Table:
    query = f"MATCH (s:{SOURCE_LABEL}) WHERE s.id IN $keys RETURN s.id, s.author, s.title"
    rows = [tuple(row) for some in batches(sorted(texts)) for row in run(store, query, {"keys": some})]
    return table_of_rows(("id", "author", "title"), rows)


def _names(store: GraphStore, actors: Collection[str]) -> dict[Any, str]:
    rule = store.actor_rule
    query = (
        f"MATCH {rule.pattern('e')} WHERE {rule.key('e')} IN $keys RETURN {rule.key('e')}, {rule.shown('e')}"
    )
    return {
        key: str(name) for some in batches(sorted(actors)) for key, name in run(store, query, {"keys": some})
    }
