"""One side of a comparison: the claims of a text or a graph, by tie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from sociogram.graph.claims import Claim
from sociogram.graph.claims.texts import Texts, as_list
from sociogram.graph.common.temporal import is_temporal
from sociogram.graph.model import Relationship
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.read import claims_of
from sociogram.queries.claims.wording.in_words import wording_of
from sociogram.queries.claims.wording.wording import Wording
from sociogram.queries.compare.model import ComparedClaim
from sociogram.queries.run import run


@dataclass(frozen=True, slots=True)
class Said:
    """A claim of one side, with what the rules and the result need."""

    claim: Claim
    shown: ComparedClaim
    superseded: tuple[str, ...]
    contradicts: tuple[str, ...]

    @property
    def is_live(self) -> bool:
        """Whether it counts: it is neither a draft nor retracted nor taken back."""
        return self.claim.standing == "live"

    @property
    def content(self) -> tuple[Any, ...]:
        """What makes two claims of different graphs equal."""
        shown = self.shown
        return (shown.voice, shown.polarity, shown.modality, shown.text, shown.paragraph, shown.is_taken_back)


TieKey: TypeAlias = tuple[str, str, str, bool]
"""Source, type, target, and whether the tie is directed."""


@dataclass(frozen=True, slots=True)
class Side:
    """The claims of a text or a graph, by tie.

    Attributes:
        said: the claims by tie.
        names: the names of the actors and claimants, by id.
        wording: the wording of the graph's claims.
        sources: the texts.
        only_nodes: the actors that only their ``elementId()`` identifies, which means nothing in another
            graph.
        nameless: the actors among them that have no name.
    """

    said: Mapping[TieKey, list[Said]]
    names: Mapping[str, str]
    wording: Wording
    sources: Texts
    only_nodes: frozenset[str] = frozenset()
    nameless: frozenset[str] = frozenset()

    def of_text(self, text: str) -> Side:
        """Return the claims of one text."""
        said = {key: [one for one in claims if one.claim.text == text] for key, claims in self.said.items()}
        return replace(self, said={key: claims for key, claims in said.items() if claims})

    def source(self, text: str) -> Mapping[str, Any]:
        """Return the properties of a source; empty if no claim of this side names it."""
        node = self.wording.sources.get(text)
        return {} if node is None else node.properties

    def with_actors(self, same: Mapping[str, str]) -> Side:
        """Return a copy in which actors have other ids: as ends, voices, relays and authors."""

        def renamed(one: Said) -> Said:
            claim = one.claim
            voice = claim.voice if claim.is_text_voice else same.get(claim.voice or "", claim.voice)
            via = tuple(same.get(actor, actor) for actor in claim.via)
            return replace(
                one, claim=replace(claim, voice=voice, via=via), shown=replace(one.shown, voice=voice)
            )

        said: dict[TieKey, list[Said]] = {}
        for (source, kind, target, is_directed), claims in self.said.items():
            ends = [same.get(source, source), same.get(target, target)]
            if not is_directed:
                ends.sort()
            said.setdefault((ends[0], kind, ends[1], is_directed), []).extend(map(renamed, claims))
        authors = {text: same.get(author, author) for text, author in self.sources.authors.items()}
        names = {same.get(actor, actor): name for actor, name in self.names.items()}
        return replace(self, said=said, names=names, sources=replace(self.sources, authors=authors))


def read_side(store: GraphStore, texts: set[str] | None = None) -> Side:
    """Read the claims of some texts, or all claims, and those that take others back."""
    rule = store.actor_rule
    a, b = rule.pattern("a"), rule.pattern("b")
    ends = ", ".join(
        f"{rule.name(end)} AS {end}_name, {rule.key(end)} AS {end}_key, {end}.id IS NULL AS {end}_alone"
        for end in "ab"
    )
    query = f"MATCH {a}-[r]->{b} RETURN r, {ends}"
    relationships: list[Relationship] = []
    actors: dict[str, str] = {}
    names: dict[str, str] = {}
    only_nodes, nameless = set(), set()
    for tie, *found in run(store, query).stream():
        text = next(iter(as_list(tie.get("sources"))), None)
        if texts is not None and text not in texts and tie.get("supersedes") is None:
            continue
        relationships.append(tie)
        for node, (name, key, is_alone) in ((tie.start, found[:3]), (tie.end, found[3:])):
            actor = actors[node] = str(key)
            names[actor] = str(actor if name is None else name)
            if is_alone or not rule.has_ids:
                only_nodes.add(actor)
                if name is None or str(name).endswith(f" #{node.split(':')[-1]}"):
                    nameless.add(actor)
    claims = claims_of(store, relationships, actors)
    wording = wording_of(store, claims, relationships, actors, names)
    said: dict[TieKey, list[Said]] = {}
    for tie in claims.ties():
        key = (tie.source, tie.type, tie.target, tie.is_directed)
        found = [
            _said(claim, relationships[claim.row], actors, wording)
            for claim in tie.claims
            if claim.standing in ("live", "taken back")
        ]
        said[key] = sorted(found, key=_by_text)
    names = {**wording.claimants, **names}
    return Side(said, names, wording, claims.sources, frozenset(only_nodes), frozenset(nameless))


def _by_text(said: Said) -> tuple[str, float, str]:
    """Return a sort key; the order of a server's rows is arbitrary."""
    paragraph = said.shown.paragraph
    number = paragraph if isinstance(paragraph, int | float) else 0
    return said.shown.text or "", number, said.shown.id or ""


def _said(claim: Claim, relationship: Relationship, actors: Mapping[str, str], wording: Wording) -> Said:
    evidence = wording.evidence(claim, relationship.properties)
    sentence = wording.sentence(
        claim,
        actors[relationship.start],
        relationship.type,
        actors[relationship.end],
        relationship.properties,
    )
    shown = ComparedClaim(
        id=claim.id,
        voice=claim.voice,
        voice_name=_voice_name(claim, wording),
        via=tuple(map(wording.name, claim.via)),
        polarity=claim.polarity,
        modality=claim.modality,
        certainty=claim.certainty,
        start_date=_text(relationship.get("start_date")),
        end_date=_text(relationship.get("end_date")),
        paragraph=relationship.get("paragraph"),
        text=claim.text,
        is_taken_back=claim.standing == "taken back",
        sentence=sentence.removesuffix(f" ({evidence})"),
        quote=_text(relationship.get("quote")),
        title=None if claim.text is None else _title(claim.text, wording),
        cites=tuple(_title(document, wording) for document in claim.cites),
        values=_values(relationship),
    )
    others = (tuple(as_list(relationship.get(column))) for column in ("supersedes", "contradicts"))
    return Said(claim, shown, *others)


_NOT_COMPARED = {"paragraph", "directed", "id"}
"""Numbers that say where a claim is, not what it says."""


def _values(relationship: Relationship) -> dict[str, Any]:
    """Return the numbers, truth values and dates of a claim; bounds of a vague date are none."""
    is_vague = relationship.get("date_certainty") is not None
    dates = set() if is_vague else {"start_date", "end_date"}

    def is_compared(key: str, value: Any) -> bool:
        is_value = isinstance(value, int | float) or is_temporal(value)
        return key in dates or (is_value and key not in _NOT_COMPARED)

    return {key: value for key, value in sorted(relationship.properties.items()) if is_compared(key, value)}


def _voice_name(claim: Claim, wording: Wording) -> str:
    if claim.voice is None:
        return "nobody named"
    if not claim.is_text_voice:
        return wording.name(claim.voice)
    return f"the text '{_title(claim.voice, wording)}'"


def _title(source: str, wording: Wording) -> str:
    node = wording.sources.get(source)
    return str((node and node.get("title")) or source)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
