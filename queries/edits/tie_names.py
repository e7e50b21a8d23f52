"""Find the claims of a tie that is named by its two actors and its type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sociogram.graph.errors import ActorError, SociogramError
from sociogram.graph.model import RELATION_TYPE_LABEL, is_directed
from sociogram.graph.store import GraphStore
from sociogram.queries.actors import Actor, find_actor

_CELL = re.compile(r"\[:\S+ (?P<id>[^\[\]]+)\]")
"""A claim as tables of results show it."""

_LISTED = 5


class _Wording(NamedTuple):
    """What may stand between two actors, and which tie it means."""

    words: str
    type: str
    is_backward: bool
    is_directed: bool


def claim_in_cell(text: str) -> str | None:
    """Return the id in a cell such as ``[:PAID c17]``, or None."""
    match = _CELL.fullmatch(text.strip())
    return None if match is None else match["id"]


def claim_of_tie(store: GraphStore, text: str) -> str | None:
    """Return the id of the only claim of a tie, written ``A TYPE B`` or in words, or None.

    Raises:
        SociogramError: the tie has several claims, or its claim has no id.
    """
    for wording, left, right in _splits(store, text):
        ends = _actor(store, left), _actor(store, right)
        if ends[0] is None or ends[1] is None:
            continue
        start, end = reversed(ends) if wording.is_backward else ends
        claims = _claims(store, start, end, wording) if start and end else []
        if len(claims) == 1 and claims[0][0] is not None:
            return claims[0][0]
        if claims:
            raise SociogramError(_which(text, claims))
    return None


def _splits(store: GraphStore, text: str) -> Iterator[tuple[_Wording, str, str]]:
    """Yield each way to read a text as two names with a wording between them."""
    if text.count(" ") < 2:
        return
    folded = text.casefold()
    for wording in _wordings(store):
        between = f" {wording.words} "
        position = folded.find(between)
        while position > 0:
            yield wording, text[:position], text[position + len(between) :]
            position = folded.find(between, position + 1)


def _wordings(store: GraphStore) -> list[_Wording]:
    """Return the types of the graph and their wordings in both directions, the longest first."""
    described = store.execute(
        f"MATCH (t:{RELATION_TYPE_LABEL}) RETURN t.type, t.forward, t.backward, t.directed"
    ).rows
    found: set[_Wording] = set()
    directed: dict[str, bool] = {}
    for type_, forward, backward, value in described:
        directed[str(type_)] = is_directed(value)
        for words, is_backward in ((forward, False), (backward, True)):
            if words:
                found.add(_Wording(str(words).casefold(), str(type_), is_backward, directed[str(type_)]))
    for (type_,) in store.execute("CALL db.relationshipTypes()").rows:
        for words in {type_.casefold(), type_.casefold().replace("_", " ")}:
            found.add(_Wording(words, type_, False, directed.get(type_, True)))
    return sorted(found, key=lambda wording: (-len(wording.words), wording))


def _actor(store: GraphStore, name: str) -> Actor | None:
    try:
        return find_actor(store, name.strip())
    except ActorError:
        return None


def _claims(
    store: GraphStore, start: Actor, end: Actor, wording: _Wording
) -> list[tuple[str | None, str, str]]:
    """Return id, claimant and sources of each claim of a tie."""
    query = """
        MATCH (a)-[r]-(b)
        WHERE elementId(a) = $start AND elementId(b) = $end AND type(r) = $type
          AND (startNode(r) = a OR NOT $directed
               OR toLower(toStringOrNull(r.directed)) IN ['false', 'no', 'n', '0', 'undirected'])
        RETURN r.id AS id, coalesce(r.claimed_by, '') AS voice, [] + coalesce(r.sources, []) AS sources
        ORDER BY id
    """
    values = {"start": start.node, "end": end.node, "type": wording.type, "directed": wording.is_directed}
    return [
        (None if id_ is None else str(id_), str(voice), ", ".join(map(str, sources)))
        for id_, voice, sources in store.execute(query, values).rows
    ]


def _which(text: str, claims: list[tuple[str | None, str, str]]) -> str:
    """Return the message for a tie of several claims, or of one without an id."""
    if all(id_ is None for id_, _, _ in claims):
        return f"No claim of '{text}' has an id, which a correction needs. Write one with `query --write`."
    shown = [
        f"{id_} ({' in '.join(part for part in (voice or 'no voice', sources) if part)})"
        for id_, voice, sources in claims[:_LISTED]
    ]
    more = f" and {len(claims) - _LISTED} more" if len(claims) > _LISTED else ""
    return f"'{text}' is a tie of {len(claims)} claims. Give the id of one: {', '.join(shown)}{more}."
