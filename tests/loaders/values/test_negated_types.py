"""Negated wordings of a tie, in five languages, and wordings that only look like it."""

from __future__ import annotations

import pytest

from sociogram.loaders.values.denied_by_source import Denied, denied_by_source
from sociogram.loaders.values.negated_types import without_negation

NEGATED = """
never director of | director of
does not own | owns
Doesn't carry | carries
does not have | has
did not pay | paid
didn't employ | employed
do not trade with | trade with
is not a member of | is a member of
isn't part of | is part of
was never director of | was director of
cannot own | can own
has no stake in | has stake in
no relation to | relation to
not related to | related to
bezit niet | bezit
is geen eigenaar van | is eigenaar van
was nooit lid van | was lid van
geen lid van | lid van
besitzt nicht | besitzt
ist kein Mitglied von | ist Mitglied von
war nie Direktor von | war Direktor von
nicht verwandt mit | verwandt mit
n'est pas propriétaire de | est propriétaire de
n’a jamais rencontré | a rencontré
n'a aucun lien avec | a lien avec
pas propriétaire de | propriétaire de
no es dueña de | es dueña de
no firmó | firmó
nunca fue socio de | fue socio de
"""

DENIED_BY_SOURCE = """
denies owning | owns
denies being director of | is director of
denied having met | met
denies taking bribes from | takes bribes from
denies running | runs
denies that he knows | knows
ontkent eigenaar te zijn van | is eigenaar van
bestreitet Eigentümer zu sein von | ist Eigentümer von
nie être propriétaire de | est propriétaire de
niega ser dueña de | es dueña de
denies money from | money from
flatly denies having any contact with | contact with
denied any links to | links to
denied ever having met | met
has denied owning | owns
denied he received money from | received money from
rejects having met | met
disputes being owner of | is owner of
ontkent contact met | contact met
ontkent geld te hebben ontvangen van | heeft geld ontvangen van
ontkent te kennen | kent
bestreitet Geld von | Geld von
bestreitet Zahlung von | Zahlung von
leugnet jeden Kontakt zu | Kontakt zu
bestreitet, Geld erhalten zu haben von | hat Geld erhalten von
bestreitet zu kennen | kennt
dément avoir payé | a payé
dément tout lien avec | lien avec
nie connaître | connaît
nie tout lien avec | lien avec
niega conocer a | conoce a
niega todos los vínculos con | vínculos con
niega haber recibido dinero de | ha recibido dinero de
"""

UNCLEAR = """
denies; denied; denied by; flatly denies; denies that Olm paid; denies payments to; ontkent; heeft ontkend
leugnet; bestreitet; bestreitet zu malen; dément; niega; desmiente
"""
"""Verbs of denial that leave open which tie is denied."""

OTHER_DENIALS = """
denies access to; denied entry to; denies funding to; denies allegations by; rejects offer from
rejects; disputes will of; DENIES; ontkent beschuldigingen van; bestreitet Kosten von
bestreitet Vorwürfe von; conteste décision de
niega acceso a; denial of; nie
"""
"""Wordings whose verb is the tie, or no verb of denial."""

NOT_NEGATED = """
owns; non-executive director; no-fault; NOT NULL; not-for-profit; Not-for-profit partner; NEVER_MET; notary of
nevertheless met; knotted with; not only supplier; does not only own; not applicable; not verified; no comment
is no longer director of; is not yet owner of; niet bekend; niet meer eigenaar van; nog niet lid van
ist nicht mehr Direktor von; noch nicht bekannt; n'est plus membre de; n'est pas encore membre de
owner (not director); no show; niet alleen klant
denies access to; denied entry to; denies funding to; never; not
"""


def pairs(table):
    return [tuple(line.split(" | ")) for line in table.strip().splitlines()]


def texts(table):
    return [one.strip() for one in table.replace("\n", ";").split(";") if one.strip()]


@pytest.mark.parametrize(("text", "affirmed"), pairs(NEGATED))
def test_a_negated_wording_denies_what_it_negates(text, affirmed):
    found = without_negation(text)
    assert found is not None
    assert (found.affirmed, found.by_source) == (affirmed, False)


@pytest.mark.parametrize(("text", "affirmed"), pairs(DENIED_BY_SOURCE))
def test_a_verb_of_denial_denies_in_the_name_of_the_source(text, affirmed):
    found = without_negation(text)
    assert found is not None
    assert (found.affirmed, found.by_source) == (affirmed, True)


@pytest.mark.parametrize("text", texts(UNCLEAR))
def test_a_verb_of_denial_alone_leaves_the_tie_open(text):
    assert denied_by_source(text) == Denied(affirmed=None)
    assert without_negation(text) is None


@pytest.mark.parametrize("text", texts(OTHER_DENIALS))
def test_other_things_are_denied_too(text):
    assert denied_by_source(text) is None
    assert without_negation(text) is None


@pytest.mark.parametrize("text", texts(NOT_NEGATED))
def test_other_wordings_negate_nothing(text):
    assert without_negation(text) is None
