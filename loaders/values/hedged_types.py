"""Wordings that say how sure a tie is or that it has ended: ``allegedly paid``, ``met?``, ``no longer owns``.

As with negations, only whole forms in cells of several words count; ``ALLEGEDLY_PAID`` was chosen as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from sociogram.loaders.values.english_verbs import (
    infinitive,
    is_participle,
    past,
    past_of_participle,
    present,
)
from sociogram.loaders.values.naming import MOST_WORDS
from sociogram.loaders.values.vocabularies import VOCABULARIES

_ADVERBS = (
    "allegedly|supposedly|purportedly|reportedly|possibly|probably|perhaps|maybe|likely(?! to\\b)"
    "|naar verluidt|naar men zegt|vermoedelijk|mogelijk|misschien|wellicht|waarschijnlijk"
    "|angeblich|mutmaßlich|mutmasslich|vermutlich|möglicherweise|moeglicherweise|vielleicht|wahrscheinlich"
    "|prétendument|possiblement|peut-être|probablement"
    "|supuestamente|presuntamente|posiblemente|quizás?|tal vez|probablemente"
)
_ADJECTIVES = (
    "alleged|suspected|supposed|presumed|purported|rumou?red|possible|probable"
    "|vermeende?|vermoedelijke|mogelijke|waarschijnlijke"
    "|angebliche[nmrs]?|mutmaßliche[nmrs]?|mögliche[nmrs]?|wahrscheinliche[nmrs]?"
    "|présumée?|prétendue?|presunt[oa]|supuest[oa]|posible"
)
"""Words before a noun, such as ``alleged member of``; ``alleged by`` is another statement."""

_NO_NOUN = "of|by|in|to|at|with|for|from|that|as|van|door|bij|de|du|par|por|en|von|durch|als|dass|dat|que"
_NOT_BEFORE = "not|no|never|as|if|how|than|so|zo|niet|nooit|nicht|nie|ne|pas|nunca|tan|si|wie|hoe|very|more"
_QUESTIONS = (
    "who|what|which|why|when|where|how|wie|wat|welke?|waarom|wanneer|waar|hoe|wer|was|welche[nmrs]?|warum|wann"
    "|wo|qui|que|quoi|quel(?:le)?s?|pourquoi|quand|où|comment|quién|qué|cuál|cómo|cuándo|dónde|por qué"
)


@dataclass(frozen=True, slots=True)
class Hedged:
    """A wording without what it says about how sure the tie is, or that it has ended.

    Attributes:
        plain: the wording of the tie itself, in the past tense if it has ended.
        field: ``modality`` or ``certainty``; empty if the tie has ended.
        value: the value of that field.
        words: the words that say so.
    """

    plain: str
    field: str
    value: str
    words: str


_Form = tuple[str, str, Callable[[re.Match[str]], str]]
_X, _Y = r"(?P<x>\S.*)", r"(?P<y> .+)?"


def _then(verb: str) -> Callable[[re.Match[str]], str]:
    """Return a reading: the verb, then the rest of the wording."""
    return lambda found: f"{verb} {found['x'] or ''}{found.groupdict().get('y') or ''}"


def _after_have(found: re.Match[str]) -> str:
    verb = found["v"].casefold()
    return f"{past_of_participle(verb) if is_participle(verb) else f'has {verb}'} {found['x'] or ''}"


def _now(found: re.Match[str]) -> str:
    return f"{present(found['v'].casefold())} {found['x'] or ''}"


_VERB = r"(?P<v>[^\W\d_]+)(?: (?P<x>\S.*))?"
_SAID = "alleged|believed|thought|rumou?red"
_MODALS: tuple[_Form, ...] = (
    (rf"(?P<words>may|might|could) have {_VERB}", "possible", _after_have),
    (rf"(?P<words>could) be {_X}", "possible", _then("is")),
    (rf"(?P<words>may|might) (?!not\b|never\b|only\b|day\b){_VERB}", "possible", _now),
    (rf"(?P<words>may|might) (?:not|never) {_X}", "possible", _then("never")),
    (rf"(?P<words>kan) {_X} (?:hebben){_Y}", "possible", _then("heeft")),
    (rf"(?P<words>kan) {_X} (?:zijn){_Y}", "possible", _then("is")),
    (rf"(?P<words>könnte|dürfte) {_X} haben{_Y}", "possible", _then("hat")),
    (rf"(?P<words>könnte|dürfte) {_X} sein{_Y}", "possible", _then("ist")),
    (rf"(?P<words>pourrait) avoir {_X}", "possible", _then("a")),
    (rf"(?P<words>pourrait) être {_X}", "possible", _then("est")),
    (rf"(?P<words>podría) haber {_X}", "possible", _then("ha")),
    (rf"(?P<words>podría) ser {_X}", "possible", _then("es")),
    (rf"(?:is|are|was|were) (?P<words>said|reported) to have {_VERB}", "reported", _after_have),
    (rf"(?:is|are|was|were) (?P<words>said|reported) to {_VERB}", "reported", _now),
    (rf"(?:is|are|was|were) (?P<words>{_SAID}) to have {_VERB}", "alleged", _after_have),
    (rf"(?:is|are|was|were) (?P<words>{_SAID}) to {_VERB}", "alleged", _now),
    (rf"(?P<words>zou) {_X} hebben{_Y}", "reported", _then("heeft")),
    (rf"(?P<words>zou) (?!.*\bkunnen\b){_X} zijn{_Y}", "reported", _then("is")),
    (rf"(?P<words>soll) {_X} haben{_Y}", "reported", _then("hat")),
    (rf"(?P<words>soll) {_X} sein{_Y}", "reported", _then("ist")),
    (rf"(?P<words>aurait) {_X}", "reported", _then("a")),
    (rf"(?P<words>serait) {_X}", "reported", _then("est")),
    (rf"(?P<words>habría) {_X}", "reported", _then("ha")),
    (rf"(?P<words>sería) {_X}", "reported", _then("es")),
)
"""Verbs that make a tie possible or reported, and the verb without them."""

_ENDED: tuple[tuple[str, str, str], ...] = (
    (rf"(?:is|are) (?:no longer|not any ?more) (?:an? |the )?{_X}", "was", "former"),
    (rf"(?:is|are)(?: not|n't) (?:an? |the )?{_X} any ?(?:more|longer){_Y}", "was", "former"),
    (rf"(?:has|have) no longer (?:an? |the |any )?{_X}", "had", "had"),
    (rf"(?:no longer|not any ?more) (?:an? |the )?{_X}", "former", "former"),
    (rf"is niet (?:meer|langer) (?:een |de |het )?{_X}", "was", "voormalig"),
    (rf"is geen {_X} meer{_Y}", "was", "voormalig"),
    (rf"heeft geen {_X} meer{_Y}", "had", "had"),
    (rf"ist nicht (?:mehr|länger) (?:eine? |der |die |das )?{_X}", "war", "ehemals"),
    (rf"ist keine? {_X} mehr{_Y}", "war", "ehemals"),
    (rf"hat keine?n? {_X} mehr{_Y}", "hatte", "hatte"),
    (rf"n'est plus (?:une? |le |la )?{_X}", "était", "ancien"),
    (rf"n'a plus (?:de |d'|aucune? )?{_X}", "avait", "avait"),
    (rf"ya no es (?:una? |el |la )?{_X}", "era", "ex"),
    (rf"ya no tiene (?:una? |el |la )?{_X}", "tenía", "tenía"),
)
"""Forms of a tie that has ended: the past tense of the verb, and a word that opens a longer wording."""


@lru_cache(maxsize=4096)
def without_hedges(text: str) -> tuple[Hedged, ...]:
    """Return what a wording says about how sure the tie is or that it has ended, outermost first.

    >>> [(one.plain, one.value) for one in without_hedges("allegedly met?")]
    [('allegedly met', 'possible'), ('met', 'alleged')]
    >>> without_hedges("is no longer a member of")[0].plain
    'was member of'
    >>> without_hedges("possible")
    ()
    """
    words = " ".join(text.replace("’", "'").split())
    found: list[Hedged] = []
    for read in (_questioned, _beside, _of_modal, _of_ended):
        hedged = read(found[-1].plain if found else words)
        if hedged is not None:
            found.append(hedged)
    return tuple(found)


def _questioned(words: str) -> Hedged | None:
    found = re.fullmatch(r"(?:¿|\(\?\)|\?)?\s*(?P<x>[^?¿]*[^\W\d_][^?¿]*?)\s*(?P<words>\?+|\(\?+\))", words)
    if found is None or re.match(rf"(?:{_QUESTIONS})\b", found["x"], re.IGNORECASE):
        return None
    return Hedged(found["x"], "modality", "possible", found["words"])


def _beside(words: str) -> Hedged | None:
    """Read an adverb before or after the verb or at the end, or an adjective before a noun."""
    much = "(?:(?:most|very|quite|zeer|sehr|très|muy) )?"
    forms = (
        rf"{much}\(?(?P<words>{_ADVERBS})\)?,? {_X}",
        rf"(?P<words>{_ADJECTIVES}) (?!(?:{_NO_NOUN})\b){_X}",
        rf"(?P<v>(?!(?:{_NOT_BEFORE})\b)[^\W\d_]+) {much}(?P<words>{_ADVERBS}) {_X}",
        rf"(?!(?:{_NOT_BEFORE})\b)(?P<x>\S.*?),? (?P<words>{_ADVERBS})",
        rf"(?P<x>\S.*?),? \((?P<words>{_ADVERBS}|{_ADJECTIVES})\)",
    )
    for form in forms:
        found = re.fullmatch(form, words, re.IGNORECASE)
        if found is not None:
            verb = found.groupdict().get("v")
            plain = f"{verb} {found['x']}" if verb else found["x"]
            return _hedged(plain, found["words"])
    return None


def _hedged(plain: str, word: str) -> Hedged | None:
    """Return the value that the vocabularies give such a word; None if none has it."""
    for field in ("certainty", "modality"):
        value = VOCABULARIES[field].read(word)
        if value in ("alleged", "reported", "possible"):
            return Hedged(plain, field, value, word)
    return None


def _of_modal(words: str) -> Hedged | None:
    for form, value, read in _MODALS:
        found = re.fullmatch(form, words, re.IGNORECASE)
        if found is not None:
            field = "modality" if value == "possible" else "certainty"
            return Hedged(read(found).strip(), field, value, found["words"])
    return None


def _of_ended(words: str) -> Hedged | None:
    for form, verb, former in _ENDED:
        found = re.fullmatch(form, words, re.IGNORECASE)
        if found is None:
            continue
        rest = found["x"] + (found.groupdict().get("y") or "")
        plain = f"{verb if len(rest.split()) < MOST_WORDS else former} {rest}"
        third, _, others = rest.partition(" ")
        if verb == "former" and (base := infinitive(third)) is not None:
            plain = f"{past(base)} {others}".strip()
        return Hedged(plain, "", "ended", words)
    found = re.fullmatch(
        r"(?:does not|doesn't) (?P<v>\w+)(?P<x> .+?)? any ?(?:more|longer)(?P<y> .+)?", words
    )
    if found is None:
        return None
    return Hedged(f"{past(found['v'])}{found['x'] or ''}{found['y'] or ''}", "", "ended", words)
