"""English verbs in the wording of relation types: number, tense and participles.

A wording begins with its verb: "leads", "is led by", "paid". If no rule fits a word, the functions return
None or an empty string.
"""

from __future__ import annotations

import re

_PARTICIPLES = {
    "is": "being",
    "are": "being",
    "was": "having been",
    "were": "having been",
    "has": "having",
    "have": "having",
    "had": "having had",
    "does": "doing",
    "do": "doing",
    "did": "having done",
}
_AUXILIARIES_IN_PRESENT = frozenset(("is", "are", "has", "have", "does", "do"))
_PLURALS = {"is": "are", "was": "were", "has": "have", "does": "do"}

_LIKE_THE_PAST = """
beat bent bid bled bought bound bred brought built burnt burst caught cost cut dealt died dug fed felt fled
fought found ground held heard hit hung hurt kept knelt laid leant led left lent let lit lost made meant met
paid put quit read rid said sat sent set shed shone shot shut slept slid sold sought spent split
spread stood stuck struck stung swept swung taught thought told understood upheld upset withheld won
wound wrung
"""
_UNLIKE_THE_PAST = """
arose:arisen ate:eaten awoke:awoken became:become began:begun bit:bitten bore:borne broke:broken came:come
chose:chosen drank:drunk drew:drawn drove:driven fell:fallen flew:flown forbade:forbidden forgave:forgiven
forgot:forgotten froze:frozen gave:given grew:grown hid:hidden knew:known mistook:mistaken outgrew:outgrown
overcame:overcome overran:overrun oversaw:overseen overthrew:overthrown overtook:overtaken ran:run rang:rung
rode:ridden rose:risen sang:sung sank:sunk saw:seen shook:shaken shrank:shrunk spoke:spoken sprang:sprung
stole:stolen swam:swum swore:sworn threw:thrown took:taken tore:torn undertook:undertaken went:gone
withdrew:withdrawn woke:woken wore:worn wrote:written
"""
_IRREGULAR = {past: past for past in _LIKE_THE_PAST.split()} | {
    past: participle for past, _, participle in (pair.partition(":") for pair in _UNLIKE_THE_PAST.split())
}
"""Past tenses that do not end in "ed", with their past participles."""

_DOUBLED_TEXT = """
abet admit begin commit compel concur confer control defer deter emit equip expel forget incur infer occur
omit overrun patrol permit prefer propel quit rebel rebut refer regret repel submit transfer transmit
"""
_DOUBLED = frozenset(_DOUBLED_TEXT.split())
"""Verbs of several syllables whose last letter is doubled before "ing"."""


def is_present(verb: str) -> bool | None:
    """Return whether a wording is in the present tense, third person singular; None if it is undecidable.

    >>> is_present("leads"), is_present("was led by"), is_present("controlling shareholder of")
    (True, False, None)
    """
    first, _, rest = verb.partition(" ")
    if first in _AUXILIARIES_IN_PRESENT:
        return True
    if first in _PARTICIPLES or first in _IRREGULAR:
        return False
    if first.endswith("ed"):
        return None if rest.startswith("by") else False  # "employed by": a verb is missing
    return True if re.fullmatch(r"\w+[^\Ws]s", first) else None


def in_plural(verb: str, infinitive: str = "") -> str:
    """Return a wording in the plural: "are led by"; a verb in the present tense becomes its infinitive.

    >>> in_plural("leads", "lead"), in_plural("is led by"), in_plural("led")
    ('lead', 'are led by', 'led')
    """
    first, _, rest = verb.partition(" ")
    if first in _PLURALS:
        return f"{_PLURALS[first]} {rest}".rstrip()
    base, _, remainder = infinitive.partition(" ")
    is_its_present = base and first != base and first.startswith(base[:-1]) and first.endswith("s")
    return f"{base} {rest}".rstrip() if is_its_present and rest == remainder else verb


_PEOPLE = frozenset(("children", "men", "people", "women"))
_MORE_THAN_ONE_TEXT = """
both dozens eight few five four los las les gli many nine seven several six some ten three two
"""
_MORE_THAN_ONE = frozenset(_MORE_THAN_ONE_TEXT.split())
"""Words that begin a plural description, among them plural articles of other languages."""

_AFTER_HEAD = re.compile(r"[,(]| (?:of|in|at|on|who|that|from|for|against|with|by|de|del|des|van|von|di|da) ")
_SINGULAR_ENDING = re.compile(r"(?:ss|us|is|as|news|headquarters)$")


def is_plural_name(name: str) -> bool:
    """Return whether the name of a group is plural: "the dockers", "four witnesses", "people of the valley".

    For a proper name ("People Power Party"), only the last word decides. Abbreviations are singular.

    >>> is_plural_name("Dockers of Ilmar"), is_plural_name("Rivers Trust"), is_plural_name("los testigos")
    (True, False, True)
    """
    named = _AFTER_HEAD.split(name.strip())[0].split()
    if not named or named[-1].isupper():
        return False
    words = [word.lower() for word in named]
    is_description = named[-1][0].islower()
    if is_description and (words[0] in _MORE_THAN_ONE or not _PEOPLE.isdisjoint(words)):
        return True
    is_dutch_plural = words[0] == "de" and len(words) > 1 and words[-1].endswith("en")
    ends_as_plural = words[-1].endswith("s") and not _SINGULAR_ENDING.search(words[-1])
    return is_dutch_plural or ends_as_plural or words[-1] in _PEOPLE


def participle(verb: str) -> str:
    """Return the form of a wording that follows "denies"; empty if no rule fits.

    >>> participle("leads"), participle("was led by"), participle("wrote for")
    ('leading', 'having been led by', 'having written for')
    """
    first, _, rest = verb.partition(" ")
    tense = is_present(verb)
    if tense is None:
        return ""
    known = _PARTICIPLES.get(first)
    if known is None:
        known = _gerund(_base(first)) if tense else f"having {_IRREGULAR.get(first, first)}"
    return f"{known} {rest}".rstrip()


def _base(verb: str) -> str:
    """Return the infinitive of a verb in the present tense: "carry" for "carries"."""
    if verb.endswith("ies"):
        return verb[:-1] if len(verb) <= len("ties") else f"{verb[:-3]}y"
    return verb[:-2] if re.search(r"(?:ss|sh|ch|x|zz|o)es$", verb) else verb[:-1]


def _gerund(base: str) -> str:
    if base.endswith("ie"):
        return f"{base[:-2]}ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return f"{base[:-1]}ing"
    is_short = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", base)
    return f"{base}{base[-1]}ing" if is_short or base in _DOUBLED else f"{base}ing"
