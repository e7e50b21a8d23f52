"""Find the claims of a tie that is named by its two actors and its type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sociogram.graph.common.text import first_few
from sociogram.graph.errors import ActorError, SociogramError
from sociogram.graph.model import RELATION_TYPE_LABEL, is_directed
from sociogram.graph.store import GraphStore, entity_pattern
from sociogram.queries.actors import Actor, find_actor

_CELL = re.compile(r"\[:\S+ (?P<id>[^\[\]]+)\]")
"""A claim in the form of tables of results."""

_LISTED = 5


class _Wording(NamedTuple):
    """Words that may stand between the names of two actors, and the tie that they mean."""

    words: str
    type: str
    is_backward: bool
    is_directed: bool


def claim_in_cell(text: str) -> str | None:
    """Return the id in a cell such as ``[:PAID c17]``, or None."""
    match = _CELL.fullmatch(text.strip())
    return None if match is None else match["id"]


class _Claim(NamedTuple):
    """A claim that a text may mean; ``node`` is the ``elementId()`` of its relationship."""

    node: str
    id: str | None
    type: str
    voice: str
    sources: str

    @property
    def said(self) -> str:
        """Who makes the claim, and in which sources."""
        return " in ".join(part for part in (self.voice or "no voice", self.sources) if part)

    @property
    def with_type(self) -> str:
        """The claim, with the type of its tie."""
        return f"{self.id or 'one without an id'} ({self.type}, {self.said})"

    def __str__(self) -> str:
        return f"{self.id or 'one without an id'} ({self.said})"


def claim_of_tie(store: GraphStore, text: str) -> str | None:
    """Return the id of the only claim of a tie, written ``A TYPE B`` or in words, or None.

    Raises:
        SociogramError: the tie has several claims, or a claim without an id, or the wording is that of
            several types.
    """
    found: dict[str, _Claim] = {}
    for wording, left, right in _splits(store, text):
        ends = _actor(store, left), _actor(store, right)
        start, end = reversed(ends) if wording.is_backward else ends
        if start is not None and end is not None:
            found |= {claim.node: claim for claim in _claims(store, start, end, wording)}
    claims = sorted(found.values(), key=lambda claim: (claim.id or "", claim.node))
    if len(claims) == 1 and claims[0].id is not None:
        return claims[0].id
    if claims:
        raise SociogramError(_which(text, claims))
    return None


def claims_between(store: GraphStore, text: str) -> str:
    """Return a sentence on the claims between the actors that begin and end a text; empty without two actors.

    >>> claims_between(store, "Ann Bee SELLS The Mill")
    'The claims between Ann Bee and The Mill: r1 (OWNS, ann in ledger).'
    """
    name = store.actor_rule.shown("e")
    rows = store.execute(
        f"MATCH {entity_pattern(store, 'e')} WITH elementId(e) AS node, {name} AS name "
        "WHERE $text STARTS WITH toLower(name) + ' ' OR $text ENDS WITH ' ' + toLower(name) "
        "RETURN name, node",
        {"text": text.lower()},
    ).rows
    found = sorted(rows, key=lambda row: (-len(row[0]), row))
    starts = [row for row in found if text.lower().startswith(f"{row[0].lower()} ")]
    ends = [row for row in found if text.lower().endswith(f" {row[0].lower()}")]
    if not starts or not ends or len(starts[0][0]) + len(ends[0][0]) + 1 >= len(text):
        return ""
    (start, a), (end, b) = starts[0], ends[0]
    claims = _all_claims(store, a, b)
    if not claims:
        return f"No tie connects {start} and {end}."
    return (
        f"The claims between {start} and {end}: {first_few([claim.with_type for claim in claims], _LISTED)}."
    )


def _all_claims(store: GraphStore, a: str, b: str) -> list[_Claim]:
    query = """
        MATCH (a)-[r]-(b) WHERE elementId(a) = $a AND elementId(b) = $b
        RETURN DISTINCT elementId(r), r.id, type(r), coalesce(r.claimed_by, ''), [] + coalesce(r.sources, [])
    """
    claims = [_claim(*row) for row in store.execute(query, {"a": a, "b": b}).rows]
    return sorted(claims, key=lambda claim: (claim.type, claim.id or "", claim.node))


def _claim(node: Any, own: Any, type_: str, voice: Any, sources: Sequence[Any]) -> _Claim:
    return _Claim(node, None if own is None else str(own), type_, str(voice), ", ".join(map(str, sources)))


def _splits(store: GraphStore, text: str) -> Iterator[tuple[_Wording, str, str]]:
    """Yield each split of a text into two names and a wording between them."""
    if text.count(" ") < 2:
        return
    for wording in _wordings(store):
        for match in re.finditer(rf"(?<=\S ){re.escape(wording.words)}(?= \S)", text, re.IGNORECASE):
            yield wording, text[: match.start()], text[match.end() :]


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
                found.add(_Wording(str(words).lower(), str(type_), is_backward, directed[str(type_)]))
    for (type_,) in store.execute("CALL db.relationshipTypes()").rows:
        for words in {type_.lower(), type_.lower().replace("_", " ")}:
            found.add(_Wording(words, type_, False, directed.get(type_, True)))
    return sorted(found, key=lambda wording: (-len(wording.words), wording))


def _actor(store: GraphStore, name: str) -> Actor | None:
    try:
        return find_actor(store, name.strip())
    except ActorError:
        return None


def _claims(store: GraphStore, start: Actor, end: Actor, wording: _Wording) -> list[_Claim]:
    """Return the claims of the tie between two actors that a wording means."""
    query = """
        MATCH (a)-[r]-(b)
        WHERE elementId(a) = $start AND elementId(b) = $end AND type(r) = $type
          AND (startNode(r) = a OR NOT $directed
               OR toLower(toStringOrNull(r.directed)) IN ['false', 'no', 'n', '0', 'undirected'])
        RETURN elementId(r), r.id, coalesce(r.claimed_by, ''), [] + coalesce(r.sources, [])
    """
    is_directed = wording.is_directed and store.is_directed
    values = {"start": start.node, "end": end.node, "type": wording.type, "directed": is_directed}
    rows = store.execute(query, values).rows
    return [_claim(node, own, wording.type, voice, sources) for node, own, voice, sources in rows]


def _which(text: str, claims: Sequence[_Claim]) -> str:
    """Return the message for a text that means several claims, or one without an id."""
    if all(claim.id is None for claim in claims):
        return f"No claim of '{text}' has an id, which a correction needs. Write one with `query --write`."
    types = sorted({claim.type for claim in claims})
    is_what = "is a tie of" if len(types) == 1 else f"may be of the types {', '.join(types)}, in"
    listed = first_few(list(map(str, claims)), _LISTED)
    return f"'{text}' {is_what} {len(claims)} claims. Give the id of one: {listed}."
