"""Labels, relation types and ids derived from the text of cells."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

from sociogram.graph.common.text import are_clean, clean, strip_accents
from sociogram.graph.merge_rules import DEFAULT_TYPE

LONGEST_TYPE = 40
MOST_WORDS = 4
"""Wordings with more characters or words are not names of types; see ``to_type``."""

LEADING_WORDS = (
    "acquired",
    "administrator",
    "advised",
    "adviser",
    "advisor",
    "advisory board member",
    "aide",
    "alumnus",
    "ambassador",
    "analyst",
    "appointed",
    "assistant",
    "associate",
    "attorney",
    "board chair",
    "board member",
    "bought",
    "business associate",
    "business partner",
    "business partners",
    "ceo",
    "cfo",
    "chair",
    "chairman",
    "chairwoman",
    "chief executive",
    "chief executive officer",
    "chief financial officer",
    "chief of staff",
    "chief operating officer",
    "client",
    "close friend",
    "co-chair",
    "co-chairman",
    "co-founder",
    "co-owner",
    "commissioner",
    "consultant",
    "coo",
    "counsel",
    "deputy assistant",
    "deputy chief of staff",
    "deputy director",
    "development partner",
    "director",
    "donated",
    "donor",
    "editor",
    "employee",
    "executive chairman",
    "executive director",
    "executive vice president",
    "fellow",
    "founder",
    "founding member",
    "friend",
    "friends",
    "fundraiser",
    "funded",
    "general counsel",
    "general manager",
    "governor",
    "head",
    "hired",
    "honorary member",
    "income source",
    "invested",
    "investor",
    "judge",
    "lawyer",
    "lender",
    "loaned money",
    "lobbied",
    "lobbyist",
    "manager",
    "managing director",
    "managing member",
    "managing partner",
    "married",
    "mayor",
    "member",
    "minister",
    "mortgage",
    "mortgages",
    "nominee",
    "officer",
    "owner",
    "ownership",
    "owns",
    "parent",
    "parent company",
    "partner",
    "partnered",
    "partners",
    "partnership",
    "policy advisor",
    "president",
    "principal",
    "professor",
    "registered agent",
    "relative",
    "representative",
    "researcher",
    "secretary",
    "senator",
    "senior advisor",
    "senior fellow",
    "senior vice president",
    "shareholder",
    "sibling",
    "siblings",
    "sold",
    "special assistant",
    "special counsel",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "spouse",
    "strategist",
    "subsidiary",
    "successor",
    "supervisor",
    "supplier",
    "treasurer",
    "trustee",
    "vice chair",
    "vice chairman",
    "vice president",
)
"""Beginnings of long wordings, which determine their type.

The list is fixed, so that a row gets the same type whatever else is loaded.
"""

_FORMER = ("former", "ex", "retired")
_WORD = r"[^\W_]+(?:['’][^\W_]+)*"
_PASCAL_CASE = r"[A-Z][A-Za-z0-9]*"
_SNAKE_CASE = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*"
_CAMEL_HUMP = r"(?<=[a-z0-9])(?=[A-Z])"
_SENTENCE = r"[\"“”„«»(),;:$€£]"
_NOT_IN_SLUG = r"[\W_]+"
_LONGEST_ACRONYM = 4
_BATCH_SIZE = 1024


def name_key(name: str) -> str:
    """Return a key that spellings of one name share; it ignores spaces and case, but not accents.

    ``Ana`` and ``Aña`` are two people, so a load does not use ``graph.common.text.fold``.
    """
    return clean(name).casefold()


def name_keys(names: Sequence[str]) -> list[str]:
    """Return the keys of many names, computed together if possible."""
    keys: list[str] = []
    for begin in range(0, len(names), _BATCH_SIZE):
        some = names[begin : begin + _BATCH_SIZE]
        keys += "\n".join(some).casefold().split("\n") if are_clean(some) else map(name_key, some)
    return keys


def to_label(text: str) -> str | None:
    """Return an actor's type in PascalCase: ``Federal Agency`` → ``FederalAgency``, ``PERSON`` → ``Person``.

    None if the text has no letter or digit.
    """
    if re.fullmatch(_PASCAL_CASE, text) and not (text.isupper() and len(text) > _LONGEST_ACRONYM):
        return text
    words = [word.replace("'", "").replace("’", "") for word in re.findall(_WORD, text)]
    return "".join(map(_capitalised, words)) or None


def _capitalised(word: str) -> str:
    if word.isupper() and len(word) > _LONGEST_ACRONYM:
        return word.capitalize()
    return word[0].upper() + word[1:]


def to_type(text: str) -> tuple[str, str | None]:
    """Return a relation type in SCREAMING_SNAKE_CASE, and the wording if the type loses part of it.

    ``Board member`` → ``BOARD_MEMBER`` loses nothing. A wording that is more than a name (``President (as of
    2016 FEC filing)``; more than four words or 40 characters, or with commas, quotes or brackets) gets the
    type of its beginning (``PRESIDENT``), else ``CONNECTED_TO``, and is returned in full.
    """
    if re.fullmatch(_SNAKE_CASE, text):
        return text, None
    if len(text) > LONGEST_TYPE or len(text.split()) > MOST_WORDS or re.search(_SENTENCE, text):
        return _leading_type(text), text
    if text.isalnum():
        text = re.sub(_CAMEL_HUMP, "_", text)
    words = [word.replace("'", "").replace("’", "") for word in re.findall(_WORD, text)]
    if not words:
        return DEFAULT_TYPE, text
    name = "_".join(words).upper()
    plain = re.sub(r"[\s_-]+", "_", text).upper()
    return name, (None if plain == name else text)


@lru_cache(maxsize=1)
def _leading() -> dict[tuple[str, ...], str]:
    return {
        tuple(word for word in re.split(r"[ -]", words)): words.replace("-", "_").replace(" ", "_").upper()
        for words in LEADING_WORDS
    }


def _leading_type(text: str) -> str:
    words = [word.casefold() for word in re.findall(_WORD, text)][:6]
    prefix = ""
    if words and words[0] in _FORMER:
        prefix, words = "FORMER_", words[1:]
    for count in range(len(words), 0, -1):
        found = _leading().get(tuple(words[:count]))
        if found is not None:
            return prefix + found
    return DEFAULT_TYPE


def slug(name: str) -> str:
    """Return the id for a name: lower case, no accents, hyphens for everything else."""
    letters = strip_accents(clean(name)).casefold()
    found = re.sub(_NOT_IN_SLUG, "-", letters).strip("-")
    return found or f"actor-{name_digest(name)[:8]}"


def is_made_of(actor: str, name: str) -> bool:
    """Return whether an id was computed from a name, as for an actor without a given id."""
    plain = slug(name)
    return actor == plain or (
        actor.startswith(f"{plain}-") and name_digest(name).startswith(actor[len(plain) + 1 :])
    )


def name_digest(name: str) -> str:
    """Return letters that distinguish two names with the same slug, stable across loads."""
    return hashlib.blake2b(name_key(name).encode("utf-8", "replace"), digest_size=16).hexdigest()


def looks_like_id(text: str) -> bool:
    """Return whether a reference looks like an id, not a name: one word, in lower case or with digits."""
    return not any(map(str.isspace, text)) and (any(map(str.isdigit, text)) or text == text.casefold())
