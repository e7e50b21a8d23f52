"""Words, signs and booleans that say whether a tie is directed, in five languages."""

from __future__ import annotations

from sociogram.graph.common.text import clean
from sociogram.loaders.values.types import BOOLEANS

_DIRECTED = """
directed|one-way|oneway|one way|directional|gericht|eenrichting|gerichtet|dirigido|dirigida|dirigé|dirigée
|orienté|orientée|->|→|=>|>|-->|1->2|1→2|1>2|1-2|a->b|a→b|a>b|a-b|forward|forwards|outgoing
"""
_BACKWARD = (
    "<-|←|<=|<|<--|2->1|2→1|2>1|2-1|b->a|b→a|b>a|b-a|1<-2|a<-b|backward|backwards|reverse|reversed|incoming"
)
_UNDIRECTED = """
undirected|mutual|both|both ways|two-way|bidirectional|symmetric|reciprocal|ongericht|wederzijds|beide
|ungerichtet|gegenseitig|beidseitig|no dirigido|no dirigida|no-dirigido|mutuo|mutua|ambos|recíproco|recíproca
|non dirigé|non dirigée|non-dirigé|non orienté|non orientée|non-orienté|mutuel|mutuelle|réciproque
|<->|<>|↔|<=>|<-->|1<->2|a<->b
"""
"""Accents matter here: the verb `dirige` is a relation type."""


def _words(text: str) -> list[str]:
    return text.replace("\n", "").split("|")


BACKWARD = frozenset(_words(_BACKWARD))
"""How people write that a tie goes from its second end to its first."""

WORDS: dict[str, bool] = {
    **dict.fromkeys(BACKWARD, True),
    **dict.fromkeys(_words(_DIRECTED), True),
    **dict.fromkeys(_words(_UNDIRECTED), False),
}
"""How network programs and people write the direction of a tie."""


def is_backward(text: str) -> bool:
    """Return whether a word means that the tie goes from its second end to its first.

    >>> is_backward("2 -> 1"), is_backward("->")
    (True, False)
    """
    return _key(text) in BACKWARD


def direction_of(text: str) -> bool | None:
    """Return True for a word that means directed, False for undirected, None for any other.

    >>> direction_of("Ungerichtet"), direction_of("->"), direction_of("pays") is None
    (False, True, True)
    """
    return WORDS.get(_key(text))


def _key(text: str) -> str:
    """Return a word as in the tables: in lower case; a sign without spaces."""
    word = clean(text).casefold()
    return word if any(map(str.isalpha, word.replace("a", "").replace("b", ""))) else word.replace(" ", "")


def is_directed(text: str) -> bool | None:
    """Return whether a cell under a title such as ``directed`` means directed; it may say yes or no."""
    found = direction_of(text)
    return BOOLEANS.get(clean(text).casefold()) if found is None else found


def is_mutual(text: str) -> bool | None:
    """Return whether a cell under a title such as ``mutual`` means undirected; it may say yes or no."""
    found = direction_of(text)
    return BOOLEANS.get(clean(text).casefold()) if found is None else not found
