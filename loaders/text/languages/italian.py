"""Italian word lists."""

from __future__ import annotations

from sociogram.loaders.text.languages.model import COMPANY, ENGLISH_INSIDE, Language, kinds, phrases, words

ITALIAN = Language(
    name="Italian",
    articles=words("il lo la i gli le un uno una"),
    never=words(
        "il lo la i gli le un uno una questo questa questi queste quello quella quelli quelle "
        "quel io mi mio mia noi ci nostro nostra tu ti tuo tua voi vi vostro lui lei loro suo sua "
        "suoi sue si chi che cui quale quali cosa dove quando perché come là lì qui qua e ed o "
        "oppure ma né se anche ancora già sempre mai spesso forse però tuttavia inoltre intanto "
        "quindi dunque così poi dopo prima mentre benché sebbene a al allo alla ai agli alle con "
        "contro da dal dalla di del dello della dei degli delle durante fra in nel nello nella "
        "nei negli nelle oltre per secondo senza sopra sotto su sul sulla tra verso non ogni "
        "tutto tutta tutti tutte alcuni alcune nessuno nessuna molti molte molto più meno pochi "
        "poco altri altro altra stesso stessa due tre quattro cinque sei sette otto nove dieci "
        "undici dodici venti cento mille milioni primo ultima ultimo oggi ieri domani ora presto "
        "recentemente è sono era erano fu furono ha hanno aveva avevano sarà può possono deve "
        "lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio marzo aprile "
        "maggio giugno luglio agosto settembre ottobre novembre dicembre primavera estate autunno "
        "inverno niente nulla qualcuno sì fonte foto pagina capitolo l d un"
    ),
    titles=words(
        "sig signor signora signorina dott dottor dottoressa prof professore professoressa re "
        "regina principe principessa imperatore papa presidente premier cancelliere ministro "
        "ministra segretario segretaria senatore senatrice governatore sindaco sindaca "
        "ambasciatore ambasciatrice console giudice capitano maggiore colonnello tenente generale "
        "ammiraglio comandante sergente ispettore commissario vescovo arcivescovo cardinale padre "
        "don imam rabbino barone conte contessa duca portavoce direttore direttrice procuratore "
        "avvocato avvocata onorevole on giornalista"
    ),
    before_titles=words("vice ex primo"),
    portfolios=words("difesa esteri interno interni finanze economia giustizia salute istruzione commercio"),
    particles=phrases("van von di da de del della d of" + ENGLISH_INSIDE),
    of=phrases("di del dello della dei degli delle dell"),
    wide=phrases("per per_la per_il per_i e e_del e_della contro sul sulla"),
    joins_of_always=True,
    kinds=kinds(
        "Ministry: ministero; Court: corte tribunale; Commission: commissione comitato; "
        "Parliament: parlamento congresso senato; Party: partito; Embassy: ambasciata; Police: "
        f"polizia; Military: esercito marina; Country: repubblica regno; Company: {COMPANY} "
        "compagnia società; : consiglio ufficio sindacato unione banca università istituto centro "
        "scuola agenzia autorità dipartimento associazione federazione alleanza movimento lega "
        "casa fondazione fondo organizzazione gruppo rete fronte forum accademia chiesa ospedale "
        "museo trattato programma progetto porto"
    ),
    locatives=words("a in presso da verso"),
    aliases=words("alias detto detta"),
    says=words(
        "dice disse afferma affermò nega negò dichiara dichiarò scrive scrisse assicura aggiunge "
        "spiega accusa"
    ),
    elisions=words("l d un dell nell all sull dall quell c"),
    adverb_endings=("mente",),
)
