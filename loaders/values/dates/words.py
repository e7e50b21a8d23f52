"""The words in dates, in English, Dutch, Spanish, French and German, without accents.

Months, weekdays, seasons and words for today are in Italian and Portuguese, too.
"""

from __future__ import annotations

_MONTH_NAMES = (
    ("january", "januari", "enero", "janvier", "januar", "janner", "gennaio", "janeiro"),
    ("february", "februari", "febrero", "fevrier", "februar", "febbraio", "fevereiro"),
    ("march", "maart", "marzo", "mars", "marz", "maerz", "mrt", "mrz", "marco"),
    ("april", "abril", "avril", "aprile"),
    ("may", "mei", "mayo", "mai", "maggio", "maio"),
    ("june", "juni", "junio", "juin", "giugno", "junho"),
    ("july", "juli", "julio", "juillet", "luglio", "julho"),
    ("august", "augustus", "agosto", "aout"),
    ("september", "septiembre", "setiembre", "septembre", "settembre", "setembro"),
    ("october", "oktober", "octubre", "octobre", "ottobre", "outubro"),
    ("november", "noviembre", "novembre", "novembro"),
    ("december", "diciembre", "decembre", "dezember", "dicembre", "dezembro"),
)


def _by_prefix() -> dict[str, int]:
    """Return the month of each unambiguous abbreviation of three letters or more."""
    found: dict[str, set[int]] = {}
    for number, names in enumerate(_MONTH_NAMES, start=1):
        for name in names:
            for length in range(3, len(name) + 1):
                found.setdefault(name[:length], set()).add(number)
    return {prefix: min(numbers) for prefix, numbers in found.items() if len(numbers) == 1}


MONTHS = _by_prefix()

WEEKDAYS = frozenset(
    (
        *("dienstag", "dimanche", "dinsdag", "domingo", "donderdag", "donnerstag", "freitag"),
        *("fri", "friday", "jeudi", "jueves", "lundi", "lunes", "maandag", "mardi", "martes"),
        *("mercredi", "miercoles", "mittwoch", "mon", "monday", "montag", "sabado", "samedi"),
        *("samstag", "sat", "saturday", "sonnabend", "sonntag", "sun", "sunday", "thu", "thur"),
        *("thurs", "thursday", "tue", "tues", "tuesday", "vendredi", "viernes", "vrijdag"),
        *("wed", "wednesday", "woensdag", "zaterdag", "zondag"),
        *("ma", "di", "wo", "do", "vr", "za", "zo", "mo", "mi", "fr", "sa", "so"),
        *("lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica"),
        *("segunda", "terca", "quarta", "quinta", "sexta", "feira"),
        *("lun", "mie", "jue", "vie", "sab", "dom", "mer", "jeu", "ven", "sam", "dim"),
    )
)
FILLERS = frozenset(
    (
        "the",
        "of",
        "on",
        "in",
        "de",
        "del",
        "el",
        "la",
        "le",
        "den",
        "der",
        "op",
        "am",
        "im",
        "en",
        "a",
        "il",
        "di",
    )
)
"""Words in or before a date that do not change its meaning."""

PRESENT = frozenset(
    """present|the present|now|today|current|currently|ongoing|to date|still|heden|nu|nog|vandaag|lopend
    |actualidad|la actualidad|actual|presente|el presente|hoy|ahora|aujourd'hui|present|a present|a ce jour
    |maintenant|en cours|heute|jetzt|gegenwart|laufend|andauernd|oggi|ad oggi|in corso|hoje|ate hoje|atual
    |..|...""".replace("\n    ", "").split("|")
)
TO_PRESENT = (
    r"to date|till now|until now|tot op heden|tot nu toe|hasta la fecha|a la fecha|a ce jour|bis dato"
)
"""Words after the start of a period that has not ended."""

SEASONS = {
    **dict.fromkeys(("spring", "lente", "voorjaar", "primavera", "printemps", "fruhling", "fruhjahr"), 3),
    **dict.fromkeys(("summer", "zomer", "verano", "ete", "sommer", "estate", "verao"), 6),
    **dict.fromkeys(
        ("autumn", "fall", "herfst", "najaar", "otono", "automne", "herbst", "autunno", "outono"), 9
    ),
    **dict.fromkeys(("winter", "invierno", "hiver", "inverno"), 12),
}
"""Each season's first month, north of the equator."""

IN = (
    r"(?:in|im|en|no|nel|au|a|am|aan|op)\s+(?:(?:the|de|den|der|het|el|la|los|las|le|les)\s+|l')?"
    r"|(?:dell'|nell'|d')"
)
"""Words before a vague date that do not change its meaning: ``im Sommer 2018``."""

SINCE = r"since|from|as of|starting|sinds|vanaf|desde|a partir de|depuis|des|seit|ab"
UNTIL = (
    r"until|till|til|up to|through|to|tot en met|tot|t/m|hasta|jusqu'a|jusqu'en|jusque|jusqu'au|bis zu|bis"
)
AFTER = r"after|later than|na|despues de|tras|apres|nach"
BEFORE = r"before|prior to|by|voor|antes de|avant|vor"
BETWEEN = r"between|tussen|entre|zwischen"
AND = r"and|en|y|et|und|&"
OR = r"or|of|o|ou|oder"
TO = r"to|until|till|til|through|thru|tot en met|tot|t/m|hasta|al|a|au|jusqu'a|jusqu'en|bis"
FROM = r"from|van|vanaf|desde|del|de|du|von|vom"
ABOUT = (
    r"circa|ca|c|about|around|approximately|approx|roughly|~|omstreeks|omstr|rond|ongeveer"
    r"|hacia|alrededor de|aproximadamente|vers|environ|env|um|etwa|gegen|ungefahr"
)
PERHAPS = (
    r"possibly|probably|perhaps|maybe|likely|mogelijk|waarschijnlijk|misschien|posiblemente|probablemente"
    r"|quizas|peut-etre|probablement|vielleicht|moglicherweise|wahrscheinlich"
)
EARLY = (
    r"early|beginning of|start of|begin|vroege|principios de|comienzos de|inicio de|debut|debut de|anfang"
    r"|fruhe|inizio"
)
MIDDLE = r"mid|middle of|midden|medio|halverwege|mediados de|mi|milieu|mitte"
LATE = r"late|end of|eind|einde|late|finales de|fines de|final de|fin|fin de|ende|spate|fine"
DECADE = r"the|de|los|les|die|jaren|anos|annees|annees|decada de|decada de los"
TENS = {
    word: number
    for number, names in enumerate(
        (
            "twenties|twintig|veinte|vingt|zwanziger",
            "thirties|dertig|treinta|trente|dreissiger",
            "forties|veertig|cuarenta|quarante|vierziger",
            "fifties|vijftig|cincuenta|cinquante|funfziger",
            "sixties|zestig|sesenta|soixante|sechziger",
            "seventies|zeventig|setenta|soixante-dix|siebziger",
            "eighties|tachtig|ochenta|quatre-vingt|achtziger",
            "nineties|negentig|noventa|quatre-vingt-dix|neunziger",
        ),
        start=2,
    )
    for word in names.split("|")
}
"""The decades in words: ``sixties``, ``jaren zestig``, ``sechziger Jahre``."""


def _part_of_year(short: str, most: int, words: str) -> str:
    """Return a pattern for a numbered part of a year: ``Q3 2020``, ``2020 Q3``, ``3e kwartaal 2020``."""
    nth = rf"(?P<nth>[1-{most}])(?:st|nd|rd|th|e|er|ere|eme|o|\.)?\s+(?:{words})"
    year = r"[\s/-]*(?:(?:of|de|del|van)\s+)?(?P<year>\d{4})"
    last = rf"(?P<before>\d{{4}})[\s/-]*[{short}](?P<last>[1-{most}])"
    return rf"(?:[{short}](?P<part>[1-{most}])|{nth}){year}|{last}"


QUARTER = _part_of_year("q", 4, "quarter|kwartaal|trimestre|quartal")
HALF = _part_of_year("hs", 2, "half|halfjaar|helft|semestre|semester|halbjahr")
CENTURY = r"century|cent|c|eeuw|siglo|siecle|jahrhundert|jh"
