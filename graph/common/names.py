"""Comparison of names in different spellings: other scripts, company forms, initials, order of words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sociogram.graph.common.text import fold

_FORMS = """
ltd|limited|plc|public limited company|llc
|limited liability company|llp|lp|inc|incorporated|corp|corporation|co
|company|cic|ltda|limitada|sa|s a|sas|sarl|srl|spa|snc|sca
|sl|slu|sociedad anonima|societe anonyme|nv|bv|cv|vof
|naamloze vennootschap|besloten vennootschap|ag|gmbh|mbh|kg|kgaa|ohg|ug|gesellschaft mit beschrankter haftung
|aktiengesellschaft|gmbh co kg|a s|as|aps|asa|ab|oy|oyj|ooo|oao|zao|pao|ao|too|jsc|ojsc|cjsc|pjsc
|pte ltd|pte|pty ltd|pty
|sp z o o|sp zoo|z o o|sro|s r o|a d|ad|ead|eood|ood|doo|d o o|dd|d d|kft|zrt|nyrt|bt
|ltd sti|anonim sirketi|sdn bhd|bhd|tbk|pt|kk|kabushiki kaisha|se|ev|e v|stichting|asbl|vzw|sicav|spc|lda
|s p a|s r l|s l|n v|b v|l l c|l t d|o o o|s a r l|s a s|p l c
|sprl|bvba|cvba|eurl|g m b h|o h g|l l p|s p r l|b v b a|s n c|e u r l
"""
_BEFORE = frozenset(("ooo", "oao", "zao", "pao", "ao", "pt", "stichting", "asbl", "vzw", "the"))
"""Legal forms and articles that come before a name and are ignored."""
_NOT_WORD = r"[^\w]+"
_SPELT_OUT = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ø": "oe",
        "å": "aa",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "Ø": "Oe",
        "Å": "Aa",
    }
)
"""How keyboards without these letters write them, in German and the Scandinavian languages."""
_LONGEST_FORM = 5


@lru_cache(maxsize=1)
def _forms() -> frozenset[tuple[str, ...]]:
    joined = _FORMS.replace("\n", "")
    return frozenset(tuple(form.split()) for form in joined.split("|") if form)


@lru_cache(maxsize=1)
def _last_words() -> frozenset[str]:
    return frozenset(form[-1] for form in _forms())


def is_company_form(text: str) -> bool:
    """Return whether a text is the legal form of a company and nothing else.

    >>> is_company_form("S.A."), is_company_form("A/S"), is_company_form("Sarah")
    (True, True, False)
    """
    return tuple(name_words(text)) in _forms()


def likeness_key(name: str) -> str:
    """Return a key that is equal for similar names: the words without company form, sorted.

    >>> likeness_key("Ørsund A/S") == likeness_key("Orsund AS")
    True
    >>> likeness_key("G.T. Ashdown") == likeness_key("ASHDOWN, G. T.")
    True
    """
    words = name.lower().split()
    joined = "".join(words)
    if not (joined.isascii() and joined.isalnum()):
        words = name_words(name)
    if len(words) > 1:
        if words[-1] in _last_words() or words[0] in _BEFORE:
            words = without_company_form(words)
        if 1 in map(len, words):
            words = joined_initials(words)
        words.sort()
    return " ".join(words)


def likeness_keys(names: Iterable[str], ignored: frozenset[str]) -> Iterator[str]:
    """Yield the key of each name without ``ignored`` words. Most names skip the rules, which are slow.

    >>> list(likeness_keys(["Ann Bee", "dr. ANN BEE"], frozenset({"dr"})))
    ['ann bee', 'ann bee']
    """
    special = ignored | _last_words() | _BEFORE | frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
    for name in names:
        words = name.lower().split()
        joined = "".join(words)
        if not (joined.isascii() and joined.isalnum() and special.isdisjoint(words)):
            words = [word for word in likeness_key(name).split(" ") if word not in ignored]
        elif len(words) > 1:
            words.sort()
        yield " ".join(words)


def spelt_out(name: str) -> str:
    """Return a name as keyboards without umlauts write it; unchanged if it has none.

    >>> spelt_out("Jürgen Öttl"), spelt_out("Søren Åby"), spelt_out("José Ruiz")
    ('Juergen Oettl', 'Soeren Aaby', 'José Ruiz')
    """
    return name if name.isascii() else unicodedata.normalize("NFC", name).translate(_SPELT_OUT)


def name_words(name: str) -> list[str]:
    """Return the words of a name, folded and without punctuation.

    >>> name_words("Łukasz O’Dell, Jr.")
    ['lukasz', 'odell', 'jr']
    """
    return [word for word in re.split(_NOT_WORD, fold(name)) if word]


def without_company_form(words: list[str]) -> list[str]:
    """Return the words of a name without a company's legal form, unless nothing else would remain."""
    if words and words[-1] in _last_words():
        for length in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
            if tuple(words[-length:]) in _forms():
                words = words[:-length]
                break
    return words[1:] if len(words) > 1 and words[0] in _BEFORE else words


def joined_initials(words: list[str]) -> list[str]:
    """Join single letters: ``H. R.`` becomes ``HR``."""
    joined: list[str] = []
    is_initial = False
    for word in words:
        if len(word) == 1 and is_initial:
            joined[-1] += word
        else:
            joined.append(word)
        is_initial = len(word) == 1
    return joined


def is_surname_first(name: str) -> bool:
    """Return whether a name is written like ``Carew, Tobias`` or ``CAREW Tobias``."""
    first, *rest = name.split() or [""]
    return "," in name or (len(first) > 1 and first.isupper() and not "".join(rest).isupper())
