"""The claims of a server that decide the rows of a stored query; the others stay there.

A tie passes a filter such as ``disputed`` only if one of its claims has a mark, here a denial. A server finds
the claims with the mark; these and the others about their ties are read, and the rules are applied to them.
Rows that are ordered by an actor's name are decided by the first actors, so these are read a few at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from sociogram.graph.claims.texts import read_texts
from sociogram.graph.model import DISPUTED, MODALITIES
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.query_rows.claim_selection import Filters, filter_value
from sociogram.queries.claims.read import StoredClaims, read_sources, read_types
from sociogram.queries.claims.read_ties import TieReader
from sociogram.queries.run import BATCH, run

Found: TypeAlias = tuple[str, Sequence[int]]
"""An actor that a row is ordered by, and the rows of the claims that it shows."""

MOST_CLAIMS = 150_000
"""Claims that are read so; for more of them, reading every claim as columns is faster."""

_FIRST_ACTORS = 128
"""Actors whose ties are read first."""
_MOST_TIMES = 8
"""How many times more actors may be read next."""


class Mark(NamedTuple):
    """A condition on a claim ``r``, in Cypher.

    Attributes:
        text: the condition; empty if every claim meets it.
        parameters: the values of its parameters.
    """

    text: str = ""
    parameters: Mapping[str, Any] = {}

    def and_type(self, name: Any) -> Mark:
        """Return the condition for claims of a type; None for any type."""
        if name is None:
            return self
        text = f"type(r) = $type AND ({self.text or 'true'})"
        return Mark(text, {**self.parameters, "type": str(name)})


NOTHING = Mark("false")
"""No claim meets it."""


def _word(name: str, word: str) -> str:
    return f"toLower(toStringOrNull(r.{name})) = '{word}'"


_DENIES = {"polarity": _word("polarity", "denies")}
_MARKS: Mapping[str, Mapping[str, str]] = {
    "denied": _DENIES,
    "disputed": _DENIES,
    "called_disputed": {
        **_DENIES,
        "certainty": f"r.certainty = '{DISPUTED}'",
        "contradicted_by": "r.contradicted_by IS NOT NULL",
    },
    "on_unread_alone": {"cites": "r.cites IS NOT NULL", "sources": "size([] + r.sources) > 1"},
    **{modality: {"modality": _word("modality", modality)} for modality in MODALITIES[1:]},
}
"""By mask, what one claim of each tie in it meets, by the property that the condition reads."""


def mark_of_ties(store: GraphStore, filters: Filters) -> Mark:
    """Return what one claim of each tie meets that passes the filters."""
    marks = next((_MARKS[name] for name, _ in filters if name in _MARKS), None)
    return (Mark() if marks is None else _any_of(store, marks)).and_type(filter_value(filters, "of_type"))


def mark_of_plans(store: GraphStore, filters: Filters) -> Mark:
    """Return what a plan meets."""
    return _any_of(store, _MARKS["planned"]).and_type(filter_value(filters, "of_type"))


def mark_of_conflicts(reader: TieReader, filters: Filters) -> Mark | None:
    """Return what one claim of each tie meets that has a conflict; None if that names too many claims."""
    named = sorted(reader.named("contradicts"))
    if len(named) > BATCH:
        return None
    marks = {**_DENIES, "contradicts": "r.contradicts IS NOT NULL"}
    if named:
        marks["id"] = "toStringOrNull(r.id) IN $named"
    return Mark(_any_of(reader.store, marks).text, {"named": named}).and_type(
        filter_value(filters, "of_type")
    )


def mark_of_charges(store: GraphStore) -> Mark:
    """Return what a claim meets that can charge an actor."""
    types = read_types(store)
    cells = zip(types.column("type").to_list(), types.column("charges").to_list(), strict=True)
    charging = sorted(name for name, charged in cells if charged is not None)
    return Mark("type(r) IN $charging", {"charging": charging}) if charging else NOTHING


def mark_of_text(text: str) -> Mark:
    """Return what a claim of a text meets."""
    return Mark("([] + r.sources)[0] = $text", {"text": text})


def mark_of_documents(reader: TieReader) -> Mark:
    """Return what a claim meets that cites a document that nobody has read."""
    store = reader.store
    cited = {"cites": "[] + coalesce(r.cites, [])", "sources": "([] + coalesce(r.sources, []))[1..]"}
    lists = [text for name, text in cited.items() if name in store.property_keys(list(cited))]
    found: set[str] = set()
    for text in lists:
        query = f"MATCH ()-[r]->() UNWIND {text} AS document RETURN DISTINCT toStringOrNull(document)"
        found.update(document for (document,) in run(store, query).stream())
    sources = read_texts(read_sources(store), {})
    unread = sorted(document for document in found if sources.is_unread_document(document, reader.texts))
    held = [f"any(document IN {text} WHERE toStringOrNull(document) IN $unread)" for text in lists]
    return Mark(" OR ".join(held) if unread else "false", {"unread": unread})


def _any_of(store: GraphStore, marks: Mapping[str, str]) -> Mark:
    """Return the condition that one of some holds, of those whose property occurs in the graph."""
    known = store.property_keys(list(marks))
    return Mark(" OR ".join(text for name, text in marks.items() if name in known) or "false")


def marked_part(reader: TieReader, mark: Mark | None) -> StoredClaims | None:
    """Read the ties that have a claim with a mark; None if too many claims have it."""
    if mark is None:
        return None
    return reader.of_pairs(()) if mark == NOTHING else reader.having(*mark, most=MOST_CLAIMS)


def first_part(
    reader: TieReader, mark: Mark, first: int, found_in: Callable[[StoredClaims], Iterable[Found]]
) -> StoredClaims | None:
    """Read the ties that decide the first rows, in the order of the names of actors.

    Args:
        reader: reads the ties.
        mark: what one claim of each tie meets.
        first: how many rows are wanted.
        found_in: finds the rows that some ties give.

    Returns:
        The ties; None if too many have to be read before there are as many rows.
    """
    actors = _marked_actors(reader, mark)
    ordered = list(actors)
    pairs: set[tuple[str, str]] = set()
    rows = claims = start = 0
    size = _FIRST_ACTORS
    while start < len(ordered) and rows < first:
        some = ordered[start : start + size]
        start += len(some)
        nodes = [node for actor in some for node in actors[actor]]
        part = reader.having(*mark, nodes=nodes, most=MOST_CLAIMS)
        if part is None:
            return None
        found: dict[str, list[Sequence[int]]] = {actor: [] for actor in some}
        for actor, claim_rows in found_in(part):
            if actor in found:
                found[actor].append(claim_rows)
        for own in found.values():  # in the order of the actors
            if rows < first:
                rows += len(own)
                pairs.update(part.pairs(row for claim_rows in own for row in claim_rows))
        claims += len(part.claims)
        if rows < first and claims > MOST_CLAIMS:
            return None
        missing = start * (first - rows) // max(rows, 1) * 5 // 4  # if other actors give as many
        size = min(max(missing, size), _MOST_TIMES * size, BATCH)
    return reader.of_pairs(pairs)


def _marked_actors(reader: TieReader, mark: Mark) -> dict[str, list[str]]:
    """Return the actors at the ends of claims with a mark, in the order of their names, with their nodes."""
    if mark == NOTHING:
        return {}
    match = f"MATCH {reader.rule.pattern('e')}"
    if mark.text:
        match = f"MATCH {reader.a}-[r]->{reader.b} WHERE {mark.text} UNWIND [a, b] AS e WITH DISTINCT e"
    key, name = reader.rule.key("e"), reader.rule.shown("e")
    query = f"{match} RETURN {key} AS key, {name} AS name, elementId(e) AS node"
    nodes: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for own, shown, node in run(reader.store, query, mark.parameters).stream():
        nodes.setdefault(str(own), []).append(node)
        names[str(own)] = str(shown)
    return {own: nodes[own] for _, own in sorted((shown, own) for own, shown in names.items())}
