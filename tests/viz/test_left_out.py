"""A property that is left out is nowhere in the page, and a name that leaves nothing out is an error."""

from __future__ import annotations

import base64
import gzip
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import sociogram
from sociogram.cli import cli
from sociogram.graph.errors import SociogramError
from sociogram.queries.selection import Selection
from sociogram.viz.part import View, read_part
from sociogram.viz.picture.network import Network

SHEETS = {
    "entities.csv": "id,name,type,phone\nana,Ana,Person,555-SECRET\nbo,Bo,Person,\ncy,Cy,Person,\n",
    "relations.csv": "id,source,target,type,claimed_by,sources,summary,memo\n"
    "1,ana,bo,MET,cy,report,SECRET summary,memo SECRET\n2,bo,cy,MET,ana,report,,\n",
    "sources.csv": "id,title,shelf\nreport,A report,SECRET shelf\n",
}
SECRETS = ("phone", "summary", "memo", "shelf")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in SHEETS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def everything_in(html: str) -> str:
    """Return the file with its packed data unpacked."""
    packed = re.findall(r'<script type="text/plain" id="[^"]*">([^<]*)</script>', html)
    assert packed
    return html + "".join(gzip.decompress(base64.b64decode(one)).decode() for one in packed)


def test_what_is_left_out_is_nowhere_in_the_file(folder: Path) -> None:
    graph = sociogram.open(folder, cache=False)
    assert everything_in(graph.page().html()).count("SECRET") >= 4
    held = everything_in(graph.page(without_properties=SECRETS).html())
    assert "SECRET" not in held
    assert "Ana" in held
    assert "555-SECRET" in everything_in(graph.page(without_properties=SECRETS[1:]).html())


def test_the_contents_of_groups_leave_it_out_too(folder: Path) -> None:
    graph = sociogram.open(folder, cache=False)
    network, given = read_part(graph.store, Selection(), View(left_out=frozenset(SECRETS)), limit=1)
    assert isinstance(network, Network)
    drawn = [*network.nodes, *network.relationships(np.arange(2)), *given["sources"]]
    assert len(drawn) == 6
    assert not any("SECRET" in str(one.properties) for one in drawn)


def test_the_command_leaves_out_what_it_is_told(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    options = [word for name in SECRETS for word in ("--without-property", name)]
    result = CliRunner().invoke(cli, ["page", str(folder), "--no-cache", "-o", str(target), *options])
    assert result.exit_code == 0, result.output
    assert "SECRET" not in everything_in(target.read_text(encoding="utf-8"))


WRONG = [
    (
        {"without_properties": ["phoned"]},
        "Nothing in the graph has the property 'phoned'. Did you mean 'phone'?",
    ),
    ({"without_properties": ["claimed_by"]}, "A page needs the property 'claimed_by'"),
    ({"without_properties": ["name"]}, "A page needs the property 'name'"),
    (
        {"without_properties": ["phone"], "color": "phone"},
        "The page shows 'phone' as a colour, size or width",
    ),
]


@pytest.mark.parametrize(("options", "message"), WRONG)
def test_what_cannot_be_left_out_is_said(folder: Path, options: dict[str, object], message: str) -> None:
    graph = sociogram.open(folder, cache=False)
    with pytest.raises(SociogramError, match=re.escape(message)):
        graph.page(**options)  # type: ignore[arg-type]  # the options of the table differ
