"""Several countries in a cell, however the cells of one column separate them."""

import pytest

COLUMNS = {
    "one each": (["NL", "BE"], ["NL", "BE"]),
    "codes with slashes": (["NL/BE", "FR / LU"], [["NL", "BE"], ["FR", "LU"]]),
    "slashes and semicolons": (["NL/BE", "NL; DE", "FR"], [["NL", "BE"], ["NL", "DE"], ["FR"]]),
    "slashes and names": (["NL/BE", "France"], [["NL", "BE"], ["France"]]),
}


@pytest.mark.parametrize(("cells", "expected"), COLUMNS.values(), ids=COLUMNS)
def test_countries(read_sheets, cells, expected):
    rows = "".join(f"Firm {number},{cell}\n" for number, cell in enumerate(cells))
    dataset = read_sheets({"firms.csv": f"name,country\n{rows}"}).dataset
    assert [row["country"] for row in dataset.entities.rows()] == expected


def test_the_report_shows_one_cell_as_its_values(read_sheets):
    report = read_sheets({"firms.csv": "name,country\nOx,NL/BE\nUx,FR\n"}).report
    assert "`country` is read as lists: `NL/BE` as 2 values." in report.files[0].readings
