"""The evidence for the steps of a path: their claims in words, and their independent supports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sociogram.graph.claims import Claim, Tie
from sociogram.graph.claims.choosing import links_among
from sociogram.graph.dataset import CLAIM_FIELDS, RELATION_FIELDS
from sociogram.graph.model import Path, Relationship
from sociogram.queries.claims.read import claims_of, superseding
from sociogram.queries.claims.read_ties import TieReader
from sociogram.queries.claims.wording.clauses import heading, status
from sociogram.queries.claims.wording.dates import is_unsure_of, moment_words
from sociogram.queries.claims.wording.support import Links, support_words
from sociogram.queries.claims.wording.wording import Wording, read_wording, read_words
from sociogram.queries.paths.search import PathSearch, PathTie
from sociogram.queries.results.writers import cell

_KNOWN = frozenset((*RELATION_FIELDS, *CLAIM_FIELDS, "date_certainty", "date_note", "contradicted_by", "id"))
"""The properties of a claim that the wording gives, or that say nothing to a reader."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A tie and its claims; the first represents the tie."""

    tie: Tie
    first: Claim
    claims: tuple[tuple[Claim, Relationship], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The claims of the ties on some paths, created by ``read_evidence``.

    Attributes:
        wording: expresses them in words.
        actors: the ids of actors that the wording uses, by the ``elementId()`` of their nodes.
        steps: the ties, by the ids of the relationships that represent them.
        as_of: the date at which the ties must hold; None for any date.
        links: the affirmed ties between voices that support the same tie.
        date_properties: the properties with the dates of ties, which the wording gives.
    """

    wording: Wording
    actors: Mapping[str, str]
    steps: Mapping[str, _Step]
    as_of: str | None = None
    links: Links = field(default_factory=dict)
    date_properties: tuple[str, ...] = ()

    def heading(self, relationship: Relationship, *, forward: bool) -> tuple[str, str]:
        """Return the status of a tie, if it is denied, planned or possibly of another time, and its verb."""
        step = self.steps[relationship.id]
        claim = step.first
        words = self.wording.type_words(relationship.type, relationship.properties)
        subject = self.actors[relationship.start if forward else relationship.end]
        plural = subject in self.wording.plurals
        modality, verb = heading(words, claim.modality, forward=forward, plural=plural)
        unsure = self._unsure(step)
        status_words = ", ".join(filter(None, (status(claim, modality), unsure)))
        return status_words[:1].upper() + status_words[1:], verb

    def role(self, relationship: Relationship) -> str:
        """Return the role in a tie; empty if claims like the first one give none or different ones."""
        step = self.steps[relationship.id]
        first = step.first
        alike = [row for claim, row in step.claims if claim.is_like(first.polarity, first.modality)]
        roles = {str(row.get("role")) for row in alike or [relationship] if row.get("role")}
        return roles.pop() if len(roles) == 1 else ""

    def _unsure(self, step: _Step) -> str:
        """Return a note if all claims like the first one leave open whether the tie held at the date."""
        if self.as_of is None:
            return ""
        first = step.first
        alike = [row for claim, row in step.claims if claim.is_like(first.polarity, first.modality)]
        unsure = bool(alike) and all(is_unsure_of(row.properties, self.as_of) for row in alike)
        return f"perhaps not {moment_words(self.as_of)}" if unsure else ""

    def support(self, relationship: Relationship) -> str:
        """Return the independent supports of a tie, and who denies it; empty for a single claim."""
        step = self.steps[relationship.id]
        live = [claim for claim, _ in step.claims if claim.standing == "live"]
        if len(live) < 2:
            return ""
        first = step.first
        kind = {"polarity": first.polarity, "modality": first.modality}
        return support_words(self.wording, step.tie, **kind, links=self.links)

    def _own_properties(self, row: Relationship) -> Iterator[str]:
        """Yield the properties of a tie that another program wrote, such as a share."""
        for key, value in sorted(row.properties.items()):
            if key not in _KNOWN and key not in self.date_properties:
                yield f"{key}: {cell(value)}"

    def sentences(self, relationship: Relationship, *, forward: bool) -> list[str]:
        """Return the claims about a tie in words; they start at one of its ends."""
        step = self.steps[relationship.id]
        if len(step.claims) == 1 and step.first.voice is None:
            row = step.claims[0][1]
            said = self.wording.voiceless(step.first, relationship.type, row.properties)
            return ["; ".join((said, *self._own_properties(row)))]
        return [
            self.wording.sentence(
                claim,
                self.actors[row.start],
                row.type,
                self.actors[row.end],
                row.properties,
                forward=forward == (row.start == relationship.start),
            )
            for claim, row in step.claims
        ]


def read_evidence(search: PathSearch, ties: Sequence[PathTie], paths: Iterable[Path]) -> Evidence:
    """Read the claims about some ties, and apply the rules of ``graph.claims`` to them.

    Args:
        search: the search that found the ties.
        ties: the ties.
        paths: the paths that contain the ends of the ties.
    """
    nodes = {node.id: node for path in paths for node in path.nodes}
    rule = search.store.actor_rule
    actors = {node.id: rule.key_of(node) for node in nodes.values()}
    rows = [search.dates.of(row) for row in {row.id: row for tie in ties for row in tie.claims}.values()]
    taking_back = [search.taken_back[row.id] for row in rows if row.id in search.taken_back]
    later = set(superseding(search.store, taking_back)) - set(rows)
    ends = {end: end for claim in later for end in (claim.start, claim.end)}
    claims = claims_of(search.store, [*rows, *later], {**ends, **actors})
    dates = claims.sources.dates
    by_row = {row.id: claims.claim(number) for number, row in enumerate(rows)}
    wording = read_wording(search.store, rows, claims.sources.authors).including(
        {actors[key]: node for key, node in nodes.items()},
        {actors[key]: rule.name_of(node) for key, node in nodes.items()},
    )
    steps = {}
    for tie in ties:
        first = by_row[tie.relationship.id]
        of_tie = sorted(
            ((by_row[row.id], search.dates.of(row)) for row in tie.claims),
            key=lambda pair: _order(pair[0], first, dates),
        )
        steps[tie.relationship.id] = _Step(
            claims.tie(int(claims.tie_numbers[first.row])), first, tuple(of_tie)
        )
    links = _links(search, steps.values())
    types = {link.type for found in links.values() for link in found}
    known = read_words(search.store, types=types, sources=(), actors=()).relation_types
    wording = replace(wording, relation_types={**wording.relation_types, **known})
    names = (*search.dates.starts, *search.dates.ends, *search.dates.days)
    return Evidence(wording, actors, steps, search.as_of, links, names)


def _links(search: PathSearch, steps: Iterable[_Step]) -> Links:
    """Read the affirmed ties between voices that support the same tie."""
    together = [step.tie.supports(step.first.polarity, step.first.modality) for step in steps]
    voices = {
        claim.voice
        for supports in together
        if len(supports) > 1
        for claim in supports
        if claim.voice is not None and not claim.is_text_voice
    }
    return links_among(TieReader(search.store).among(voices).claims, voices) if len(voices) > 1 else {}


def _order(claim: Claim, first: Claim, dates: Mapping[str, str]) -> tuple[int, bool, str, str]:
    """Return a sort key: claims like the first one, then other ones; supports and early texts first."""
    likeness = (
        claim.standing != first.standing,
        claim.polarity != first.polarity,
        claim.modality != first.modality,
    )
    groups = int(claim.standing == "taken back") * 8 + sum(
        weight * differs for weight, differs in zip((4, 2, 1), likeness, strict=True)
    )
    return groups, not claim.is_support, dates.get(claim.text or "", ""), claim.id or ""
