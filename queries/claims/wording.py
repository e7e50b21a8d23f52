"""A tie in words, read from either end, with its claimant, certainty, dates and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, Node, Relationship
from sociogram.graph.store import GraphStore
from sociogram.queries.run import batches, run

NOT_GIVEN = "not said"


@dataclass(frozen=True, slots=True)
class Wording:
    """What puts ties into words: relation types by name, sources and the names of actors by id."""

    relation_types: Mapping[str, Node] = field(default_factory=dict)
    sources: Mapping[str, Node] = field(default_factory=dict)
    claimants: Mapping[str, str] = field(default_factory=dict)

    def phrase(self, relation_type: str, *, forward: bool) -> str:
        """Return the verb phrase: "commands" from the start, "is commanded by" from the end.

        A type without wording is shown between arrows: "—controlling shareholder→".
        """
        known = self.relation_types.get(relation_type)
        if known is not None:
            worded = known.get("forward" if forward else "backward")
            if worded:
                return str(worded)
        plain = relation_type.replace("_", " ").lower()
        return f"—{plain}→" if forward else f"←{plain}—"

    def evidence(self, relationship: Relationship) -> str:
        """Return the claimant, certainty, dates, paragraph and sources of a tie, in words."""
        claimants = [self.claimants.get(actor, actor) for actor in as_list(relationship.get("claimed_by"))]
        parts = [
            f"claimed by {'; '.join(claimants)}" if any(claimants) else f"claimant {NOT_GIVEN}",
            str(relationship.get("certainty") or f"certainty {NOT_GIVEN}"),
        ]
        dates = dates_of(relationship)
        if dates:
            parts.append(dates)
        paragraph = relationship.get("paragraph")
        if paragraph is not None:
            parts.append(f"paragraph {paragraph}")
        parts.append("; ".join(self.source_titles(relationship)) or f"source {NOT_GIVEN}")
        return ", ".join(parts)

    def source_titles(self, relationship: Relationship) -> list[str]:
        """Return the titles of the sources that the tie cites; an unknown source keeps its id."""
        return [self._title(source) for source in as_list(relationship.get("sources"))]

    def _title(self, source: str) -> str:
        known = self.sources.get(source)
        return str(known.get("title", source)) if known is not None else source


def as_list(value: Any) -> list[str]:
    """Return a property that holds one or several texts as a list."""
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


def dates_of(relationship: Relationship) -> str:
    """Return "2022-12-07 to 2023-05", "since 2023-05", "until 2023", or an empty text."""
    start, end = relationship.get("start_date"), relationship.get("end_date")
    if start and end:
        return str(start) if start == end else f"{start} to {end}"
    if start:
        return f"since {start}"
    return f"until {end}" if end else ""


def read_wording(store: GraphStore, ties: Iterable[Relationship]) -> Wording:
    """Read the wording of ties: their types, the sources that they cite, the names of their claimants."""
    types: set[str] = set()
    sources: set[str] = set()
    voices: set[str] = set()
    for tie in ties:
        types.add(tie.type)
        sources.update(as_list(tie.get("sources")))
        voices.update(as_list(tie.get("claimed_by")))
        voices.update(as_list(tie.get("contradicted_by")))
    type_rows = _read(store, f"MATCH (t:{RELATION_TYPE_LABEL}) WHERE t.type IN $keys RETURN t.type, t", types)
    source_rows = _read(store, f"MATCH (s:{SOURCE_LABEL}) WHERE s.id IN $keys RETURN s.id, s", sources)
    voice_rows = _read(store, f"MATCH (e:{ENTITY_LABEL}) WHERE e.id IN $keys RETURN e.id, e.name", voices)
    return Wording(
        relation_types=dict(type_rows),
        sources=dict(source_rows),
        claimants={actor_id: name or actor_id for actor_id, name in voice_rows},
    )


def _read(store: GraphStore, query: str, keys: set[str]) -> Iterator[tuple[Any, Any]]:
    """Yield the rows of a query that looks up ``$keys``, in batches."""
    for some in batches(sorted(keys)):
        yield from run(store, query, {"keys": some})
