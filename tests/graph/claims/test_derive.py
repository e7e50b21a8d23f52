"""The rules of claims, on an invented quarrel about a mill; each table is a few rows of relations.csv."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.graph.claims import Claims, Tie, derive
from sociogram.graph.claims.charges import charges_of
from sociogram.graph.columns import column_of
from sociogram.graph.dataset import Table
from sociogram.graph.model import MODALITIES, POLARITIES, REVIEWS

LISTS = ("via", "sources", "cites", "contradicts")

TYPES = """\
type,directed,charges
PAID,true,source
MET,false,
ACCUSES,true,target
"""

SOURCES = """\
id,date,read,translation_of,copy_of
gazette,2031-05-01,yes,,
herald,2031-05-02,,,
reprint,2031-05-03,yes,,gazette
uebersetzung,2031-05-04,yes,reprint,
ledger,2031-04-01,no,,
diary,2031-04-02,no,,
"""

AUTHORS = {"gazette": "olga", "reprint": "paul", "uebersetzung": "quint"}
"""The herald names no author."""


def table(text: str) -> Table:
    """Read a table as a data folder holds it; an empty cell is null."""
    rows: list[dict[str, Any]] = [
        {name: cell.strip() or None for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(text))
    ]
    for row in rows:
        for name in LISTS:
            if row.get(name):
                row[name] = row[name].split()
    names = rows[0] if rows else {}
    return Table(len(rows), {name: column_of([row[name] for row in rows]) for name in names})


def claims(text: str, *, sources: str = SOURCES, types: str = TYPES) -> Claims:
    return derive(table(text), table(sources), table(types), AUTHORS)


def only_tie(text: str) -> Tie:
    (tie,) = claims(text).ties()
    return tie


def counted(text: str) -> dict[str | None, str]:
    """Return for each live claim why it adds no support."""
    return {claim.id: claim.reason for claim in only_tie(text).claims}


# ── what holds ─────────────────────────────────────────────────────────────────────────────────


def test_a_tie_without_direction_is_one_whichever_end_is_written_first() -> None:
    tie = only_tie("id,source,type,target\n1,mira,MET,ben\n2,ben,MET,mira\n")
    assert (tie.source, tie.target, tie.is_directed) == ("ben", "mira", False)
    directed = claims("id,source,type,target\n1,mira,PAID,ben\n2,ben,PAID,mira\n")
    assert directed.tie_count == 2


def test_a_row_may_say_itself_that_it_has_no_direction() -> None:
    tie = only_tie("source,type,target,directed\nmira,PAID,ben,false\nben,PAID,mira,false\n")
    assert not tie.is_directed


STATUS = [
    ("nobody denies it", "affirms actual confirmed", "affirmed"),
    ("a denial is no tie", "denies actual confirmed", "denied"),
    ("a plan is no deed", "affirms planned confirmed", "planned"),
    ("a purpose is no deed", "affirms intended confirmed", "intended"),
    ("what may be is no deed", "affirms possible confirmed", "possible"),
    ("what is asked for is no deed", "affirms demanded confirmed", "demanded"),
    ("to deny a plan denies no deed", "denies planned confirmed", "denied as planned"),
    ("a draft says nothing", "affirms actual draft", ""),
    ("a retracted claim says nothing", "denies actual retracted", ""),
    ("words of another program are the defaults", "positive 5 ok", "affirmed"),
]


@pytest.mark.parametrize(("why", "words", "expected"), STATUS, ids=[why for why, _, _ in STATUS])
def test_status(why: str, words: str, expected: str) -> None:
    cells = ",".join(words.split())
    tie = only_tie(f"source,type,target,polarity,modality,review\nmira,PAID,ben,{cells}\n")
    found = [name for name, holds in {"affirmed": tie.is_affirmed, "denied": tie.is_denied}.items() if holds]
    found += [modality for modality in MODALITIES[1:] if tie.is_only(modality)]
    found += [f"denied as {modality}" for modality in MODALITIES[1:] if tie.live("denies", modality)]
    assert " ".join(found) == expected


def test_what_is_done_is_no_longer_planned() -> None:
    tie = only_tie("source,type,target,modality\nmira,PAID,ben,planned\nmira,PAID,ben,actual\n")
    assert tie.is_affirmed
    assert not tie.is_only("planned")


# ── disputes ───────────────────────────────────────────────────────────────────────────────────

DISPUTES = [
    ("two voices", "olga,,", "ben,,", "between texts"),
    ("one voice contradicts itself", "olga,,", "olga,,", "one voice"),
    ("the same years", "olga,2010,2012", "ben,2011,2011", "between texts"),
    ("other years", "olga,2010,2012", "ben,2013,", "proposed"),
    ("an open end overlaps what is later", "olga,2010,", "ben,2013,2013", "between texts"),
    ("a month is in its year", "olga,2010-05,2010-05", "ben,2010,2010", "between texts"),
    ("no date overlaps any", "olga,2010,2010", "ben,,", "between texts"),
]


@pytest.mark.parametrize(("why", "yes", "no", "kind"), DISPUTES, ids=[case[0] for case in DISPUTES])
def test_disputes(why: str, yes: str, no: str, kind: str) -> None:
    found = claims(
        "source,type,target,polarity,claimed_by,start_date,end_date,sources\n"
        f"mira,PAID,ben,affirms,{yes},gazette\nmira,PAID,ben,denies,{no},herald\n"
    )
    tie = found.tie(0)
    assert [conflict.kind for conflict in tie.conflicts] == [kind]
    assert tie.is_disputed == bool(found.disputed[0]) == (kind == "between texts")


def test_a_conflict_between_a_text_and_its_translation_is_within_a_text() -> None:
    tie = only_tie(
        "source,type,target,polarity,claimed_by,sources\n"
        "mira,PAID,ben,affirms,olga,gazette\nmira,PAID,ben,denies,ben,uebersetzung\n"
    )
    assert [conflict.kind for conflict in tie.conflicts] == ["within a text"]


def test_claims_of_different_ties_contradict_each_other_where_a_coder_says_so() -> None:
    found = claims(
        "id,source,type,target,claimed_by,sources,contradicts,polarity\n"
        "1,mira,PAID,ben,olga,gazette,,affirms\n2,cora,PAID,ben,paul,herald,1,denies\n"
    )
    for tie in found.ties(found.conflicting):
        ((conflict,),) = [tie.conflicts]
        assert (conflict.affirming[0].id, conflict.denying[0].id) == ("1", "2")
    assert not found.disputed.any()


def test_a_voice_takes_back_its_own_word_and_nobody_elses() -> None:
    found = claims(
        "id,source,type,target,polarity,claimed_by,supersedes\n"
        "1,mira,PAID,ben,affirms,olga,\n2,mira,PAID,ben,denies,olga,1\n"
        "3,mira,MET,ben,affirms,olga,\n4,mira,MET,ben,denies,paul,3\n"
    )
    standings = {claim.id: claim.standing for tie in found.ties() for claim in tie.claims}
    assert standings == {"1": "taken back", "2": "live", "3": "live", "4": "live"}


def test_a_draft_takes_nothing_back() -> None:
    tie = only_tie(
        "id,source,type,target,claimed_by,supersedes,review\n"
        "1,mira,PAID,ben,olga,,\n2,mira,PAID,ben,olga,1,draft\n"
    )
    assert [claim.standing for claim in tie.claims] == ["live", "draft"]


# ── supports ───────────────────────────────────────────────────────────────────────────────────

SUPPORTS = [
    ("two voices", "1,olga,,gazette,\n2,rosa,,herald,", {"1": "", "2": ""}),
    ("one voice in two texts", "1,olga,,gazette,\n2,olga,,herald,", {"1": "", "2": "same voice"}),
    ("the earlier text counts", "1,olga,,herald,\n2,olga,,gazette,", {"1": "same voice", "2": ""}),
    ("a relay", "1,rosa,tom olga,gazette,\n2,tom,,herald,", {"1": "", "2": "relay"}),
    ("an author relays, and says so too", "1,rosa,olga,gazette,\n2,olga,,gazette,", {"1": "", "2": ""}),
    ("two who relay each other", "1,rosa,tom,gazette,\n2,tom,rosa,herald,", {"1": "", "2": "relay"}),
    ("one document", "1,rosa,,gazette,ledger\n2,tom,,herald,ledger", {"1": "", "2": "same document"}),
    ("two documents", "1,rosa,,gazette,ledger\n2,tom,,herald,diary", {"1": "", "2": ""}),
    ("a document that was read", "1,rosa,,gazette,herald\n2,tom,,herald,herald", {"1": "", "2": ""}),
    ("its translator", "1,olga,,gazette,\n2,quint,,uebersetzung,", {"1": "", "2": "copy or translation"}),
    ("a new voice in it", "1,olga,,gazette,\n2,rosa,quint,uebersetzung,", {"1": "", "2": ""}),
    ("its translator alone", "2,quint,,uebersetzung,", {"2": ""}),
    ("a text nobody read", "1,olga,,ledger,\n2,rosa,,herald,", {"1": "text not read", "2": ""}),
    ("the author where nobody is named", "1,,,gazette,\n2,olga,,herald,", {"1": "", "2": "same voice"}),
    ("the text where it has no author", "1,,,herald,\n2,,,herald,", {"1": "", "2": "same voice"}),
    ("neither voice nor text", "1,,,,", {"1": "no voice"}),
    (
        "a second source is cited",
        "1,rosa,,gazette ledger,\n2,tom,,herald ledger,",
        {"1": "", "2": "same document"},
    ),
]


@pytest.mark.parametrize(("why", "rows", "expected"), SUPPORTS, ids=[case[0] for case in SUPPORTS])
def test_supports(why: str, rows: str, expected: dict[str, str]) -> None:
    lines = "".join(
        f"{claim_id},mira,PAID,ben,{rest}\n"
        for claim_id, _, rest in (line.partition(",") for line in rows.splitlines())
    )
    assert counted(f"id,source,type,target,claimed_by,via,sources,cites\n{lines}") == expected


def test_safe_to_print_takes_two_sure_supports_and_no_denial() -> None:
    sure = (
        "source,type,target,claimed_by,sources,certainty,polarity\n"
        "mira,PAID,ben,olga,gazette,stated,\nmira,PAID,ben,rosa,herald,reported,\n"
    )
    assert claims(sure).safe_to_print.tolist() == [True]
    assert claims(sure.replace("reported", "alleged")).safe_to_print.tolist() == [False]
    assert claims(sure + "mira,PAID,ben,ben,herald,,denies\n").safe_to_print.tolist() == [False]


# ── who is charged, what rests on what ─────────────────────────────────────────────────────────


def test_a_charge_is_the_target_of_an_accusation_and_the_source_of_an_alleged_deed() -> None:
    found = claims(
        "source,type,target,claimed_by,certainty,sources\n"
        "rosa,ACCUSES,mira,olga,stated,gazette\nmira,PAID,ben,rosa,alleged,herald\n"
        "cora,PAID,ben,olga,stated,gazette\nmira,MET,ben,mira,stated,herald\n"
    )
    charges = {
        (charge.actor, charge.text): (charge.is_heard_here, charge.is_heard) for charge in charges_of(found)
    }
    assert charges == {("mira", "gazette"): (False, True), ("mira", "herald"): (True, True)}


def test_unread_documents_name_the_live_claims_that_rest_on_them() -> None:
    found = claims(
        "source,type,target,sources,cites,review\n"
        "mira,PAID,ben,gazette,ledger herald,\nmira,MET,ben,herald ledger,,\n"
        "mira,MET,cora,gazette,diary,draft\n"
    )
    assert found.unread_documents() == {"ledger": [0, 1]}


def test_a_loop_of_copies_ends() -> None:
    found = claims(
        "source,type,target,claimed_by,sources\nmira,PAID,ben,,a\nmira,PAID,ben,,b\n",
        sources="id,copy_of,date\na,b,2031\nb,a,2031\n",
    )
    assert found.support_counts.tolist() == [1]


def test_no_claims() -> None:
    found = derive(Table(), Table(), Table())
    assert (len(found), found.tie_count) == (0, 0)
    assert (list(found.ties(found.disputed)), charges_of(found)) == ([], [])


# ── laws ───────────────────────────────────────────────────────────────────────────────────────

ACTORS = st.sampled_from(["mira", "ben", "cora"])
VOICES = st.sampled_from([None, "olga", "paul", "quint", "rosa", "mira"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "source": ACTORS,
            "type": st.sampled_from(["PAID", "MET"]),
            "target": ACTORS,
            "polarity": st.sampled_from([None, *POLARITIES]),
            "modality": st.sampled_from([None, "actual", "planned"]),
            "review": st.sampled_from([None, *REVIEWS]),
            "claimed_by": VOICES,
            "via": st.none() | st.lists(VOICES.filter(bool), min_size=1, max_size=2),
            "sources": st.none() | st.sampled_from([["gazette"], ["herald"], ["uebersetzung"], ["ledger"]]),
            "cites": st.none() | st.sampled_from([["ledger"], ["diary"], ["ledger", "diary"]]),
            "start_date": st.sampled_from([None, "2030", "2031-05"]),
            "end_date": st.sampled_from([None, "2030-02", "2032"]),
        }
    ),
    max_size=12,
)


def of_rows(rows: list[dict[str, Any]]) -> Claims:
    columns = {"id": column_of([row["id"] for row in rows])}
    for name in rows[0] if rows else ():
        columns[name] = column_of([row[name] for row in rows])
    return derive(Table(len(rows), columns), table(SOURCES), table(TYPES), AUTHORS)


def numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"c{number:02}", **row} for number, row in enumerate(rows)]


def summary(found: Claims) -> dict[tuple[str, str, str], tuple[Any, ...]]:
    """Return what is said of each tie that has a live claim."""
    return {
        (tie.source, tie.type, tie.target): (
            tie.is_affirmed,
            tie.is_denied,
            tie.is_disputed,
            sorted(str(claim.id) for claim in tie.supports()),
            sorted(str(claim.id) for claim in tie.supports("denies")),
            sorted(conflict.kind for conflict in tie.conflicts),
        )
        for tie in found.ties()
        if any(claim.standing == "live" for claim in tie.claims)
    }


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[dict[str, Any]], random: Any) -> None:
    ordered = numbered(rows)
    shuffled = random.sample(ordered, len(ordered))
    assert summary(of_rows(ordered)) == summary(of_rows(shuffled))


@given(ROWS)
def test_what_is_not_live_changes_nothing(rows: list[dict[str, Any]]) -> None:
    ordered = numbered(rows)
    live = [row for row in ordered if row["review"] not in ("draft", "retracted")]
    assert summary(of_rows(ordered)) == summary(of_rows(live))


@given(ROWS)
def test_masks_say_what_ties_say(rows: list[dict[str, Any]]) -> None:
    found = of_rows(numbered(rows))
    for tie in found.ties():
        assert found.affirmed[tie.number] == tie.is_affirmed
        assert found.denied[tie.number] == tie.is_denied
        assert found.disputed[tie.number] == tie.is_disputed
        assert found.conflicting[tie.number] == bool(tie.conflicts)
        assert found.only("planned")[tie.number] == tie.is_only("planned")
        assert found.support_counts[tie.number] == len(tie.supports())
        assert found.rows_of(tie.number) == [claim.row for claim in tie.claims]


@given(ROWS)
def test_supports_are_independent_and_nothing_that_counts_is_lost(rows: list[dict[str, Any]]) -> None:
    for tie in of_rows(numbered(rows)).ties():
        supports = tie.supports()
        voices = [claim.voice for claim in supports]
        cited = [document for claim in supports for document in claim.cites]
        assert len(set(voices)) == len(voices)
        assert len(set(cited)) == len(cited)
        could = [c for c in tie.live("affirms") if c.reason not in ("text not read", "no voice")]
        assert bool(supports) == bool(could)


MANY = 20_000
"""Claims of which the columns are no longer read one Python object a row."""


def test_many_claims_follow_the_same_rules_as_few() -> None:
    numbers = range(MANY)
    rows = {
        "id": [f"k{number}" for number in numbers],
        "source": [f"a{number // 2}" for number in numbers],  # each tie has two claims
        "target": ["mill"] * MANY,
        "type": ["PAID"] * MANY,
        "polarity": ["denies" if number % 10 == 1 else None for number in numbers],
        "claimed_by": [f"v{number // 2}" if number % 4 < 2 else f"v{number}" for number in numbers],
        "supersedes": [f"k{number - 1}" if number % 100 == 5 else None for number in numbers],
        "contradicts": [[f"k{number + 4}", "lost"] if number % 1000 == 0 else None for number in numbers],
    }
    many = derive(Table(MANY, {name: column_of(cells) for name, cells in rows.items()}), Table(), Table())
    assert many.tie_count == MANY // 2
    ties = list(many.ties())
    for first in range(0, MANY, 200):
        cells = {name: column_of(column[first : first + 6]) for name, column in rows.items()}
        alone = list(derive(Table(6, cells), Table(), Table()).ties())
        for few, tie in zip(alone, ties[first // 2 : first // 2 + 3], strict=True):
            assert [(claim.id, claim.standing, claim.reason) for claim in tie.claims] == [
                (claim.id, claim.standing, claim.reason) for claim in few.claims
            ]
            assert [conflict.kind for conflict in tie.conflicts] == [
                conflict.kind for conflict in few.conflicts
            ]
    taken_back = [claim.id for tie in ties for claim in tie.claims if claim.standing == "taken back"]
    assert taken_back == [f"k{number - 1}" for number in numbers if number % 100 == 5 and number % 4 < 2]
