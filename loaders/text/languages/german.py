"""German word lists."""

from __future__ import annotations

from sociogram.loaders.text.languages.model import (
    ANY_PARTICLES,
    COMPANY,
    ENGLISH_INSIDE,
    Language,
    kinds,
    phrases,
    words,
)

GERMAN = Language(
    name="German",
    articles=words("der die das ein eine"),
    never=words(
        "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen "
        "diesem jener jene jenes ich mich mir mein meine wir uns unser unsere du dich dir dein "
        "ihr euch euer er ihn ihm sein seine seinen seinem seiner sie ihre ihren ihrem ihrer es "
        "wer wen wem wessen was wo wann warum wie welche welcher welches da dort hier und oder "
        "aber denn sondern doch jedoch wenn dann als ob dass weil obwohl während nachdem bevor "
        "bis seit sobald damit an auf aus außer bei durch für gegen hinter in im ins am ans mit "
        "nach neben ohne über um unter von vom vor zu zum zur zwischen wegen trotz laut gemäß "
        "nicht kein keine keinen nie niemals immer auch noch schon wieder oft manchmal vielleicht "
        "deshalb daher darum danach davor dabei dazu außerdem zudem inzwischen unterdessen "
        "trotzdem sonst beide jeder jede jedes alle alles einige manche viele viel mehr meist "
        "wenige weniger solche so selbst sogar andere anderer eins zwei drei vier fünf sechs "
        "sieben acht neun zehn elf zwölf zwanzig hundert tausend million millionen erste ersten "
        "zweite dritte letzte letzten nächste nächsten vorige heute gestern morgen jetzt bald "
        "früher später kürzlich ist sind war waren bin wird werden wurde wurden hat haben hatte "
        "hatten soll sollen sollte kann können konnte darf muss müssen musste will wollen wollte "
        "montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april "
        "mai juni juli august september oktober november dezember frühling sommer herbst winter "
        "niemand jemand nichts etwas ja nein quelle foto seite kapitel menschen leute tag tage "
        "tagen woche wochen monat monate monaten jahr jahre jahren jahrzehnte uhr euro prozent "
        "ende anfang mitte angaben"
    ),
    titles=words(
        "herr herrn frau dr prof professor professorin könig königin prinz prinzessin kaiser "
        "papst präsident präsidentin premier kanzler kanzlerin bundeskanzler bundeskanzlerin "
        "minister ministerin ministerpräsident ministerpräsidentin staatssekretär "
        "staatssekretärin senator senatorin gouverneur bürgermeister bürgermeisterin "
        "oberbürgermeister botschafter botschafterin konsul richter richterin hauptmann major "
        "oberst leutnant general admiral kommandant kapitän kapitänin bischof erzbischof kardinal "
        "pater pfarrer imam rabbiner baron baronin graf gräfin herzog sprecher sprecherin "
        "vorsitzender vorsitzende direktor direktorin chef chefin anwalt anwältin staatsanwalt "
        "staatsanwältin leiter leiterin kommissar kommissarin abgeordnete abgeordneter journalist "
        "journalistin reporter reporterin autor autorin hafenmeister hafenmeisterin"
    ),
    before_titles=words("vize ex stellvertretender stellvertretende ehemaliger ehemalige früherer frühere"),
    portfolios=frozenset(),
    particles=phrases(ANY_PARTICLES.replace(" das ", " ") + ENGLISH_INSIDE + " of vom zum zur"),
    of=phrases("von"),
    wide=phrases("für für_die für_das der des gegen zur zum und"),
    kinds=kinds(
        "Ministry: ministerium; Court: gericht gerichtshof tribunal; Commission: kommission "
        "ausschuss; Parliament: parlament bundestag landtag senat kongress; Party: partei; "
        f"Embassy: botschaft; Police: polizei; Military: armee marine; Company: {COMPANY}; "
        "Country: republik königreich; Media: zeitung zeitschrift rundfunk; : rat amt behörde "
        "gewerkschaft union bank universität institut zentrum agentur verband verein bund "
        "stiftung allianz bewegung fonds organisation gruppe netzwerk forum kirche museum vertrag"
    ),
    locatives=words("in aus bei nahe oberhalb"),
    aliases=words("alias genannt"),
    says=words(
        "sagt sagte erklärt erklärte bestreitet bestritt meldet meldete schreibt schrieb "
        "behauptet behauptete warnt warnte betont betonte antwortet antwortete teilt teilte wirft "
        "leugnet berichtet"
    ),
    determiners=words(
        "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner mein meine "
        "sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer unser unsere dieser diese dieses diesen "
        "diesem jeder jede jedes alle viele mehrere einige zum zur im am beim vom ins ans"
    ),
    nouns_are_capitalised=True,
    compounds=True,
)
