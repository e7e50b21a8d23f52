"""Types of ties in other tenses of one verb: ``PAYS``, ``PAID`` and ``HAS_PAID``."""

from __future__ import annotations

from functools import lru_cache

from sociogram.graph.common.text import fold
from sociogram.loaders.values.english_verbs import infinitive, is_participle, past, past_of_participle

_FORMS = (
    "betaalt betaalde betaald", "ontvangt ontving ontvangen", "kent kende gekend", "bezit bezat bezeten",
    "ontmoet ontmoette", "geeft gaf gegeven", "zahlt zahlte gezahlt", "bezahlt bezahlte", "gibt gab gegeben",
    "erhalt erhielt erhalten", "kennt kannte gekannt", "besitzt besass besessen", "trifft traf getroffen",
    "paga pago pagaba pagado", "recibe recibio recibia recibido", "conoce conocio conocia conocido",
    "posee poseia poseyo poseido", "paie paya payait paye", "recoit recut recevait recu",
    "connait connut connaissait connu", "possede posseda possedait", "rencontre rencontra rencontrait",
)  # fmt: skip
_KEYS = {form: forms.split()[0] for forms in _FORMS for form in forms.split()} | {"payed": "paid"}
_AUXILIARIES = frozenset(
    ["has", "have", "had", "heeft", "hat", "hatte", "haben", "ha", "habia", "a", "avait"]
)
_BE = frozenset(["is", "are", "was", "were", "ist", "war", "est", "etait", "es", "era"])
_ARTICLES = frozenset(["a", "an", "the", "een", "ein", "eine", "un", "une", "una"])


@lru_cache(maxsize=4096)
def verb_key(type_name: str) -> tuple[str, ...]:
    """Return a key that types in other tenses of one verb share.

    >>> verb_key("PAYS") == verb_key("PAID") == verb_key("HAS_PAID")
    True
    >>> verb_key("PAID_BY") == verb_key("PAID")
    False
    """
    words = fold(type_name.replace("_", " ")).split()
    if len(words) > 1 and words[0] in _AUXILIARIES and (words[0] != "a" or not words[1].endswith("s")):
        words = words[1:]
    is_passive = len(words) > 1 and is_participle(words[1]) and words[-1] != "by"
    if len(words) > 1 and words[0] in _BE and not is_passive:
        words = words[1:]
    return tuple(sorted(_key(word) for word in words if word not in _ARTICLES or len(words) == 1))


def _key(word: str) -> str:
    """Return what the forms of a word share: the past tense of an English verb, else the present."""
    found = _KEYS.get(word)
    if found is not None:
        return found
    base = infinitive(word)
    return past(base) if base is not None else past_of_participle(word)
