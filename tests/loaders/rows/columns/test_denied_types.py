"""Negated types in a sheet become denials, which the report tells."""

from __future__ import annotations

import pytest

CASES = {
    # titles, then cells: type, polarity and voice of the claim
    ("source,type,target,claimed_by", "Ann,never director of,Acme,Bo"): ("DIRECTOR_OF", "denies", "bo"),
    ("source,type,target,claimed_by", "Ann,besitzt nicht,Acme,"): ("BESITZT", "denies", None),
    ("source,type,target", "Ann,does not own,Acme"): ("OWNS", "denies", None),
    ("source,type,target", "Ann,denies owning,Acme"): ("OWNS", "denies", "ann"),
    ("source,type,target,claimed_by", "Ann,denies owning,Acme,Ann"): ("OWNS", "denies", "ann"),
    ("source,type,target,claimed_by", "Ann,denies money from,Acme,Ann"): ("MONEY_FROM", "denies", "ann"),
    ("source,type,target", "Ann,leugnet,Acme"): ("LEUGNET", None, None),
    # another voice reports the denial
    ("source,type,target,claimed_by", "Ann,denies owning,Acme,Bo"): ("DENIES_OWNING", None, "bo"),
    # a row that says what it means
    ("source,type,target,polarity", "Ann,does not own,Acme,affirms"): ("DOES_NOT_OWN", "affirms", None),
    ("source,type,target", "Ann,non-executive director,Acme"): ("NON_EXECUTIVE_DIRECTOR", None, None),
}


@pytest.mark.parametrize(("sheet", "claim"), CASES.items(), ids=[row for _, row in CASES])
def test_a_negated_type_is_a_denial(loaded, sheet, claim):
    [row], _ = loaded("\n".join(sheet) + "\n")
    assert (row["type"], row.get("polarity"), row.get("claimed_by")) == claim


def test_the_report_names_the_cells_and_how_to_keep_them(loaded):
    text = "source,type,target\nAnn,owns,Acme\nBo,does not own,Acme\nCo,never met,Ann\n"
    _, readings = loaded(text)
    assert (
        "`type` negates ties in 2 rows (lines 3, 4): `does not own` as denies `owns`, "
        "`never met` as denies `met`. To keep the words as the type, write `affirms` in a column `polarity`."
    ) in readings


def test_the_report_tells_of_a_denial_that_another_voice_reports(loaded):
    _, readings = loaded("source,type,target,claimed_by\nAnn,denies owning,Acme,Bo\n")
    assert any(
        "names another voice (line 2): `denies owning` remains an affirmed type" in one for one in readings
    )


def test_the_report_tells_of_a_denial_that_leaves_the_tie_open(loaded):
    text = "source,type,target,polarity\nAnn,denies,Acme,\nBo,leugnet,Acme,\nCo,denies,Acme,affirms\n"
    _, readings = loaded(text)
    assert (
        "`type` has a verb of denial in 2 rows (lines 2, 3), and it is unclear which tie is denied: "
        "`denies`, `leugnet` remain affirmed types. If the tie is denied, write the type without the denial,"
        " `denies` in `polarity`, who denies it in `claimed_by`."
    ) in readings
