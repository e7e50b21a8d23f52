"""Portuguese word lists."""

from __future__ import annotations

from sociogram.loaders.text.languages.model import COMPANY, ENGLISH_INSIDE, Language, kinds, phrases, words

PORTUGUESE = Language(
    name="Portuguese",
    articles=words("o a os as um uma"),
    never=words(
        "o a os as um uma uns umas este esta isto estes estas esse essa isso aquele aquela eu me "
        "meu minha nós nos nosso nossa tu você vocês seu sua seus suas ele ela eles elas lhe se "
        "quem que qual quais onde quando porque como lá aqui ali e ou mas nem não também ainda já "
        "sempre nunca talvez porém contudo entretanto além enquanto embora assim então depois "
        "antes à ao aos às após até com contra de da do das dos desde durante em na no nas nos "
        "entre para pela pelo por perante segundo sem sob sobre cada todo toda todos todas algum "
        "alguns alguma algumas nenhum muitos muitas muito mais menos poucos outro outra outros "
        "mesmo dois duas três quatro cinco seis sete oito nove dez onze doze vinte cem mil "
        "milhões primeiro última último hoje ontem amanhã agora logo recentemente é são era eram "
        "foi foram há tem têm tinha será pode podem deve segunda-feira terça-feira quarta-feira "
        "quinta-feira sexta-feira sábado domingo janeiro fevereiro março abril maio junho julho "
        "agosto setembro outubro novembro dezembro primavera verão outono inverno ninguém alguém "
        "nada algo sim fonte foto página capítulo"
    ),
    titles=words(
        "sr sra senhor senhora dom dona dr dra doutor doutora prof professor professora rei "
        "rainha príncipe princesa imperador papa presidente presidenta premier chanceler ministro "
        "ministra secretário secretária senador senadora governador governadora prefeito prefeita "
        "embaixador embaixadora cônsul juiz juíza capitão major coronel tenente general almirante "
        "comandante sargento inspetor comissário bispo arcebispo cardeal padre frei barão conde "
        "condessa duque porta-voz diretor diretora procurador procuradora advogado advogada "
        "deputado deputada jornalista"
    ),
    before_titles=words("vice ex primeiro então"),
    portfolios=words(
        "defesa exterior relações interior fazenda economia justiça saúde educação comércio mar"
    ),
    particles=phrases("van von e of" + ENGLISH_INSIDE),
    of=phrases("de da do das dos"),
    wide=phrases("para para_a para_o e e_do e_da contra sobre em"),
    joins_of_always=True,
    kinds=kinds(
        "Ministry: ministério; Court: corte tribunal; Commission: comissão comitê comité; "
        "Parliament: parlamento congresso senado; Party: partido; Embassy: embaixada; Police: "
        f"polícia; Military: exército marinha; Country: república reino; Company: {COMPANY} "
        "companhia; : conselho escritório sindicato união banco universidade instituto centro "
        "escola agência autoridade departamento associação federação sociedade aliança movimento "
        "liga casa fundação fundo organização grupo rede frente fórum academia igreja hospital "
        "museu tratado programa projeto porto"
    ),
    locatives=words("em no na perto desde"),
    aliases=words("alias vulgo apelidado apelidada"),
    says=words("diz disse afirma afirmou nega negou declara declarou escreve escreveu acusa acusou explica"),
    adverb_endings=("mente",),
)
