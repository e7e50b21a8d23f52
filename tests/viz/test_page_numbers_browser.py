"""Numbers decide colours, sizes and widths, and the legend and saved pictures say which."""

from __future__ import annotations

import re
from pathlib import Path

import networkx as nx
import pytest

import sociogram
from sociogram.viz.page import Page
from sociogram.viz.picture.scales import RAMP

pytestmark = pytest.mark.browser


def numbers_page(**options: str) -> Page:
    graph = nx.DiGraph()
    for at, name in enumerate("abcdefghi"):
        graph.add_node(name, rank=at / 8 if name != "i" else None)
    for at, (one, other) in enumerate(("ab", "bc", "cd", "de")):
        graph.add_edge(one, other, type="PAID", amount=1000.5 * at)
    return sociogram.open(graph).page(title="Payments", **options)  # type: ignore[arg-type]


def legend(tab: object) -> list[str]:
    """Return the scales of the legend, each on a line."""
    figures = tab.locator("#legend-scales figure").all()  # type: ignore[attr-defined]
    return [" ".join(figure.inner_text().split()) for figure in figures]


LEGENDS = [
    ({}, ["Size: Affirmed ties 1 2"]),
    (
        {"color": "rank", "size": "rank", "width": "amount"},
        [
            "Colour: rank 0 0.438 0.875 no number",
            "Size: rank 0 0.219 0.875 Without a number: as the smallest",
            "Width: amount 0 750 3,002",
        ],
    ),
]


@pytest.mark.parametrize(("options", "lines"), LEGENDS, ids=["usual", "by numbers"])
def test_the_legend_names_what_decides_the_look_and_its_numbers(open_page, options, lines):
    assert legend(open_page(numbers_page(**options))) == lines


def test_numbers_are_written_as_the_language_has_them(open_page):
    tab = open_page(numbers_page(color="rank", width="amount", language="nl"))
    assert legend(tab)[0] == "Kleur: rank 0 0,438 0,875 geen getal"
    assert "Dikte: amount 0 750 3.002" in legend(tab)


def saved_svg(tab, folder: Path) -> str:
    tab.click("#save-menu summary")
    with tab.expect_download() as download:
        tab.click("#save-svg")
    target = folder / "picture.svg"
    download.value.save_as(target)
    return target.read_text(encoding="utf-8")


@pytest.mark.parametrize("ground", [0, 1], ids=["light", "dark"])
def test_the_picture_has_the_colours_and_widths_and_its_file_their_key(open_page, tmp_path, ground):
    options = {"color_scheme": "dark"} if ground else {}
    svg = saved_svg(open_page(numbers_page(color="rank", width="amount"), **options), tmp_path)
    for pair in (RAMP[0], RAMP[-1]):
        assert f'fill="{pair[ground]}"' in svg
    texts = re.findall(r">([^<>]+)</text>", svg)
    assert {"Colour: rank (0 – 0.875)", "Width: amount (0 – 3,002)"} <= set(texts)


def line_widths(svg: str) -> list[float]:
    """Return the widths of the ties, in the order of their rows."""
    return [float(width) for width in re.findall(r'stroke="rgba[^"]*" stroke-width="([\d.]+)"', svg)]


def test_a_line_is_as_wide_as_its_number(open_page, tmp_path):
    least, *_, most = line_widths(saved_svg(open_page(numbers_page(width="amount")), tmp_path))
    assert most / least == pytest.approx(9)
    assert len(set(line_widths(saved_svg(open_page(numbers_page()), tmp_path)))) == 1


def test_a_saved_picture_names_its_filters(open_page, tmp_path):
    tab = open_page(numbers_page())
    assert "Filtered" not in saved_svg(tab, tmp_path)
    tab.check("#tied-only")
    assert "Filtered: Hide actors without ties." in saved_svg(tab, tmp_path)
