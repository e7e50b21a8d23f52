"""A denial in another tense than the tie that it denies is named in the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.graph.dataset import Dataset
from sociogram.loaders.load import load
from sociogram.loaders.values.verb_forms import verb_key
from sociogram.queries.cypher.store import MemoryStore

STATED = "Denials in another tense"
TITLES = "from,relation,to,claimed by\n"
BANK = "Payer,Payee,Amount\nKeel BV,Jo Ott,4000\n"
ONE_VERB = """
PAYS PAID PAYED HAS_PAID
RECEIVES_MONEY_FROM RECEIVED_MONEY_FROM
IS_DIRECTOR_OF DIRECTOR_OF WAS_A_DIRECTOR_OF
BETAALT_AAN BETAALDE_AAN HEEFT_BETAALD_AAN
ERHIELT_GELD_VON HAT_GELD_ERHALTEN_VON
HA_RECIBIDO_DINERO_DE RECIBE_DINERO_DE
A_REÇU REÇOIT
"""
OTHER_VERBS = ("PAID", "PAID_BY", "WAS_PAID", "OWNS", "OWNED_BY", "OWES", "MET")

# Two loads, and the types that the second report names.
LOADS = {
    "a payment, then its denial": (
        BANK,
        f"{TITLES}Keel BV,never paid,Jo Ott,Jo Ott\n",
        "`PAID` is denied and `PAYS`",
    ),
    "a denial, then the payment": (
        f"{TITLES}Keel BV,never paid,Jo Ott,Jo Ott\n",
        BANK,
        "`PAID` is denied and `PAYS`",
    ),
    "one load": (
        "",
        f"{TITLES}Ann,received money from,Keel BV,Ida\nAnn,denies receiving money from,Keel BV,Ann\n",
        "`RECEIVES_MONEY_FROM` is denied and `RECEIVED_MONEY_FROM`",
    ),
    "a tie of the same type too": (
        BANK,
        f"{TITLES}Keel BV,never paid,Jo Ott,Jo Ott\nKeel BV,allegedly paid,Jo Ott,Ida\n",
        "`PAID` is denied and `PAYS`",
    ),
    "both tenses are denied": (
        f"{TITLES}Keel BV,did not pay,Jo Ott,Jo Ott\n",
        f"{TITLES}Keel BV,does not pay,Jo Ott,Jo Ott\n",
        None,
    ),
    "one tense": (BANK.replace("Payer,Payee", "from,to"), f"{TITLES}Keel BV,never met,Jo Ott,Jo Ott\n", None),
    "other actors": (BANK, f"{TITLES}Jo Ott,never paid,Keel BV,Jo Ott\n", None),
}


@pytest.mark.parametrize("target", ["folder", "store"])
@pytest.mark.parametrize("heading", LOADS)
def test_denied_tenses(tmp_path: Path, heading: str, target: str) -> None:
    first, second, named = LOADS[heading]
    graph = tmp_path / "graph" if target == "folder" else MemoryStore.from_dataset(Dataset())
    for number, text in enumerate((first, second)):
        path = tmp_path / f"{number}.csv"
        path.write_text(text, encoding="utf-8")
        report = load([path], graph).to_text(whole=True) if text else ""
    assert (f"{STATED}: {named}" in report) if named else (STATED not in report)


@pytest.mark.parametrize("line", ONE_VERB.strip().splitlines())
def test_tenses_of_one_verb_share_a_key(line: str) -> None:
    assert len({verb_key(name) for name in line.split()}) == 1


def test_other_ties_have_keys_of_their_own() -> None:
    assert len({verb_key(name) for name in OTHER_VERBS}) == len(OTHER_VERBS)
