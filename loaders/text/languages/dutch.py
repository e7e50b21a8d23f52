"""Dutch word lists."""

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

DUTCH = Language(
    name="Dutch",
    articles=words("de het een"),
    never=words(
        "de het een deze dit die dat ik mij mijn wij we ons onze jij je jouw jullie u uw hij hem "
        "zijn zij ze haar hun hen wie wat waar wanneer waarom hoe welke welk er hier daar en of "
        "maar want dus noch toch als dan toen terwijl omdat doordat zodat hoewel indien tenzij "
        "mits nadat voordat totdat zodra sinds aan achter af beneden bij binnen boven buiten door "
        "in langs met na naar naast om onder op over per rond sedert te tegen tijdens tot tussen "
        "uit van vanaf vanuit via volgens voor voorbij wegens zonder niet geen nooit altijd ook "
        "nog al reeds weer vaak soms misschien wellicht echter daarom daarna daarvoor daarbij "
        "daarmee daarnaast bovendien intussen inmiddels ondertussen niettemin desondanks anders "
        "beide elk elke ieder iedere alle allen alles sommige vele veel meer meest meeste weinig "
        "minder enkele enige zulke zo zelfde zelf zelfs ander andere een twee drie vier vijf zes "
        "zeven acht negen tien elf twaalf twintig honderd honderden duizend duizenden miljoen "
        "eerste tweede derde laatste volgende vorige vandaag gisteren morgen nu straks eerder "
        "later onlangs vroeger is zijn was waren ben bent word wordt worden werd werden heb hebt "
        "heeft hebben had hadden zal zullen zou zouden kan kunnen kon konden mag mogen moet "
        "moeten moest moesten wil willen wilde laat maandag dinsdag woensdag donderdag vrijdag "
        "zaterdag zondag januari februari maart april mei juni juli augustus september oktober "
        "november december lente zomer herfst winter niemand iemand iedereen niets iets aldus ja "
        "nee bron foto topfoto pagina hoofdstuk update gerelateerd toegevoegd bovenstaande "
        "onderstaande redactionele mensen bronnen critici getuigen voorlopig uiteindelijk "
        "vervolgens tevens namelijk immers overigens kortom veel zowel noch ondanks behalve "
        "dankzij tv ceo"
    ),
    titles=words(
        "dhr mevr mevrouw meneer heer drs dr ir ing mr prof professor koning koningin prins "
        "prinses keizer paus president premier bondskanselier kanselier minister staatssecretaris "
        "senator gouverneur burgemeester wethouder ambassadeur consul rechter kapitein majoor "
        "kolonel luitenant generaal brigadegeneraal admiraal commandant sergeant inspecteur "
        "commissaris bisschop aartsbisschop kardinaal pater dominee imam rabbijn baron barones "
        "graaf gravin hertog hertogin gen brig kol kap voorzitter directeur woordvoerder "
        "woordvoerster hoofdredacteur advocaat officier leider partijleider vakbondsleider "
        "topattaché rapporteur oprichter eigenaar auteur journalist onderminister viceminister "
        "vicepresident"
    ),
    before_titles=words("vice plaatsvervangend waarnemend voormalig oud ex eerste brig"),
    portfolios=words(
        "defensie buitenlandse binnenlandse zaken financiën financien justitie veiligheid "
        "onderwijs gezondheid economie economische landbouw handel energie arbeid cultuur verkeer "
        "infrastructuur milieu volksgezondheid algemene sociale"
    ),
    particles=phrases(
        ANY_PARTICLES.replace("van van_der", "van_der")
        + ENGLISH_INSIDE
        + " 't van_'t van_het den der te op_den"
    ),
    of=phrases("van van_de van_het"),
    wide=phrases("voor voor_de voor_het op in in_de en tegen tegen_de tot ter"),
    kinds=kinds(
        "Ministry: ministerie; Court: hof gerechtshof hooggerechtshof rechtbank tribunaal; "
        "Commission: commissie comité; Parliament: parlement congres senaat; Party: partij; "
        f"Embassy: ambassade; Police: politie; Military: leger marine; Company: {COMPANY} "
        "maatschappij; Policy: doctrine; Country: republiek koninkrijk; Media: krant dagblad "
        "courant omroep; : raad kamer bureau kantoor vakbond bond unie bank universiteit "
        "instituut centrum school agentschap autoriteit dienst vereniging federatie stichting "
        "alliantie beweging campagne fonds organisatie groep netwerk front forum kerk ziekenhuis "
        "museum verdrag programma project initiatief haven baai eiland rivier meer berg stad"
    ),
    bodies=words(
        "leger marine politie regering parlement congres senaat ambassade media pers troepen "
        "strijdkrachten veiligheidstroepen krijgsmacht grondwet ministerie autoriteiten "
        "luchtmacht kustwacht gebied regime justitie vloot delegatie gerecht partij bevolking"
    ),
    adjective=r".+(?:[^aeiou]se|aanse|eense|ische|isch|aans|ees|ese|nse|lse|rse)$",
    locatives=words("in nabij boven buiten rond bij te uit vanuit"),
    aliases=words("alias bijgenaamd genaamd"),
    says=words(
        "zegt zei zeggen stelt stelde ontkent ontkende meldt meldde schrijft schreef vindt "
        "verklaart verklaarde vertelt vertelde beweert beweerde voegt waarschuwt antwoordt "
        "antwoordde bevestigt erkent beschuldigt weigert blijft"
    ),
    compounds=True,
)
