"""Negated wordings of a tie, such as ``does not own``: the wording without its negation, in five languages.

Only whole forms count, in cells of several words: ``non-executive director``, ``no-fault``, ``NOT NULL`` and
``not only supplier`` negate nothing, ``no longer`` ends a tie, and a name such as ``NOT_OWNED_BY`` was chosen
as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from sociogram.loaders.values.denied_by_source import denied_by_source
from sociogram.loaders.values.english_verbs import past, present

_AFTER = (
    "only|just|least|merely|null|applicable|available|known|specified|stated|given|sure|certain|clear|set|yet"
    "|disclosed|found|verified|confirmed|proven|for profit|any longer|anymore|any more|mind|comment"
    "|alleen|enkel|bekend|vermeld|gegeven|meer|langer|zeker|duidelijk|van toepassing"
    "|nur|bekannt|angegeben|mehr|länger|sicher|klar|zutreffend|zuletzt"
    "|seulement|encore|connue?|précisée?|sûre?|applicable"
    "|sólo|solo|conocid[oa]|especificad[oa]|aplicable"
)
"""Words that make a negation another statement: ``not only``, ``not yet``, ``niet bekend``."""

_BE_NOT = "is|are|was|were|has|have|had|will|would|could|can|must|should|shall"
_SPANISH = (
    "es|era|fue|son|eran|fueron|ha|han|había|hubo|tiene|tienen|tenía|tuvo|posee|poseen|poseía|está|están"
    "|estaba|pertenece|pertenecen|pertenecía|conoce|conocen|conocía|controla|controlan|controlaba|dirige"
    r"|dirigía|trabaja|trabajan|trabajaba|paga|pagan|financia|financian|recibe|reciben|participa|participan"
    r"|representa|apoya|apoyan|firma|se \w+|le \w+|lo \w+|la \w+|\w+ó|\w+aron|\w+ieron"
)
"""The verbs after ``no``, which is another word in English: ``no es dueña de``, ``no firmó``."""

_Form = tuple[str, Callable[[re.Match[str]], str]]


def _parts(*names: str) -> Callable[[re.Match[str]], str]:
    return lambda found: " ".join(found[name] for name in names if found[name])


_X = r"(?P<x>\S.*)"
_FORMS: tuple[_Form, ...] = (
    (r"(?:does not|doesn't) (?P<v>\w+)(?: (?P<x>.+))?", lambda m: _joined(present(m["v"]), m["x"])),
    (r"(?:did not|didn't) (?P<v>\w+)(?: (?P<x>.+))?", lambda m: _joined(past(m["v"]), m["x"])),
    (rf"(?:do not|don't) {_X}", _parts("x")),
    (rf"(?P<v>{_BE_NOT})(?: not|n't| never) {_X}", _parts("v", "x")),
    (rf"(?P<v>can)(?:not|'t) {_X}", _parts("v", "x")),
    (rf"(?P<v>is|are|was|were|has|have|had|holds?) no (?!longer\b|more\b){_X}", _parts("v", "x")),
    (r"no (?P<x>(?:relation|relationship|link|connection|contact|tie|stake|interest)s? .+)", _parts("x")),
    (rf"(?:not|never) {_X}", _parts("x")),
    # Dutch
    (r"(?P<v>\w+) (?:niet|nooit|nimmer)(?: (?P<x>.+))?", _parts("v", "x")),
    (rf"(?P<v>\w+) geen {_X}", _parts("v", "x")),
    (rf"(?:niet|nooit|nimmer|geen) {_X}", _parts("x")),
    # German; "nie" is also French for "denies", before an infinitive
    (r"(?P<v>\w+) (?:nicht|niemals|nie)(?: (?P<x>.+))?", _parts("v", "x")),
    (rf"(?P<v>\w+) kein(?:e[nmrs]?)? {_X}", _parts("v", "x")),
    (rf"(?:nicht|niemals|nie|kein(?:e[nmrs]?)?) (?!être\b|avoir\b){_X}", _parts("x")),
    # French
    (
        r"(?:ne |n')(?P<v>\w+) (?:pas|jamais|aucune?|point)(?: (?:de |d')?(?P<x>.+))?",
        lambda m: _joined(m["v"], m["x"]),
    ),
    (rf"(?:pas|jamais|aucune?) (?:de |d')?{_X}", _parts("x")),
    # Spanish
    (rf"(?:no|nunca|jamás) (?P<v>{_SPANISH})(?: (?P<x>.+))?", _parts("v", "x")),
    (rf"(?:nunca|jamás) {_X}", _parts("x")),
)

_NO_VERB = re.compile(
    r"(?:noch|nog|ook|auch|und|en|ob|wenn|als|warum|waarom|why|and|or|oder|of|if|why|ou|et|si|y|o)\b.*"
)


@dataclass(frozen=True, slots=True)
class Negated:
    """What a negated wording denies.

    Attributes:
        affirmed: the wording without its negation.
        by_source: whether the tie's source denies it: ``denies owning``.
    """

    affirmed: str
    by_source: bool


@lru_cache(maxsize=4096)
def without_negation(text: str) -> Negated | None:
    """Return what a wording denies; None if it denies nothing.

    >>> [without_negation(one).affirmed for one in ("does not own", "besitzt nicht", "n'est pas membre de")]
    ['owns', 'besitzt', 'est membre de']
    >>> without_negation("non-executive director") is None
    True
    """
    words = " ".join(text.replace("’", "'").split())
    if " " not in words or _NO_VERB.fullmatch(words.casefold()):
        return None
    denied = denied_by_source(words)
    if denied is not None:
        return None if denied.affirmed is None else Negated(denied.affirmed, by_source=True)
    for form, affirmed in _FORMS:
        found = re.fullmatch(form, words, re.IGNORECASE)
        if found is not None:
            return None if _is_other(found) else Negated(affirmed(found), by_source=False)
    return None


def _is_other(found: re.Match[str]) -> bool:
    groups = found.groupdict()
    verb, rest = groups.get("v") or "", groups.get("x") or ""
    return bool(re.fullmatch("only|just|merely|yet|even", verb, re.IGNORECASE)) or bool(
        re.match(rf"(?:{_AFTER})\b", rest, re.IGNORECASE)
    )


def _joined(verb: str, rest: str | None) -> str:
    return f"{verb} {rest}" if rest else verb
