"""The columns of a claim with a fixed vocabulary, and the words that people write instead.

Words are compared without case and accents; they are English, Dutch, French, German and Spanish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sociogram.graph.common.text import strip_accents
from sociogram.graph.model import CERTAINTIES, CHARGES, DISPUTED, MODALITIES, POLARITIES, READ, REVIEWS


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The vocabulary of a column.

    Attributes:
        values: the values of the column.
        others: the value that each other word means.
        fallback: the value of an unknown word: the one that claims least. None: no value.
        rejects_unknown: whether an unknown word rejects the row, because any value might turn its meaning
            into the opposite.
    """

    values: tuple[str, ...]
    others: Mapping[str, str]
    fallback: str | None = None
    rejects_unknown: bool = False

    def read(self, text: str) -> str | None:
        """Return the value that a cell means; None if it is unknown.

        >>> VOCABULARIES["polarity"].read("ontkent")
        'denies'
        """
        word = " ".join(strip_accents(text).casefold().replace("_", " ").split()).strip(".!")
        return word if word in self.values else self.others.get(word)


def _others(**words: str) -> dict[str, str]:
    """Return the value of each word; ``words`` are comma-separated lists by value."""
    return {word.strip(): value for value, listed in words.items() for word in listed.split(",")}


_POLARITY = _others(
    affirms="affirm, affirmed, affirming, affirmative, affirmation, asserts, asserted, confirms, confirmed, "
    "claims, says, states, maintains, true, yes, y, positive, pos, +, 1, +1, holds, "
    "bevestigt, bevestigd, bevestigend, beweert, stelt, ja, waar, positief, "
    "affirme, confirme, soutient, oui, vrai, positif, "
    "bejaht, bestatigt, bestaetigt, behauptet, wahr, positiv, "
    "afirma, afirmado, afirmativo, confirma, confirmado, sostiene, si, verdadero, positivo",
    denies="deny, denied, denying, denial, negates, negated, negation, negative, neg, rejects, refutes, "
    "refuted, rebuts, disclaims, disavows, disputes, contests, contradicts, false, no, n, not, -1, "
    "ontkent, ontkend, ontkennend, ontkenning, weerspreekt, betwist, weerlegt, loochent, nee, neen, niet, "
    "onwaar, negatief, "
    "nie, dement, dementi, refute, conteste, non, faux, negatif, "
    "bestreitet, bestritten, dementiert, verneint, leugnet, widerspricht, nein, nicht, falsch, negativ, "
    "niega, negado, desmiente, desmentido, rechaza, falso, negativo",
)
_MODALITY = _others(
    actual="fact, factual, real, done, happened, occurred, realised, realized, executed, "
    "feit, feitelijk, werkelijk, gebeurd, reel, effectif, fait, accompli, tatsachlich, wirklich, "
    "geschehen, hecho, efectivo, ocurrido, realizado",
    planned="plan, plans, scheduled, announced, announcement, upcoming, future, forthcoming, to come, "
    "gepland, aangekondigd, toekomstig, prevu, planifie, annonce, programme, futur, a venir, "
    "geplant, angekundigt, angekuendigt, kunftig, zukunftig, "
    "planeado, planificado, previsto, anunciado, programado, futuro",
    intended="intention, intent, intends, purpose, aim, aims, goal, meant, wanted, wants, wish, wished, "
    "bedoeld, bedoeling, beoogd, doel, voornemen, intentionnel, but, voulu, vise, souhaite, "
    "beabsichtigt, absicht, ziel, gewollt, intencion, intencionado, proposito, pretendido, deseado",
    possible="possibly, possibility, potential, maybe, may, might, could, perhaps, hypothetical, "
    "conditional, likely, probable, probably, uncertain, speculative, speculation, "
    "mogelijk, mogelijke, misschien, wellicht, waarschijnlijk, waarschijnlijke, eventueel, "
    "possiblement, peut-etre, eventuel, probablement, "
    "conditionnel, moglich, mogliche, moglicher, mogliches, moglichen, moglichem, moeglich, "
    "moglicherweise, moeglicherweise, vielleicht, wahrscheinlich, wahrscheinliche, wahrscheinlicher, "
    "wahrscheinliches, wahrscheinlichen, wahrscheinlichem, eventuell, "
    "posible, posiblemente, quizas, quiza, tal vez, probablemente",
    demanded="demand, demands, requested, request, required, requires, asked, asked for, called for, urged, "
    "geeist, gevraagd, verlangd, eis, exige, demande, reclame, requis, "
    "gefordert, verlangt, forderung, exigido, pedido, demandado, reclamado, solicitado",
)
_REVIEW = _others(
    confirmed="confirm, accepted, accept, approved, approve, reviewed, checked, verified, ok, okay, done, "
    "final, yes, keep, "
    "bevestigd, goedgekeurd, nagekeken, gecontroleerd, akkoord, confirme, accepte, approuve, verifie, "
    "valide, bestatigt, bestaetigt, akzeptiert, gepruft, geprueft, genehmigt, "
    "confirmado, aceptado, aprobado, revisado, verificado",
    draft="unreviewed, unchecked, unconfirmed, unverified, pending, proposed, suggested, todo, to do, "
    "to review, to check, open, new, "
    "concept, ontwerp, klad, te controleren, na te kijken, brouillon, projet, a verifier, a revoir, "
    "en attente, entwurf, ungepruft, ungeprueft, offen, borrador, pendiente, por revisar",
    retracted="retract, retraction, rejected, reject, withdrawn, withdraw, removed, deleted, wrong, invalid, "
    "no, discard, discarded, "
    "ingetrokken, verworpen, afgekeurd, geschrapt, fout, retire, rejete, refuse, supprime, faux, "
    "zuruckgezogen, zurueckgezogen, abgelehnt, verworfen, geloscht, falsch, "
    "retirado, retractado, rechazado, eliminado, erroneo",
)
_CERTAINTY = _others(
    stated="confirmed, certain, verified, proven, established, documented, fact, "
    "bevestigd, vaststaand, zeker, confirmado, comprobado, cierto, seguro, confirme, avere, certain, sur, "
    "bestatigt, gesichert, sicher, gewiss, undisputed",
    reported="reportedly, hearsay, said to, gemeld, naar verluidt, reportado, informado, segun informes, "
    "naar men zegt, rapporte, signale, berichtet, gemeldet",
    alleged="rumour, rumor, rumoured, rumored, allegation, allegedly, suspected, unconfirmed, unverified, "
    "accusation, accused, suspicion, supposedly, supposed, suspect, presumed, purported, purportedly, "
    "gerucht, geruchten, onbevestigd, vermeend, vermeende, vermoedelijk, vermoedelijke, vermoeden, verdacht, "
    "presunto, presunta, presuntamente, supuesto, supuesta, supuestamente, rumor, sospecha, sin confirmar, "
    "rumeur, presume, presumee, suppose, pretendu, pretendue, pretendument, allegue, soupcon, non confirme, "
    "gerucht, geruecht, angeblich, angebliche, angeblicher, angebliches, angeblichen, angeblichem, "
    "mutmasslich, mutmassliche, mutmasslicher, mutmassliches, mutmasslichen, mutmasslichem, "
    "vermutlich, vermutet, verdacht, unbestatigt",
    disputed="contested, denied, betwist, disputado, conteste, umstritten",
    opinion="judgement, judgment, mening, meinung",
)
_READ = _others(
    yes="y, true, 1, x, read, ja, gelezen, oui, lu, gelesen, si, leido",
    no="n, false, 0, unread, not read, nee, neen, niet gelezen, ongelezen, non, non lu, nein, ungelesen, "
    "nicht gelesen, no leido",
)
_CHARGES = _others(
    source="start, subject, from, sources", target="end, object, to, targets", both="source and target, all"
)

VOCABULARIES: dict[str, Vocabulary] = {
    "polarity": Vocabulary(POLARITIES, _POLARITY, rejects_unknown=True),
    "modality": Vocabulary(MODALITIES, _MODALITY, fallback="possible"),
    "review": Vocabulary(REVIEWS, _REVIEW, fallback="draft"),
    "certainty": Vocabulary((*CERTAINTIES, DISPUTED), _CERTAINTY),
    "read": Vocabulary(READ, _READ, fallback="no"),
    "charges": Vocabulary(CHARGES, _CHARGES),
}
"""By field."""

TABLE_FIELDS: Mapping[str, Sequence[str]] = {
    "relations": ("polarity", "modality", "certainty", "review"),
    "sources": ("read",),
    "relation_types": ("charges",),
    "entities": (),
}
"""The fields of each table that have a vocabulary."""
