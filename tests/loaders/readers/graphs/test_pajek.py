"""Pajek's files: what its sections say, and what NetworkX writes."""

from __future__ import annotations

import io
from pathlib import Path

import networkx as nx
import pytest

import sociogram
from sociogram.graph.errors import DataError

MILL = """\
% the strike
*Network strike
*Vertices 4
1 "Ada Lind" 0.1 0.2 ellipse
2 "Rask Mill" ic Red
3 Guild
4
*Arcs :1 "OWNS"
1 2 0.6 c Blue
*Arcs :2 "LED"
1 3
*Edges
2 3 4 l "trades with"
*Arcslist
3 1 2
"""


def opened(path: Path, text: str) -> sociogram.Graph:
    (path / "strike.net").write_text(text, encoding="utf-8")
    return sociogram.open(path / "strike.net")


def test_sections(tmp_path: Path) -> None:
    graph = opened(tmp_path, MILL)
    rows = graph.run(
        "MATCH (a)-[r]->(b) RETURN a.name, type(r), b.name, r.weight, r.directed "
        "ORDER BY a.name, b.name, type(r)"
    )
    assert [tuple(row) for row in rows] == [
        ("Ada Lind", "LED", "Guild", None, None),
        ("Ada Lind", "OWNS", "Rask Mill", 0.6, None),
        ("Guild", "CONNECTED_TO", "Ada Lind", None, None),
        ("Guild", "CONNECTED_TO", "Rask Mill", None, None),
        ("Rask Mill", "CONNECTED_TO", "Guild", 4, False),
    ]
    assert graph.stats().actors == 4


@pytest.mark.parametrize("make", [nx.Graph, nx.MultiDiGraph])
def test_what_networkx_writes(make: type[nx.Graph], tmp_path: Path) -> None:
    ties = make([("Ann Bee", "Bo", {"weight": 2.5}), ("Bo", "Çelik", {"weight": 1.0})])
    written = io.BytesIO()
    nx.write_pajek(ties, written)
    graph = opened(tmp_path, written.getvalue().decode("utf-8"))
    rows = [tuple(row) for row in graph.run("MATCH (a)-[r]-(b) RETURN DISTINCT a.name, r.weight, b.name")]
    wanted = {(a, data["weight"], b) for a, b, data in ties.edges(data=True)}
    assert set(rows) == wanted | {(b, weight, a) for a, weight, b in wanted}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1 9", "no vertex 9"),
        ("1", "two vertices"),
        ("1 2 x", "'x' is not a weight"),
        ("*Matrix", r"\*matrix"),
    ],
)
def test_a_line_that_is_wrong_is_named(line: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=said) as caught:
        opened(tmp_path, f'*Vertices 2\n1 "Ann"\n2 "Bo"\n*Arcs\n{line}\n')
    assert caught.value.line == 5
