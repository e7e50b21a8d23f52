"""The results of the rules: ties, their claims, and conflicts between claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sociogram.graph.common.partial_date import last_day

Standing: TypeAlias = Literal["live", "draft", "retracted", "taken back"]
"""Only a live claim affirms, denies or supports anything."""

ConflictKind: TypeAlias = Literal["between texts", "within a text", "one voice", "proposed"]

NO_REASON = ""
TEXT_NOT_READ = "text not read"
NO_VOICE = "no voice"
SAME_VOICE = "same voice"
RELAY = "relay"
COPY = "copy or translation"
SAME_DOCUMENT = "same document"
NOT_LIVE = "not live"
REASONS = (NO_REASON, NOT_LIVE, TEXT_NOT_READ, NO_VOICE, SAME_VOICE, RELAY, COPY, SAME_DOCUMENT)
"""Why a claim adds no support; empty for a claim that does."""

SURE = ("stated", "reported")
"""The certainties of a support that makes a tie safe to print."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One voice's statement, at one location of one text, that a tie holds or does not hold.

    Attributes:
        row: the row of the relations table.
        id: the id of the claim; None if it has none.
        standing: whether it counts, or why not.
        polarity: ``affirms`` or ``denies``.
        modality: ``actual``, ``planned``, ``intended``, ``possible`` or ``demanded``.
        certainty: how the voice puts it; None if that is not recorded.
        voice: who says it: an actor's id, or the id of the text if no actor is named; None if there is
            neither.
        is_text_voice: whether ``voice`` is the id of the text.
        via: ids of the actors who relay it, from the first voice towards the reader.
        text: the id of its text; None if it has no source.
        cites: ids of the documents that it relays and that nobody has read.
        period: the first and the last day on which it can hold, as ISO dates; None is open.
        due: the last day of its end date, or else of its start date: when a plan is due.
        reason: why it adds no support, one of ``REASONS``; empty if it does.
    """

    row: int
    id: str | None
    standing: Standing
    polarity: str
    modality: str
    certainty: str | None
    voice: str | None
    is_text_voice: bool
    via: tuple[str, ...]
    text: str | None
    cites: tuple[str, ...]
    period: tuple[str | None, str | None]
    due: str | None
    reason: str

    @property
    def is_support(self) -> bool:
        """Whether it is one of the independent supports of its tie."""
        return self.reason == NO_REASON

    def is_like(self, polarity: str, modality: str) -> bool:
        """Return whether the claim is live and has this polarity and modality."""
        return self.standing == "live" and self.polarity == polarity and self.modality == modality


@dataclass(frozen=True, slots=True)
class Conflict:
    """Live claims that affirm and deny one tie, or that ``contradicts`` connects.

    Attributes:
        modality: the modality of the claims.
        affirming: the claims on one side.
        denying: the claims on the other side; if ``contradicts`` connects two claims, that of the other tie.
        kind: ``proposed`` if the dates of the two sides exclude each other.
        is_coded: whether ``contradicts`` connects the claims, which does not make the tie disputed.
    """

    modality: str
    affirming: tuple[Claim, ...]
    denying: tuple[Claim, ...]
    kind: ConflictKind
    is_coded: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """The subject of claims: two actors and how they are connected.

    Attributes:
        number: its position among the ties.
        source: the id of one end; in an undirected tie, the first in alphabetical order.
        type: the relation type.
        target: the id of the other end.
        is_directed: whether it matters which end is the source.
        claims: all its claims in table order, including those that do not count.
        conflicts: the conflicts between its claims.
    """

    number: int
    source: str
    type: str
    target: str
    is_directed: bool
    claims: tuple[Claim, ...]
    conflicts: tuple[Conflict, ...] = field(default=(), compare=False)

    def live(self, polarity: str, modality: str = "actual") -> list[Claim]:
        """Return the live claims of a polarity and a modality, in table order."""
        return [claim for claim in self.claims if claim.is_like(polarity, modality)]

    @property
    def is_affirmed(self) -> bool:
        """Whether a live claim says that the tie holds."""
        return bool(self.live("affirms"))

    @property
    def is_denied(self) -> bool:
        """Whether a live claim says that the tie does not hold."""
        return bool(self.live("denies"))

    @property
    def is_disputed(self) -> bool:
        """Whether different voices affirm and deny the tie for times that can overlap."""
        return self.is_disputed_as("actual")

    def is_disputed_as(self, modality: str) -> bool:
        """Return whether the tie is disputed in a modality, for example as a plan."""
        return any(
            conflict.modality == modality
            and conflict.kind in ("between texts", "within a text")
            and not conflict.is_coded
            for conflict in self.conflicts
        )

    def is_only(self, modality: str) -> bool:
        """Return whether the tie is only, for example, planned: no actual claim affirms it."""
        return not self.is_affirmed and bool(self.live("affirms", modality))

    def is_affirmed_since(self, plan: Claim, dates: Mapping[str, str]) -> bool:
        """Return whether a live claim affirms what a plan of the tie announced, in any role.

        A claim about a time before the announcement does not count: its period had ended by then, or its text
        is older.

        Args:
            plan: a claim of the tie.
            dates: the dates of texts, by id.
        """
        plans = [claim for claim in self.live("affirms", plan.modality) if claim.period == plan.period]
        announced = min(dates.get(claim.text or "", "") for claim in (plan, *plans))
        for claim in self.live("affirms"):
            text_day = last_day(dates.get(claim.text or ""))
            latest = [day for day in (claim.period[1], text_day) if day is not None]
            if not latest or min(latest) >= announced:
                return True
        return False

    def supports(self, polarity: str = "affirms", modality: str = "actual") -> list[Claim]:
        """Return the claims that count as independent supports, earliest text first."""
        return [claim for claim in self.live(polarity, modality) if claim.is_support]

    def voices(self, polarity: str = "affirms", modality: str = "actual") -> list[str]:
        """Return the distinct voices, those of supports first."""
        claims = sorted(self.live(polarity, modality), key=lambda claim: not claim.is_support)
        return _distinct(claim.voice for claim in claims)


def _distinct(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value is not None))


@dataclass(frozen=True, slots=True)
class Charge:
    """An actor who is charged in a text.

    Attributes:
        actor: the id of the actor.
        text: the id of the text; None if the claims have no source.
        rows: the rows of the claims that charge the actor there.
        is_heard_here: whether the actor is a voice in that text.
        is_heard: whether the actor is a voice in any text.
    """

    actor: str
    text: str | None
    rows: tuple[int, ...]
    is_heard_here: bool
    is_heard: bool
