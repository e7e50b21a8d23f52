"""Wordings in which a tie's own source denies it, such as ``denies owning``, in five languages.

A wording that begins with such a verb denies a tie, denies or refuses something else (``denies access to``,
``denies allegations by``), or leaves open what is denied (``denies``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from sociogram.loaders.values.english_verbs import present_of_gerund

Read = Callable[[re.Match[str]], str | None]


@dataclass(frozen=True, slots=True)
class _Language:
    """How a language denies.

    Attributes:
        verbs: the forms of the verbs of denial.
        adverbs: words beside such a verb that change nothing.
        clauses: forms of what follows, and the tie that each denies; None if the form leaves it open.
        determiners: words before a noun that the tie does without.
        ties: nouns that are ties, whatever follows.
        prepositions: words at the end that turn any other noun into a tie: ``money from``.
        others: nouns of something that is denied or refused, so that the verb is the tie.
    """

    verbs: str
    adverbs: str
    clauses: tuple[tuple[str, Read], ...]
    determiners: str
    ties: str
    prepositions: str
    others: str


def _with(verb: str) -> Callable[[re.Match[str]], str]:
    """Return the reading of a clause: the verb, then what stood before the infinitive and after it."""
    return lambda found: " ".join(
        part.strip() for part in (verb, found.groupdict().get("x"), found.groupdict().get("y")) if part
    )


def _verb_of(forms: Mapping[str, str]) -> Read:
    """Return the reading of a clause with one of these infinitives."""

    def read(found: re.Match[str]) -> str | None:
        verb = forms.get(found["v"].casefold())
        return None if verb is None else _with(verb)(found)

    return read


def _pairs(words: str) -> dict[str, str]:
    """Return the present tense by infinitive; ``words`` are pairs, such as ``kennen kennt``."""
    listed = words.split()
    return dict(zip(listed[::2], listed[1::2], strict=True))


_X, _Y = r"(?P<x>\S.*)", r"(?P<y> .+)?"
_NOUN_GERUND = (
    r"(?:funding|financing|housing|banking|building|planning|training|licensing|parking|lending) (?:to|for)\b"
)
_DUTCH = _pairs(
    "kennen kent bezitten bezit betalen betaalt ontvangen ontvangt werken werkt leiden leidt steunen steunt"
    " financieren financiert besturen bestuurt controleren controleert vertegenwoordigen vertegenwoordigt"
)
_GERMAN = _pairs(
    "kennen kennt besitzen besitzt zahlen zahlt bezahlen bezahlt erhalten erhält bekommen bekommt arbeiten"
    " arbeitet leiten leitet treffen trifft geben gibt unterstützen unterstützt finanzieren finanziert"
    " kontrollieren kontrolliert vertreten vertritt"
)
_FRENCH = _pairs(
    "connaître connaît posséder possède recevoir reçoit payer paie détenir détient travailler travaille"
    " financer finance rencontrer rencontre employer emploie diriger dirige contrôler contrôle représenter"
    " représente soutenir soutient"
)
_SPANISH = {"ser": "es", "haber": "ha", "tener": "tiene", "estar": "está", "dar": "da"}


def _spanish_verb(found: re.Match[str]) -> str:
    verb = found["v"].casefold()
    regular = verb[:-2] + ("a" if verb.endswith("ar") else "e")
    return _with(_SPANISH.get(verb, regular))(found)


def _english_gerund(found: re.Match[str]) -> str:
    return _with(present_of_gerund(found["v"]))(found)


_HAVING: tuple[str, Read] = (rf"(?:ever )?having (?!an? |the |no |any |all ){_X}", _with(""))
_ENGLISH_CLAUSES: tuple[tuple[str, Read], ...] = (
    (rf"(?:that )?(?:he|she|it|they) (?:ever )?(?!never\b|not\b|did\b|does\b){_X}", _with("")),
    _HAVING,
    (
        rf"(?:ever )?(?!having (?:any|all) |{_NOUN_GERUND})(?P<v>\w{{2,}}ing){_Y}",
        _english_gerund,
    ),
)
_ENGLISH_OTHERS = (
    "allegations?|accusations?|charges?|claims?|reports?|rumou?rs?|stor(?:y|ies)|statements?|requests?"
    "|applications?|appeals?|petitions?|motions?|access|entry|visas?|bail|asylum|parole|permits?|permission"
    "|licences?|licenses?|credits?|loans?|funding|service|services|rights?|existence|benefits?|coverage"
)
_LANGUAGES: dict[str, _Language] = {
    "English": _Language(
        verbs="(?:(?:has|have|had) )?denied|denies|deny",
        adverbs="strongly|firmly|flatly|categorically|repeatedly|publicly|always|also|vehemently|still",
        clauses=_ENGLISH_CLAUSES,
        determiners="any|all|an?|the|every|having",
        ties="links?|ties?|contacts?|connections?|relations?|relationships?|affairs?|involvement|kinship",
        prepositions="from|with|of|in",
        others=_ENGLISH_OTHERS,
    ),
    "English, of verbs with another meaning before a noun": _Language(
        verbs="rejects|rejected|disputes|disputed|contests|contested|refutes|refuted|disclaims|disavows",
        adverbs="strongly|firmly|flatly|categorically|repeatedly|publicly|also",
        clauses=(_HAVING, (rf"(?:ever )?being {_X}", _with("is"))),
        determiners="",
        ties="(?!)",
        prepositions="(?!)",
        others=".*",
    ),
    "Dutch": _Language(
        verbs="ontkent|ontkende|ontkennen|loochent|(?:heeft|had) ontkend",
        adverbs="stellig|altijd|ook|herhaaldelijk|ooit",
        clauses=(
            (rf"{_X} te zijn{_Y}", _with("is")),
            (rf"(?:{_X} )?te hebben{_Y}", _with("heeft")),
            (rf"(?:{_X} )?te (?P<v>\w+){_Y}", _verb_of(_DUTCH)),
        ),
        determiners="elke?|alle|enige?|iedere?|het|de|een",
        ties="banden|band|contact|contacten|relatie|relaties|betrokkenheid|betaling|betalingen|verwantschap",
        prepositions="van|met|bij|in|door|aan",
        others="beschuldiging(?:en)?|aantijging(?:en)?|beweringen?|geruchten?|bestaan",
    ),
    "German": _Language(
        verbs="bestreitet|bestritt|bestreiten|leugnet|leugnete|dementiert|dementierte|hat bestritten",
        adverbs="energisch|stets|immer|auch|wiederholt|öffentlich|jemals|je",
        clauses=(
            (rf"{_X} zu sein{_Y}", _with("ist")),
            (rf"(?:{_X} )?zu haben{_Y}", _with("hat")),
            (rf"(?:{_X} )?zu (?P<v>\w+en){_Y}", _verb_of(_GERMAN)),
        ),
        determiners="jede[nmrs]?|jegliche[nmrs]?|alle|de[nr]|die|das|eine?n?",
        ties="kontakte?|verbindung(?:en)?|beziehung(?:en)?|zahlung(?:en)?|verwandtschaft|beteiligung(?:en)?",
        prepositions="von|vom|mit|bei|an|in|zu|zum|zur|durch",
        others="vorw[uü]rfe?|anschuldigung(?:en)?|behauptung(?:en)?|gerüchte?|kosten|unterhalt"
        "|lebensunterhalt|spiele?|existenz",
    ),
    "French": _Language(
        verbs="dément|démentit|conteste|contesta|a nié|a démenti|nia",
        adverbs="formellement|fermement|toujours|aussi",
        clauses=(
            (rf"être {_X}", _with("est")),
            (rf"avoir (?:jamais )?{_X}", _with("a")),
            (rf"(?P<v>\w+){_Y}", _verb_of(_FRENCH)),
        ),
        determiners="toute?|tous|les?|la|des|du|une?",
        ties="liens?|contacts?|relations?|rapports?|paiements?|versements?|parenté",
        prepositions="de|du|avec|par|à|dans",
        others="accusations?|allégations?|affirmations?|rumeurs?|existence|factures?|décisions?|élections?",
    ),
    "French, of a verb that is German for never": _Language(
        verbs="nie",
        adverbs="formellement|fermement|toujours|aussi",
        clauses=(
            (rf"être {_X}", _with("est")),
            (rf"avoir (?:jamais )?{_X}", _with("a")),
            (rf"(?P<v>{'|'.join(_FRENCH)}){_Y}", _verb_of(_FRENCH)),
        ),
        determiners="toute?|tous|les?|la|des|du|une?",
        ties="liens?|contacts? avec|rapports?|paiements?|versements?|parenté",
        prepositions="(?!)",
        others=".*",
    ),
    "Spanish": _Language(
        verbs="niega|niegan|negó|desmiente|desmintió|ha negado|ha desmentido",
        adverbs="rotundamente|siempre|también|categóricamente",
        clauses=((rf"(?P<v>\w+(?:ar|er|ir)){_Y}", _spanish_verb),),
        determiners="todos?|todas?|cualquier|el|la|los|las|una?",
        ties="vínculos?|lazos?|contactos?|relación|relaciones|nexos?|parentesco|pagos? de",
        prepositions="de|del|con|por|en",
        others="acusación|acusaciones|alegaciones|rumores|acceso|entrada|visados?|permisos?|créditos?"
        "|servicios?|derechos?|existencia|solicitud|solicitudes",
    ),
}
"""How each language denies, with a part of its own for verbs that mean something else in most wordings."""


@dataclass(frozen=True, slots=True)
class Denied:
    """A wording that begins with a verb of denial.

    Attributes:
        affirmed: the tie that the source denies; None if the wording leaves it open.
    """

    affirmed: str | None


@lru_cache(maxsize=4096)
def denied_by_source(text: str) -> Denied | None:
    """Return what a wording says that its source denies; None if it is not about a denied tie.

    >>> denied_by_source("denies owning").affirmed, denied_by_source("bestreitet Geld von").affirmed
    ('owns', 'Geld von')
    >>> denied_by_source("denies").affirmed is None, denied_by_source("denies access to") is None
    (True, True)
    """
    words = " ".join(text.replace("’", "'").split())
    if words.isupper():
        return None  # a name of a type was chosen as it is
    for language in _LANGUAGES:
        found = re.fullmatch(_begin(language), words, re.IGNORECASE)
        if found is not None:
            return _denied(_LANGUAGES[language], found["rest"] or "")
    return None


@cache
def _begin(language: str) -> str:
    words = _LANGUAGES[language]
    return rf"(?:(?:{words.adverbs}) )*(?:{words.verbs})\b(?: (?:{words.adverbs}))*,?(?: (?P<rest>.+))?"


def _denied(language: _Language, rest: str) -> Denied | None:
    for form, read in language.clauses:
        found = re.fullmatch(form, rest, re.IGNORECASE)
        affirmed = None if found is None else read(found)
        if affirmed is not None:
            return Denied(affirmed)
    noun = re.sub(rf"^(?:(?:(?:{language.determiners}) )+|l')", "", rest, flags=re.IGNORECASE)
    if re.match(rf"(?:{language.ties})\b", noun, re.IGNORECASE):
        return Denied(noun)
    if re.match(rf"(?:{language.others})(?!\w)", noun, re.IGNORECASE):
        return None
    if re.fullmatch(rf"\S.* (?:{language.prepositions})", noun, re.IGNORECASE):
        return Denied(noun)
    return Denied(None)
