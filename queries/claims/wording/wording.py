"""Express a claim in words: who says it, who relays it, what they say, and where it can be read.

    >>> wording.sentence(claim, "ulla-brandt", "RELATED_TO", "ines-okker", properties)
    'Ulla Brandt, as told by Joris Maas, denies that she is related to Ines Okker (“Harbour news”, The Tide)'

A voice that is an end of the tie is its subject, whichever end the sentence would start from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from sociogram.graph.claims import Claim
from sociogram.graph.claims.texts import as_list
from sociogram.graph.common.text import fold
from sociogram.graph.model import (
    CERTAINTIES,
    ENTITY_LABEL,
    RELATION_TYPE_LABEL,
    SOURCE_LABEL,
    Node,
    Relationship,
    is_directed,
)
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.wording.clauses import (
    Ends,
    Pronoun,
    TypeWords,
    is_plural,
    pronoun_of,
    statement,
)
from sociogram.queries.claims.wording.dates import date_words, period_words
from sociogram.queries.run import batches, run

__all__ = ["Wording", "as_list", "listed", "read_wording", "read_words"]

NOT_GIVEN = "not said"
WORDED_PROPERTIES = ("role", "start_date", "end_date", "date_certainty", "paragraph", "contradicted_by")
"""The properties that a sentence needs besides those that the rules read."""

_VERBS = {
    "stated": ("says", "said"),
    "reported": ("reports", "reported"),
    "alleged": ("alleges", "alleged"),
    "opinion": ("thinks", "thought"),
}
_IMPERSONAL = {"reported": "It is reported", "alleged": "It is alleged", "opinion": "It is thought"}
_PREFIXES = {"draft": "Draft: ", "retracted": "Retracted: ", "taken back": "Taken back: "}


@dataclass(frozen=True, slots=True)
class Wording:
    """Expresses claims as sentences.

    Attributes:
        relation_types: the nodes of relation types, by name.
        sources: the nodes of sources, by id.
        claimants: the names of actors, by id.
        pronouns: the known pronouns of actors, by id, for sentences in which they speak of themselves.
        plurals: the ids of actors whose names are plural.
        authors: the actors who wrote the sources, by the sources' ids.
        has_directions: whether ties have directions; in an undirected NetworkX graph they do not.
    """

    relation_types: Mapping[str, Node] = field(default_factory=dict)
    sources: Mapping[str, Node] = field(default_factory=dict)
    claimants: Mapping[str, str] = field(default_factory=dict)
    pronouns: Mapping[str, Pronoun] = field(default_factory=dict)
    plurals: frozenset[str] = frozenset()
    authors: Mapping[str, str] = field(default_factory=dict)
    has_directions: bool = True
    _types: dict[tuple[str, bool], TypeWords] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _citations: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def phrase(self, relation_type: str, *, forward: bool) -> str:
        """Return the verb: forward "commands", backward "is commanded by".

        A type without wording is shown as an arrow: "—controlling shareholder→".
        """
        return self.type_words(relation_type).phrase(forward=forward)

    def type_words(
        self, relation_type: str, properties: Mapping[str, Any] = MappingProxyType({})
    ) -> TypeWords:
        """Return the wording of a relation type, or of a claim of that type with these properties."""
        has_direction = self.has_directions and is_directed(properties.get("directed"))
        words = self._types.get((relation_type, has_direction))
        if words is None:
            known = self.relation_types.get(relation_type)
            words = TypeWords.of(relation_type, known, has_direction=has_direction)
            self._types[relation_type, has_direction] = words
        return words

    def name(self, actor: str) -> str:
        """Return the name of an actor."""
        return self.claimants.get(actor, actor)

    def including(self, actors: Mapping[str, Node], names: Mapping[str, str]) -> Wording:
        """Return a copy with additional actors, given their nodes and names by id."""
        pronouns = {actor: pronoun for actor, node in actors.items() if (pronoun := pronoun_of(node))}
        return replace(
            self,
            claimants={**self.claimants, **names},
            pronouns={**self.pronouns, **pronouns},
            plurals=self.plurals.union(actor for actor, node in actors.items() if is_plural(node)),
        )

    def sentence(
        self,
        claim: Claim,
        source: str,
        relation_type: str,
        target: str,
        properties: Mapping[str, Any],
        *,
        forward: bool = True,
    ) -> str:
        """Return a claim in words.

        Args:
            claim: the derived claim.
            source: the id of the actor that the relationship starts at.
            relation_type: the type of the tie.
            target: the id of the other actor.
            properties: the claim's ``WORDED_PROPERTIES``, ``sources`` and ``cites``.
            forward: whether the sentence starts at the source; a voice that is an end always comes first.
        """
        voice = self.voice(claim)
        ends = self._ends(claim, source, target, forward)
        said = statement(
            self.type_words(relation_type, properties),
            ends,
            claim.modality,
            denies=claim.polarity == "denies",
        )
        saying = _impersonal(claim) if voice is None else f"{voice}{self._relay(claim)} {self._verb(claim)}"
        role = f": {properties['role']}" if properties.get("role") else ""
        period = self.period(claim, relation_type, properties)
        evidence = self.evidence(claim, properties)
        sentence = (
            f"{_PREFIXES.get(claim.standing, '')}{saying}{said}{role}{f', {period}' if period else ''} "
            f"({evidence})"
        )
        # A description such as "a customs officer" begins in lower case; a name keeps its spelling.
        return sentence[:1].upper() + sentence[1:] if sentence.split(" ", 1)[0].islower() else sentence

    def period(self, claim: Claim, relation_type: str, properties: Mapping[str, Any]) -> str:
        """Return when a tie held, or is planned to hold, in words; empty without a date."""
        if not properties.get("start_date") and not properties.get("end_date"):
            return ""
        words = self.type_words(relation_type)
        since = claim.modality == "actual" and bool(words.lasts and words.is_present)
        return period_words(properties, lasts=words.lasts, since=since)

    def voiceless(self, claim: Claim, relation_type: str, properties: Mapping[str, Any]) -> str:
        """Return the attribution of a claim without a named voice."""
        certainty = claim.certainty if claim.certainty in CERTAINTIES else None
        period = self.period(claim, relation_type, properties)
        return "; ".join(filter(None, (certainty, period, self.evidence(claim, properties))))

    def evidence(self, claim: Claim, properties: Mapping[str, Any]) -> str:
        """Return where a claim can be read, what it cites, and its certainty if the verb omits it."""
        parts = [] if claim.voice is not None else [f"claimant {NOT_GIVEN}"]
        certainty = claim.certainty
        if certainty is not None and (certainty not in CERTAINTIES or _is_silent(claim)):
            parts.append(certainty)
        parts += self._references(claim, properties)
        parts += [
            f"contradicted by {self.name(voice)}" for voice in as_list(properties.get("contradicted_by"))
        ]
        return "; ".join(parts)

    def voice(self, claim: Claim) -> str | None:
        """Return who makes a claim: an actor, the author that a source names, or the title of the text."""
        if claim.voice is None:
            return None
        if not claim.is_text_voice:
            return self.name(claim.voice)
        return self._source(claim.voice, "author") or f"“{self._title(claim.voice)}”"

    def _verb(self, claim: Claim) -> str:
        verb = _verb(claim)
        if claim.voice not in self.plurals or claim.standing == "taken back":
            return verb
        return {"denies": "deny"}.get(verb, verb.removesuffix("s"))

    def _relay(self, claim: Claim) -> str:
        """Return who relays a claim, in order from the voice to the reader; the text's author is last."""
        relays = [self.name(actor) for actor in claim.via if actor != claim.voice]
        if not claim.is_text_voice and claim.text is not None:
            author = self.authors.get(claim.text)
            name = self.claimants.get(author or "") or self._source(claim.text, "author")
            if name and author != claim.voice:
                known = {fold(known) for known in (*relays, self.name(claim.voice or ""))}
                relays += [] if fold(name) in known else [name]
        return f", as told by {', then '.join(relays)}," if relays else ""

    def _ends(self, claim: Claim, source: str, target: str, forward: bool) -> Ends:
        plural = source in self.plurals, target in self.plurals
        if claim.is_text_voice or claim.voice not in (source, target) or source == target:
            return Ends(self.name(source), self.name(target), forward, plural=plural)
        is_source = claim.voice == source
        pronoun = self.pronouns.get(claim.voice)
        return Ends(self.name(source), self.name(target), is_source, is_source, pronoun, plural)

    def _references(self, claim: Claim, properties: Mapping[str, Any]) -> Iterator[str]:
        """Yield the text with its paragraph, then the documents that the claim cites."""
        paragraph = properties.get("paragraph")
        where = [] if paragraph is None else [f"paragraph {paragraph}"]
        if claim.text is None:
            yield ", ".join([f"source {NOT_GIVEN}", *where])
        else:
            if claim.text not in self._citations:
                self._citations[claim.text] = self._citation(claim.text)
            yield ", ".join([*self._citations[claim.text], *where])
        sources = [*as_list(properties.get("cites")), *as_list(properties.get("sources"))[1:]]
        for document in dict.fromkeys((*sources, *claim.cites)):
            unread = ", not read" if document in claim.cites else ""
            yield f"citing “{self._title(document)}”{unread}"

    def _citation(self, text: str) -> list[str]:
        title, publisher = self._title(text), self._source(text, "publisher")
        parts = [f"“{title}”"]
        if publisher and fold(publisher) not in fold(title):
            parts.append(publisher)
        if date := self._source(text, "date"):
            parts.append(date_words(date))
        return parts

    def _title(self, source: str) -> str:
        return self._source(source, "title") or source

    def _source(self, source: str, key: str) -> str:
        known = self.sources.get(source)
        value = None if known is None else known.get(key)
        return "" if value is None else "; ".join(as_list(value))


def _verb(claim: Claim) -> str:
    """Return the verb of saying; in the past tense if the voice took the claim back."""
    if claim.modality == "demanded":
        present, past = "demands", "demanded"
    elif claim.polarity == "denies":
        present, past = "denies", "denied"
    else:
        present, past = _VERBS.get(claim.certainty or "", _VERBS["stated"])
    return past if claim.standing == "taken back" else present


def _impersonal(claim: Claim) -> str:
    if claim.modality == "demanded":
        return "It is demanded"
    if claim.polarity == "denies":
        return "It is denied"
    return _IMPERSONAL.get(claim.certainty or "", "It is said")


def _is_silent(claim: Claim) -> bool:
    """Return whether the verb of saying does not express the certainty of the claim."""
    denies = claim.polarity == "denies" or claim.modality == "demanded"
    return denies and claim.certainty != "stated"


def listed(names: Sequence[str]) -> str:
    """Return names as a list in words: "Ada", "Ada and Bob", "Ada, Bob and Cy"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def read_wording(
    store: GraphStore, ties: Iterable[Relationship], authors: Mapping[str, str] | None = None
) -> Wording:
    """Read what the wording of claims needs: their types, sources, voices and relays.

    Args:
        store: the graph.
        ties: the claims.
        authors: the actors who wrote the sources, by the sources' ids, as in ``Claims.sources``.
    """
    types: set[str] = set()
    sources: set[str] = set()
    voices: set[str] = set()
    for tie in ties:
        types.add(tie.type)
        for key in ("sources", "cites"):
            sources.update(as_list(tie.get(key)))
        for key in ("claimed_by", "via", "contradicted_by"):
            voices.update(as_list(tie.get(key)))
    return read_words(store, types=types, sources=sources, actors=voices, authors=authors)


def read_words(
    store: GraphStore,
    *,
    types: Iterable[str],
    sources: Iterable[str],
    actors: Iterable[str],
    authors: Mapping[str, str] | None = None,
) -> Wording:
    """Read relation types, sources and actors into a wording.

    Args:
        store: the graph.
        types: relation types.
        sources: ids of sources.
        actors: ids of actors.
        authors: the actors who wrote sources, by the sources' ids; these actors are read as well.
    """
    authors = authors or {}
    type_rows = _read(store, f"MATCH (t:{RELATION_TYPE_LABEL}) WHERE t.type IN $keys RETURN t.type, t", types)
    source_rows = _read(store, f"MATCH (s:{SOURCE_LABEL}) WHERE s.id IN $keys RETURN s.id, s", sources)
    known = {*actors, *authors.values()}
    voices = dict(_read(store, f"MATCH (e:{ENTITY_LABEL}) WHERE e.id IN $keys RETURN e.id, e", known))
    names = {actor: str(node.get("name") or actor) for actor, node in voices.items()}
    found = Wording(dict(type_rows), dict(source_rows), authors=authors, has_directions=store.is_directed)
    return found.including(voices, names)


def _read(store: GraphStore, query: str, keys: Iterable[str]) -> Iterator[tuple[Any, Any]]:
    """Yield the rows of a query that looks up ``$keys``, in batches."""
    for some in batches(sorted(set(keys))):
        yield from run(store, query, {"keys": some})
