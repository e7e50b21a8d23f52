"""Express what a claim says as a clause: "that Ada met Bob", "that she is to lead the port"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sociogram.graph.claims import Claim
from sociogram.graph.model import Node, is_directed
from sociogram.queries.claims.wording.verbs import in_plural, is_plural_name, is_present, participle


class Pronoun(NamedTuple):
    """The pronouns of an actor that the sentence has already named."""

    subject: str
    object: str


_IT = Pronoun("it", "it")
_HE_OR_SHE = Pronoun("he or she", "him or her")
_THEY = Pronoun("they", "them")
_PRONOUNS = {
    **dict.fromkeys(("he", "him", "m", "male", "man"), Pronoun("he", "him")),
    **dict.fromkeys(("she", "her", "f", "female", "woman"), Pronoun("she", "her")),
    "it": _IT,
    **dict.fromkeys(("they", "them", "plural"), _THEY),
}
_NOT_IT = frozenset({"Group", "Person"})


def pronoun_of(actor: Node) -> Pronoun | None:
    """Return the pronouns of an actor, from its ``pronoun`` or ``gender``, else from its labels.

    Returns:
        "He or she" for a person without a known pronoun; "they" for a group without one if its name is
        plural; "it" for other labels. None for other groups, for nodes without a label, and for unknown
        pronouns of anyone but a person. Except for persons, "they" means that the name is plural.
    """
    kinds = set(actor.labels) - {"Entity"}
    unknown = _HE_OR_SHE if "Person" in kinds else None
    for key in ("pronoun", "gender"):
        if given := actor.get(key):
            return _PRONOUNS.get(str(given).split("/")[0].strip().casefold(), unknown)
    if "Group" in kinds and "Person" not in kinds and is_plural_name(str(actor.get("name") or "")):
        return _THEY
    return unknown if not kinds or kinds & _NOT_IT else _IT


def is_plural(actor: Node) -> bool:
    """Return whether the name of an actor is plural: its pronoun is "they" and it is not a person."""
    return "Person" not in actor.labels and pronoun_of(actor) == _THEY


_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class TypeWords:
    """The wording of a relation type; what it lacks is an empty string.

    Attributes:
        name: the type.
        forward: "leads"; its subject is the source.
        backward: "is led by"; its subject is the target.
        infinitive: "lead".
        infinitive_backward: "be led by".
        lasts: whether the tie continues after the day on which it began; None if unknown.
        is_directed: whether the two ends differ.
    """

    name: str
    forward: str = ""
    backward: str = ""
    infinitive: str = ""
    infinitive_backward: str = ""
    lasts: bool | None = None
    is_directed: bool = True

    @classmethod
    def of(cls, name: str, known: Node | None, *, has_direction: bool = True) -> TypeWords:
        """Read the wording of a type from its node, if the graph has one.

        If the node does not say whether the type lasts, the tense of its verb decides: "leads" is a state and
        lasts, "met" is an event.
        """
        if known is None:
            return cls(name, is_directed=has_direction)
        forward, backward, infinitive, infinitive_backward = (
            str(known.get(column) or "")
            for column in ("forward", "backward", "infinitive", "infinitive_backward")
        )
        said = _TRUTHS.get(str(known.get("lasts")).strip().casefold())
        lasts = is_present(forward or backward) if said is None else said
        has_direction = has_direction and is_directed(known.get("directed"))
        return cls(name, forward, backward, infinitive, infinitive_backward, lasts, has_direction)

    @property
    def is_present(self) -> bool | None:
        """Whether the wording is in the present tense; None if it cannot be determined."""
        return is_present(self.forward or self.backward)

    def verb(self, *, forward: bool, plural: bool = False) -> str:
        """Return the verb, singular or plural; empty if the type has no wording in that direction.

        >>> TypeWords("LEADS", "leads", infinitive="lead").verb(forward=True, plural=True)
        'lead'
        """
        singular = self.forward if forward else self.backward
        return in_plural(singular, self.to(forward=forward)) if plural else singular

    def to(self, *, forward: bool) -> str:
        """Return the infinitive, without "to"; empty if the type has none in that direction."""
        return self.infinitive if forward else self.infinitive_backward

    def phrase(self, *, forward: bool) -> str:
        """Return the verb: forward "commands", backward "is commanded by".

        A type without wording is shown as an arrow, "—controlling shareholder→", or as a line, "—sibling—",
        if it is undirected.
        """
        if worded := self.forward if forward else self.backward:
            return worded
        plain = self.name.replace("_", " ").lower()
        if not self.is_directed:
            return f"—{plain}—"
        return f"—{plain}→" if forward else f"←{plain}—"


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of a tie, as a clause names them.

    Attributes:
        source: the name of the source.
        target: the name of the target.
        forward: whether the clause begins with the source, if the type has wording in that direction.
        voice: the end that makes the claim: True for the source, False for the target, None for neither.
        pronoun: the pronouns of that end; None if they are unknown.
        plural: whether the names of the source and of the target are plural.
    """

    source: str
    target: str
    forward: bool = True
    voice: bool | None = None
    pronoun: Pronoun | None = None
    plural: tuple[bool, bool] = (False, False)

    def is_plural(self, *, source: bool) -> bool:
        """Return whether a verb whose subject is this end is plural."""
        return self.plural[0 if source else 1] or self.subject(source=source) == _THEY.subject

    def subject(self, *, source: bool) -> str:
        """Return the words for an end as the subject of the clause."""
        return self.pronoun.subject if self._is_known(source) and self.pronoun else self.name(source=source)

    def object(self, *, source: bool) -> str:
        """Return the words for an end as the object of the clause."""
        return self.pronoun.object if self._is_known(source) and self.pronoun else self.name(source=source)

    def name(self, *, source: bool) -> str:
        """Return the name of an end."""
        return self.source if source else self.target

    def _is_known(self, source: bool) -> bool:
        return self.voice is not None and self.voice == source


_TO = {"planned": "is to", "intended": "is meant to"}
_BEING = {"planned": "being due to", "intended": "being meant to"}
_IT_IS = {"planned": "planned", "intended": "intended", "possible": "possible"}


def statement(words: TypeWords, ends: Ends, modality: str, *, denies: bool) -> str:
    """Return the text after the verb of saying: " that Ada met Bob", ": Ada —met→ Bob".

    A denied demand becomes a demand that a state end, or that an event not happen; all other denials are in
    the verb of saying. A voice that denies or demands something of itself is not named again: a participle or
    an infinitive replaces "he or she" where English allows it.

    >>> words = TypeWords("LEADS", "leads", infinitive="lead")
    >>> statement(words, Ends("Ada", "the port"), "planned", denies=False)
    ' that Ada is to lead the port'
    """
    if own := _of_itself(words, ends, modality, denies=denies):
        return own
    if modality == "demanded":
        return _demand(words, ends, denies=denies)
    if modality in _TO and (found := _infinitive(words, ends)):
        subject, verb, other, plural = found
        return f" that {subject} {_will(modality, plural=plural)} {verb} {other}"
    worded, clause = _finite(words, ends)
    if modality in _IT_IS:
        is_said = f" that it is {_IT_IS[modality]}"
        return f"{is_said} that {clause}" if worded and modality == "possible" else f"{is_said}: {clause}"
    return f" that {clause}" if worded else f": {clause}"


def _of_itself(words: TypeWords, ends: Ends, modality: str, *, denies: bool) -> str:
    """Return what a voice without a known pronoun denies or demands of itself: " having met Bob"; else ""."""
    if ends.voice is None or ends.pronoun not in (None, _HE_OR_SHE):
        return ""
    infinitive, other = words.to(forward=ends.voice), ends.name(source=not ends.voice)
    if modality == "demanded":
        return f"{_no_longer(words) if denies else ''} to {infinitive} {other}" if infinitive else ""
    if modality in _TO:
        return f" {_BEING[modality]} {infinitive} {other}" if infinitive and denies else ""
    verb = participle(words.verb(forward=ends.voice))
    possibly = " the possibility of" if modality == "possible" else ""
    return f"{possibly} {verb} {other}" if verb and denies else ""


def _will(modality: str, *, plural: bool) -> str:
    return in_plural(_TO[modality]) if plural else _TO[modality]


def heading(words: TypeWords, modality: str, *, forward: bool, plural: bool = False) -> tuple[str, str]:
    """Return the modality, unless it is actual or the verb expresses it, and the verb.

    >>> heading(TypeWords("LEADS", "leads", infinitive="lead"), "planned", forward=True)
    ('', 'is to lead')
    """
    verb = words.to(forward=forward)
    if modality in _TO and verb:
        return "", f"{_will(modality, plural=plural)} {verb}"
    found = words.verb(forward=forward, plural=plural) or words.phrase(forward=forward)
    return "" if modality == "actual" else modality, found


def status(claim: Claim, modality: str) -> str:
    """Return the status of a tie that no live claim affirms, such as "Denied" or "Taken back, intended".

    Args:
        claim: the claim that represents the tie.
        modality: the modality if the verb of the heading does not express it, else empty.

    Returns:
        The status, capitalised; empty if a live claim affirms the tie.
    """
    if modality == "demanded" and claim.polarity == "denies":
        given = "end demanded"
    else:
        given = ", ".join(filter(None, ("denied" if claim.polarity == "denies" else "", modality)))
    standing = "" if claim.standing == "live" else claim.standing
    return ", ".join(filter(None, (standing, given))).capitalize()


def _demand(words: TypeWords, ends: Ends, *, denies: bool) -> str:
    if found := _infinitive(words, ends):
        subject, verb, other, _ = found
        return f" that {subject}{_no_longer(words) if denies else ''} {verb} {other}"
    _, clause = _finite(words, ends)
    return f" an end to this: {clause}" if denies else f" this: {clause}"


def _no_longer(words: TypeWords) -> str:
    """Return the adverb of a denied demand: "no longer" for a state, "not" for an event."""
    return " not" if words.lasts is False else " no longer"


def _finite(words: TypeWords, ends: Ends) -> tuple[bool, str]:
    """Return whether the type has wording in either direction, and the clause in that direction."""
    for forward in (ends.forward, not ends.forward):
        if verb := words.verb(forward=forward, plural=ends.is_plural(source=forward)):
            return True, f"{ends.subject(source=forward)} {verb} {ends.object(source=not forward)}"
    verb = words.phrase(forward=ends.forward)
    return False, f"{ends.name(source=ends.forward)} {verb} {ends.name(source=not ends.forward)}"


def _infinitive(words: TypeWords, ends: Ends) -> tuple[str, str, str, bool] | None:
    """Return subject, infinitive, object, and whether the subject is plural; None without an infinitive."""
    for forward in (ends.forward, not ends.forward):
        if verb := words.to(forward=forward):
            plural = ends.is_plural(source=forward)
            return ends.subject(source=forward), verb, ends.object(source=not forward), plural
    return None
