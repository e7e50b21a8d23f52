"""Words that describe a name or that names may differ in: titles, generations, ordinals, small words."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """mr mrs ms miss dr prof professor sir dame lord lady rev reverend hon herr frau dhr mevr mme mlle
    sra srta senor senora monsieur madame doctor drs"""
)
"""Titles that only names of persons have."""

OFFICES = _words(
    """president minister senator sen rep judge justice general gen colonel col major maj captain capt lt
    lieutenant sgt sergeant admiral adm ambassador governor mayor father sister brother king queen prince
    princess don dona ministro ministra presidente presidenta juez jueza generaal minister rechter"""
)
"""Words before the name of a person that also begin names of organisations (``General Electric``)."""

GENERATIONS = {
    "jr": "junior",
    "jnr": "junior",
    "junior": "junior",
    "sr": "senior",
    "snr": "senior",
    "senior": "senior",
    "fils": "junior",
    "pere": "senior",
    "filho": "junior",
    "hijo": "junior",
    "neto": "grandson",
    "nieto": "grandson",
    "younger": "junior",
    "elder": "senior",
    "jonge": "junior",
    "oude": "senior",
}
"""The last word of a name that distinguishes generations, such as father and son."""

ORDINALS = {
    word: str(number)
    for number, words in enumerate(
        (
            "first eerste erste erster erstes premier premiere primero",
            "second tweede zweite zweiter zweites deuxieme",
            "third derde dritte dritter drittes troisieme tercero tercera",
            "fourth vierde vierte vierter quatrieme cuarto cuarta",
            "fifth vijfde funfte funfter cinquieme quinto quinta",
            "sixth zesde sechste sechster sixieme sexto sexta",
            "seventh zevende siebte siebter septieme septimo septima",
            "eighth achtste achte achter huitieme octavo octava",
            "ninth negende neunte neunter neuvieme noveno novena",
            "tenth tiende zehnte zehnter dixieme decimo decima",
        ),
        start=1,
    )
    for word in words.split()
}
"""Ordinals as words: ``Fifth Division`` is ``5th Division``."""

NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}

SMALL_WORDS = _words(
    """the of and for in on at to a an de del della der den dem des di da do dos das du d l la le les los las
    el al y e et en van von zu zur zum op ter ten te und fur im i und"""
)
"""Words that may be left out of a name or added to it."""

OPPOSITES = frozenset(
    frozenset(pair.split("/"))
    for pair in _words(
        """interior/exterior internal/external import/export upper/lower inner/outer domestic/foreign
    interno/externo interna/externa interne/externe binnenlandse/buitenlandse importers/exporters
    northern/southern eastern/western north/south east/west noord/zuid oost/west norte/sur este/oeste
    male/female men/women boys/girls mens/womens public/private"""
    )
)
"""Pairs of words with similar letters, or at the same position of a name, that never mean the same."""

GROUP_WORDS = _words(
    """group holding holdings grupo groupe gruppe groep international corporate global worldwide"""
)
"""Words that a company adds to its name; only a person can decide whether that is another company."""

ORGANISATION_WORDS = _words(
    """committee commission council ministry department agency office bank university institute school
    association union federation party front movement army navy police court tribunal parliament congress
    government embassy foundation company corporation group club society church hospital museum
    centre center bureau board authority service services division brigade battalion regiment unit command
    comite comision consejo ministerio banco universidad instituto asociacion sindicato partido frente
    movimiento ejercito policia corte congreso gobierno embajada fundacion empresa grupo
    ministerie universiteit vereniging bond partij leger politie rechtbank gemeente stichting
    ministerium universitat verein verband partei heer polizei gericht gesellschaft stadt
    ministere universite association syndicat parti armee tribunal societe ville"""
)
"""Words that show that a name is not the name of a person."""

_SHORT_FORMS = """
limited=ltd|public limited company=plc|limited liability company=llc|incorporated=inc|corporation=corp
|company=co|limitada=ltda|sociedad anonima=sa|societe anonyme=sa|naamloze vennootschap=nv
|besloten vennootschap=bv|gesellschaft mit beschrankter haftung=gmbh|aktiengesellschaft=ag
|pao=pjsc|ooo=llc|oao=ojsc|zao=cjsc|ao=jsc|kabushiki kaisha=kk|anonim sirketi=as|pt=tbk
"""
SHORT_FORMS = {
    long: short
    for long, _, short in (pair.partition("=") for pair in _SHORT_FORMS.replace("\n", "").split("|"))
}
"""Legal forms in full, with their short forms."""

PERSON = "person"
GROUP = "group"
LOCATION = "location"

_FAMILIES = {
    PERSON: """person people human individual man woman politician journalist official victim witness
        lawyer judge activist author soldier artist scientist businessperson persona personne persoon""",
    GROUP: """organisation organization company corporation business party group agency institution ministry
        government bank university school foundation union media newspaper broadcaster military army police
        court prosecutor parliament congress commission committee command embassy ngo association club
        legalentity publicbody organizacion empresa partido ministerio organisatie bedrijf partij unternehmen
        organisationseinheit entreprise parti brand fund trust team firm""",
    LOCATION: """country region town city village place location address port state province district island
        river mine building airport base lugar pais ciudad ort stadt land plaats lieu ville pays""",
}
FAMILIES = {word: family for family, words in _FAMILIES.items() for word in words.split()}
"""The family of entities that a label denotes; other labels have no meaning common to all graphs."""
