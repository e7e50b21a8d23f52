"""English word lists."""

from __future__ import annotations

from sociogram.loaders.text.languages.model import ANY_PARTICLES, COMPANY, Language, kinds, phrases, words

ENGLISH = Language(
    name="English",
    articles=words("a an the"),
    never=words(
        "a an the this that these those i me my mine we us our ours you your yours he him his she "
        "her hers it its they them their theirs who whom whose which what where when why how "
        "there here and or but nor so yet if then than as at by for from in into of off on onto "
        "out over to under up with without about above after against along among around before "
        "behind below beneath beside besides between beyond despite down during except inside "
        "like near outside since through throughout till toward towards until upon via within not "
        "no none never also just only even still already again always often once twice perhaps "
        "maybe however therefore thus hence moreover furthermore meanwhile nevertheless "
        "nonetheless otherwise instead although though because while whereas whether unless both "
        "either neither each every all any some many much more most few fewer less least several "
        "such same other others another one two three four five six seven eight nine ten eleven "
        "twelve twenty thirty forty fifty hundred hundreds thousand thousands million millions "
        "first second third last next former latter earlier later recently today yesterday "
        "tomorrow tonight now soon ago early late until is are was were be been being am do does "
        "did done has have had having will would shall should can could may might must let let's "
        "monday tuesday wednesday thursday friday saturday sunday january february march april "
        "may june july august september october november december spring summer autumn winter "
        "nobody somebody anybody everybody someone anyone everyone nothing something anything "
        "everything according asked said says mr mrs ms yes ok okay ceo cfo coo cto pr tv pm am "
        "ad bc usd eur gbp please thanks thank dear note source photo photograph picture page "
        "chapter update by re people men women sources officials residents critics supporters "
        "opponents witnesses"
    ),
    titles=words(
        "mr mrs ms miss mx dr prof professor sir dame lord lady king queen prince princess "
        "emperor pope president premier chancellor minister secretary senator governor mayor "
        "ambassador consul judge justice magistrate captain major colonel lieutenant general "
        "brigadier admiral commodore commander sergeant corporal marshal sheriff inspector "
        "superintendent constable detective officer chief chairman chairwoman chair director "
        "bishop archbishop cardinal father reverend rev imam rabbi sheikh ayatollah baron "
        "baroness count countess duke duchess earl capt col gen lt sgt maj adm brig cmdr gov sen "
        "rep hon congressman congresswoman representative councillor alderman mp md spokesman "
        "spokeswoman spokesperson attorney prosecutor advocate commissioner rapporteur leader "
        "boss founder owner editor reporter journalist author writer lawyer economist historian "
        "analyst"
    ),
    before_titles=words(
        "deputy vice acting former ex then prime first foreign interior lord assistant associate "
        "senior junior lieutenant brigadier major rear chief late"
    ),
    portfolios=words(
        "defence defense foreign home interior internal affairs finance justice health education "
        "trade industry energy labour labor state war treasury economy agriculture transport "
        "environment culture development security tourism fisheries housing"
    ),
    particles=phrases(ANY_PARTICLES),
    of=phrases("of of_the"),
    wide=phrases("for for_the on on_the in in_the and against to_the of at at_the and_the from by"),
    kinds=kinds(
        "Ministry: ministry; Court: court tribunal; Commission: committee commission; Parliament: "
        "parliament congress senate; Party: party; Embassy: embassy; Police: police; Military: "
        f"army navy; Country: republic kingdom; Company: {COMPANY}; : council office union bank "
        "university institute centre center college school agency authority board bureau "
        "department association federation society alliance movement campaign league house "
        "foundation trust fund organisation organization group network front forum academy church "
        "hospital museum observatory service administration assembly treaty programme program "
        "project initiative convention charter act port bay gulf cape isle islands river lake "
        "mount state city"
    ),
    bodies=words(
        "army navy military police government parliament congress senate embassy media press "
        "troops forces constitution ministry authorities militia marines delegation judiciary "
        "courts coastguard fleet"
    ),
    adjective=r".+(?:an|ese|ish|ic|i|ch|ss)$",
    locatives=words("in near above below outside inside around across at off beyond throughout from"),
    aliases=words("alias aka nicknamed dubbed"),
    says=words(
        "says said denies denied told tells claims claimed adds added writes wrote insists "
        "insisted argues argued announced announces reports reported warns warned replied replies "
        "answers answered asks admits admitted accuses accused declined confirmed confirms "
        "explains explained"
    ),
    adverb_endings=("ly",),
)
