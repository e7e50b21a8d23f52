"""A claim in words, from both ends: its voice is the subject, and a denied deed never reads as done."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.graph.claims import Claim, derive
from sociogram.graph.dataset import Table
from sociogram.graph.model import CERTAINTIES, MODALITIES, POLARITIES, Node
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.queries.claims.wording.dates import period_words
from sociogram.queries.claims.wording.wording import Wording
from support.datasets import table_of

ACTORS = {
    "ada": Node("ada", ("Entity", "Person"), {"name": "Ada Lind", "gender": "female"}),
    "bo": Node("bo", ("Entity", "Person"), {"name": "Bo Rask"}),
    "mill": Node("mill", ("Company", "Entity"), {"name": "Rask Mill"}),
    "weavers": Node("weavers", ("Entity", "Group"), {"name": "weavers"}),
    "crew": Node("crew", ("Entity", "Group"), {"name": "the crew"}),
    "carters": Node("carters", ("Entity", "Group"), {"name": "carters", "pronoun": "they"}),
    "jo": Node("jo", ("Entity", "Person"), {"name": "Jo Wren"}),
    "guild": Node("guild", ("Entity", "Organisation"), {"name": "Guild of Dyers"}),
    "clerk": Node("clerk", ("Entity", "Person"), {"name": "a clerk"}),
}
TYPES = {
    "PAID": {"forward": "paid", "backward": "was paid by"},
    "LEADS": {
        "forward": "leads",
        "backward": "is led by",
        "infinitive": "lead",
        "infinitive_backward": "be led by",
    },
    "DEPOSED": {
        "forward": "brought down",
        "backward": "was brought down by",
        "infinitive": "bring down",
        "infinitive_backward": "be brought down by",
    },
    "MET": {"forward": "met", "backward": "met", "directed": False},
    "HIRED": {"forward": "hired"},
}
SOURCES = [
    {
        "id": "gazette",
        "title": "Strike at the mill",
        "publisher": "The Gazette",
        "author": "jo",
        "date": "1901-05-02",
    },
    {"id": "ledger", "title": "Ledger of the mill", "read": "no"},
    {"id": "leaflet", "title": "To all weavers"},
]
WORDING = Wording(
    {name: Node(name, ("RelationType",), words) for name, words in TYPES.items()},
    {source["id"]: Node(source["id"], ("Source",), source) for source in SOURCES},
    authors={"gazette": "jo"},
).including(ACTORS, {actor: node["name"] for actor, node in ACTORS.items()})


def told(forward: bool = True, **row: Any) -> str:
    """Return a claim of the Gazette in words."""
    row = {"source": "ada", "type": "PAID", "target": "mill", "sources": ["gazette"], "paragraph": 3} | row
    types = [{"type": name, **words} for name, words in TYPES.items()]
    claims = derive(table_of([row]), table_of(SOURCES), table_of(types), {"gazette": "jo"})
    return WORDING.sentence(claims.claim(0), row["source"], row["type"], row["target"], row, forward=forward)


GAZETTE = "(“Strike at the mill”, The Gazette, 2 May 1901, paragraph 3)"

SENTENCES: list[tuple[dict[str, Any], str, str]] = [
    # the claim, from its source, from its target
    ({}, "Jo Wren says that Ada Lind paid Rask Mill", "Jo Wren says that Rask Mill was paid by Ada Lind"),
    (
        {"claimed_by": "bo", "certainty": "alleged", "role": "in coin"},
        "Bo Rask, as told by Jo Wren, alleges that Ada Lind paid Rask Mill: in coin",
        "Bo Rask, as told by Jo Wren, alleges that Rask Mill was paid by Ada Lind: in coin",
    ),
    (
        {"claimed_by": "clerk", "via": ["guild", "jo"], "certainty": "reported"},
        "A clerk, as told by Guild of Dyers, then Jo Wren, reports that Ada Lind paid Rask Mill",
        "A clerk, as told by Guild of Dyers, then Jo Wren, reports that Rask Mill was paid by Ada Lind",
    ),
    (
        {"claimed_by": "ada", "polarity": "denies"},
        "Ada Lind, as told by Jo Wren, denies that she paid Rask Mill",
        "Ada Lind, as told by Jo Wren, denies that she paid Rask Mill",
    ),
    (
        {"claimed_by": "mill", "polarity": "denies"},
        "Rask Mill, as told by Jo Wren, denies that it was paid by Ada Lind",
        "Rask Mill, as told by Jo Wren, denies that it was paid by Ada Lind",
    ),
    (
        {"claimed_by": "mill", "polarity": "denies", "type": "HIRED"},
        "Rask Mill, as told by Jo Wren, denies that Ada Lind hired it",
        "Rask Mill, as told by Jo Wren, denies that Ada Lind hired it",
    ),
    (
        {"claimed_by": "bo", "source": "bo", "type": "MET", "target": "ada", "polarity": "denies"},
        "Bo Rask, as told by Jo Wren, denies having met Ada Lind",
        "Bo Rask, as told by Jo Wren, denies having met Ada Lind",
    ),
    (
        {"claimed_by": "bo", "target": "bo", "polarity": "denies"},
        "Bo Rask, as told by Jo Wren, denies having been paid by Ada Lind",
        "Bo Rask, as told by Jo Wren, denies having been paid by Ada Lind",
    ),
    (
        {"claimed_by": "bo", "target": "bo", "type": "HIRED", "polarity": "denies"},
        "Bo Rask, as told by Jo Wren, denies that Ada Lind hired him or her",
        "Bo Rask, as told by Jo Wren, denies that Ada Lind hired him or her",
    ),
    (
        {"claimed_by": "bo", "source": "bo", "type": "LEADS", "polarity": "denies", "start_date": "1900"},
        "Bo Rask, as told by Jo Wren, denies leading Rask Mill, since 1900",
        "Bo Rask, as told by Jo Wren, denies leading Rask Mill, since 1900",
    ),
    (
        {"claimed_by": "bo", "source": "bo", "type": "LEADS", "polarity": "denies", "modality": "planned"},
        "Bo Rask, as told by Jo Wren, denies being due to lead Rask Mill",
        "Bo Rask, as told by Jo Wren, denies being due to lead Rask Mill",
    ),
    (
        {"claimed_by": "bo", "source": "bo", "type": "LEADS", "modality": "demanded"},
        "Bo Rask, as told by Jo Wren, demands to lead Rask Mill",
        "Bo Rask, as told by Jo Wren, demands to lead Rask Mill",
    ),
    (
        {"claimed_by": "bo", "source": "bo", "polarity": "denies", "modality": "possible"},
        "Bo Rask, as told by Jo Wren, denies the possibility of having paid Rask Mill",
        "Bo Rask, as told by Jo Wren, denies the possibility of having paid Rask Mill",
    ),
    (
        {"claimed_by": "bo", "source": "bo", "start_date": "1901-04-02"},
        "Bo Rask, as told by Jo Wren, says that he or she paid Rask Mill, on 2 April 1901",
        "Bo Rask, as told by Jo Wren, says that he or she paid Rask Mill, on 2 April 1901",
    ),
    (
        {"claimed_by": "bo", "target": "bo", "type": "HIRED", "certainty": "reported"},
        "Bo Rask, as told by Jo Wren, reports that Ada Lind hired him or her",
        "Bo Rask, as told by Jo Wren, reports that Ada Lind hired him or her",
    ),
    (
        {"claimed_by": "bo", "source": "bo", "type": "LEADS", "modality": "planned"},
        "Bo Rask, as told by Jo Wren, says that he or she is to lead Rask Mill",
        "Bo Rask, as told by Jo Wren, says that he or she is to lead Rask Mill",
    ),
    (
        {"claimed_by": "weavers", "source": "weavers"},
        "Weavers, as told by Jo Wren, say that they paid Rask Mill",
        "Weavers, as told by Jo Wren, say that they paid Rask Mill",
    ),
    (
        {"claimed_by": "crew", "source": "crew"},
        "The crew, as told by Jo Wren, says that the crew paid Rask Mill",
        "The crew, as told by Jo Wren, says that the crew paid Rask Mill",
    ),
    (
        {"claimed_by": "carters", "source": "carters"},
        "Carters, as told by Jo Wren, say that they paid Rask Mill",
        "Carters, as told by Jo Wren, say that they paid Rask Mill",
    ),
    (
        {"claimed_by": "carters", "polarity": "denies"},
        "Carters, as told by Jo Wren, deny that Ada Lind paid Rask Mill",
        "Carters, as told by Jo Wren, deny that Rask Mill was paid by Ada Lind",
    ),
    (
        {"source": "carters", "type": "LEADS"},
        "Jo Wren says that carters lead Rask Mill",
        "Jo Wren says that Rask Mill is led by carters",
    ),
    (
        {"type": "LEADS", "target": "carters"},
        "Jo Wren says that Ada Lind leads carters",
        "Jo Wren says that carters are led by Ada Lind",
    ),
    (
        {"source": "carters", "type": "LEADS", "modality": "intended"},
        "Jo Wren says that carters are meant to lead Rask Mill",
        "Jo Wren says that Rask Mill is meant to be led by carters",
    ),
    (
        {"type": "LEADS", "modality": "planned", "start_date": "1902"},
        "Jo Wren says that Ada Lind is to lead Rask Mill, from 1902",
        "Jo Wren says that Rask Mill is to be led by Ada Lind, from 1902",
    ),
    (
        {"type": "LEADS", "modality": "planned", "polarity": "denies"},
        "Jo Wren denies that Ada Lind is to lead Rask Mill",
        "Jo Wren denies that Rask Mill is to be led by Ada Lind",
    ),
    (
        {"type": "LEADS", "modality": "intended"},
        "Jo Wren says that Ada Lind is meant to lead Rask Mill",
        "Jo Wren says that Rask Mill is meant to be led by Ada Lind",
    ),
    (
        {"type": "LEADS", "modality": "demanded", "claimed_by": "guild"},
        "Guild of Dyers, as told by Jo Wren, demands that Ada Lind lead Rask Mill",
        "Guild of Dyers, as told by Jo Wren, demands that Rask Mill be led by Ada Lind",
    ),
    (
        {"type": "LEADS", "modality": "demanded", "polarity": "denies"},
        "Jo Wren demands that Ada Lind no longer lead Rask Mill",
        "Jo Wren demands that Rask Mill no longer be led by Ada Lind",
    ),
    (
        {"type": "DEPOSED", "modality": "demanded", "polarity": "denies"},
        "Jo Wren demands that Ada Lind not bring down Rask Mill",
        "Jo Wren demands that Rask Mill not be brought down by Ada Lind",
    ),
    (
        {"claimed_by": "bo", "source": "bo", "type": "DEPOSED", "modality": "demanded", "polarity": "denies"},
        "Bo Rask, as told by Jo Wren, demands not to bring down Rask Mill",
        "Bo Rask, as told by Jo Wren, demands not to bring down Rask Mill",
    ),
    (
        {"modality": "planned"},
        "Jo Wren says that it is planned: Ada Lind paid Rask Mill",
        "Jo Wren says that it is planned: Rask Mill was paid by Ada Lind",
    ),
    (
        {"modality": "possible"},
        "Jo Wren says that it is possible that Ada Lind paid Rask Mill",
        "Jo Wren says that it is possible that Rask Mill was paid by Ada Lind",
    ),
    (
        {"modality": "demanded", "polarity": "denies"},
        "Jo Wren demands an end to this: Ada Lind paid Rask Mill",
        "Jo Wren demands an end to this: Rask Mill was paid by Ada Lind",
    ),
    (
        {"type": "SILENT_PARTNER", "polarity": "denies"},
        "Jo Wren denies: Ada Lind —silent partner→ Rask Mill",
        "Jo Wren denies: Rask Mill ←silent partner— Ada Lind",
    ),
    (
        {"type": "HIRED", "certainty": "opinion"},
        "Jo Wren thinks that Ada Lind hired Rask Mill",
        "Jo Wren thinks that Ada Lind hired Rask Mill",
    ),
    (
        {"review": "draft"},
        "Draft: Jo Wren says that Ada Lind paid Rask Mill",
        "Draft: Jo Wren says that Rask Mill was paid by Ada Lind",
    ),
]


@pytest.mark.parametrize(("row", "from_source", "from_target"), SENTENCES)
def test_a_claim_in_words(row: dict[str, Any], from_source: str, from_target: str) -> None:
    assert told(**row) == f"{from_source} {GAZETTE}"
    assert told(forward=False, **row) == f"{from_target} {GAZETTE}"


EVIDENCE: list[tuple[dict[str, Any], str]] = [
    # the claim, what stands in brackets
    ({"paragraph": None}, "(“Strike at the mill”, The Gazette, 2 May 1901)"),
    ({"cites": ["ledger"]}, f"{GAZETTE[:-1]}; citing “Ledger of the mill”, not read)"),
    ({"sources": ["gazette", "ledger"]}, f"{GAZETTE[:-1]}; citing “Ledger of the mill”, not read)"),
    ({"certainty": "disputed"}, f"(disputed; {GAZETTE[1:]}"),
    ({"certainty": "alleged", "polarity": "denies"}, f"(alleged; {GAZETTE[1:]}"),
    ({"contradicted_by": "bo"}, f"{GAZETTE[:-1]}; contradicted by Bo Rask)"),
    ({"claimed_by": "bo", "sources": None}, "(source not said, paragraph 3)"),
    ({"sources": None}, "(claimant not said; source not said, paragraph 3)"),
    ({"sources": ["https://example.org/strike"]}, "(“https://example.org/strike”, paragraph 3)"),
]


@pytest.mark.parametrize(("row", "evidence"), EVIDENCE)
def test_where_a_claim_can_be_read(row: dict[str, Any], evidence: str) -> None:
    assert told(**row).endswith(f"Ada Lind paid Rask Mill {evidence}")


def test_a_text_whose_author_is_nobody_known_speaks_for_itself() -> None:
    assert told(sources=["leaflet"]).startswith("“To all weavers” says that Ada Lind paid Rask Mill (")


def test_what_nobody_says_is_said() -> None:
    assert told(sources=None).startswith("It is said that Ada Lind paid Rask Mill (claimant not said;")
    assert told(sources=None, polarity="denies").startswith("It is denied that Ada Lind paid Rask Mill (")


def test_what_a_voice_took_back_is_told_in_the_past() -> None:
    rows = [
        {"id": "1", "source": "ada", "type": "PAID", "target": "mill", "claimed_by": "bo"},
        {"id": "2", "source": "jo", "type": "PAID", "target": "mill", "claimed_by": "bo", "supersedes": "1"},
    ]
    claim = derive(table_of(rows), Table(0, {}), Table(0, {})).claim(0)
    sentence = WORDING.sentence(claim, "ada", "PAID", "mill", rows[0])
    assert sentence == "Taken back: Bo Rask said that Ada Lind paid Rask Mill (source not said)"


PERIODS: list[tuple[dict[str, Any], str]] = [
    ({"start_date": "1901-05-03", "end_date": "1901-05-03"}, "on 3 May 1901"),
    ({"start_date": "1901-05", "end_date": "1901-05"}, "in May 1901"),
    ({"start_date": "1901", "end_date": "1902-02"}, "from 1901 to February 1902"),
    (
        {"start_date": "1970", "end_date": "1979", "date_certainty": "within"},
        "at some time from 1970 to 1979",
    ),
    ({"start_date": 1901}, "from 1901"),
    ({"start_date": "1901", "date_certainty": "within"}, "at some time since 1901"),
    ({"end_date": "1901-13"}, "until 1901-13"),
    ({}, ""),
]


@pytest.mark.parametrize(("dates", "words"), PERIODS)
def test_when_a_tie_held(dates: dict[str, Any], words: str) -> None:
    assert period_words(dates) == words


# the wording, whether the type says that it lasts, modality; then of a tie that began on 2 April 1901, and of
# one that ended in 1902
BEGINNINGS = [
    ("leads", None, "actual", "since 2 April 1901", "until 1902"),
    ("leads", None, "planned", "from 2 April 1901", "until 1902"),
    ("leads", False, "actual", "on 2 April 1901", "by 1902"),
    ("met", None, "actual", "on 2 April 1901", "by 1902"),
    ("met", None, "planned", "on 2 April 1901", "by 1902"),
    ("led", True, "actual", "from 2 April 1901", "until 1902"),
    ("", True, "actual", "from 2 April 1901", "until 1902"),
    ("", None, "actual", "from 2 April 1901", "until 1902"),
]


@pytest.mark.parametrize(("verb", "lasts", "modality", "began", "ended"), BEGINNINGS)
def test_events_are_on_a_day_and_states_from_then_on(
    verb: str, lasts: bool | None, modality: str, began: str, ended: str
) -> None:
    wording = Wording({"T": Node("T", ("RelationType",), {"forward": verb, "lasts": lasts})})
    rows = [{"source": "a", "type": "T", "target": "b", "modality": modality}]
    claim = derive(table_of(rows), Table(0, {}), Table(0, {})).claim(0)
    assert wording.period(claim, "T", {"start_date": "1901-04-02"}) == began
    assert wording.period(claim, "T", {"end_date": "1902"}) == ended


CLAIMS = st.fixed_dictionaries(
    {
        "source": st.sampled_from(sorted(ACTORS)),
        "target": st.sampled_from(sorted(ACTORS)),
        "type": st.sampled_from([*TYPES, "UNHEARD_OF"]),
        "claimed_by": st.sampled_from([None, *sorted(ACTORS)]),
        "via": st.sampled_from([None, ["guild"], ["clerk", "guild", "jo"]]),
        "modality": st.sampled_from(MODALITIES),
        "certainty": st.sampled_from([None, *CERTAINTIES, "rumour"]),
        "sources": st.sampled_from([None, ["gazette"], ["leaflet", "ledger"]]),
    }
)


@given(CLAIMS, st.booleans())
def test_whoever_denies_is_the_subject(row: dict[str, Any], forward: bool) -> None:
    sentence = told(forward=forward, polarity="denies", **row)
    voice = row["claimed_by"] or ("jo" if row["sources"] == ["gazette"] else None)
    verbs = (" demand", " deny") if voice in ("carters", "weavers") else (" demands", " denies")
    verb = verbs[0] if row["modality"] == "demanded" else verbs[1]
    if voice is None:
        assert sentence.startswith(("It is denied", "It is demanded", "“To all weavers”"))
    else:
        before, _, after = sentence.partition(verb)
        assert after
        assert before.casefold().split(", as told by ")[0] == ACTORS[voice]["name"].casefold()


@given(CLAIMS, st.sampled_from(POLARITIES))
def test_both_ends_or_a_pronoun_are_in_every_sentence(row: dict[str, Any], polarity: str) -> None:
    for forward in (True, False):
        sentence = told(forward=forward, polarity=polarity, **row).casefold()
        assert ACTORS[row["source"]]["name"].casefold() in sentence
        assert ACTORS[row["target"]]["name"].casefold() in sentence
        assert "none" not in sentence


ARTICLE = read_folder(Path(__file__).parents[2] / "data")


def sample(words: dict[str, Any]) -> str:
    """Return one relation type of the article in every modality and polarity, from both ends."""
    name = words["type"]
    wording = Wording({name: Node(name, ("RelationType",), words)}).including({}, {"a": "Ann", "b": "Bob"})
    lines = []
    for modality, polarity, forward in product(MODALITIES, POLARITIES, (True, False)):
        rows = [{"source": "a", "type": name, "target": "b", "modality": modality, "polarity": polarity}]
        rows[0] |= {"claimed_by": "c", "certainty": "stated"}
        claim: Claim = derive(table_of(rows), Table(0, {}), Table(0, {})).claim(0)
        sentence = wording.sentence(claim, "a", name, "b", {}, forward=forward)
        lines.append(sentence.removesuffix(" (source not said)"))
    return "\n".join(lines)


def test_the_wording_of_the_article_reads_from_both_ends_in_every_form() -> None:
    table = ARTICLE.relation_types
    names = list(table.columns)
    for values in zip(*(table.column(name).to_list() for name in names), strict=True):
        words = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        text = sample(words)
        print(f"{words['type']}\n{text}\n")  # pytest -s shows it, to be read by a person
        assert "→" not in text, f"{words['type']} has no wording"
        assert "planned:" not in text, f"{words['type']} has no infinitive"
        assert text.count("denies that") == 8
        assert text.count("no longer") + text.count(" not ") == 2
