"""Claims and ties as maps, as stored queries receive them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sociogram.graph.claims import Claim, Claims, Tie
from sociogram.graph.claims.texts import as_list
from sociogram.graph.model import MODALITIES, Relationship
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.read import StoredClaims
from sociogram.queries.claims.wording.in_words import claims_in_words
from sociogram.queries.run import run

Row: TypeAlias = dict[str, Any]

MUTE_LABELS = frozenset(
    {
        "Agreement",
        "Building",
        "City",
        "Country",
        "Document",
        "Event",
        "Law",
        "Location",
        "Mine",
        "Place",
        "Policy",
        "Port",
        "Region",
        "Report",
        "Road",
        "Ship",
        "Town",
        "Treaty",
        "Vehicle",
        "Village",
        "Work",
    }
)
"""The labels of actors that cannot speak: agreements, works, things and places, including states."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of actors and sources.

    Attributes:
        actors: names by id.
        mute: the ids of actors that cannot speak.
        ids: ids by the ``elementId()`` of the node.
        sources: titles by id.
        authors: the ``author`` cells of sources, by the ids of the sources.
    """

    actors: Mapping[str, str]
    mute: frozenset[str]
    ids: Mapping[str, str]
    sources: Mapping[str, str]
    authors: Mapping[str, str]

    def actor(self, key: str) -> str:
        """Return the name of an actor; the id if it is unknown."""
        return self.actors.get(key, key)

    def source(self, key: str | None) -> str | None:
        """Return the title of a source; the id if it is unknown."""
        return None if key is None else self.sources.get(key, key)

    def voice(self, claim: Claim) -> str | None:
        """Return the name of the first voice of a claim."""
        if claim.voice is None:
            return None
        if claim.is_text_voice:
            return self.authors.get(claim.voice) or self.source(claim.voice)
        return self.actor(claim.voice)


def read_names(store: GraphStore, keys: Collection[str] | None = None) -> Names:
    """Read the names of actors and sources.

    Args:
        store: the graph.
        keys: the keys of the actors, see ``ActorRule.key``; None for all actors.
    """
    actors: dict[str, str] = {}
    ids: dict[str, str] = {}
    mute = set()
    rule = store.actor_rule
    query = (
        f"MATCH {rule.pattern('e')} WHERE $keys IS NULL OR {rule.key('e')} IN $keys "
        f"RETURN elementId(e) AS node, {rule.key('e')} AS key, {rule.shown('e')}, labels(e)"
    )
    wanted = None if keys is None else sorted(keys)
    for node, actor, name, labels in run(store, query, {"keys": wanted}).stream():
        key = ids[node] = str(actor)
        actors[key] = str(name)
        if not MUTE_LABELS.isdisjoint(labels):
            mute.add(key)
    query = "MATCH (s:Source) WHERE s.id IS NOT NULL AND s.author IS NOT NULL RETURN s.id, s.author"
    authors = {str(source): "; ".join(as_list(author)) for source, author in run(store, query).stream()}
    return Names(actors, frozenset(mute), ids, read_titles(store), authors)


def read_titles(store: GraphStore) -> dict[str, str]:
    """Read the titles of sources, by id."""
    query = "MATCH (s:Source) WHERE s.id IS NOT NULL RETURN s.id, coalesce(s.title, s.id)"
    return {str(source): str(title) for source, title in run(store, query).stream()}


class RowMaker:
    """Creates the maps of claims and ties.

    Args:
        store: the graph.
        stored: its claims.
        names: the names of actors and sources.
    """

    def __init__(self, store: GraphStore, stored: StoredClaims, names: Names) -> None:
        self._store = store
        self._stored = stored
        self._claims: Claims = stored.claims
        self.names = names
        self._rows: dict[int, Row] = {}

    def prepare(self, claims: Iterable[Claim]) -> None:
        """Read the relationships of claims and create the maps of these claims."""
        wanted = {claim.row: claim for claim in claims if claim.row not in self._rows}
        relationships = self._stored.relationships(self._store, list(wanted))
        pairs = [(wanted[row], one) for row, one in relationships.items()]
        words = claims_in_words(self._store, self._claims, pairs, self.names.ids, self.names.actors)
        for row, relationship in relationships.items():
            self._rows[row] = self._claim(wanted[row], relationship, words[row])

    def claim(self, claim: Claim) -> Row:
        """Return a claim as a map; ``prepare`` must have had it."""
        return self._rows[claim.row]

    def claims(self, claims: Iterable[Claim]) -> list[Row]:
        """Return claims as maps, sorted by text date; leaves out claims that were deleted since."""
        rows = [self._rows[claim.row] for claim in claims if claim.row in self._rows]
        return sorted(rows, key=_by_text)

    def _claim(self, claim: Claim, relationship: Relationship, words: str) -> Row:
        names, get = self.names, relationship.get
        source, target = (names.ids.get(end, end) for end in (relationship.start, relationship.end))
        return {
            "id": claim.id,
            "relationship": relationship.id,
            "start": relationship.start,
            "end": relationship.end,
            "source": source,
            "source_name": names.actor(source),
            "type": relationship.type,
            "target": target,
            "target_name": names.actor(target),
            "role": get("role"),
            "polarity": claim.polarity,
            "modality": claim.modality,
            "standing": claim.standing,
            "certainty": claim.certainty,
            "since": get("start_date"),
            "until": get("end_date"),
            "due": claim.due,
            "voice": claim.voice,
            "voice_name": names.voice(claim),
            "voice_is_end": claim.voice in (source, target) and not claim.is_text_voice,
            "relays": self._relays(claim),
            "text": claim.text,
            "text_title": names.source(claim.text),
            "text_date": self._claims.sources.dates.get(claim.text or ""),
            "paragraph": get("paragraph"),
            "quote": get("quote"),
            "summary": get("summary"),
            "contradicted_by": [names.actor(actor) for actor in as_list(get("contradicted_by"))],
            "documents": [names.source(document) for document in claim.cites],
            "is_support": claim.is_support,
            "no_support_because": claim.reason or None,
            "in_words": words,
        }

    def _relays(self, claim: Claim) -> list[str]:
        """Return the names of those who relay a claim; the author of the text comes last."""
        relays = [self.names.actor(actor) for actor in claim.via]
        if claim.voice is None or claim.is_text_voice or claim.text is None:
            return relays
        author = self._claims.sources.authors.get(claim.text)
        name = self.names.authors.get(claim.text) if author is None else self.names.actor(author)
        return relays if name is None or name in (self.names.voice(claim), *relays) else [*relays, name]

    def tie(self, tie: Tie) -> Row:
        """Return a tie as a map; ``prepare`` must have had its claims."""
        affirming, denying = tie.live("affirms"), tie.live("denies")
        shown = tie.supports() or affirming or [claim for claim in tie.claims if claim.standing == "live"]
        claims = self.claims(tie.claims)
        first = self.claims(shown or tie.claims)
        return {
            "source": tie.source,
            "source_name": self.names.actor(tie.source),
            "type": tie.type,
            "target": tie.target,
            "target_name": self.names.actor(tie.target),
            "is_directed": tie.is_directed,
            "is_affirmed": tie.is_affirmed,
            "is_denied": tie.is_denied,
            "is_disputed": tie.is_disputed,
            **{f"is_{modality}": tie.is_only(modality) for modality in MODALITIES[1:]},
            "supports": len(tie.supports()),
            "denials": len(tie.supports("denies")),
            "voices": self.voices(affirming),
            "denying_voices": self.voices(denying),
            "contradicting_voices": distinct(
                voice for claim in claims if claim["standing"] == "live" for voice in claim["contradicted_by"]
            ),
            "voices_at_ends": self.voices(c for c in affirming if c.voice in (tie.source, tie.target)),
            "texts": distinct(claim["text_title"] for claim in self.claims(affirming)),
            "claims": claims,
            "claim": first[0] if first else None,
        }

    def voices(self, claims: Iterable[Claim]) -> list[str]:
        """Return the distinct names of the first voices; those that count as supports come first."""
        ordered = sorted(claims, key=lambda claim: (not claim.is_support, self.names.voice(claim) or ""))
        return distinct(self.names.voice(claim) for claim in ordered)


def distinct(values: Iterable[str | None]) -> list[str]:
    """Return the distinct values in order, without nulls."""
    return list(dict.fromkeys(value for value in values if value is not None))


def _by_text(row: Row) -> tuple[Any, ...]:
    return (
        row["text_date"] or "",
        row["text"] or "",
        _number(row["paragraph"]),
        row["id"] or "",
        row["relationship"],
    )


def _number(paragraph: Any) -> float:
    return paragraph if isinstance(paragraph, int | float) else 0
