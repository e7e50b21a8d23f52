"""Types that say how sure a tie is set its certainty or modality, which the report tells."""

from __future__ import annotations

import pytest

FIELDS = ("type", "polarity", "certainty", "modality", "role")
CASES = {
    # titles, then cells: these fields of the claim
    ("source,type,target", "Ann,allegedly paid,Acme"): ("PAID", None, "alleged", None, None),
    ("source,type,target", "Ann,allegedly never paid,Acme"): ("PAID", "denies", "alleged", None, None),
    ("source,type,target", "Ann,met?,Bo"): ("MET", None, None, "possible", None),
    ("source,type,target", "Ann,is no longer a member of,Acme"): ("WAS_MEMBER_OF", None, None, None, None),
    # a row that says what it means
    ("source,type,target,certainty", "Ann,allegedly paid,Bo,alleged"): ("PAID", None, "alleged", None, None),
    ("source,type,target,certainty", "Ann,allegedly paid,Bo,stated"): (
        *("ALLEGEDLY_PAID", None, "stated", None, None),
    ),
    ("source,type,target,modality", "Ann,possibly met,Bo,planned"): (
        *("POSSIBLY_MET", None, None, "planned", None),
    ),
    # that it possibly does not hold
    ("source,type,target", "Ann,possibly not related to,Bo"): (
        *("POSSIBLY_NOT_RELATED_TO", None, None, None, None),
    ),
    ("source,type,target", "Ann,may not have met,Bo"): ("MAY_NOT_HAVE_MET", None, None, None, None),
}


@pytest.mark.parametrize(("sheet", "claim"), CASES.items(), ids=[row for _, row in CASES])
def test_a_hedge_is_a_field_of_the_claim(loaded, sheet, claim):
    [row], _ = loaded("\n".join(sheet) + "\n")
    assert tuple(row.get(field) for field in FIELDS) == claim


def test_the_words_are_kept(loaded):
    [row, _], _ = loaded("source,type,target\nAnn,naar verluidt betaald?,Acme\nAnn,met,Acme\n")
    assert (row["certainty_as_written"], row["modality_as_written"]) == ("naar verluidt", "?")


def test_the_report_names_the_cells_and_how_to_keep_them(loaded):
    text = (
        "source,type,target\nAnn,allegedly paid,Acme\nBo,met?,Acme\nCo,no longer owns,Acme\n"
        "Di,possibly never met,Acme\n"
    )
    _, readings = loaded(text)
    doubtful, hedged, ended = readings[:3]
    assert doubtful == (
        "`type` says that ties possibly do not hold in 1 row (line 5): `possibly never met` remains an "
        "affirmed type. To deny the tie, write the type without these words and `denies` in `polarity`."
    )
    assert hedged == (
        "`type` says how sure ties are in 2 rows (lines 2, 3): `allegedly paid` as alleged `paid`, "
        "`met?` as possible `met`. To keep the words as the type, write `stated` in a column `certainty`, "
        "or `actual` in a column `modality`."
    )
    assert ended == "`type` says that ties have ended in 1 row (line 4): `no longer owns` as `owned`."
