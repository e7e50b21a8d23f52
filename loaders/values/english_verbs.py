"""The tenses of English verbs, as far as wordings of ties need them."""

from __future__ import annotations

import re

_IRREGULAR = {
    "have": "had", "be": "was", "meet": "met", "pay": "paid", "give": "gave", "buy": "bought", "sell": "sold",
    "take": "took", "know": "knew", "hold": "held", "lead": "led", "make": "made", "send": "sent",
    "write": "wrote", "speak": "spoke", "run": "ran", "see": "saw", "go": "went", "come": "came",
    "leave": "left", "lend": "lent", "win": "won", "find": "found", "build": "built", "tell": "told",
    "get": "got", "keep": "kept", "lose": "lost", "bring": "brought", "steal": "stole", "shoot": "shot",
}  # fmt: skip
_PARTICIPLES = {
    "been": "was", "given": "gave", "taken": "took", "known": "knew", "written": "wrote", "spoken": "spoke",
    "run": "ran", "seen": "saw", "gone": "went", "come": "came", "stolen": "stole",
}  # fmt: skip
"""The past tense by participle, where the two differ."""


def present(verb: str) -> str:
    """Return the third person of an infinitive: ``carry`` → ``carries``."""
    if verb in ("have", "be"):
        return {"have": "has", "be": "is"}[verb]
    if re.search(r"(?:[sxz]|[cs]h|o)$", verb):
        return f"{verb}es"
    return re.sub(r"(?<=[^aeiou])y$", "ie", verb) + "s"


def past(verb: str) -> str:
    """Return the past tense of an infinitive: ``employ`` → ``employed``."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    return re.sub(r"(?<=[^aeiou])y$", "i", verb).removesuffix("e") + "ed"


def past_of_participle(participle: str) -> str:
    """Return the past tense for a participle: ``given`` → ``gave``, ``paid`` → ``paid``."""
    return _PARTICIPLES.get(participle, participle)


def is_participle(word: str) -> bool:
    """Return whether a word looks like a past participle: ``paid``, ``given``, ``owned``."""
    return word.endswith("ed") or word in _PARTICIPLES or word in _IRREGULAR.values()


def present_of_gerund(gerund: str) -> str:
    """Return the present tense of a gerund: ``owning`` → ``owns``."""
    stem = gerund.removesuffix("ing")
    if stem in ("be", "hav"):
        return "is" if stem == "be" else "has"
    if re.search(r"([bdgmnprt])\1$", stem):
        return present(stem[:-1])
    return present(
        f"{stem}e" if re.search(r"(?:[vcuz]|[^n]g|[aeiou][ks]|[^e]at|rib|[iu]r|rs)$", stem) else stem
    )


def infinitive(third: str) -> str | None:
    """Return the infinitive of a verb in the third person; None for a word that does not look like one.

    >>> infinitive("owns"), infinitive("carries"), infinitive("has"), infinitive("director")
    ('own', 'carry', 'have', None)
    """
    if third in ("has", "is"):
        return {"has": "have", "is": "be"}[third]
    if not re.fullmatch(r"[a-z]{2,}[^s\W]s", third):
        return None
    if re.search(r"(?:[sxz]|[cs]h|o)es$", third):
        return third[:-2]
    return re.sub(r"ies$", "y", third) if third.endswith("ies") else third[:-1]
