"""Spanish word lists."""

from __future__ import annotations

from sociogram.loaders.text.languages.model import COMPANY, ENGLISH_INSIDE, Language, kinds, phrases, words

SPANISH = Language(
    name="Spanish",
    articles=words("el la los las un una"),
    never=words(
        "el la los las lo un una unos unas este esta esto estos estas ese esa eso esos esas aquel "
        "aquella yo me mi mis nosotros nos nuestro nuestra tú tu tus usted ustedes su sus él ella "
        "ello ellos ellas le les se quien quién quienes que qué cual cuál cuales donde dónde "
        "cuando cuándo cómo como por porque pues allí aquí ahí y e o u pero sino ni si no a al "
        "ante bajo con contra de del desde durante en entre hacia hasta mediante para según sin "
        "sobre tras nunca siempre también tampoco todavía aún ya otra otro otros otras vez quizá "
        "quizás acaso sin embargo además mientras aunque ambos cada todo toda todos todas algún "
        "alguno alguna algunos algunas ningún ninguno ninguna muchos muchas mucho más menos pocos "
        "pocas varios varias tal tales mismo misma uno dos tres cuatro cinco seis siete ocho "
        "nueve diez once doce veinte cien cientos mil miles millón millones primero primer "
        "primera segundo segunda tercero último última próximo próxima hoy ayer mañana ahora "
        "luego antes después pronto recientemente es son era eran fue fueron ha han había hay "
        "será está están estaba puede pueden debe deben lunes martes miércoles jueves viernes "
        "sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre setiembre "
        "octubre noviembre diciembre primavera verano otoño invierno nadie alguien nada algo sí "
        "fuente foto página capítulo así entonces incluso solo sólo tanto fuentes testigos"
    ),
    titles=words(
        "sr sra srta señor señora señorita don doña dr dra doctor doctora prof profesor profesora "
        "rey reina príncipe princesa emperador papa presidente presidenta premier canciller "
        "ministro ministra viceministro viceministra secretario secretaria senador senadora "
        "gobernador gobernadora alcalde alcaldesa embajador embajadora cónsul juez jueza "
        "magistrado magistrada capitán capitana mayor coronel teniente general brigadier "
        "almirante comandante sargento inspector inspectora comisario obispo arzobispo cardenal "
        "padre fray sor imán rabino barón conde condesa duque duquesa portavoz director directora "
        "fiscal abogado abogada diputado diputada dirigente periodista vicepresidente "
        "vicepresidenta congresista exministro exministra expresidente expresidenta"
    ),
    before_titles=words("vice ex primer primera entonces"),
    portfolios=words(
        "defensa exteriores relaciones interior hacienda economía justicia salud educación "
        "comercio industria energía trabajo mar agricultura transporte ambiente cultura finanzas"
    ),
    particles=phrases("van van_der von von_der da dos di y of" + ENGLISH_INSIDE),
    of=phrases("de del de_la de_las de_los"),
    wide=phrases("para para_la para_el para_los y y_de y_del contra contra_la por por_la sobre en"),
    joins_of_always=True,
    kinds=kinds(
        "Ministry: ministerio; Court: corte tribunal juzgado; Commission: comisión comité; "
        "Parliament: parlamento congreso senado asamblea; Party: partido; Embassy: embajada; "
        "Police: policía; Military: ejército armada; Country: república reino; Company: "
        f"{COMPANY} compañía; : oficina sindicato unión banco universidad instituto centro "
        "escuela agencia autoridad consejo junta departamento asociación federación sociedad "
        "alianza movimiento liga casa fundación fondo organización grupo red frente foro academia "
        "iglesia hospital museo tratado programa proyecto puerto bahía isla defensoría fiscalía "
        "contraloría"
    ),
    locatives=words("en cerca desde hacia sobre"),
    aliases=words("alias apodado apodada"),
    says=words(
        "dice dijo afirma afirmó niega negó informó informa escribe escribió asegura aseguró "
        "advierte advirtió añade añadió acusa acusó declara declaró sostiene sostuvo confirmó "
        "confirma respondió explica explicó"
    ),
    adverb_endings=("mente",),
)
