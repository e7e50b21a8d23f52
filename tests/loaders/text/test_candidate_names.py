"""Which names are found in a text, in which paragraphs, and what is no name; all texts are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.loaders.text.languages import LANGUAGES, language_of
from sociogram.loaders.text.names.find import find_names
from sociogram.loaders.text.names.found import Found
from sociogram.loaders.text.names.matching import Actor
from sociogram.loaders.text.names.spelling import Spellings
from sociogram.loaders.text.paragraphs import paragraphs_of
from sociogram.loaders.values.naming import slug


def names_in(text: str, language: str, known: tuple[Actor, ...] = ()) -> Found:
    return find_names(paragraphs_of(text), language_of(language), known, new_id=slug)


def called(found: Found) -> list[str]:
    return [actor.name for actor in found.new]


# language, text, the names of the candidates in their order
TEXTS = [
    ("en", "Maja Ortwin leads Halden Ferries. Ortwin says no more.", ["Maja Ortwin", "Halden Ferries"]),
    ("en", "On Monday the Harbour Board met in Port Elva.", ["Harbour Board", "Port Elva"]),
    (
        "en",
        "He joined the Guild of Pilots and the Committee on the Tides.",
        ["Guild of Pilots", "Committee on the Tides"],
    ),
    ("en", "She runs the Ministry of Trade and Industry.", ["Ministry of Trade and Industry"]),
    ("en", "It met Maja Ortwin and Halden Ferries.", ["Maja Ortwin", "Halden Ferries"]),
    ("en", "He saw Maja Ortwin of Halden Ferries.", ["Maja Ortwin", "Halden Ferries"]),
    (
        "en",
        "Yesterday Deputy Prime Minister Jan-Olof de Rijk met Dr. Ann St. Clair.",
        ["Jan-Olof de Rijk", "Ann St. Clair"],
    ),
    ("en", "They asked the Southern Tide Authority (STA). The STA is silent.", ["Southern Tide Authority"]),
    ("en", "The board of Elva's harbour asked Elva for help.", ["Elva"]),
    ("en", "He owns Reyes & Sons Ltd with H. J. Reyes-O'Dell.", ["Reyes & Sons Ltd", "H. J. Reyes-O'Dell"]),
    ("en", "“Olm paid us,” he said near Elva. The Elvan police asked Olm.", ["Olm", "Elva", "Elvan police"]),
    ("en", "Harrow, a pilot, met nobody. Nothing else is known.", ["Harrow"]),
    ("nl", "Minister Ank van der Does ontkent dat zij De Zwaluw kent.", ["Ank van der Does", "De Zwaluw"]),
    (
        "nl",
        "Het ministerie van Binnenlandse Zaken zwijgt, zei Karel el Amrani.",
        ["ministerie van Binnenlandse Zaken", "Karel el Amrani"],
    ),
    ("nl", "De Belgische politie zocht de Belgische piloot in Luik.", ["Belgische politie", "Luik"]),
    ("nl", "De VN-rapporteur sprak met de Commissie voor het Getij.", ["VN", "Commissie voor het Getij"]),
    ("nl", "Gisteren zag J. van der Lam de boot.", ["J. van der Lam"]),
    ("en", "Officially Maja Ortwin leads. She is officially in charge.", ["Maja Ortwin"]),
    ("en", "STA Harbour met. The sta is old.", ["STA Harbour"]),
    ("en", "He met Jean-Luc d'Aumal and Omar al-Tarik.", ["Jean-Luc d'Aumal", "Omar al-Tarik"]),
    ("de", "Gestern schwieg J.-L. d'Aumal.", ["J.-L. d'Aumal"]),
    ("fr", "Hier, la Cour de l'Archipel a entendu Luc d'Aumal.", ["Cour de l'Archipel", "Luc d'Aumal"]),
    ("it", "Ieri Marco dell'Olmo ha parlato.", ["Marco dell'Olmo"]),
    ("nl", "'s Avonds kwam Sanne 't Hart uit Elva.", ["Sanne 't Hart", "Elva"]),
    (
        "es",
        "La jueza María del Carmen Ibáñez visitó el Banco de la Nación.",
        ["María del Carmen Ibáñez", "Banco de la Nación"],
    ),
    ("es", "Según Ramiro Echeverri y Soto, nadie pagó. Echeverri calla.", ["Ramiro Echeverri y Soto"]),
    (
        "fr",
        "L'Union des Pilotes accuse Maja Ortwin d'Elva. Hier, Ortwin a nié.",
        ["Union des Pilotes", "Maja Ortwin", "Elva"],
    ),
    (
        "it",
        "Ieri la dottoressa Ada Colli dell'Istituto del Mare ha parlato.",
        ["Ada Colli", "Istituto del Mare"],
    ),
    ("pt", "Ontem o ministro Rui Salgado visitou o Porto de Elva.", ["Rui Salgado", "Porto de Elva"]),
    ("de", "Die Gutachterin Leyla Aydin warnte im Mai. Aydin sagte nichts.", ["Leyla Aydin"]),
    ("de", "Gestern schwieg Stadträtin Leyla Aydin. Der Stadtrat tagte.", ["Leyla Aydin", "Stadtrat"]),
    ("de", "Gestern schwieg Murat Can Aydin. Hofrat Jan Voss sprach.", ["Murat Can Aydin", "Jan Voss"]),
    ("de", "Der Senator sah in Elva die Brücke. Die Brücke in Elva ist alt.", ["Elva"]),
    ("de", "Das Geld zahlte Kapitän Jan von der Heyde. Heydes Rücktritt folgt.", ["Jan von der Heyde"]),
    ("en", "He saw Brandt AG and the Olm Foundation.", ["Brandt AG", "Olm Foundation"]),
    ("en", "He runs the Bank of Elva and the Port Authority.", ["Bank of Elva", "Port Authority"]),
    ("en", "She runs the Ministry of Trade and the Sea.", ["Ministry of Trade and the Sea"]),
    ("fr", "Il a payé Olm et Fils.", ["Olm et Fils"]),
    ("fr", "Selon la Cour des comptes (CDC), rien. La CDC se tait.", ["Cour des comptes"]),
    ("de", "Von Jan zur Heyde\n\nGestern sah Heyde den Senator.", ["Jan zur Heyde"]),
    ("de", "Die Brücke von Elva war frei. Der Weg zur Brücke nicht.", ["Elva"]),
    ("xx", "vaq Maja Ortwin zel Halden Ferries.", ["Maja Ortwin", "Halden Ferries"]),
]


@pytest.mark.parametrize(("language", "text", "names"), TEXTS, ids=[text for _, text, _ in TEXTS])
def test_names(language: str, text: str, names: list[str]) -> None:
    assert called(names_in(text, language)) == names


NEVER = [
    ("en", "Yesterday she met him. However, nobody came. Six in ten agree. In May I left."),
    ("en", "The captain and the President met on 3 March. Prime Minister?"),
    ("nl", "Volgens hem kwam niemand. Maandag is er overleg. Excessief geweld volgde."),
    ("es", "Ayer nadie vino. Además, el lunes hubo lluvia. Según él, no."),
    ("de", "Die Regierung zahlte dem Senator das Geld. Der Regen fiel. Am Montag kam niemand."),
    ("fr", "Hier, personne n'est venu. Cependant, il pleut. Quelques heures après, rien."),
]


@pytest.mark.parametrize(("language", "text"), NEVER, ids=[language for language, _ in NEVER])
def test_what_is_no_name(language: str, text: str) -> None:
    assert called(names_in(text, language)) == []


def test_a_heading_in_title_case_makes_no_names() -> None:
    found = names_in("The Pilot and the Ferry of Elva\n\nA pilot took the ferry to Elva.", "en")
    assert called(found) == ["Elva"]
    assert found.paragraphs_by_actor()["elva"] == [1, 2]


def test_a_paragraph_in_capitals_is_searched_for_names_of_other_paragraphs() -> None:
    found = names_in("WHO PAID MAJA ORTWIN?\n\nIt was not Maja Ortwin.", "en")
    assert called(found) == ["Maja Ortwin"]
    assert found.paragraphs_by_actor()["maja-ortwin"] == [1, 2]
    assert [str(remark) for remark in found.remarks] == [
        "Paragraph 1: Everything is in capitals, so that only known names are found there."
    ]


SHORT_FORMS = [
    # text, name, its other forms; then what is said
    ("It saw Maja Ortwin. Then Ortwin left.", ("Maja Ortwin", ("Ortwin",)), []),
    ("It saw Halden Ferries. Then it paid Halden.", ("Halden Ferries", ("Halden",)), []),
    ("It saw Halden Ferries. It took it from Halden. Then Halden left.", ("Halden Ferries", ("Halden",)), []),
    (
        "It saw Maja Ortwin and Per Ortwin. Then Ortwin left.",
        ("Maja Ortwin", ()),
        ["Paragraph 1: 'Ortwin' may be Maja Ortwin or Per Ortwin; add the claim yourself."],
    ),
]


@pytest.mark.parametrize(("text", "actor", "said"), SHORT_FORMS)
def test_short_forms(text: str, actor: tuple[str, tuple[str, ...]], said: list[str]) -> None:
    found = names_in(text, "en")
    assert (found.new[0].name, found.new[0].aliases) == actor
    assert [str(remark) for remark in found.remarks] == said


ALIASES = [
    # language, text, name, its other forms
    ("en", "It saw Maja Ortwin, alias the Heron, in Elva.", "Maja Ortwin", ("Heron",)),
    ("fr", "Il a vu Luc Vey, dit le Héron, et Elva.", "Luc Vey", ("Héron",)),
    ("de", "Er sah Maja Ortwin (genannt Heron) nahe Elva.", "Maja Ortwin", ("Heron",)),
    ("fr", "Il a vu le Syndicat des gens de mer (SGM).", "Syndicat des gens de mer", ("SGM",)),
    ("en", "It saw Sailors of Elva (SOE) and the Heron.", "Sailors of Elva", ("SOE",)),
]


@pytest.mark.parametrize(("language", "text", "name", "others"), ALIASES)
def test_other_names_that_a_text_gives(language: str, text: str, name: str, others: tuple[str, ...]) -> None:
    first = names_in(text, language).new[0]
    assert (first.name, first.aliases) == (name, others)


def test_a_short_form_of_an_ambiguous_short_form() -> None:
    found = names_in("It saw Per Maja Ortwin and Jon Maja Ortwin. It met Maja Ortwin. It met Ortwin.", "en")
    assert called(found) == ["Per Maja Ortwin", "Jon Maja Ortwin"]


def test_a_place_is_not_the_newspaper_that_is_named_after_it() -> None:
    found = names_in("It was in the Elva Courier. They met near Elva.", "en")
    assert called(found) == ["Elva Courier", "Elva"]


TYPES = [
    ("en", "It saw Captain Maja Ortwin.", ("Person",)),
    ("en", "It saw J. Ortwin.", ("Person",)),
    ("en", "It saw Maja Ortwin.", ()),
    ("en", "It saw the High Court.", ("Court",)),
    ("en", "It saw the Court of Elva.", ("Court",)),
    ("en", "It saw Ortwin Shipping Ltd.", ("Company",)),
    ("es", "Vio el Tribunal de Elva.", ("Court",)),
    ("nl", "Zij zag het Peruaanse leger.", ("Military",)),
]


@pytest.mark.parametrize(("language", "text", "types"), TYPES)
def test_a_type_is_given_where_a_word_gives_it(language: str, text: str, types: tuple[str, ...]) -> None:
    assert [actor.types for actor in names_in(text, language).new] == [types]


KNOWN = (
    Actor("pilots", "pilots", ("the crews",), ("Group",)),
    Actor("tide-board", "Tide Board", (), ("Agency",)),
    Actor("maja-ortwin", "Maja Örtwin", (), ("Person",)),
    Actor("elva", "Elva", (), ("Town",)),
    Actor("ruval", "Jean-Pierre Ruval", (), ("Person",)),
    Actor("vey", "Ann Lise Vey", (), ("Person",)),
    Actor("un", "United Nations", ("UN",), ("Organisation",)),
)

MENTIONS = [
    # text, the known actors in it
    ("The pilots asked the tide board.", ["pilots", "tide-board"]),
    ("The pilot's brother met the pilots' cook.", ["pilots"]),
    ("MAJA ORTWIN met the Crews.", ["maja-ortwin", "pilots"]),
    ("It asked the UN-led group in elva.", ["un", "elva"]),
    ("It was un-Elvan.", []),
    ("The crew spoke of its Elva-bound boat.", ["elva"]),
    ("It had a Un-like charter.", []),
    ("The Tide Board's boats.", ["tide-board"]),
    ("It met Ortwin.", ["maja-ortwin"]),
    ("It met Jean Pierre Ruval and Ann-Lise Vey.", ["ruval", "vey"]),
]


@pytest.mark.parametrize(("text", "actors"), MENTIONS)
def test_known_actors_are_found_in_lower_case_and_with_endings(text: str, actors: list[str]) -> None:
    found = names_in(text, "en", KNOWN)
    assert called(found) == []
    assert list(found.named()[0]) == actors


NEAR = [
    ("It met M. Örtwin.", "M. Örtwin", "an initial for a first name"),
    ("It met Maja Oertwin.", "Maja Oertwin", "one letter off"),
    ("It met Maia Ortwin.", "Maia Ortwin", "one letter off"),
    ("It met Maya Ortvin.", "Maya Ortvin", "another transliteration"),
]


@pytest.mark.parametrize(("text", "name", "reason"), NEAR)
def test_near_spellings_of_known_actors_are_proposed_not_merged(text: str, name: str, reason: str) -> None:
    found = names_in(text, "en", KNOWN)
    assert called(found) == [name]
    assert [(remark.message, remark.nearest) for remark in found.remarks] == [
        (f"'{name}' may be Maja Örtwin (maja-ortwin): {reason}.", ("maja-ortwin",))
    ]


def test_names_that_are_not_near() -> None:
    found = names_in("It met Lena Brandt and Maja Brandt, Ole Sund and Ole Lund.", "en", KNOWN)
    assert called(found) == ["Lena Brandt", "Maja Brandt", "Ole Sund", "Ole Lund"]
    assert [remark.nearest for remark in found.remarks] == [("ole-sund",)]


VOCABULARY = """
Maja Ortwin Ortwin's Halden Ferries Board Court of the and (STA) STA met. Yesterday near in Captain Elva elva,
“Olm paid J. Reyes & Sons Ltd said: van der Does Monday pilots Elvan police I MAJA ORTWIN
"""
WORDS = st.sampled_from(VOCABULARY.split())
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=14).map(" ".join), min_size=1, max_size=4)


@given(PARAGRAPHS, st.sampled_from([*sorted(LANGUAGES), "xx"]))
def test_whoever_was_found_is_found_again_and_nobody_new(paragraphs: list[str], language: str) -> None:
    found = find_names(paragraphs, language_of(language), KNOWN, new_id=slug)
    again = find_names(paragraphs, language_of(language), [*KNOWN, *found.new], new_id=slug)
    assert called(again) == []
    assert again.mentions == found.mentions


@pytest.mark.parametrize(
    ("name", "known", "reasons"),
    [
        ("Filo Daret", "Philo Daret", ["another transliteration"]),
        ("Filo Darat", "Philo Daret", []),  # so short that another sound is another name
        ("Filon Darat", "Philon Daret", ["spelled almost alike"]),
    ],
)
def test_a_long_name_may_differ_in_spelling_and_in_one_sound(
    name: str, known: str, reasons: list[str]
) -> None:
    assert [reason for _, reason in Spellings({"it": [known]}).near(name)] == reasons
