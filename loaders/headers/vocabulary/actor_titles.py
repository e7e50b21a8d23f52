"""Words in titles that indicate the kind of actor in a column, or what the column states about one.

Words are in lower case without accents, in English, Dutch, Spanish, French and German.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DIRECTION_TITLES = _words(
    """direction directionality richting direccion sentido richtung sens isdirected hasdirection
    gericht gerichtet dirigido dirigida dirige dirigee oriente orientee"""
)
"""Titles, without spaces, of a column whose cells say whether a tie is directed."""

ALIAS_OF_TITLES = _words(
    """aliasof akaof othernameof variantof sameas nicknameof aliasvan bijnaamvan aliasde apodode surnomde
    aliasvon spitznamevon standsfor shortfor abbreviationof pseudonymof staatvoor afkortingvan significa
    siglasde signifie siglede stehtfur kurzfur voluit ausgeschrieben intitulecomplet significado expansion"""
)
"""Titles, without spaces, of a column with the names of actors, in a list of their aliases."""

MUTUAL_TITLES = _words(
    """mutual ismutual undirected isundirected symmetric symmetrical reciprocal bidirectional twoway bothways
    wederzijds ongericht mutuo mutua reciproco nodirigido mutuel reciproque nonoriente nondirige ungerichtet
    gegenseitig beidseitig"""
)
"""Titles, without spaces, of a column in which yes means that a tie is undirected."""

PERSON, COMPANY, ORGANISATION, GENERIC = "Person", "Company", "Organization", ""

ACTOR_WORDS: dict[str, str] = {
    **dict.fromkeys(
        _words(
            """person persons people human humans individual individuals man woman politician
            mp senator deputy student kamerlid politicus diputado diputada senador politico depute senateur
            politicien abgeordneter politiker
            persoon personen mensen
            persona personas personne personnes individu individuo personen
            человек лицо персона προσωπο ατομο"""
        ),
        PERSON,
    ),
    **dict.fromkeys(
        _words(
            """company companies firm firms corporation enterprise business bedrijf bedrijven onderneming
            firma vennootschap empresa empresas compania sociedad entreprise entreprises societe
            compagnie unternehmen gesellschaft firmen компания фирма предприятие εταιρεια"""
        ),
        COMPANY,
    ),
    **dict.fromkeys(
        _words(
            """department departement departamento dienst organization organizations
            organisation organisations org orgs institution agency committee
            ngo organisatie organisaties instelling organizacion organizaciones institucion organismo
            institut institutions organisationen einrichtung verein
            организация учреждение οργανισμοσ"""
        ),
        ORGANISATION,
    ),
    **dict.fromkeys(
        _words("""vessel vessels ship ships boat schip schepen buque barco navire bateau schiff"""), "Vessel"
    ),
    **dict.fromkeys(
        _words("""event events meeting meetings conference vergadering bijeenkomst evenement evento reunion
            evenement sitzung veranstaltung treffen"""),
        "Event",
    ),
    **dict.fromkeys(_words("""club clubs vereniging asociacion association"""), "Association"),
    **dict.fromkeys(_words("""film films movie movies pelicula"""), "Film"),
    **dict.fromkeys(_words("""bank banks banco banque"""), "Bank"),
    **dict.fromkeys(_words("""foundation stichting fundacion fondation stiftung"""), "Foundation"),
    **dict.fromkeys(_words("""party partij partido parti partei"""), "Party"),
    **dict.fromkeys(_words("""ministry ministerie ministerio ministere ministerium"""), "Ministry"),
    **dict.fromkeys(_words("""university universiteit universidad universite universitat"""), "University"),
    **dict.fromkeys(
        _words(
            """entity entities actor actors node nodes element item name side player account vertex
            entiteit knoop entidad nodo entite noeud acteur akteur knoten entitat"""
        ),
        GENERIC,
    ),
}
"""Words for kinds of actors, and the label of each; empty for words that name no particular kind."""

ROLE_WORDS = _words(
    """director directors shareholder owner founder cofounder officer member trustee chair chairman
        president treasurer secretary employee adviser advisor partner ceo manager beneficiary donor
        auditor lawyer lobbyist representative nominee intermediary agent candidate minister spouse
        investor author witness attendee participant guest speaker visitor controller subscriber signatory
        bestuurslid directielid commissielid vorstandsmitglied aufsichtsratsmitglied beneficiario
        beneficiaire begunstigde deelnemer adviseur asesor conseiller berater
        sponsor mayor burgemeester alcalde maire burgermeister governor gouverneur spreker
        auteur autor autora verfasser
        gast getuige asistente participante invitado testigo participant orateur invite
        temoin teilnehmer zeuge bestuurder directeur aandeelhouder eigenaar oprichter lid voorzitter
        werknemer commissaris penningmeester director administrador accionista propietario fundador
        socio miembro presidente empleado consejero secretaris toezichthouder vennoot secretario
        tesorero apoderado abogado gerente directeur gerant avocat tresorier secretaire dirigeant
        administrateur actionnaire proprietaire
        fondateur membre president employe associe geschaftsfuhrer gesellschafter aktionar inhaber
        eigentumer besitzer bezitter grunder prokurist aufsichtsrat beirat anwalt geschaftsfuhrerin mitglied
        vorsitzender mitarbeiter vorstand direktor
        operator charterer captain skipper coach producer composer writer editor judge prosecutor solicitor
        attorney heir legatee executor godparent godfather godmother surgeon physician actress
        kapitein trainer producent schrijver rechter erfgenaam peter meter
        capitan entrenador productor juez heredero padrino madrina
        capitaine entraineur producteur juge heritier parrain marraine
        kapitan richter erbe taufpate pate regisseur realisateur realizador"""
)
"""Words for an actor's role towards another, such as a column of directors next to one of companies."""

OFFICE_WORDS = ROLE_WORDS | _words(
    """chairwoman chairperson cochair deputy observer patron vicechair vicepresident convenor convener clerk
        bookkeeper cashier governor emeritus executive nonexecutive
        voorzitster vicevoorzitter bestuurslid bestuurster directrice secretaresse kascommissaris beschermheer
        erelid toehoorder plaatsvervanger oprichtster adviseuse gedelegeerde
        presidenta vicepresidente vicepresidenta vocal tesorera secretaria directora consejera fundadora
        socia administradora asesora patrono patrona interventor suplente observador vicesecretario apoderada
        presidente vicepresidence tresoriere directrice administratrice fondatrice adherent adherente
        conseillere suppleant suppleante observatrice observateur gerante rapporteur mandataire commissaire
        censeur
        vorsitz vorsitzende prasident prasidentin vizeprasident vizeprasidentin schatzmeister schatzmeisterin
        kassenwart kassenwartin kassier kassierer kassiererin kassenprufer schriftfuhrer schriftfuhrerin
        beisitzer beisitzerin beisitz stiftungsrat stiftungsratin stiftungsvorstand verwaltungsrat
        verwaltungsratin kurator kuratorin kuratorium grunderin direktorin leiter leiterin obmann obfrau
        stellvertreter stellvertreterin stellvertretender stellvertretende ehrenmitglied ehrenvorsitzender
        ehrenprasident aufsichtsratin beiratin vertreter vertreterin geschaftsfuhrung sprecher sprecherin
        gesellschafterin inhaberin sekretar sekretarin"""
)
"""Words for somebody's role in the cells of a table of persons and organisations."""

PERSON_WORDS = _words(
    """professor lecturer teacher instructor pupil tutee mentee advisee supervisee
        trainee apprentice disciple postdoc doctorand player athlete patient nurse doctor therapist
        subordinate leader follower assistant master servant"""
)
"""Words for a role that only persons have; two columns titled so can only be the ends of a tie."""

PLURALS = _words(
    """members directors owners shareholders partners founders officers trustees children authors persons
    people participants attendees employees heirs witnesses guests speakers investors donors editors companies
    organisations organizations subsidiaries players musicians actors signatories lawyers
    targets recipients objects receivers
    leden bestuurders directeuren eigenaren aandeelhouders vennoten oprichters kinderen deelnemers
    miembros directores socios accionistas fundadores hijos participantes administradores
    membres directeurs associes actionnaires fondateurs enfants participants administrateurs
    mitglieder direktoren inhaber gesellschafter grunder kinder teilnehmer aktionare"""
)
"""Words in the title of a column whose cells name several actors."""

GROUP_WORDS = _words(
    """board council team group committee staff division section ward class cast crew management commission
    bestuur raad directie afdeling ploeg groep commissie fractie
    consejo junta comite equipo grupo seccion comision direccion
    conseil equipe groupe section bureau commission
    vorstand aufsichtsrat abteilung mannschaft gruppe ausschuss kommission leitung"""
)
"""Words for a group, which may be a heading above the rows of its members."""

KEY_WORDS = _words(
    """id ids key uid uuid identifier nr no num number code ref qid lei nodeid identificador
        identifiant kennung schlussel nummer numero sleutel"""
)
NAME_WORDS = _words("""name names label caption title naam nombre nom bezeichnung titel full""")
KIND_WORDS = _words("""type types class kind category schema soort tipo typ art categorie""")

ATTRIBUTE_WORDS = _words(
    """iban bic rekening cuenta compte konto
        address addresses adres direccion adresse anschrift email emails mail phone phones tel telephone
        mobile fax street city town zip postcode postal country countries pais land pays url website
        site web link links date dates datum fecha year years jaar ano annee jahr time day month note
        notes remark remarks comment comments amount value price percentage share shares born died birth
        death age gender sex nationality start end score rank rate status lat lon latitude longitude x y
        width height photo image file line lines alias aliases lastname firstname surname given first
        last middle initials infix tussenvoegsel forename voornaam achternaam apellido apellidos prenom
        vorname nachname familienname nationalities nationaliteiten begin telefon telefoon telefono
        correo strasse stadt ort ville rue calle ciudad
        straat plaats woonplaats geboren gestorben geburtsdatum geboortedatum nacimiento naissance
        geschlecht geslacht nationaliteit nacionalidad nationalite opmerking opmerkingen bemerkung nota
        notas remarque remarques description descriptions
        col column field kolom veld columna campo colonne champ spalte feld value values
        beschrijving descripcion beschreibung"""
)
"""Words for attributes of an actor: two such columns are not a tie (``address 1``, ``address 2``)."""

DATE_WORDS = _words(
    """date dates day period season year years datum dag periode jaar seizoen fecha dia periodo temporada ano
    jour saison annee tag zeitraum jahr"""
)
"""Words in the title of a date or a period."""

OTHER_DATE_WORDS = _words(
    """born birth died death published publication printed retrieved accessed access updated update modified
    created added entered entry checked source document article end until expiry expires expiration due
    geboorte geboren overlijden publicatie gewijzigd bijgewerkt einde nacimiento defuncion publicacion
    actualizacion consulta naissance deces consultation geburt tod veroffentlichung aktualisierung
    abruf ende"""
)
"""Words that, beside those, mean another date than that of the tie."""

START_DATE_WORDS = _words(
    """start started starting begin began since from appointed joined elected hired commenced sinds vanaf
    aanvang benoemd inicio comienzo desde nombramiento ingreso debut depuis nomination anfang beginn seit
    eintritt berufen inizio"""
)
"""Words in the title of a date on which a tie begins."""

END_DATE_WORDS = _words(
    """end ended until resigned left ceased terminated dismissed eind einde tot beeindigd fin final hasta cese
    jusqu jusque sortie ende bis austritt fine"""
)
"""Words in the title of a date on which a tie ends."""

REGISTER_WORDS = _words(
    """kvk bsn rsin siren siret rcs nif cif rut dni nie cuit ein vat btw iva tva lei isin duns imo mmsi orcid
    passport paspoort pasaporte passeport reisepass hrb steuernummer registration registratie dossier badge
    docket matricule matricula aktenzeichen ref refno slug handle  wikidata viaf gnd"""
)
"""Words for registers and files whose numbers identify an actor."""

SHARED_CODES = frozenset(
    (
        *("hs", "sic", "nace", "naf", "sbi", "isic", "naics", "nuts", "cpv", "cn", "taric", "wz", "tax"),
        *("case", "zaak", "dossier", "chapter", "unit", "cost", "area", "postal", "post", "zip", "dial"),
        *("product", "article", "order", "invoice", "room", "page", "currency", "language", "sector"),
        *("industry", "activity", "branche", "activiteit", "actividad", "activite"),
    )
)
"""Words for codes that several actors share, such as a class of goods or a case."""

CHANNEL_WORDS = _words(
    """courier post mail e email phone telephone fax letter telegram wire transfer bank swift sepa cash
        cheque check card paypal bitcoin crypto whatsapp signal sms text chat radio internet web road sea
        air rail ship train plane truck boat car container pipeline messenger person koerier brief
        telefoon telefonisch overschrijving contant mensajero correo carta telefono transferencia efectivo
        barco avion coursier courrier lettre virement especes bateau kurier telefon uberweisung bar schiff
        flugzeug bahn in by per the"""
)
"""Words in cells for the means by which something went from one actor to another."""

ASKING_WORDS = _words("who wie wer quien qui chi quem degene person")
SAYING_WORDS = _words(
    """says said say claims claimed alleges alleged asserts asserted states stated reports reported tells told
        testified confirms confirmed zegt zei beweert beweerde meldt vertelt vertelde verklaarde getuigt dice
        dijo afirma afirmo declara declaro sostiene cuenta conto dit affirme declare soutient raconte rapporte
        temoigne sagt sagte behauptet behauptete berichtet erzahlt bezeugt diz disse afirmou"""
)
SAID_WORDS = _words(
    """it this that so what who me us the dit dat het wat die zo es das dies was lo la eso esto que le cela ca
        l il a hat ha heeft has have had o isso questo"""
)
"""Words of titles that ask for the voice that states a row: ``Wer sagt es``, ``quién lo dice``."""

VOICE_WORDS = _words(
    """speaker speakers voice spokesperson spokesman spokeswoman spreker spreekster woordvoerder woordvoerster
        hablante orador oradora portavoz locuteur locutrice orateur oratrice
        sprecher sprecherin redner rednerin"""
)
STATEMENT_WORDS = _words(
    """statement statements quote quotes quotation said says remark remarks utterance allegation allegations
        uitspraak uitspraken citaat citaten bewering beweringen verklaring opmerking declaracion declaraciones
        cita citas afirmacion acusacion propos declaration declarations citation citations affirmation
        aussage aussagen zitat zitate behauptung behauptungen ausserung ausserungen vorwurf"""
)
ABOUT_WORDS = _words(
    """about regarding concerning against over betreft betreffende tegen sobre acerca respecto contra sur
        concernant contre propos uber betrifft betreff betreffend gegen"""
)
"""Words of titles that say who speaks, what they say and about whom."""

RELATION_WORDS = _words(
    """relation relations relationship relationships connection connections type predicate property
        prop link edge tie interaction verb role position function capacity relatie verband rol functie
        relacion vinculo cargo puesto funcion relation lien fonction poste beziehung verbindung rolle
        funktion what how wat wie since sinds desde depuis seit appointed resigned joined share shares
        percentage stake aandeel participacion anteil"""
)
"""Words of columns that say how, since when or how strongly two actors are connected."""

MUTUAL_WORDS = _words(
    """sibling siblings brother sister spouse spouses married twin cousin cousins relative relatives
    related friend friends partner partners colleague colleagues acquainted knows met meets neighbour
    neighbor ally allies allied associate associates classmate broer zus gehuwd getrouwd vriend vrienden
    vriendin collega kent ontmoet familie verwant hermano hermana hermanos casado casada conyuge amigo
    amiga amigos colega conoce primo pariente frere soeur marie mariee epoux conjoint ami amie amis
    collegue connait geschwister bruder schwester verheiratet freund freundin freunde kollege kollegin
    kennt verwandt"""
)
"""Words of types that are symmetric."""

FILE_WORDS: dict[str, frozenset[str]] = {
    "relations": _words(
        """relations relationships edges links ties connections transfers payments roles memberships
            ownership directorships positions relaties banden enlaces relaciones vinculos liens kanten
            beziehungen verbindungen"""
    ),
    "entities": _words(
        """entities nodes actors people persons members companies organisations organizations personen
            mensen bedrijven personas empresas personnes entreprises unternehmen knoten staff contacts
            list who names"""
    ),
}
"""Words of file names that indicate what the rows are."""
