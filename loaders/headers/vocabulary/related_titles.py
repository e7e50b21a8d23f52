"""Titles of columns with an actor to whom the row's actor is tied: `employer`, `parent company`.

Titles are in lower case without accents, in English, Dutch, Spanish, French and German.
"""

from __future__ import annotations

_CELL_STARTS = """
PARENT_OF: parent|parent company|parent organisation|parent organization|parent entity|holding|holding company
    |parent firm|parent group|mother company|father|mother|moederbedrijf|moedermaatschappij|moederonderneming
    |moeder|vader|ouder|matriz|empresa matriz|sociedad matriz|casa matriz|grupo matriz|padre|madre
    |societe mere|maison mere|entreprise mere|pere|mere|muttergesellschaft|mutterunternehmen
    |mutterkonzern|mutterfirma|vater|mutter
OWNS: owner|owners|ultimate owner|beneficial owner|registered owner|ubo|eigenaar|eigenaren|dueno|propietario
    |uiteindelijk belanghebbende|beneficiario efectivo|beneficiario final|titular real|beneficiaire effectif
    |wirtschaftlich berechtigter|titular|proprietaire|eigentumer|inhaber|besitzer|bezitter|detenteur
CONTROLS: psc|controller|controlling party|person with significant control
MANAGES: manager|boss|supervisor|line manager|superior|baas|leidinggevende|jefe|jefa|chef|vorgesetzter
MAKES: maker|manufacturer|made by|fabrikant|producent|fabricante|fabricant|hersteller|fabbricante
SUPERVISES: mentor|tutor|promotor|supervised by|begeleider|begeleidster|betreuer|betreuerin|encadrant
    |encadrante
FOUNDED: founder|founders|founded by|oprichter|oprichters|fundador|fondateur|grunder
LEADS: leader|head|ceo|chairman|chair|president|leider|lider|dirigeant|leiter
"""

_CELL_ENDS = """
WORKS_FOR: employer|workplace|werkgever|empleador|lugar de trabajo|employeur|lieu de travail|arbeitgeber
PARENT_OF: child|children|son|daughter|subsidiary|subsidiaries|zoon|dochter|dochterbedrijf|dochteronderneming
    |hijo|hija|hijos|filial|filiales|fils|fille|filiale|sohn|tochter|tochtergesellschaft|tochterunternehmen
    |kinder
MARRIED_TO: spouse|husband|wife|married to|echtgenoot|echtgenote|gehuwd met|getrouwd met|conyuge|esposo
    |esposa|marido|casado con|casada con|conjoint|conjointe|epoux|epouse|marie a|mariee a|ehepartner|ehemann
    |ehefrau|verheiratet mit
MEMBER_OF: party|political party|parliamentary group|faction|partij|politieke partij|fractie|partido
    |partido politico|parti|parti politique|partei|fraktion
AFFILIATED_WITH: affiliation|affiliations|affiliatie|afiliacion|zugehorigkeit
KNOWS: knows|kent|conoce|connait|kennt
OWNS: owns|bezit|posee|possede|besitzt
EMPLOYS: employs|employees
LEADS: leads|leidt|leitet
FUNDS: funds|financiert|financia|finance|finanziert
PAYS: pays|betaalt|paga|paie|zahlt
ADVISES: advises|adviseert|asesora|conseille|berat
FRIEND_OF: friend|friends|vriend|vrienden|amigo|amiga|amigos|ami|amie|amis|freund|freunde
MET: met
PAID: paid
HIRED: hired
SUED: sued
RELATIVE_OF: relative|relatives|familielid|familieleden|familiar|familiares|pariente|parientes
    |membre de la famille|verwandter|verwandte|angehoriger
SIBLING_OF: sibling|siblings|brother|sister|broer|zus|hermano|hermana|frere|soeur|bruder|schwester
"""


_LAST_WORDS = """
of by to for with at on under van bij voor met aan door onder del por para con en du par pour avec chez bei
fur mit an unter с к
"""


def _read(table: str, *, cell_starts: bool) -> dict[str, tuple[str, bool]]:
    found: dict[str, tuple[str, bool]] = {}
    for line in table.strip().replace("\n    ", "").splitlines():
        name, _, titles = line.partition(": ")
        found |= dict.fromkeys(titles.split("|"), (name, cell_starts))
    return found


RELATED_TITLES: dict[str, tuple[str, bool]] = {
    **_read(_CELL_STARTS, cell_starts=True),
    **_read(_CELL_ENDS, cell_starts=False),
}
"""By the words of a title: the type of the tie, and whether it starts at the cell's actor."""

NUMBERED_TITLES: dict[str, tuple[str, bool]] = {"kind": ("PARENT_OF", False)}
"""The same for numbered titles: ``kind 1`` is a child in Dutch and German; ``kind`` alone may be a type."""

LAST_WORDS = frozenset(_LAST_WORDS.split())
"""Prepositions at the end of a title that says how the row's actor is tied to the cell's: ``member of``."""
