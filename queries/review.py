"""The content of the review page: a text, and the claims that cite it.

    text → paragraphs → quotes, mentions and names in them
    graph → the claims of that text, in words and with what contradicts them

The reviewer's decisions come back as a sheet of corrections for ``load``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from typing import Any, Literal, TypeAlias

from sociogram.graph.claims import Claim, Claims
from sociogram.graph.claims.texts import as_list
from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.errors import SociogramError, SourceError
from sociogram.graph.model import RELATION_TYPE_LABEL, SOURCE_LABEL, Node, Relationship, types_of
from sociogram.graph.store import GraphStore, entity_pattern
from sociogram.loaders.text.languages import language_of
from sociogram.loaders.text.names.find import find_names
from sociogram.loaders.text.names.matching import Actor
from sociogram.loaders.text.quotes import IndexedText
from sociogram.queries.claims.read import claims_of
from sociogram.queries.claims.wording.wording import Wording, read_wording
from sociogram.queries.datacheck.texts import mentions_of
from sociogram.queries.run import run

_SHOWN_IDS = 5

SpanKind: TypeAlias = Literal["quote", "mention", "actor", "name"]


@dataclass(frozen=True, slots=True)
class Span:
    """A highlighted span of a paragraph.

    Attributes:
        start: the offset of the first character in the paragraph.
        end: the offset after the last character.
        kind: the ``quote`` or a ``mention`` of a claim, a known ``actor``, or an unknown ``name``.
        claim: for a quote or a mention, the position of the claim in ``Review.claims``.
        actor: for an actor, its id.
    """

    start: int
    end: int
    kind: SpanKind
    claim: int | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text and its highlighted spans."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ReviewedClaim:
    """A claim that cites the text.

    Attributes:
        id: its id; None if it has none, so that corrections cannot refer to it.
        source: the id of the actor at the start of the tie.
        type: the relation type.
        target: the id of the other actor.
        properties: the properties of its relationship.
        claim: the derived claim.
        sentence: the claim in words, without its paragraph in the text.
        voice: the name of its voice; None if nobody is named.
        contradicted: the claims that contradict it, in words.
        quoted_in: the numbers of the paragraphs that contain its quote, from 1.
    """

    id: str | None
    source: str
    type: str
    target: str
    properties: Mapping[str, Any]
    claim: Claim
    sentence: str
    voice: str | None
    contradicted: tuple[str, ...]
    quoted_in: tuple[int, ...]

    @property
    def is_quoted(self) -> bool:
        """Whether its paragraph contains its quote; true without a quote."""
        return not self.properties.get("quote") or self.properties.get("paragraph") in self.quoted_in


@dataclass(frozen=True, slots=True)
class Review:
    """A text, its claims, and the actors and types that a reviewer can choose.

    Attributes:
        source: the id of the source whose text it is.
        details: the properties of the source; empty if the graph does not have it.
        paragraphs: the paragraphs of the text, in order.
        claims: the claims, sorted by paragraph; those without one come last.
        actors: the actors of the graph.
        types: the relation types of the graph, each with its verb.
    """

    source: str
    details: Mapping[str, Any]
    paragraphs: tuple[Paragraph, ...]
    claims: tuple[ReviewedClaim, ...]
    actors: tuple[Actor, ...]
    types: Mapping[str, str]


def read_review(
    store: GraphStore, text: str, *, source: str | None = None, language: str | None = None
) -> Review:
    """Read a text together with the claims of a graph that cite it.

    Args:
        store: the graph.
        text: the text.
        source: the id of the source whose text it is; may be omitted if all claims cite one text.
        language: the language code of the text, such as ``nl``; by default that of the source.

    Raises:
        SourceError: the source does not exist, or is omitted although the claims cite several texts.
        SociogramError: the graph has no source.
    """
    sources = {
        str(node.get("id")): node for (node,) in run(store, f"MATCH (s:{SOURCE_LABEL}) RETURN s").stream()
    }
    chosen, found = _read_ties(store, sources.keys(), source)
    details = sources[chosen].properties if chosen in sources else {}
    indexed = IndexedText(text)
    nodes = _read_nodes(store)
    actors = {actor: _actor(actor, node) for actor, node in nodes.items()}
    claims = list(_reviewed(store, found, indexed, nodes))
    last = len(indexed) + 1
    claims.sort(key=lambda one: (_paragraph(one, last), one.claim.row))
    names = _name_spans(indexed, actors, language or str(details.get("language", "")))
    highlighted = [*_claim_spans(indexed, claims), *names]
    spans: list[list[Span]] = [[] for _ in range(len(indexed))]
    for number, span in highlighted:
        spans[number - 1].append(span)
    paragraphs = tuple(
        Paragraph(paragraph, tuple(sorted(some, key=lambda span: (span.start, -span.end))))
        for paragraph, some in zip(indexed.paragraphs, spans, strict=True)
    )
    types = _read_types(store, found.relationships)
    return Review(chosen, details, paragraphs, tuple(claims), tuple(actors.values()), types)


# ── claims ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Found:
    """Relationships, first the ``of_text`` ones of the text, and the ids of the actors at their ends."""

    relationships: Sequence[Relationship]
    of_text: int
    ends: Mapping[str, str]


def _read_ties(store: GraphStore, sources: Iterable[str], source: str | None) -> tuple[str, _Found]:
    """Read the claims of a text, the other claims about their ties, and claims that take others back."""
    ends: dict[str, str] = {}
    by_text: dict[str, list[Relationship]] = {}
    for tie, text in _stream(store, ends):
        if text is not None and (source is None or text == source):
            by_text.setdefault(text, []).append(tie)
    chosen = _choose(source, by_text, sources)
    own = by_text.get(chosen, [])
    ids, about = {tie.id for tie in own}, {_key(tie) for tie in own}
    others = [
        tie
        for tie, _ in _stream(store, ends)
        if tie.id not in ids and (_key(tie) in about or tie.get("supersedes") is not None)
    ]
    return chosen, _Found([*own, *others], len(own), ends)


def _stream(store: GraphStore, ends: dict[str, str]) -> Iterator[tuple[Relationship, str | None]]:
    """Yield every claim with the id of its text; add the keys of the actors at its ends to ``ends``."""
    rule = store.actor_rule
    query = f"MATCH {rule.pattern('a')}-[r]->{rule.pattern('b')} RETURN r, {rule.key('a')}, {rule.key('b')}"
    for tie, start, end in run(store, query).stream():
        ends[tie.start], ends[tie.end] = str(start), str(end)
        yield tie, next(iter(as_list(tie.get("sources"))), None)


def _key(tie: Relationship) -> tuple[str, str, str]:
    return (min(tie.start, tie.end), tie.type, max(tie.start, tie.end))


def _choose(source: str | None, texts: Iterable[str], sources: Iterable[str]) -> str:
    """Return the id of the requested text, or of the only one."""
    if source is not None:
        known = {*texts, *sources}
        if source not in known:
            offer = did_you_mean(nearest(source, known))
            raise SourceError(f"There is no source '{source}'. {offer}".rstrip())
        return source
    possible = sorted(texts) or sorted(sources)
    if len(possible) == 1:
        return possible[0]
    if not possible:
        raise SociogramError(
            "The graph has no source for this text. Load a sheet `sources.csv` with its `id` and `title`."
        )
    shown = ", ".join(possible[:_SHOWN_IDS]) + (", …" if len(possible) > _SHOWN_IDS else "")
    raise SourceError(
        "Say which source the text is, as SOURCE_ID=FILE or source=…: "
        f"the graph has {len(possible)} ({shown})."
    )


def _reviewed(
    store: GraphStore, found: _Found, text: IndexedText, nodes: Mapping[str, Node]
) -> Iterator[ReviewedClaim]:
    """Yield the claims of the text in words, with the claims that contradict them."""
    claims = claims_of(store, found.relationships, found.ends)
    wording = read_wording(store, found.relationships, claims.sources.authors)
    called = {found.ends[end] for tie in found.relationships for end in (tie.start, tie.end)}
    ends_of_ties = {end: nodes[end] for end in called if end in nodes}
    names = {end: store.actor_rule.name_of(node) for end, node in ends_of_ties.items()}
    wording = wording.including(ends_of_ties, names)
    against = _contradictions(claims, found.of_text)
    quoted_in = cache(text.paragraphs_with)
    for row, tie in enumerate(found.relationships[: found.of_text]):
        claim = claims.claim(row)
        ends = found.ends[tie.start], found.ends[tie.end]
        quote = tie.get("quote")
        yield ReviewedClaim(
            id=claim.id,
            source=ends[0],
            type=tie.type,
            target=ends[1],
            properties=tie.properties,
            claim=claim,
            sentence=_content(wording, found, claim),
            voice=wording.voice(claim),
            contradicted=tuple(_sentence(wording, found, other) for other in against.get(row, ())),
            quoted_in=tuple(quoted_in(str(quote))) if quote else (),
        )


def _content(wording: Wording, found: _Found, claim: Claim) -> str:
    """Return a claim in words, without its paragraph and without "draft" or "retracted"."""
    if claim.standing in ("draft", "retracted"):
        claim = replace(claim, standing="live")
    evidence = wording.evidence(claim, found.relationships[claim.row].properties)
    return _sentence(wording, found, claim).removesuffix(f" ({evidence})")


def _sentence(wording: Wording, found: _Found, claim: Claim) -> str:
    tie = found.relationships[claim.row]
    return wording.sentence(claim, found.ends[tie.start], tie.type, found.ends[tie.end], tie.properties)


def _contradictions(claims: Claims, of_text: int) -> dict[int, list[Claim]]:
    """Return the claims that contradict each claim of the text, by its row."""
    numbers = sorted({int(claims.tie_numbers[row]) for row in range(of_text)})
    against: dict[int, list[Claim]] = {}
    for number in numbers:
        for conflict in claims.tie(number).conflicts:
            for side, other in (
                (conflict.affirming, conflict.denying),
                (conflict.denying, conflict.affirming),
            ):
                for claim in side:
                    if claim.row < of_text:
                        against.setdefault(claim.row, []).extend(other)
    return against


# ── highlighted spans ────────────────────────────────────────────────────────────────────────────────


def _paragraph(claim: ReviewedClaim, last: int) -> int:
    """Return the paragraph next to which a claim is shown: its own, else that of its quote, else ``last``."""
    number = claim.properties.get("paragraph")
    if isinstance(number, int) and 1 <= number < last:
        return number
    return claim.quoted_in[0] if len(claim.quoted_in) == 1 else last


def paragraph_of(review: Review, claim: ReviewedClaim) -> int | None:
    """Return the number of the paragraph next to which a claim is shown; None if there is none."""
    last = len(review.paragraphs) + 1
    number = _paragraph(claim, last)
    return None if number == last else number


def _claim_spans(text: IndexedText, claims: Sequence[ReviewedClaim]) -> Iterator[tuple[int, Span]]:
    """Yield the spans of the quotes and mentions of claims, each with its paragraph."""
    last = len(text) + 1
    for position, claim in enumerate(claims):
        number = _paragraph(claim, last)
        quote = claim.properties.get("quote")
        paragraphs = [number] if number in claim.quoted_in else claim.quoted_in
        for paragraph in paragraphs:
            for start, end in text.spans(str(quote), paragraph):
                yield paragraph, Span(start, end, "quote", position)
        if number == last:
            continue
        phrases, _ = mentions_of(as_list(claim.properties.get("mention")))
        for phrase in (phrase for some in phrases.values() for phrase in some):
            for start, end in text.spans(phrase, number):
                yield number, Span(start, end, "mention", position)


def _name_spans(text: IndexedText, actors: Mapping[str, Actor], code: str) -> Iterator[tuple[int, Span]]:
    """Yield the spans of names of known and unknown actors, each with its paragraph."""
    language, numbers = language_of(code), count()
    found = find_names(
        text.paragraphs, language, actors.values(), new_id=lambda name: f"{next(numbers)} {name}"
    )
    for number, mentions in enumerate(found.mentions, 1):
        for mention in mentions:
            known = next((actor for actor in mention.actors if actor in actors), None)
            kind: SpanKind = "name" if known is None else "actor"
            yield number, Span(mention.start, mention.end, kind, actor=known)


# ── choices of the reviewer ────────────────────────────────────────────────────────────


def _read_nodes(store: GraphStore) -> dict[str, Node]:
    """Return every actor by its id."""
    pattern = entity_pattern(store, "a")
    return {
        store.actor_rule.key_of(node): node
        for (node,) in run(store, f"MATCH {pattern} RETURN a ORDER BY a.name, a.id").stream()
    }


def _actor(actor: str, node: Node) -> Actor:
    labels = tuple(types_of(node.labels))
    return Actor(actor, str(node.get("name") or actor), tuple(as_list(node.get("aliases"))), labels)


def _read_types(store: GraphStore, ties: Iterable[Relationship]) -> dict[str, str]:
    """Return the verbs of the relation types that the graph describes or uses."""
    query = f"MATCH (t:{RELATION_TYPE_LABEL}) RETURN t.type, t.forward"
    verbs = {str(name): str(verb or "") for name, verb in run(store, query).stream() if name is not None}
    used = {
        str(name) for (name,) in run(store, "CALL db.relationshipTypes() YIELD relationshipType RETURN *")
    }
    used |= {tie.type for tie in ties}
    return {name: verbs.get(name, "") for name in sorted(verbs.keys() | used)}
