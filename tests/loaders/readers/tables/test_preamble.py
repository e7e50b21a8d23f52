from __future__ import annotations

import pytest

from sociogram.loaders.readers.tables.preamble import comment_lines, heading_lines

COMMENTS = {
    "source,target\n": 0,
    "# a remark\nsource,target\n": 1,
    "# one\n# two, with a comma\nsource,target,type\n": 2,
    "#Remark\nsource,target\n": 1,
    "#,name\n1,Ida\n": 0,  # a column of row numbers
    "#name,type\nIda,person\n": 0,
    "# only a remark\n": 0,
}


@pytest.mark.parametrize("text", COMMENTS)
def test_comment_lines(text):
    assert comment_lines(text.encode()) == COMMENTS[text]


HEADINGS = {
    "name,type\nIda,person\n": 0,
    "Board members 2020,,\n,,\nname,type,role\nIda,person,chair\n": 2,
    "Board members 2020\n\nname,type,role\n": 2,
    "Updated,3 May\n\nname,type,role\nIda,person,chair\n": 2,
    "Updated,3 May\nname,type,role\nIda,person,chair\n": 0,
    ",name\n0,Ida\n": 0,
    "name\nIda\nPer\n": 0,
    "name,born\n,\nIda,1970\n": 0,
    "Members,,\n1,2,3\n": 0,
}


@pytest.mark.parametrize("text", HEADINGS)
def test_heading_lines(text):
    assert heading_lines(text.encode(), ",") == HEADINGS[text]
