"""The words of a claim's columns, as people write them."""

from __future__ import annotations

import pytest

from sociogram.loaders.values.vocabularies import VOCABULARIES


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Alleged", "alleged"),
        ("Confirmed", "stated"),
        ("rumour", "alleged"),
        ("bestätigt", "stated"),
        ("rumeur", "alleged"),
        ("betwist", "disputed"),
        ("probable", None),
        ("high", None),
        ("0.9", None),
        ("80%", None),
    ],
)
def test_certainty(text, certainty):
    assert VOCABULARIES["certainty"].read(text) == certainty


WORDS = {
    "polarity": {
        "affirms": "Affirms | affirmed | Yes | + | bevestigt | confirmé | bejaht | sí | positive",
        "denies": "denied | Denial | no | ontkent | dément | bestreitet | niega | negative | disputes | -1",
        None: "unsure | hearsay | 0 | see note | disputed",
    },
    "modality": {
        "actual": "actual | Fact | happened | werkelijk | réel | tatsächlich | hecho",
        "planned": "Planned | announced | to come | gepland | prévu | geplant | previsto",
        "intended": "intent | wants | bedoeld | voulu | beabsichtigt | intención",
        "possible": "maybe | could | misschien | peut-être | vielleicht | tal vez",
        "demanded": "called for | requested | geëist | exigé | gefordert | exigido",
        None: "blue | 3",
    },
    "review": {
        "confirmed": "ok | Approved | nagekeken | validé | geprüft | aceptado",
        "draft": "to do | pending | concept | brouillon | Entwurf | borrador",
        "retracted": "withdrawn | rejected | ingetrokken | retiré | zurückgezogen | retirado",
        None: "ask Mo",
    },
    "read": {"yes": "x | ja | TRUE | oui | leído", "no": "not read | nee | 0 | ungelesen", None: "half"},
    "charges": {"source": "Source", "target": "object", "both": "both", None: "none of them"},
}


@pytest.mark.parametrize(
    ("name", "word", "value"),
    [
        (name, word, value)
        for name, values in WORDS.items()
        for value, words in values.items()
        for word in words.split(" | ")
    ],
)
def test_other_words_are_understood(name, word, value):
    assert VOCABULARIES[name].read(word) == value


@pytest.mark.parametrize("name", VOCABULARIES)
def test_the_values_themselves_are_understood(name):
    vocabulary = VOCABULARIES[name]
    assert [vocabulary.read(value.upper()) for value in vocabulary.values] == list(vocabulary.values)
    assert not set(vocabulary.values) & set(vocabulary.others)
