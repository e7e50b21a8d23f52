"""French word lists."""

from __future__ import annotations

from sociogram.loaders.text.languages.model import COMPANY, ENGLISH_INSIDE, Language, kinds, phrases, words

FRENCH = Language(
    name="French",
    articles=words("le la les un une"),
    never=words(
        "le la les un une des du ce cet cette ces je me moi mon ma mes nous notre nos tu te toi "
        "ton ta tes vous votre vos il elle on ils elles lui leur leurs son sa ses se soi qui que "
        "quoi dont où quand pourquoi comment quel quelle quels quelles là ici et ou mais ni car "
        "donc or si ne pas non point plus jamais toujours aussi encore déjà souvent parfois "
        "peut-être cependant toutefois pourtant ainsi alors puis ensuite enfin d'abord à au aux "
        "après avant avec chez contre dans de depuis derrière dès devant durant en entre envers "
        "hors jusque malgré par parmi pendant pour sans sauf selon sous sur vers voici voilà "
        "comme lorsque puisque quoique tandis afin chaque tout toute tous toutes aucun aucune "
        "quelque quelques plusieurs beaucoup peu moins autre autres même mêmes deux trois quatre "
        "cinq six sept huit neuf dix onze douze vingt cent cents mille million millions premier "
        "première second seconde dernier dernière prochain prochaine hier aujourd'hui demain "
        "maintenant bientôt récemment est sont était étaient fut furent a ont avait avaient sera "
        "seront peut peuvent doit doivent c' lundi mardi mercredi jeudi vendredi samedi dimanche "
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
        "printemps été automne hiver personne quelqu'un rien oui source photo page chapitre "
        "sources témoins l d j m n s t c qu"
    ),
    titles=words(
        "m mm mme mlle monsieur madame mademoiselle maître dr docteur pr prof professeur roi "
        "reine prince princesse empereur pape président présidente premier chancelier ministre "
        "secrétaire sénateur sénatrice gouverneur maire ambassadeur ambassadrice consul juge "
        "capitaine commandant colonel lieutenant général amiral sergent inspecteur inspectrice "
        "commissaire évêque archevêque cardinal père abbé imam rabbin baron comte comtesse duc "
        "duchesse porte-parole directeur directrice procureur procureure avocat avocate député "
        "députée dirigeant dirigeante journaliste vice-président vice-présidente"
    ),
    before_titles=words("vice ex ancien ancienne premier première"),
    portfolios=words(
        "défense affaires étrangères intérieur finances économie justice santé éducation commerce "
        "industrie énergie travail mer agriculture transports environnement culture"
    ),
    particles=phrases("van van_der von von_der di da le la of" + ENGLISH_INSIDE),
    of=phrases("de du des de_la de_l d"),
    wide=phrases("pour pour_la pour_le pour_les et et_de et_des et_du contre contre_la sur sur_la à à_la en"),
    joins_of_always=True,
    kinds=kinds(
        "Ministry: ministère; Court: cour tribunal; Commission: commission comité; Parliament: "
        "parlement congrès sénat assemblée; Party: parti; Embassy: ambassade; Police: police; "
        f"Military: armée marine; Country: république royaume; Company: {COMPANY} compagnie "
        "société; : conseil bureau syndicat union banque université institut centre école agence "
        "autorité département association fédération alliance mouvement ligue maison fondation "
        "fonds organisation groupe réseau front forum académie église hôpital musée traité "
        "programme projet port baie île office"
    ),
    locatives=words("à en dans près depuis vers"),
    aliases=words("alias dit dite surnommé surnommée"),
    says=words(
        "dit affirme affirmait nie niait déclare déclarait écrit assure ajoute explique accuse "
        "annonce annonçait répond rapporte prévient confirme soutient"
    ),
    elisions=words("l d j m n s t c qu lorsqu puisqu jusqu"),
    adverb_endings=("ment",),
)
